"""Views of denials: those open and those settled, and settling one."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.deliveries import blueprint, presenter
from app.blueprints.deliveries.forms import SettleForm
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission, can
from app.domain.accounts.queries import load_names
from app.domain.deliveries import queries, service
from app.domain.deliveries.queries import Case
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import go, page, page_number, text_argument

P = Permission
SETTLED = "settled"


@blueprint.get("/cases")
@requires(P.DELIVERY_VIEW)
def cases() -> Response:
    """The denials of the reader's area: those to be settled, or those settled."""
    actor = current_actor()
    places = choose_place(P.DELIVERY_VIEW)
    is_open = text_argument("state", 10) != SETTLED
    chosen: dict[str, Any] = {
        "village": places.code,
        "state": None if is_open else SETTLED,
    }
    found = queries.page_cases(actor, is_open=is_open, place=places.chosen, number=page_number())
    return page(
        "deliveries/cases.html",
        fragment="results",
        places=places,
        chosen=chosen,
        states=[(SETTLED, _("settled"))],
        found=found,
        cases=queries.load_cases(found.items),
        labels=presenter,
        url_for_page=lambda number: url_for(".cases", page=number, **chosen),
    )


@blueprint.route("/cases/<int:delivery_id>", methods=["GET", "POST"])
@requires(P.DELIVERY_VIEW, load=queries.get_case)
def case(case: Case) -> Response:
    """One denial: what was said, and what looking into it showed."""
    actor, denial = current_actor(), case.delivery
    form = SettleForm()
    form.offer()
    if form.validate_on_submit():
        try:
            service.settle_denial(
                actor=actor, denial=denial, outcome=form.chosen, findings=form.findings.data or ""
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("Settled."), "success")
            return go(url_for(".cases"))
    people = [one for one in (denial.recorded_by_id, denial.settled_by_id) if one is not None]
    return page(
        "deliveries/case.html",
        status=form.http_status,
        case=case,
        names=load_names(people),
        may_settle=can(actor, P.DELIVERY_SETTLE, case),
        blockers=case.settlers.why_not_settled(denial, actor.id),
        form=form,
        labels=presenter,
    )
