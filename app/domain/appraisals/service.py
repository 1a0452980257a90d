"""Recording a review meeting: attendance, agenda, votes, confirmation."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.signals import cases_decided
from app.domain.applications import service as applications
from app.domain.applications.models import Application
from app.domain.applications.rules import day_problem
from app.domain.applications.steps import BEFORE_MEETING
from app.domain.appraisals import queries
from app.domain.appraisals.attendance import count_by_name
from app.domain.appraisals.minutes import digest_of, minutes_content
from app.domain.appraisals.models import Ballot, Meeting, MeetingState, Minutes, MinutesAddition
from app.domain.appraisals.record import check_open, count_as_changed
from app.domain.appraisals.room import UNKNOWN
from app.domain.appraisals.rules import count_of, is_to_come, latest_to_plan
from app.domain.appraisals.steps import MACHINE
from app.domain.appraisals.votes import Vote, find_ballot, put_off, put_vote
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
    invited_on: dt.date | None = None
    is_secret: bool = False


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
    invited_on: dt.date | None = None,
    is_secret: bool = False,
) -> Meeting:
    """Plan a meeting, or begin the record of one, with the applications on its *agenda*, in their order.

    *held_on* may be a day to come: then nobody is *present* yet. *due* and *present* are numbers of people.
    Raises :class:`Invalid` with the field that is wrong.
    """
    if not can(actor, Permission.MEETING_RECORD, village) or actor.id is None:
        raise Forbidden()
    _check_attendance(due, present)
    if round_.state is not RoundState.OPEN:
        raise Refused([Message(N_("This round is closed."))])
    head = MeetingHead(
        kind, held_on, place, chair_name, recorder_name, chair_id, invited_on=invited_on, is_secret=is_secret
    )
    _check_head(head, round_)
    _nobody_came_yet(held_on, present)
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
        invited_on=invited_on,
        is_secret=is_secret,
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

    Votes that were entered stay; where they no longer add up, the meeting cannot be confirmed. Where people are
    ticked off by name, *due* and *present* follow from the names.
    """
    check_open(actor, meeting)
    _check_attendance(due, present)
    _nobody_came_yet(head.held_on if head else meeting.held_on, present)
    if head is not None:
        _check_head(head, meeting.round)
        meeting.kind, meeting.held_on, meeting.place = head.kind, head.held_on, head.place.strip()
        meeting.chair_name, meeting.chair_id = head.chair_name.strip(), head.chair_id
        meeting.recorder_name = head.recorder_name.strip()
        meeting.invited_on, meeting.is_secret = head.invited_on, head.is_secret
    meeting.due, meeting.present = due, present
    count_by_name(meeting)
    meeting.observers, meeting.notes = observers.strip(), notes.strip()
    if agenda is not None:
        _set_agenda(meeting, agenda)
    count_as_changed(meeting)
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
    hits_read_out: bool = False,
    chair_name: str = "",
) -> Ballot:
    """Enter the votes on one application, with the names of those who left the room.

    Raises :class:`Invalid` when they do not add up, when a relative stayed or chaired, when somebody left who was
    not there, or when what the comparison found was not read out.
    """
    vote = Vote(
        application,
        votes_for,
        votes_against,
        votes_abstained,
        left_room,
        remark,
        hits_read_out=hits_read_out,
        chair_name=chair_name,
    )
    return enter_votes(actor=actor, meeting=meeting, votes=[vote])[0]


def enter_votes(*, actor: Actor, meeting: Meeting, votes: Sequence[Vote]) -> list[Ballot]:
    """Enter the votes on several applications at once; like :func:`record_votes` for each."""
    check_open(actor, meeting)
    if is_to_come(meeting, clock.today()):
        raise Refused([Message(N_("This meeting is still to come; its votes are entered when it was held."))])
    known = queries.load_circumstances(meeting, {vote.application.id for vote in votes})
    entered = [put_vote(meeting, vote, known.get(vote.application.id, UNKNOWN)) for vote in votes]
    count_as_changed(meeting)
    return entered


def adjourn_application(*, actor: Actor, meeting: Meeting, application: Application, reason: str) -> Ballot:
    """Put one application off: it is not voted on, and waits for another meeting."""
    check_open(actor, meeting)
    if is_to_come(meeting, clock.today()):
        raise Refused([Message(N_("This meeting is still to come; its votes are entered when it was held."))])
    if not reason.strip():
        raise Invalid(Message(N_("Please give the reason.")), "adjourned_reason")
    ballot = find_ballot(meeting, application)
    put_off(ballot, reason.strip())
    count_as_changed(meeting)
    db.session.flush()
    return ballot


def discard_meeting(*, actor: Actor, meeting: Meeting) -> None:
    """Take back a plan or a record that was opened by mistake; its applications wait for another meeting.

    Raises :class:`Refused` with every reason why the record is kept.
    """
    if not can(actor, Permission.MEETING_RECORD, meeting):
        raise Forbidden()
    if blockers := queries.list_discard_blockers(meeting):
        raise Refused(blockers)
    audit.record(
        "meeting_discarded",
        actor=actor,
        subject=meeting,
        day=meeting.held_on.isoformat(),
        applications=len(meeting.ballots),
    )
    db.session.delete(meeting)
    db.session.flush()


def attach_minutes(*, actor: Actor, meeting: Meeting, copy: Attachment) -> None:
    """Attach the signed copy of the minutes, before or after the confirmation (then only if there is none)."""
    if not can(actor, Permission.MEETING_RECORD, meeting):
        raise Forbidden()
    if meeting.state is MeetingState.CONFIRMED and meeting.minutes_copy_id is not None:
        raise Refused(
            [Message(N_("The minutes are confirmed; their signed copy can no longer be exchanged."))]
        )
    meeting.minutes_copy_id = copy.id
    if meeting.state is MeetingState.DRAFT:
        count_as_changed(meeting)
    db.session.flush()


