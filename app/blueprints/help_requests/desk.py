"""The desk: what waits and until when, and one request with whom it may mean. Acts: ``acts.py``."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.help_requests import blueprint, presenter
from app.blueprints.help_requests.forms import (
    ApplicationNumberForm,
    RefusalForm,
    ReviewForm,
    VisitForm,
    WithdrawalForm,
)
from app.core import clock
from app.core.messages import Message
from app.core.permissions import Permission, can
from app.domain.help_requests import queries
from app.domain.help_requests.models import HelpRequest
from app.domain.help_requests.steps import MACHINE, STATE_LABELS
from app.domain.reports.ways import load_way
from app.domain.rounds.queries import list_open_rounds
from app.web.access import current_actor, requires
from app.web.i18n import translate
from app.web.pages import page, page_number, text_argument

P = Permission


@blueprint.get("/desk/requests")
@requires(P.HELP_REQUEST_VIEW)
def index() -> Response:
    """Requests in the reader's areas: those that wait by due day, or those that ended."""
    actor, shown = current_actor(), text_argument("show")
    shown = shown if shown in presenter.SHOWN else "waiting"
    found = queries.page_requests(actor, states=presenter.SHOWN[shown], number=page_number())
    return page(
        "help_requests/index.html",
        found=found,
        shown=shown,
        standings=queries.load_standings(found.items),
        counts=queries.count_by_state(actor),
        groups=presenter.SHOWN,
        labels=STATE_LABELS,
        channels=presenter.CHANNELS,
        tones=presenter.STATE_TONES,
        trouble_of=presenter.trouble_of,
        days_of=presenter.days_of,
        url_for_page=lambda n: url_for(".index", show=shown, page=n),
    )


@blueprint.get("/desk/requests/<number>")
@requires(P.HELP_REQUEST_VIEW, load=queries.get_request)
def show(request: HelpRequest) -> Response:
    """One request: what was sent, where it stands, whom it may mean, what can be done."""
    return show_request(request)


def show_request(
    request: HelpRequest,
    *,
    status: int = 200,
    blockers: tuple[Message, ...] | list[Message] = (),
    **forms: Any,
) -> Response:
    """The page of *request*, perhaps with a form that came back."""
    actor, rounds = current_actor(), list_open_rounds(request.village)
    round_ = rounds[0] if rounds else None
    response = page(
        "help_requests/show.html",
        status=status,
        blockers=[translate(blocker) for blocker in blockers],
        request_=request,
        standing=(standing := queries.load_standing(request)),
        days=presenter.days_of(standing),
        way=load_way(request),
        state=STATE_LABELS[request.state],
        tone=presenter.STATE_TONES[request.state],
        channels=presenter.CHANNELS,
        trouble=presenter.trouble_of(request),
        telephone=presenter.telephone_of(request),
        round=round_,
        meant=presenter.households_meant(request, round_) if standing.is_waiting else [],
        alike=queries.list_alike(request),
        sent_back=queries.find_sending_back(request) if standing.is_waiting else None,
        offers={step.name: None for step in MACHINE.steps}
        | {offer.step.name: offer for offer in MACHINE.offered(request, actor)},
        may_record=standing.is_waiting and can(actor, P.HELP_REQUEST_RECORD, request),
        may_enter=can(actor, P.HOUSEHOLD_EDIT, request.village),
        **_forms(request, forms),
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _forms(request: HelpRequest, given: dict[str, Any]) -> dict[str, Any]:
    fresh = {"version": request.version}
    forms: dict[str, Any] = {
        "visit": VisitForm(None, data={**fresh, "visited_on": clock.today()}),
        "refusal": RefusalForm(None, data=fresh),
        "withdrawal": WithdrawalForm(None, data=fresh),
        "review": ReviewForm(None, data=fresh),
        "filed": ApplicationNumberForm(None),
    }
    return {**forms, **given}
