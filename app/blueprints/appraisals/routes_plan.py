"""Views before a meeting: planning it, changing the plan, taking a plan or an open record back."""

import datetime as dt
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.appraisals import blueprint, presenter
from app.blueprints.appraisals.forms import DiscardForm, PlanForm
from app.blueprints.appraisals.heads import head_of
from app.blueprints.appraisals.kit import KIT_WORDS, invitation_of
from app.blueprints.appraisals.presenter import AgendaLine
from app.core import clock
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.documents.kit import KitPart
from app.domain.applications.models import Application
from app.domain.appraisals import queries, rules, service
from app.domain.appraisals.attendance import Comer, comers_due, set_attendance
from app.domain.appraisals.models import Meeting
from app.domain.appraisals.service import MeetingHead
from app.domain.areas.models import Area
from app.domain.policies.vocabulary import MeetingKind
from app.domain.rounds.models import Round
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.i18n import current_locale, translate
from app.web.pages import go, page

P = Permission
#: a day more than the rule asks for: the invitation goes out tomorrow
SPARE_DAYS = 1


@blueprint.route("/plan", methods=["GET", "POST"])
@requires(P.MEETING_RECORD)
def plan() -> Response:
    """Plan a meeting: which kind, when and where, who leads, which applications; then its papers are printed."""
    choice = choose(P.MEETING_RECORD)
    if choice.village is None or choice.round is None:
        return page("appraisals/choose_village.html", choice=choice, to_plan=True)
    round_, village = choice.round, choice.village
    lines = presenter.agenda_lines(round_, village)
    form = _form(round_, _suggested(round_, lines))
    if form.validate_on_submit():
        try:
            meeting = _plan(form, round_, village, lines)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The meeting is planned. Print its papers now."), "success")
            return go(url_for("appraisals.show", meeting_id=meeting.id))
    title = _("Plan a review meeting in %(village)s", village=village.name.in_(current_locale()))
    return _page(form, lines, round_, village, title=title, meeting=None)


def planned(meeting: Meeting) -> Response:
    """The page of a meeting whose day has not come: the plan, the papers to print, the agenda."""
    policy = meeting.round.policy
    return page(
        "appraisals/planned.html",
        meeting=meeting,
        labels=presenter,
        needed=rules.quorum_needed(meeting, policy),
        rule=translate(presenter.vote_rule(policy, meeting.kind)),
        invitation=invitation_of(meeting, clock.today()),
        kit_parts=[
            (part.value, _(KIT_WORDS[part]))
            for part in KitPart
            if meeting.is_secret or part is not KitPart.BALLOTS
        ],
        waiting=presenter.still_missing(meeting),
        may_record=can(current_actor(), P.MEETING_RECORD, meeting),
    )


@blueprint.route("/<int:meeting_id>/plan", methods=["GET", "POST"])
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def change_plan(meeting: Meeting) -> Response:
    """Change a plan as long as the meeting's day has not come."""
    if not rules.is_to_come(meeting, clock.today()):
        raise Refused([Message(N_("The day of this meeting has come; correct its record instead."))])
    lines = presenter.agenda_lines(meeting.round, meeting.village, meeting)
    form = _form(meeting.round, _of_plan(meeting))
    if form.validate_on_submit():
        try:
            _change(form, meeting, lines)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The plan is changed. Print the papers again."), "success")
            return go(url_for("appraisals.show", meeting_id=meeting.id))
    return _page(form, lines, meeting.round, meeting.village, title=_("Change the plan"), meeting=meeting)


@blueprint.route("/<int:meeting_id>/discard", methods=["GET", "POST"])
@requires(P.MEETING_RECORD, load=queries.get_meeting, see=P.MEETING_VIEW)
def discard(meeting: Meeting) -> Response:
    """What taking the meeting back does, what stands against it, and its button."""
    form = DiscardForm()
    round_code, is_planned = meeting.round.code, rules.is_to_come(meeting, clock.today())
    if form.validate_on_submit():
        service.discard_meeting(actor=current_actor(), meeting=meeting)
        flash(_("The meeting is taken back; its applications wait for another one."), "success")
        return go(url_for("appraisals.index", round=round_code))
    return page(
        "appraisals/discard.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        meeting=meeting,
        is_planned=is_planned,
        blockers=[translate(reason) for reason in queries.list_discard_blockers(meeting)],
    )


