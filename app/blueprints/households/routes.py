"""Views that show the register: the list with its search, a household, its full numbers. Forms: ``routes_edit.py``."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.households import blueprint, presenter
from app.core.permissions import Permission, can
from app.domain.assistance import queries as assistance
from app.domain.changes import queries as changes
from app.domain.changes.rules import KIND_LABELS
from app.domain.changes.steps import STATE_LABELS
from app.domain.checkups import queries as checkups
from app.domain.duplicates import queries as duplicates
from app.domain.duplicates.rules import GROUND_LABELS
from app.domain.households import queries, rules, service
from app.domain.households.models import Household
from app.domain.households.registration import membership_of
from app.domain.pairings.queries import find_pairing
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import page, page_number, text_argument
from app.web.timeline import TimelineItem, items_of


@blueprint.get("")
@requires(Permission.HOUSEHOLD_VIEW)
def index() -> Response:
    """The households one may see, narrowed by words and by village."""
    actor = current_actor()
    places, q = choose_place(Permission.HOUSEHOLD_VIEW), text_argument("q")
    found = queries.page_households(actor, place=places.chosen, q=q, page=page_number())
    return page(
        "households/index.html",
        fragment="results",
        places=places,
        q=q,
        found=found,
        findings=checkups.count_by_household([household.id for household in found.items]),
        per_head=rules.per_head_fen,
        latest=rules.latest_income,
        url_for_page=lambda number: _page_url(number, q, places.code),
        may_enter=actor.has(Permission.HOUSEHOLD_EDIT),
    )


@blueprint.get("/<household_no>")
@requires(Permission.HOUSEHOLD_VIEW, load=queries.get_household)
def show(household: Household) -> Response:
    """One household with everything on record, personal numbers masked."""
    return _shown(household, in_full=False)


@blueprint.post("/<household_no>/numbers")
@requires(Permission.PERSONAL_NUMBERS_VIEW, load=queries.get_household)
def show_numbers(household: Household) -> Response:
    """The same page once with the full numbers, which is written into the history."""
    service.record_numbers_shown(household=household, actor=current_actor())
    return _shown(household, in_full=True)


def _shown(household: Household, *, in_full: bool) -> Response:
    response = page(
        "households/show.html",
        household=household,
        members=presenter.member_rows(household, in_full=in_full),
        numbers=presenter.numbers(household, in_full=in_full),
        in_full=in_full,
        incomes=presenter.income_rows(household),
        findings=checkups.list_findings(household.id),
        pairs=duplicates.list_pairs_of(household.id),
        duplicate_grounds=GROUND_LABELS,
        changes=changes.list_of_household(household.id),
        change_kinds=KIND_LABELS,
        change_states=STATE_LABELS,
        events=_events(household),
        registrations=queries.list_registrations(household.id),
        membership=membership_of(household.id),
        pairing=find_pairing(household.id),
        held=assistance.load_held([household.id])[household.id],
        code=presenter.code,
        yes_no=presenter.yes_no,
        measure=presenter.measure,
    )
    if in_full:
        response.headers["Cache-Control"] = "no-store"
    return response


def _events(household: Household) -> list[TimelineItem]:
    if not can(current_actor(), Permission.HISTORY_VIEW, household):
        return []
    return items_of(queries.list_events(household.id))


def _page_url(number: int, q: str, code: str | None) -> str:
    return url_for("households.index", q=q or None, village=code, page=number)
