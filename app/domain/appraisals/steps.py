"""The one step of a meeting's record: from being typed in to confirmed."""

from collections.abc import Iterable

from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.applications.models import Application
from app.domain.applications.rules import appraisal_blockers
from app.domain.applications.steps import BEFORE_MEETING, STATE_LABELS
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.appraisals.rules import meeting_blockers
from app.domain.rounds.models import RoundState

S = MeetingState


def numbers_add_up(attempt: Attempt) -> Iterable[Message]:
    """Quorum, complete counts, signed minutes."""
    meeting: Meeting = attempt.subject
    return meeting_blockers(meeting, meeting.round.policy)


def applications_ready(attempt: Attempt) -> Iterable[Message]:
    """Every application before the meeting may be voted on now."""
    meeting: Meeting = attempt.subject
    for ballot in meeting.ballots:
        application = ballot.application
        if application.state not in BEFORE_MEETING:
            yield Message(
                N_("%(number)s is already at “%(state)s”; take it off this meeting's agenda."),
                number=application.number,
                state=Message(STATE_LABELS[application.state]),
            )
        else:
            yield from appraisal_blockers(application, meeting.round.policy)
            yield from _too_early(meeting, application)


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
            guards=(round_is_open, numbers_add_up, applications_ready),
        ),
    ),
)
