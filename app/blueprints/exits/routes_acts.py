"""Views of what is recorded about a proposal: the check, what the household says."""

import datetime as dt
from typing import cast

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.exits import blueprint, presenter
from app.blueprints.exits.forms import AnswerForm, CheckForm
from app.blueprints.exits.routes import get_proposal
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.permissions import Permission
from app.domain.applications.models import Application
from app.domain.comparisons import settling
from app.domain.exits import service
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page
from app.web.uploads import store_file

P = Permission


def _form_page(template: str, form: BaseForm, application: Application) -> Response:
    status = 422 if form.is_submitted() else 200
    return page(
        template, status=status, form=form, application=application, state=presenter.state_of(application)
    )


@blueprint.route("/<number>/check", methods=["GET", "POST"])
@requires(P.VISIT_RECORD, load=get_proposal, see=P.APPLICATION_VIEW)
def check(application: Application) -> Response:
    """Record the check by committee and work team."""
    staff = presenter.staff_for(application)
    form = CheckForm(data={"checked_on": clock.today(), "staff": [], "met": []})
    form.staff.choices = [(user.id, user.name) for user in staff]
    if form.validate_on_submit():
        try:
            service.record_check(
                actor=current_actor(),
                application=application,
                checked_on=cast(dt.date, form.checked_on.data),
                visitors=presenter.people_of(form, staff),
                findings=form.findings.data or "",
                sheet=store_file(form.sheet, kind="visit", area_path=application.area_path),
                met=form.met.data or [],
            )
            settling.record_where_covered(actor=current_actor(), applications=[application])
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The check is recorded."), "success")
            return go(url_for("exits.show", number=application.number))
    return _form_page("exits/check.html", form, application)


@blueprint.route("/<number>/answer", methods=["GET", "POST"])
@requires(P.EXIT_ACCEPT, load=get_proposal, see=P.APPLICATION_VIEW)
def answer(application: Application) -> Response:
    """Record what the household itself says, with its signature."""
    form = AnswerForm(data={"said_on": clock.today(), "signed_by": application.applicant_name})
    if form.validate_on_submit():
        try:
            service.record_answer(
                actor=current_actor(),
                application=application,
                accepts=form.answer.data == "yes",
                said_on=cast(dt.date, form.said_on.data),
                signed_by=form.signed_by.data or "",
                paper=store_file(form.paper, kind="acceptance", area_path=application.area_path),
                reason=form.reason.data or "",
            )
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("What the household says is recorded."), "success")
            return go(url_for("exits.show", number=application.number))
    return _form_page("exits/answer.html", form, application)
