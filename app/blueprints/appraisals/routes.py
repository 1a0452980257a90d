"""Views of review meetings: all of them, opening a record, one meeting, its attendance, its minutes."""

from typing import Any

from flask import flash, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.appraisals import blueprint, papers, presenter
from app.blueprints.appraisals.forms import MeetingForm
from app.blueprints.appraisals.heads import head_of
from app.blueprints.appraisals.presenter import AgendaLine
from app.blueprints.appraisals.routes_plan import planned
from app.core import clock
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.documents import sheets
from app.domain.applications.models import Application
from app.domain.appraisals import queries, rules, service
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.appraisals.steps import MACHINE
from app.domain.areas.models import Area
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.i18n import current_locale, translate
from app.web.pages import go, page, page_number
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("")
@requires(P.MEETING_VIEW)
def index() -> Response:
    """The meetings of a round, and the villages whose applications wait for one."""
    choice = choose(P.MEETING_VIEW)
    found = None
    if choice.round is not None:
        found = queries.page_meetings(
            current_actor(), round_id=choice.round.id, place=choice.place, number=page_number()
        )
    return page(
        "appraisals/index.html",
        choice=choice,
        found=found,
        counts=queries.count_ballots([meeting.id for meeting in found.items]) if found else {},
        waiting=presenter.waiting(choice),
        labels=presenter,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@requires(P.MEETING_RECORD)
def new() -> Response:
    """Open the record of a meeting: which kind, who came, which applications were before it."""
    choice = choose(P.MEETING_RECORD)
    if choice.village is None or choice.round is None:
        return page("appraisals/choose_village.html", choice=choice)
    lines = presenter.agenda_lines(choice.round, choice.village)
    form = _meeting_form(choice.round, lines)
    if form.validate_on_submit():
        try:
            meeting = _open(form, choice.round, choice.village, lines)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The record is open. Now enter the votes."), "success")
            return go(url_for("appraisals.votes", meeting_id=meeting.id))
    title = _("Record a review meeting in %(village)s", village=choice.village.name.in_(current_locale()))
    return _meeting_page(form, lines, choice.round, title=title, meeting=None)


def _meeting_form(round_: Round, lines: list[AgendaLine], meeting: Meeting | None = None) -> MeetingForm:
    """The form: empty with everything chosen that may be, as asked for in the address, or as on record."""
    if meeting is not None:
        form = MeetingForm(obj=meeting, data=_of_record(meeting))
    else:
        chosen = (
            [] if request.args.get("choose") == "none" else [x.application.number for x in lines if x.is_open]
        )
        data = {
            "kind": round_.policy.meeting_kinds[0].value,
            "held_on": clock.today(),
            "recorder_name": current_actor().name,
            "agenda": chosen,
        }
        form = MeetingForm(data=data)
    form.kind.choices = presenter.kind_choices(round_.policy)
    return form


def _of_record(meeting: Meeting) -> dict[str, Any]:
    return {
        "kind": meeting.kind.value,
        "i_chaired": meeting.chair_id is not None and meeting.chair_id == current_actor().id,
        "agenda": [ballot.application.number for ballot in meeting.ballots],
    }


def _meeting_page(form: MeetingForm, lines: list[AgendaLine], round_: Round, **more: Any) -> Response:
    """The page of the form; HTMX asks for its quorum alone while the attendance is typed."""
    asked = request.args if request.method == "GET" and "due" in request.args else None
    kind = asked.get("kind") if asked else form.kind.data
    due, present = (asked.get(name, type=int) if asked else form[name].data for name in ("due", "present"))
    return page(
        "appraisals/meeting.html",
        fragment="quorum",
        status=422 if form.is_submitted() else 200,
        form=form,
        lines=lines,
        chosen=set(form.agenda.data or []),
        round=round_,
        quorum=presenter.quorum_of(round_.policy, kind, due, present),
        majority=translate(presenter.majority_rule(round_.policy)),
        **more,
    )


def _chosen(form: MeetingForm, lines: list[AgendaLine]) -> list[Application]:
    wanted = set(form.agenda.data or [])
    return [line.application for line in lines if line.application.number in wanted and line.is_open]


def _open(form: MeetingForm, round_: Round, village: Area, lines: list[AgendaLine]) -> Meeting:
    return service.open_meeting(
        actor=current_actor(),
        round_=round_,
        village=village,
        due=form.due.data or 0,
        present=form.present.data or 0,
        agenda=_chosen(form, lines),
        observers=form.observers.data or "",
        notes=form.notes.data or "",
        **vars(head_of(form)),
    )


@blueprint.route("/<int:meeting_id>/record", methods=["GET", "POST"])
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def edit(meeting: Meeting) -> Response:
    """Correct attendance, agenda or notes while the record is open."""
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([Message(N_("This meeting is confirmed; its record can no longer be changed."))])
    lines = presenter.agenda_lines(meeting.round, meeting.village, meeting)
    form = _meeting_form(meeting.round, lines, meeting)
    if form.validate_on_submit():
        try:
            _change(form, meeting, lines)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The record is changed."), "success")
            return go(url_for("appraisals.show", meeting_id=meeting.id))
    title = _("Attendance and agenda")
    return _meeting_page(form, lines, meeting.round, title=title, meeting=meeting)


def _change(form: MeetingForm, meeting: Meeting, lines: list[AgendaLine]) -> None:
    service.change_meeting(
        actor=current_actor(),
        meeting=meeting,
        head=head_of(form, meeting),
        due=form.due.data or 0,
        present=form.present.data or 0,
        observers=form.observers.data or "",
        notes=form.notes.data or "",
        agenda=_chosen(form, lines),
    )


@blueprint.get("/<int:meeting_id>")
@requires(P.MEETING_VIEW, load=queries.get_meeting)
def show(meeting: Meeting) -> Response:
    """One meeting: attendance and quorum, each vote with its result, what still blocks the confirmation."""
    if rules.is_to_come(meeting, clock.today()):
        return planned(meeting)
    policy = meeting.round.policy
    offers = MACHINE.offered(meeting, current_actor())
    return page(
        "appraisals/show.html",
        meeting=meeting,
        labels=presenter,
        quorum=presenter.quorum_of(policy, meeting.kind, meeting.due, meeting.present),
        rule=translate(presenter.vote_rule(policy, meeting.kind)),
        lines=presenter.ballot_lines(meeting),
        needed=policy.votes_needed.least(meeting.present),
        blockers=[translate(reason) for offer in offers for reason in offer.blockers],
        may_record=can(current_actor(), P.MEETING_RECORD, meeting),
        is_quorate=rules.is_quorate(meeting, policy),
    )


@blueprint.get("/<int:meeting_id>/minutes")
@requires(P.MEETING_VIEW, load=queries.get_meeting)
def minutes(meeting: Meeting) -> Response:
    """The minutes as a page to read and to print."""
    return page("appraisals/minutes.html", meeting=meeting, paper=papers.minutes_of(meeting))


@blueprint.get("/<int:meeting_id>/minutes.pdf")
@requires(P.MEETING_VIEW, load=queries.get_meeting)
def minutes_pdf(meeting: Meeting) -> Response:
    """The minutes as a paper with places to sign, before the votes and after them."""
    data = sheets.minutes_pdf(papers.minutes_of(meeting), paper_language())
    return unkept_paper(data, f"minutes-{meeting.id}")
