"""Views of what is done with an application after it was taken: home visit, data comparison, withdrawal."""

import datetime as dt
from collections.abc import Sequence
from typing import cast

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.applications import blueprint, presenter
from app.blueprints.applications.forms import CompareForm, VisitForm, WithdrawForm
from app.core import clock
from app.core.errors import Conflict, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.accounts.models import User
from app.domain.applications import queries, service
from app.domain.applications.models import Application, ComparisonResult
from app.domain.applications.steps import MACHINE, STATE_LABELS
from app.domain.comparisons import settling
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page
from app.web.uploads import store_file

P = Permission


def _must_be_possible(application: Application, step: str) -> None:
    """Raise :class:`Conflict` when the application has moved on, so that nobody fills in a form in vain."""
    if application.state not in MACHINE.step(step).sources:
        raise Conflict(
            Message(
                N_("This is not possible here now: the application is at “%(state)s”."),
                state=Message(STATE_LABELS[application.state]),
            )
        )


def _recorded(application: Application, words: str) -> Response:
    flash(words, "success")
    return go(url_for("applications.show", number=application.number))


def _form_page(template: str, form: BaseForm, application: Application) -> Response:
    return page(
        template,
        status=422 if form.is_submitted() else 200,
        form=form,
        application=application,
        badge=presenter.badge_of(application),
    )


@blueprint.route("/<number>/visit", methods=["GET", "POST"])
@requires(P.VISIT_RECORD, load=queries.get_application, see=P.APPLICATION_VIEW)
def visit(application: Application) -> Response:
    """Record a home visit."""
    _must_be_possible(application, "record_visit")
    staff = presenter.staff_for(application)
    form = VisitForm(data={"visited_on": clock.today(), "staff": []})
    form.staff.choices = [(user.id, user.name) for user in staff]
    if form.validate_on_submit():
        try:
            _record_visit(form, application, staff)
        except Invalid as error:
            form.put_error(error)
        else:
            return _recorded(application, _("The home visit is recorded."))
    return _form_page("applications/visit.html", form, application)


def _record_visit(form: VisitForm, application: Application, staff: Sequence[User]) -> None:
    service.record_visit(
        actor=current_actor(),
        application=application,
        visited_on=cast(dt.date, form.visited_on.data),
        visitors=presenter.people_of(staff, form.staff.data or [], form.visitors.data or []),
        findings=form.findings.data or "",
        sheet=store_file(form.sheet, kind="visit", area_path=application.area_path),
    )
    settling.record_where_covered(actor=current_actor(), applications=[application])


@blueprint.route("/<number>/comparison", methods=["GET", "POST"])
@requires(P.COMPARISON_RECORD, load=queries.get_application, see=P.APPLICATION_VIEW)
def compare(application: Application) -> Response:
    """Record what the departments' data say."""
    _must_be_possible(application, "record_comparison")
    form = CompareForm(data={"compared_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.record_comparison(
                actor=current_actor(),
                application=application,
                compared_on=cast(dt.date, form.compared_on.data),
                result=ComparisonResult(form.result.data),
                note=form.note.data or "",
            )
        except Invalid as error:
            form.put_error(error)
        else:
            return _recorded(application, _("The data comparison is recorded."))
    return _form_page("applications/compare.html", form, application)


@blueprint.route("/<number>/withdrawal", methods=["GET", "POST"])
@requires(P.APPLICATION_FILE, load=queries.get_application, see=P.APPLICATION_VIEW)
def withdraw(application: Application) -> Response:
    """The household takes its application back."""
    _must_be_possible(application, "withdraw")
    form = WithdrawForm()
    if form.validate_on_submit():
        try:
            service.withdraw_application(
                actor=current_actor(), application=application, reason=form.reason.data or ""
            )
        except Invalid as error:
            form.put_error(error)
        else:
            return _recorded(application, _("The application is withdrawn."))
    return _form_page("applications/withdraw.html", form, application)
