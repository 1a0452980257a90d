"""Views of what happens to a project: the meeting, the bids, reports of the progress, photographs."""

from collections.abc import Callable, Collection
from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.projects import blueprint, presenter
from app.blueprints.projects.files import paper_of, pictures_of
from app.blueprints.projects.forms import MeetingForm, PhotographsForm, ReportForm, TenderForm
from app.core import clock
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import Message
from app.core.permissions import Permission
from app.domain.policies.vocabulary import MeetingKind
from app.domain.projects import course, queries, reporting, rules
from app.domain.projects.course import Offer
from app.domain.projects.kinds import TenderMethod
from app.domain.projects.models import PhotoStage, Project, ProjectPlace, ProjectState
from app.web.access import current_actor, requires
from app.web.forms import BaseForm
from app.web.pages import go, page

P = Permission


def _entered(form: BaseForm, project: Project, template: str, act: Callable[[], Any], done: str) -> Response:
    """Let *act* do what the form says and go back to the project; else the form, with what is wrong."""
    if form.validate_on_submit():
        try:
            act()
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(done, "success")
            return go(url_for("projects.show", number=project.number))
    return page(
        template,
        status=form.http_status,
        project=project,
        form=form,
        labels=presenter,
        progress=rules.progress_of(project),
    )


def _too_early(project: Project, states: Collection[ProjectState], words: str) -> None:
    """Say that it is not the time before anything is typed; raises :class:`Refused`."""
    if request.method == "GET" and project.state not in states:
        raise Refused([Message(words)])


@blueprint.route("/<number>/meeting", methods=["GET", "POST"])
@requires(P.PROJECT_EDIT, load=queries.get_project, see=P.PROJECT_VIEW)
def meeting(project: Project) -> Response:
    """Enter what the villagers' meeting decided."""
    form = MeetingForm()
    form.offer(project.round)

    def act() -> None:
        names = ("held_on", "due", "present", "in_favour", "against", "decision_zh")
        course.record_meeting(
            actor=current_actor(),
            project=project,
            kind=MeetingKind(form.kind.data),
            minutes=paper_of(form.minutes, project),
            **{name: form[name].data for name in names},
        )

    return _entered(form, project, "projects/meeting.html", act, _("The meeting is entered."))


@blueprint.route("/<number>/tender", methods=["GET", "POST"])
@requires(P.PROJECT_EDIT, load=queries.get_project, see=P.PROJECT_VIEW)
def tender(project: Project) -> Response:
    """Enter the bids and who got the work."""
    _too_early(project, presenter.TO_BE_GIVEN, course.NOT_TO_BE_GIVEN)
    form = TenderForm()
    form.offer(project)

    def act() -> None:
        chosen = next((one for one in project.meetings if str(one.id) == form.meeting.data), None)
        course.record_tender(
            actor=current_actor(),
            project=project,
            method=TenderMethod(form.method.data),
            invited_on=form.invited_on.data,
            decided_on=form.decided_on.data,
            decided_by_zh=form.decided_by_zh.data or "",
            meeting=chosen,
            reason_zh=form.reason_zh.data or "",
            bids=_bids(form),
            paper=paper_of(form.paper, project),
        )

    return _entered(form, project, "projects/tender.html", act, _("Bids and award are entered."))


def _bids(form: TenderForm) -> list[Offer]:
    """The lines of the form in which something stands."""
    return [
        Offer(bidder.data or "", offer.data or 0, is_award=form.bids.data == str(number))
        for number, bidder, offer in form.rows()
        if bidder.data or offer.data
    ]


@blueprint.route("/<number>/report", methods=["GET", "POST"])
@requires(P.PROJECT_REPORT, load=queries.get_project, see=P.PROJECT_VIEW)
def report(project: Project) -> Response:
    """Report how far the work has come, with photographs."""
    _too_early(project, (ProjectState.UNDER_WAY,), reporting.NOT_UNDER_WAY)
    form = ReportForm(data={"on": clock.today()})
    form.offer(project, current_actor())
    done = _("The progress is reported.")
    return _entered(form, project, "projects/report.html", lambda: _report(form, project), done)


def _report(form: ReportForm, project: Project) -> None:
    place = _place_of(form, project)
    pictures = pictures_of(
        form.photographs,
        project,
        stage=PhotoStage.DURING,
        taken_on=form.on.data,
        caption=form.caption_zh.data or "",
        place=place,
    )
    reporting.report_progress(
        actor=current_actor(),
        project=project,
        on=form.on.data,
        percent=form.percent.data or 0,
        done_milli=form.done.data or 0,
        place=place,
        part_zh=form.part_zh.data or "",
        note_zh=form.note_zh.data or "",
        photographs=pictures,
    )


def _place_of(form: ReportForm, project: Project) -> ProjectPlace | None:
    """The place that was chosen; the only one of the project where whoever reports does so for that place alone."""
    if form.place.data:
        return queries.get_place(project, form.place.data)
    is_for_whole = reporting.may_report(current_actor(), project, None)
    return None if is_for_whole or len(project.places) != 1 else project.places[0]


@blueprint.route("/<number>/photographs", methods=["GET", "POST"])
@requires(P.PROJECT_REPORT, load=queries.get_project, see=P.PROJECT_VIEW)
def photographs(project: Project) -> Response:
    """Add photographs of before or after the work."""
    form = PhotographsForm(data={"taken_on": clock.today(), "stage": PhotoStage.BEFORE.value})

    def act() -> None:
        pictures = pictures_of(
            form.photographs,
            project,
            stage=PhotoStage(form.stage.data),
            taken_on=form.taken_on.data,
            caption=form.caption_zh.data or "",
        )
        reporting.add_photographs(actor=current_actor(), project=project, photographs=pictures)

    return _entered(form, project, "projects/photographs.html", act, _("The photographs are kept."))
