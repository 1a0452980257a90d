"""Views of one measure: entering it, changing it, that it is done or dropped, what the household says."""

from collections.abc import Callable
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.blueprints.assistance.acting import done
from app.blueprints.assistance.forms import AnswerForm, DoneForm, MeasureForm, ReasonForm
from app.core import clock
from app.core.permissions import Permission, can
from app.domain.assistance import queries, service
from app.domain.assistance.catalogue import BY_VALUE
from app.domain.assistance.models import HouseholdAnswer, Measure, MeasureState
from app.domain.assistance.service import MeasureValues
from app.domain.households.models import Household
from app.domain.households.queries import get_household
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page, text_argument

P = Permission


@blueprint.route("/households/<household_no>/measures/new", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=get_household, see=P.ASSISTANCE_VIEW)
def new_measure(household: Household) -> Response:
    """Enter a measure; the kind may be chosen by whoever led here."""
    kind = presenter.chosen_of(list(BY_VALUE), text_argument("kind", 40))
    year = clock.today().year
    form = MeasureForm(data={"kind": kind, "due_on": clock.today().replace(year=year, month=12, day=31)})
    form.offer(household)
    if form.validate_on_submit():
        actor, values = current_actor(), form.values
        if _done(form, lambda: service.add_measure(actor=actor, household=household, values=values)):
            return go(url_for(".household", household_no=household.household_no))
    return page(
        "assistance/measure_form.html",
        status=form.http_status,
        household=household,
        measure=None,
        form=form,
        labels=presenter,
    )


@blueprint.get("/measures/<int:measure_id>")
@requires(P.ASSISTANCE_VIEW, load=queries.get_measure)
def measure(measure: Measure) -> Response:
    """One measure with all that is known of it, and what may be done with it now."""
    actor = current_actor()
    return page(
        "assistance/measure.html",
        measure=measure,
        may_plan=can(actor, P.ASSISTANCE_PLAN, measure),
        may_answer=can(actor, P.ASSISTANCE_VISIT, measure) and measure.state is MeasureState.DONE,
        may_finish=measure.is_open or measure.answer is HouseholdAnswer.DENIED,
        labels=presenter,
    )


@blueprint.route("/measures/<int:measure_id>/change", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=queries.get_measure, see=P.ASSISTANCE_VIEW)
def change_measure(measure: Measure) -> Response:
    """Change what is planned."""
    form = MeasureForm()
    form.offer(measure.household)
    if request.method == "GET":
        form.fill(measure)
    if form.validate_on_submit():
        values = form.values
        if _done(form, lambda: _change(form, measure, values)):
            return _back(measure)
        if form.was_slower:
            form.version.data = str(measure.version)
    return page(
        "assistance/measure_form.html",
        status=form.http_status,
        household=measure.household,
        measure=measure,
        form=form,
        labels=presenter,
    )


def _change(form: MeasureForm, measure: Measure, values: MeasureValues) -> None:
    version = form.version.data or ""
    service.change_measure(
        actor=current_actor(),
        measure=measure,
        values=values,
        version=int(version) if version.isdecimal() else 0,
    )


@blueprint.post("/measures/<int:measure_id>/begin")
@requires(P.ASSISTANCE_PLAN, load=queries.get_measure, see=P.ASSISTANCE_VIEW)
def begin_measure(measure: Measure) -> Response:
    """Note that it has begun."""
    service.begin_measure(actor=current_actor(), measure=measure)
    return _back(measure)


@blueprint.route("/measures/<int:measure_id>/done", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=queries.get_measure, see=P.ASSISTANCE_VIEW)
def finish_measure(measure: Measure) -> Response:
    """Note that it is done, and what it brought."""
    form = DoneForm(data={"done_on": clock.today(), "grade_after": measure.grade_after or ""})
    form.offer(measure)
    if form.validate_on_submit() and _done(form, lambda: _finish(form, measure)):
        return _back(measure)
    return page(
        "assistance/done.html",
        status=form.http_status,
        measure=measure,
        form=form,
        labels=presenter,
    )


def _finish(form: DoneForm, measure: Measure) -> None:
    service.finish_measure(
        actor=current_actor(),
        measure=measure,
        done_on=form.done_on.data,
        result=form.result.data or "",
        gain_fen=form.gain.data,
        grade_after=form.grade,
    )


@blueprint.route("/measures/<int:measure_id>/answer", methods=["GET", "POST"])
@requires(P.ASSISTANCE_VISIT, load=queries.get_measure, see=P.ASSISTANCE_VIEW)
def answer_measure(measure: Measure) -> Response:
    """What the household says of it."""
    form = AnswerForm(data={"answered_on": clock.today()})
    form.offer(measure)
    if form.validate_on_submit() and _done(form, lambda: _answer(form, measure)):
        return _back(measure)
    return page(
        "assistance/answer.html", status=form.http_status, measure=measure, form=form, labels=presenter
    )


def _answer(form: AnswerForm, measure: Measure) -> None:
    service.answer_measure(
        actor=current_actor(),
        measure=measure,
        answer=HouseholdAnswer(form.answer.data),
        answered_on=form.answered_on.data,
        answered_by=form.answered_by.data,
        words=form.words.data or "",
        correction=(form.correction.data or "") if form.correction else "",
    )


@blueprint.route("/measures/<int:measure_id>/drop", methods=["GET", "POST"])
@requires(P.ASSISTANCE_PLAN, load=queries.get_measure, see=P.ASSISTANCE_VIEW)
def drop_measure(measure: Measure) -> Response:
    """Drop it, with the reason."""
    form = ReasonForm()
    if form.validate_on_submit():
        reason = form.reason.data or ""
        if _done(form, lambda: service.drop_measure(actor=current_actor(), measure=measure, reason=reason)):
            return _back(measure)
    return page("assistance/drop.html", status=form.http_status, measure=measure, form=form, labels=presenter)


def _done(form: BaseForm, act: Callable[[], Any]) -> bool:
    """Whether *act* went through, which is then said."""
    if not done(form, act):
        return False
    flash(_("Recorded."), "success")
    return True


def _back(measure: Measure) -> Response:
    return go(url_for(".measure", measure_id=measure.id))
