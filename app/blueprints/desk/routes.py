"""The first page after signing in: what is to be done today."""

from werkzeug.wrappers import Response

from app.blueprints.desk import blueprint, presenter, sections
from app.blueprints.desk.sections import Section
from app.core.permissions import Actor, Permission, Role
from app.domain.reports.desk import Desk, load_desk
from app.domain.reports.house import load_house
from app.web.access import current_actor, signed_in
from app.web.pages import page


@blueprint.get("")
@signed_in
def index() -> Response:
    """Figures of today, the things to do next, and the villages, for every role that the reader holds."""
    actor = current_actor()
    desk = load_desk(actor)
    shown = _sections(actor, desk)
    return page(
        "desk/index.html",
        person=actor.name,
        sections=shown,
        policy=desk.rounds[0].policy if desk.rounds else None,
        rows=presenter.rows_of(desk) if any(section.has_table for section in shown) else [],
    )


def _sections(actor: Actor, desk: Desk) -> list[Section]:
    shown = []
    if actor.has(Permission.CANDIDATE_LIST_DECIDE_COUNTY):
        shown.append(sections.county_section(actor, desk))
    if actor.has(Permission.CANDIDATE_LIST_DECIDE_TOWNSHIP):
        shown.append(sections.township_section(actor, desk))
    if actor.has(Permission.APPLICATION_FILE):
        shown.append(sections.village_section(actor, desk))
    if any(grant.role is Role.SUPERVISOR for grant in actor.grants):
        shown.append(sections.supervisor_section(actor, desk))
    if actor.has(Permission.ACCOUNT_MANAGE):
        shown.append(sections.administrator_section(load_house(actor)))
    return shown
