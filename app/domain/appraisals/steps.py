"""The one step of a meeting's record: from being typed in to confirmed."""

from collections.abc import Iterable

from app.core import clock
from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.applications.models import Application
from app.domain.applications.rules import appraisal_blockers
from app.domain.applications.steps import BEFORE_MEETING, STATE_LABELS
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.appraisals.queries import load_circumstances
from app.domain.appraisals.room import room_blockers
from app.domain.appraisals.rules import is_to_come, meeting_blockers
from app.domain.comparisons.queries import blockers_among
from app.domain.rounds.models import RoundState

S = MeetingState


def numbers_add_up(attempt: Attempt) -> Iterable[Message]:
    """Quorum, complete counts, signed minutes."""
    meeting: Meeting = attempt.subject
    return meeting_blockers(meeting, meeting.round.policy)


def applications_ready(attempt: Attempt) -> Iterable[Message]:
    """Every application before the meeting may be voted on now; an adjourned one waits for another meeting."""
    meeting: Meeting = attempt.subject
    voted = [ballot.application for ballot in meeting.ballots if not ballot.adjourned_reason]
    compared = blockers_among(voted)
    for application in voted:
        if application.state not in BEFORE_MEETING:
            yield Message(
                N_("%(number)s is already at “%(state)s”; take it off this meeting's agenda."),
                number=application.number,
                state=Message(STATE_LABELS[application.state]),
            )
        else:
            yield from appraisal_blockers(application, meeting.round.policy)
            yield from compared.get(application.id, ())
            yield from _too_early(meeting, application)


def room_was_right(attempt: Attempt) -> Iterable[Message]:
    """Relatives left the room and did not chair, only people present left, hits were read out."""
    meeting: Meeting = attempt.subject
    return room_blockers(meeting, load_circumstances(meeting))


def day_has_come(attempt: Attempt) -> Iterable[Message]:
    """A planned meeting is held before it decides."""
    meeting: Meeting = attempt.subject
    if is_to_come(meeting, clock.today()):
        yield Message(
            N_("The meeting is planned for %(day)s; it has not been held yet."), day=meeting.held_on
        )


def round_is_open(attempt: Attempt) -> Iterable[Message]:
    """The round has not been closed."""
    if attempt.subject.round.state is not RoundState.OPEN:
        yield Message(N_("This round is closed."))


def _too_early(meeting: Meeting, application: Application) -> Iterable[Message]:
    if meeting.held_on < max([application.filed_on, *(visit.visited_on for visit in application.visits)]):
        yield Message(
            N_("%(number)s: the meeting was held before the application or the home visit."),
            number=application.number,
        )


MACHINE = Machine(
    "meeting",
    {S.DRAFT: N_("Being recorded"), S.CONFIRMED: N_("Confirmed")},
    S.DRAFT,
    (
        Step(
            "confirm",
            (S.DRAFT,),
            S.CONFIRMED,
            Permission.MEETING_RECORD,
            N_("Confirm the result"),
            N_("The votes stand from now on; each application passes or not by its numbers."),
            guards=(round_is_open, day_has_come, numbers_add_up, room_was_right, applications_ready),
        ),
    ),
)
