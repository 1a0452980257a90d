"""Recording a review meeting: attendance, agenda, votes, confirmation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm.attributes import flag_modified

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.applications import service as applications
from app.domain.applications.models import Application
from app.domain.applications.rules import day_problem
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.appraisals.rules import count_of
from app.domain.appraisals.steps import MACHINE
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.policies.vocabulary import MeetingKind
from app.domain.rounds.models import Round, RoundState


@dataclass(frozen=True)
class MeetingHead:
    """What stands at the head of a meeting's record: which meeting, when, where, who led and who wrote."""

    kind: MeetingKind
    held_on: dt.date
    place: str
    chair_name: str
    recorder_name: str
    chair_id: int | None = None


def open_meeting(
    *,
    actor: Actor,
    round_: Round,
    village: Area,
    kind: MeetingKind,
    held_on: dt.date,
    place: str,
    chair_name: str,
    recorder_name: str,
    due: int,
    present: int,
    agenda: Sequence[Application],
    chair_id: int | None = None,
    observers: str = "",
    notes: str = "",
) -> Meeting:
    """Begin the record of a meeting with the applications on its *agenda*, in their order.

    *due* and *present* are numbers of people. Raises :class:`Invalid` with the field that is wrong.
    """
    if not can(actor, Permission.MEETING_RECORD, village) or actor.id is None:
        raise Forbidden()
    _check_attendance(due, present)
    if round_.state is not RoundState.OPEN:
        raise Refused([Message(N_("This round is closed."))])
    _check_head(MeetingHead(kind, held_on, place, chair_name, recorder_name, chair_id), round_)
    meeting = Meeting(
        round_id=round_.id,
        village_id=village.id,
        kind=kind,
        state=MeetingState.DRAFT,
        held_on=held_on,
        place=place.strip(),
        chair_name=chair_name.strip(),
        chair_id=chair_id,
        recorder_name=recorder_name.strip(),
        due=due,
        present=present,
        observers=observers.strip(),
        notes=notes.strip(),
        recorded_by_id=actor.id,
    )
    meeting.round, meeting.village = round_, village
    db.session.add(meeting)
    _set_agenda(meeting, agenda)
    db.session.flush()
    return meeting


def change_meeting(
    *,
    actor: Actor,
    meeting: Meeting,
    due: int,
    present: int,
    observers: str,
    notes: str,
    agenda: Sequence[Application] | None = None,
    head: MeetingHead | None = None,
) -> None:
    """Correct attendance, notes, the agenda or the *head* of a meeting that is still being recorded.

    Votes that were entered stay; where they no longer add up, the meeting cannot be confirmed.
    """
    _still_open(actor, meeting)
    _check_attendance(due, present)
    if head is not None:
        _check_head(head, meeting.round)
        meeting.kind, meeting.held_on, meeting.place = head.kind, head.held_on, head.place.strip()
        meeting.chair_name, meeting.chair_id = head.chair_name.strip(), head.chair_id
        meeting.recorder_name = head.recorder_name.strip()
    meeting.due, meeting.present = due, present
    meeting.observers, meeting.notes = observers.strip(), notes.strip()
    if agenda is not None:
        _set_agenda(meeting, agenda)
    _count_as_changed(meeting)
    db.session.flush()


def record_votes(
    *,
    actor: Actor,
    meeting: Meeting,
    application: Application,
    votes_for: int,
    votes_against: int,
    votes_abstained: int,
    left_room: Sequence[str] = (),
    remark: str = "",
) -> Ballot:
    """Enter the votes on one application, with the names of those who left the room."""
    _still_open(actor, meeting)
    ballot = next((b for b in meeting.ballots if b.application_id == application.id), None)
    if ballot is None:
        raise Invalid(Message(N_("This application is not on the agenda of this meeting.")))
    if min(votes_for, votes_against, votes_abstained) < 0:
        raise Invalid(Message(N_("A number of votes cannot be below zero.")), "votes_for")
    names = list(dict.fromkeys(name.strip() for name in left_room if name.strip()))
    voters = meeting.present - len(names)
    given = votes_for + votes_against + votes_abstained
    if given != voters:
        raise Invalid(
            Message(
                N_("%(number)s: %(given)s votes are entered, but %(voters)s people could vote."),
                number=application.number,
                given=given,
                voters=voters,
            ),
            "votes_for",
        )
    ballot.votes_for, ballot.votes_against, ballot.votes_abstained = votes_for, votes_against, votes_abstained
    ballot.left_room, ballot.remark = names, remark.strip()
    ballot.passed = None
    _count_as_changed(meeting)
    return ballot