def _form(round_: Round, data: dict[str, Any]) -> PlanForm:
    form = PlanForm(data=data)
    form.kind.choices = presenter.kind_choices(round_.policy)
    return form


def _suggested(round_: Round, lines: list[AgendaLine]) -> dict[str, Any]:
    """The first day for which an invitation that goes out tomorrow is in time, and what is ready for a vote."""
    return {
        "kind": round_.policy.meeting_kinds[0].value,
        "held_on": clock.today() + dt.timedelta(days=round_.policy.invitation_days + SPARE_DAYS),
        "recorder_name": current_actor().name,
        "agenda": [line.application.number for line in lines if line.is_open],
    }


def _of_plan(meeting: Meeting) -> dict[str, Any]:
    return {
        "kind": meeting.kind.value,
        "held_on": meeting.held_on,
        "invited_on": meeting.invited_on,
        "place": meeting.place,
        "chair_name": meeting.chair_name,
        "recorder_name": meeting.recorder_name,
        "is_secret": meeting.is_secret,
        "i_chair": meeting.chair_id is not None and meeting.chair_id == current_actor().id,
        "due": None if meeting.attendance else meeting.due,
        "agenda": [ballot.application.number for ballot in meeting.ballots],
    }


def _page(form: PlanForm, lines: list[AgendaLine], round_: Round, village: Area, **more: Any) -> Response:
    return page(
        "appraisals/plan.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        lines=lines,
        chosen=set(form.agenda.data or []),
        round=round_,
        days=round_.policy.invitation_days,
        to_plan=True,
        roster=len(comers_due(MeetingKind.REPRESENTATIVES, village)),
        majority=translate(presenter.majority_rule(round_.policy)),
        **more,
    )


def _due(form: PlanForm, head: MeetingHead, village: Area) -> tuple[int, list[Comer]]:
    """How many are due: the number typed, else those of the roster by name."""
    if form.due.data:
        return form.due.data, []
    comers = comers_due(head.kind, village)
    if not comers:
        raise Invalid(
            Message(N_("The roster has nobody for this kind of meeting: please enter how many are due.")),
            "due",
        )
    return len(comers), comers


def _chosen(form: PlanForm, lines: list[AgendaLine]) -> list[Application]:
    """What was ticked; an application whose visit or comparison is still to be made may be planned for."""
    wanted = set(form.agenda.data or [])
    return [line.application for line in lines if line.application.number in wanted and not line.elsewhere]


def _plan(form: PlanForm, round_: Round, village: Area, lines: list[AgendaLine]) -> Meeting:
    head = head_of(form)
    _still_ahead(head.held_on)
    due, comers = _due(form, head, village)
    meeting = service.open_meeting(
        actor=current_actor(),
        round_=round_,
        village=village,
        due=due,
        present=0,
        agenda=_chosen(form, lines),
        **vars(head),
    )
    set_attendance(actor=current_actor(), meeting=meeting, comers=comers)
    return meeting


def _change(form: PlanForm, meeting: Meeting, lines: list[AgendaLine]) -> None:
    head = head_of(form, meeting)
    _still_ahead(head.held_on)
    due, comers = _due(form, head, meeting.village)
    set_attendance(actor=current_actor(), meeting=meeting, comers=comers)
    service.change_meeting(
        actor=current_actor(),
        meeting=meeting,
        head=head,
        due=due,
        present=0,
        observers=meeting.observers,
        notes=meeting.notes,
        agenda=_chosen(form, lines),
    )


def _still_ahead(held_on: dt.date) -> None:
    if held_on <= clock.today():
        raise Invalid(
            Message(N_("A planned meeting lies ahead. Record it instead when it was held.")), "held_on"
        )