class Signer(StrEnum):
    """The two whose names stand under the minutes."""

    CHAIR = "chair"
    RECORDER = "recorder"


def confirm_meeting(*, actor: Actor, meeting: Meeting, version: int | None = None) -> None:
    """Chair and recorder confirm in one go; see :func:`confirm_as`."""
    for signer in Signer:
        confirm_as(actor=actor, meeting=meeting, signer=signer, version=version)
        version = None


def confirm_as(*, actor: Actor, meeting: Meeting, signer: Signer, version: int | None = None) -> bool:
    """The chair, or the recorder, confirms the minutes. With the second one the votes stand: true.

    Two acts, since two people answer for the minutes; one typist may enter both. Any change in between undoes the
    first. Raises :class:`Refused` with every reason (no quorum, incomplete counts, no signed minutes, …), for the
    first act as well: nobody confirms what cannot stand.
    """
    if version is not None and version != meeting.version:
        raise Conflict(Message(N_("Somebody was faster: this meeting was changed meanwhile.")))
    attempt = Attempt(subject=meeting, actor=actor)
    own, other = meeting.chair_confirmed_at, meeting.recorder_confirmed_at
    if signer is Signer.RECORDER:
        own, other = other, own
    if own is not None and other is None:
        return False
    if meeting.state is MeetingState.DRAFT and other is None:
        if not can(actor, Permission.MEETING_RECORD, meeting):
            raise Forbidden()
        if blockers := MACHINE.blockers("confirm", attempt):
            raise Refused(blockers)
    else:
        MACHINE.take("confirm", attempt)
    if signer is Signer.CHAIR:
        meeting.chair_confirmed_at = clock.now()
    else:
        meeting.recorder_confirmed_at = clock.now()
    name = meeting.chair_name if signer is Signer.CHAIR else meeting.recorder_name
    audit.record("minutes_confirmed", actor=actor, subject=meeting, by=signer.value, name=name)
    if other is not None:
        _let_stand(actor, meeting)
    db.session.flush()
    return other is not None


def _let_stand(actor: Actor, meeting: Meeting) -> None:
    """Each application passes or not by its numbers, adjourned ones wait; the minutes are frozen."""
    meeting.confirmed_at = clock.now()
    policy = meeting.round.policy
    voted = [ballot for ballot in meeting.ballots if not ballot.adjourned_reason]
    for ballot in voted:
        ballot.passed = count_of(ballot, meeting, policy).passed
        step = "pass" if ballot.passed else "reject"
        applications.move(actor=actor, application=ballot.application, step=step)
    content = minutes_content(
        meeting, policy, queries.load_circumstances(meeting), queries.load_places(meeting)
    )
    db.session.add(
        Minutes(
            meeting_id=meeting.id, content=content, digest=digest_of(content), frozen_at=meeting.confirmed_at
        )
    )
    passed = sum(1 for ballot in voted if ballot.passed)
    audit.record(
        "meeting_recorded",
        actor=actor,
        subject=meeting,
        meeting_id=meeting.id,
        passed=passed,
        rejected=len(voted) - passed,
    )
    db.session.flush()
    cases_decided.send(actor, application_ids=[b.application_id for b in voted], stage="meeting")


def add_to_minutes(*, actor: Actor, meeting: Meeting, text: str, reason: str) -> MinutesAddition:
    """Correct confirmed minutes: not a word in them changes, an addition with its reason stands below."""
    if not can(actor, Permission.MINUTES_AMEND, meeting) or actor.id is None:
        raise Forbidden()
    if meeting.state is not MeetingState.CONFIRMED:
        raise Refused([Message(N_("The minutes are not confirmed yet; correct the record itself."))])
    for field, value in (("text", text), ("reason", reason)):
        if not value.strip():
            raise Invalid(Message(N_("This must be filled in.")), field)
    addition = MinutesAddition(
        meeting_id=meeting.id,
        text=text.strip(),
        reason=reason.strip(),
        added_by_id=actor.id,
        added_at=clock.now(),
    )
    db.session.add(addition)
    audit.record(
        "minutes_added_to", actor=actor, subject=meeting, reason=reason.strip(), meeting_id=meeting.id
    )
    db.session.flush()
    db.session.expire(meeting, ["additions"])
    return addition


def _check_head(head: MeetingHead, round_: Round) -> None:
    today = clock.today()
    if problem := day_problem(head.held_on, not_before=round_.opened_on, today=latest_to_plan(today)):
        raise Invalid(problem, "held_on")
    if head.invited_on is not None:
        problem = day_problem(head.invited_on, not_before=round_.opened_on, today=head.held_on)
        if problem:
            raise Invalid(problem, "invited_on")
    texts = {"place": head.place, "chair_name": head.chair_name, "recorder_name": head.recorder_name}
    for field, value in texts.items():
        if not value.strip():
            raise Invalid(Message(N_("This must be filled in.")), field)
    if head.chair_name.strip() == head.recorder_name.strip():
        raise Invalid(
            Message(N_("Chair and recorder are two people: both confirm the minutes.")), "recorder_name"
        )


def _check_attendance(due: int, present: int) -> None:
    if due < 1:
        raise Invalid(Message(N_("Please enter how many people were due.")), "due")
    if not 0 <= present <= due:
        raise Invalid(Message(N_("The number present lies between 0 and the number due.")), "present")


def _nobody_came_yet(held_on: dt.date, present: int) -> None:
    if held_on > clock.today() and present:
        raise Invalid(Message(N_("The meeting is still to come: nobody is present yet.")), "present")


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
