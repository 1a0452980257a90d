"""Quorum and majority. The numbers come from the policy; the result follows from the numbers.

Source of the usual values: Organic Law of the Villagers' Committees, article 26 (representatives: two thirds of
the members present, more than half of those present decide).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.appraisals.models import Ballot, Meeting, MeetingState
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import MajorityOf


@dataclass(frozen=True)
class Count:
    """How a vote stands: *voters* may vote (present without those who left the room), *needed* votes pass it."""

    voters: int
    given: int
    needed: int
    passed: bool

    @property
    def is_complete(self) -> bool:
        """Every voter's vote is counted once."""
        return self.given == self.voters


#: How far ahead a meeting is planned at the most: a day further on is a slip of the pen.
PLANNED_AHEAD = dt.timedelta(days=366)


def latest_to_plan(today: dt.date) -> dt.date:
    """The last day for which a meeting can be planned on *today*."""
    return today + PLANNED_AHEAD


def is_to_come(meeting: Meeting, today: dt.date) -> bool:
    """The meeting is planned and its day has not come."""
    return meeting.state is MeetingState.DRAFT and meeting.held_on > today


def invitation_due_on(held_on: dt.date, policy: Policy) -> dt.date:
    """The last day on which the invitation to a meeting on *held_on* may go out."""
    return held_on - dt.timedelta(days=policy.invitation_days)


def discard_blockers(meeting: Meeting) -> list[Message]:
    """Every reason why the record of *meeting* is kept: what was voted, signed or confirmed is not thrown away."""
    blockers = []
    if meeting.state is not MeetingState.DRAFT:
        blockers.append(Message(N_("This meeting is confirmed; its record can no longer be changed.")))
    if any(b.votes_for is not None or b.adjourned_reason for b in meeting.ballots):
        blockers.append(Message(N_("Votes are entered already.")))
    if meeting.minutes_copy_id is not None:
        blockers.append(Message(N_("The signed minutes are attached already.")))
    if meeting.chair_confirmed_at is not None or meeting.recorder_confirmed_at is not None:
        blockers.append(Message(N_("The chair or the recorder has confirmed the minutes already.")))
    return blockers


def quorum_needed(meeting: Meeting, policy: Policy) -> int:
    """How many must be present for *meeting* to decide anything."""
    return policy.quorum(meeting.kind).least(meeting.due)


def is_quorate(meeting: Meeting, policy: Policy) -> bool:
    """Enough of those who were due came."""
    return policy.quorum(meeting.kind).is_met(meeting.present, meeting.due)


def count_of(ballot: Ballot, meeting: Meeting, policy: Policy) -> Count:
    """The count of one vote. Those who left the room neither vote nor count among those present."""
    voters = max(0, meeting.present - len(ballot.left_room or []))
    votes = [ballot.votes_for or 0, ballot.votes_against or 0, ballot.votes_abstained or 0]
    base = meeting.due if policy.majority_of is MajorityOf.DUE else voters
    threshold = policy.votes_needed
    return Count(voters, sum(votes), threshold.least(base), threshold.is_met(votes[0], base))


def meeting_blockers(meeting: Meeting, policy: Policy) -> list[Message]:
    """Every reason why *meeting* cannot be confirmed yet."""
    blockers = []
    if meeting.kind not in policy.meeting_kinds:
        blockers.append(Message(N_("This round's policy does not let this kind of meeting decide.")))
    if not is_quorate(meeting, policy):
        blockers.append(
            Message(
                N_(
                    "No quorum: %(present)s of %(due)s are present, %(needed)s are needed. Nothing can be decided."
                ),
                present=meeting.present,
                due=meeting.due,
                needed=quorum_needed(meeting, policy),
            )
        )
    if meeting.minutes_copy_id is None:
        blockers.append(Message(N_("The signed minutes are not attached yet.")))
    if not meeting.ballots:
        blockers.append(Message(N_("No application is before this meeting.")))
    blockers.extend(_count_blockers(meeting.ballots, meeting, policy))
    return blockers


def _count_blockers(ballots: Sequence[Ballot], meeting: Meeting, policy: Policy) -> list[Message]:
    blockers = []
    for ballot in ballots:
        if ballot.adjourned_reason:
            continue
        count = count_of(ballot, meeting, policy)
        if ballot.votes_for is None:
            blockers.append(
                Message(N_("%(number)s: the votes are not entered yet."), number=ballot.application.number)
            )
        elif not count.is_complete:
            blockers.append(
                Message(
                    N_("%(number)s: %(given)s votes are entered, but %(voters)s people could vote."),
                    number=ballot.application.number,
                    given=count.given,
                    voters=count.voters,
                )
            )
    return blockers
