"""Views of requests: the list, choosing a kind, asking for a change."""

from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.changes import blueprint, presenter
from app.blueprints.changes.forms import MergeForm, RequestForm, form_for
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission, can
from app.domain.changes import queries, service
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeState
from app.domain.changes.rules import COMES
from app.domain.households.models import Household
from app.domain.households.queries import find_by_number, get_household
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.pages import go, page, page_number, text_argument
from app.web.uploads import find_file

P = Permission


@blueprint.get("/changes")
@requires(P.CHANGE_VIEW)
def index() -> Response:
    """The requests of the reader's area, those to be decided first."""
    actor = current_actor()
    places = choose_place(P.CHANGE_VIEW)
    wanted = text_argument("state", 20)
    state = ChangeState(wanted) if wanted in set(ChangeState) else None
    chosen: dict[str, Any] = {
        "village": places.code,
        "state": state.value if state else None,
    }
    return page(
        "changes/index.html",
        fragment="results",
        places=places,
        states=presenter.tabs_of(list(ChangeState)),
        chosen=chosen,
        found=queries.page_requests(actor, place=places.chosen, state=state, number=page_number()),
        labels=presenter,
        url_for_page=lambda number: url_for("changes.index", page=number, **chosen),
    )


@blueprint.get("/households/<household_no>/changes/new")
@requires(P.CHANGE_REQUEST, load=get_household)
def choose(household: Household) -> Response:
    """Which kind of change."""
    return page("changes/choose.html", household=household, kinds=list(ChangeKind), labels=presenter)


@blueprint.route("/households/<household_no>/changes/new/<kind>", methods=["GET", "POST"])
@requires(P.CHANGE_REQUEST, load=get_household)
def new(household: Household, kind: str) -> Response:
    """Ask for a change of one kind."""
    if kind not in set(ChangeKind):
        raise NotFound()
    wanted = ChangeKind(kind)
    form = form_for(wanted)(data={"happened_on": clock.today()})
    form.offer(household)
    if form.validate_on_submit():
        try:
            request = _request(form, household, wanted)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The change is asked for. Somebody one level up decides on it."), "success")
            return go(url_for("changes.show", request_id=request.id))
    return page(
        "changes/new.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        household=household,
        kind=wanted,
        comes=wanted in COMES,
        labels=presenter,
    )


def _request(form: RequestForm, household: Household, kind: ChangeKind) -> ChangeRequest:
    other = find_by_number((form.other.data or "").strip()) if isinstance(form, MergeForm) else None
    if other is not None and not can(current_actor(), P.HOUSEHOLD_VIEW, other):
        other = None
    return service.request_change(
        actor=current_actor(),
        household=household,
        kind=kind,
        happened_on=form.happened_on.data,
        source=form.chosen_source,
        words=form.words.data or "",
        wish=form.wish(other),
        evidence=find_file(form.evidence, kind="change", area_path=household.area_path, needs=P.CHANGE_VIEW),
    )
