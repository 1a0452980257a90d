"""Views of one request: what it does, making it, refusing it, taking it back."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.changes import blueprint, presenter
from app.blueprints.changes.forms import EndForm, MakeForm
from app.core.errors import Invalid
from app.core.permissions import Permission
from app.domain.changes import queries, service, steps
from app.domain.changes.models import ChangeRequest, ChangeState
from app.web.access import current_actor, requires
from app.web.pages import go, page

P = Permission


@blueprint.get("/changes/<int:request_id>")
@requires(P.CHANGE_VIEW, load=queries.get_request)
def show(request: ChangeRequest) -> Response:
    """One request: what happened, what it does before and after, what stands against it, deciding."""
    return page("changes/show.html", **_everything_about(request))


@blueprint.post("/changes/<int:request_id>/make")
@requires(P.CHANGE_DECIDE, load=queries.get_request)
def make(request: ChangeRequest) -> Response:
    """Write it into the register."""
    form = MakeForm()
    if not form.validate_on_submit():
        return page("changes/show.html", status=422, **_everything_about(request, form))
    service.make_change(
        actor=current_actor(),
        request=request,
        version=form.version.data or 0,
        confirmed=bool(form.confirmed.data),
    )
    flash(_("Written into the register. Lists and notices that were posted stay as they are."), "success")
    return go(url_for("changes.show", request_id=request.id))


@blueprint.route("/changes/<int:request_id>/refuse", methods=["GET", "POST"])
@requires(P.CHANGE_DECIDE, load=queries.get_request)
def refuse(request: ChangeRequest) -> Response:
    """Refuse it for a reason."""
    return _end(request, service.refuse_change, "refuse_change", _("Refused. The register stays as it is."))


@blueprint.route("/changes/<int:request_id>/withdraw", methods=["GET", "POST"])
@requires(P.CHANGE_REQUEST, load=queries.get_request)
def withdraw(request: ChangeRequest) -> Response:
    """Take it back for a reason."""
    return _end(
        request, service.withdraw_request, "withdraw_request", _("Taken back. The register stays as it is.")
    )


def _end(request: ChangeRequest, act: Callable[..., Any], step: str, done: str) -> Response:
    form = EndForm(data={"version": request.version})
    if form.validate_on_submit():
        given = {"version": form.version.data or 0, "reason": form.reason.data or ""}
        try:
            act(actor=current_actor(), request=request, **given)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(done, "success")
            return go(url_for("changes.show", request_id=request.id))
    offer = next((o for o in steps.MACHINE.offered(request, current_actor()) if o.step.name == step), None)
    return page(
        "changes/end.html",
        status=422 if form.is_submitted() else 200,
        request_=request,
        form=form,
        label=_(steps.MACHINE.step(step).label),
        blockers=presenter.reasons(offer.blockers) if offer else [_("This request is already decided.")],
        labels=presenter,
    )


def _everything_about(request: ChangeRequest, form: MakeForm | None = None) -> dict[str, Any]:
    is_open = request.state is ChangeState.REQUESTED
    offers = {offer.step.name: offer for offer in steps.MACHINE.offered(request, current_actor())}
    doubts = list(steps.doubts(request)) if is_open else []
    making, refusing = offers.get("make_change"), offers.get("refuse_change")
    blockers = [one for one in (making.blockers if making else ()) if one not in doubts]
    return {
        "request_": request,
        "effect": presenter.effect_of(request),
        "conflicts": queries.list_conflicts(request) if is_open else [],
        "doubts": presenter.reasons(doubts),
        "blockers": presenter.reasons(blockers),
        "is_open": is_open,
        "may_make": making is not None,
        "may_refuse": refusing is not None and refusing.is_open,
        "may_withdraw": "withdraw_request" in offers,
        "form": form or MakeForm(data={"version": request.version}),
        "labels": presenter,
    }
