"""What is done with a request: going there, taking it up, answering with the reason, sending it back to the village."""

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.wrappers import Response

from app.blueprints.help_requests import blueprint
from app.blueprints.help_requests.desk import show_request
from app.blueprints.help_requests.forms import (
    ApplicationNumberForm,
    RefusalForm,
    ReviewForm,
    VisitForm,
    WithdrawalForm,
)
from app.core.db import start_writing
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.applications import queries as applications
from app.domain.checkups import service as checkups
from app.domain.duplicates import service as duplicates
from app.domain.help_requests import queries, service
from app.domain.help_requests.models import HelpRequest
from app.web.access import current_actor, requires
from app.web.errors import FASTER
from app.web.forms import BaseForm
from app.web.pages import go

P = Permission


@blueprint.post("/desk/requests/<number>/visit")
@requires(P.HELP_REQUEST_RECORD, load=queries.get_request, see=P.HELP_REQUEST_VIEW)
def record_visit(request: HelpRequest) -> Response:
    """Somebody came or called."""
    form = VisitForm()
    return _act(
        request,
        form,
        "visit",
        lambda: service.record_visit(
            actor=current_actor(),
            request=request,
            visited_on=form.visited_on.data,
            version=_version(form.version.data),
        ),
        _("Recorded. Now the household waits for the answer."),
    )


@blueprint.post("/desk/requests/<number>/household")
@requires(P.HOUSEHOLD_EDIT, load=queries.get_request, see=P.HELP_REQUEST_VIEW)
def enter_household(request: HelpRequest) -> Response:
    """Open the record of a household that the register lacks, with what was sent."""
    number = request.number
    try:
        household = service.enter_household(actor=current_actor(), request=request)
    except (Conflict, Invalid) as error:
        return _show_again(number, error)
    checkups.recheck(household_ids=[household.id])
    duplicates.refresh(household_ids=[household.id])
    flash(_("The household is in the register. Now the request can be taken up."), "success")
    return go(url_for(".show", number=number))


@blueprint.post("/desk/requests/<number>/application")
@requires(P.APPLICATION_FILE, load=queries.get_request, see=P.HELP_REQUEST_VIEW)
def belongs_to(request: HelpRequest) -> Response:
    """The household has an application already: the request belongs to it."""
    form = ApplicationNumberForm()
    return _act(
        request,
        form,
        "filed",
        lambda: _link(request, form.application.data or ""),
        _("The request belongs to this application now."),
    )


def _link(request: HelpRequest, number: str) -> None:
    try:
        application = applications.get_application(number.strip().upper())
    except NotFound:
        raise Invalid(Message(N_("There is no application with this number.")), "application") from None
    service.take_up(actor=current_actor(), request=request, application=application)


@blueprint.post("/desk/requests/<number>/answer")
@requires(P.HELP_REQUEST_ANSWER, load=queries.get_request, see=P.HELP_REQUEST_VIEW)
def answer_no(request: HelpRequest) -> Response:
    """Answer with no and the reason."""
    form = RefusalForm()
    done = _("Answered. The household reads the reason with its receipt; the township sees it.")
    return _act(request, form, "refusal", _with_reason(service.answer_no, request, form), done)


@blueprint.post("/desk/requests/<number>/withdrawal")
@requires(P.HELP_REQUEST_RECORD, load=queries.get_request, see=P.HELP_REQUEST_VIEW)
def withdraw(request: HelpRequest) -> Response:
    """The household told that it takes it back."""
    form = WithdrawalForm()
    done = _("Recorded that the household takes its request back.")
    return _act(request, form, "withdrawal", _with_reason(service.withdraw, request, form), done)


@blueprint.post("/desk/requests/<number>/again")
@requires(P.HELP_REQUEST_REOPEN, load=queries.get_request, see=P.HELP_REQUEST_VIEW)
def reopen(request: HelpRequest) -> Response:
    """One level up sends it back to the village."""
    form = ReviewForm()
    done = _("The request is back with the village, with new days.")
    return _act(request, form, "review", _with_reason(service.reopen, request, form), done)


def _with_reason(
    act: Callable[..., None], request: HelpRequest, form: RefusalForm | WithdrawalForm | ReviewForm
) -> Callable[[], None]:
    return lambda: act(
        actor=current_actor(),
        request=request,
        reason=form.reason.data or "",
        version=_version(form.version.data),
    )


def _act(request: HelpRequest, form: BaseForm, name: str, act: Callable[[], Any], done: str) -> Response:
    """Do it and go to the page of the request; or show the page with the form that came back."""
    number = request.number
    if form.validate_on_submit():
        try:
            act()
        except Invalid as error:
            form.put_error(error)
        except (Conflict, Refused, StaleDataError) as error:
            return _show_again(number, error, **{name: form})
        else:
            flash(done, "success")
            return go(url_for(".show", number=number))
    return _show_again(number, None, **{name: form})


def _show_again(number: str, error: Exception | None, **forms: BaseForm) -> Response:
    """The request as it stands now, with the reasons and with what was typed."""
    start_writing()
    request = queries.get_request(number)
    for form in forms.values():
        version = getattr(form, "version", None)
        if version is not None and error is not None:
            version.data = version.raw_data = str(request.version)
    if error is None:
        return show_request(request, status=422, **forms)
    blockers = list(error.blockers) if isinstance(error, Refused) else [getattr(error, "message", FASTER)]
    return show_request(request, status=409, blockers=blockers, **forms)


def _version(text: str | None) -> int | None:
    """The version that the page was made from; a page without one was tampered with and counts as old."""
    return int(text) if text and text.isdecimal() and len(text) < 10 else 0