def attach_minutes(*, actor: Actor, meeting: Meeting, copy: Attachment) -> None:
    """Attach the signed copy of the minutes, before or after the confirmation (then only if there is none)."""
    if not can(actor, Permission.MEETING_RECORD, meeting):
        raise Forbidden()
    if meeting.state is MeetingState.CONFIRMED and meeting.minutes_copy_id is not None:
        raise Refused(
            [Message(N_("The minutes are confirmed; their signed copy can no longer be exchanged."))]
        )
    meeting.minutes_copy_id = copy.id
    db.session.flush()


def confirm_meeting(*, actor: Actor, meeting: Meeting, version: int | None = None) -> None:
    """Let the votes stand: each application passes or not by its numbers.

    Raises :class:`Refused` with every reason (no quorum, incomplete counts, no signed minutes, …).
    """
    if version is not None and version != meeting.version:
        raise Conflict(Message(N_("Somebody was faster: this meeting was changed meanwhile.")))
    MACHINE.take("confirm", Attempt(subject=meeting, actor=actor))
    meeting.confirmed_at = clock.now()
    policy = meeting.round.policy
    passed = 0
    for ballot in meeting.ballots:
        ballot.passed = count_of(ballot, meeting, policy).passed
        passed += ballot.passed
        step = "pass" if ballot.passed else "reject"
        applications.move(actor=actor, application=ballot.application, step=step)
    audit.record(
        "meeting_recorded",
        actor=actor,
        subject=meeting,
        meeting_id=meeting.id,
        passed=passed,
        rejected=len(meeting.ballots) - passed,
    )
    db.session.flush()


def _still_open(actor: Actor, meeting: Meeting) -> None:
    if not can(actor, Permission.MEETING_RECORD, meeting):
        raise Forbidden()
    if meeting.state is not MeetingState.DRAFT:
        raise Refused([Message(N_("This meeting is confirmed; its record can no longer be changed."))])


def _check_head(head: MeetingHead, round_: Round) -> None:
    if problem := day_problem(head.held_on, not_before=round_.opened_on, today=clock.today()):
        raise Invalid(problem, "held_on")
    texts = {"place": head.place, "chair_name": head.chair_name, "recorder_name": head.recorder_name}
    for field, value in texts.items():
        if not value.strip():
            raise Invalid(Message(N_("This must be filled in.")), field)


def _count_as_changed(meeting: Meeting) -> None:
    """The votes are rows of their own; whoever looked at the meeting before must notice that they changed."""
    flag_modified(meeting, "present")


def _check_attendance(due: int, present: int) -> None:
    if due < 1:
        raise Invalid(Message(N_("Please enter how many people were due.")), "due")
    if not 0 <= present <= due:
        raise Invalid(Message(N_("The number present lies between 0 and the number due.")), "present")


def _set_agenda(meeting: Meeting, agenda: Sequence[Application]) -> None:
    if not agenda:
        raise Invalid(Message(N_("Please choose the applications that were before the meeting.")), "agenda")
    foreign = [a for a in agenda if a.round_id != meeting.round_id or a.village_id != meeting.village_id]
    moved_on = [a for a in agenda if a.state not in BEFORE_MEETING]
    if foreign or moved_on:
        raise Invalid(
            Message(
                N_("%(number)s cannot be put before this meeting."), number=(foreign or moved_on)[0].number
            ),
            "agenda",
        )
    kept = {ballot.application_id: ballot for ballot in meeting.ballots}
    meeting.ballots = [
        kept.get(application.id) or Ballot(application=application, application_id=application.id, sequence=0)
        for application in agenda
    ]
    for sequence, ballot in enumerate(meeting.ballots, 1):
        ballot.sequence = sequence
