"""The vote on one item as it is entered: what can be wrong with it, and how it is put down."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.applications.models import Application
from app.domain.appraisals.models import Ballot, Meeting
from app.domain.appraisals.room import (
    Circumstances,
    chair_problems,
    find_present,
    leaving_problems,
    reading_problems,
)


@dataclass(frozen=True)
class Vote:
    """What was counted for one application. *chair_name* is set when somebody else than the meeting's chair led it."""

    application: Application
    votes_for: int
    votes_against: int
    votes_abstained: int
    left_room: Sequence[str] = ()
    remark: str = ""
    hits_read_out: bool = False
    chair_name: str = ""

    @property
    def names(self) -> list[str]:
        """Those who left the room, each once."""
        return list(dict.fromkeys(name.strip() for name in self.left_room if name.strip()))


def find_ballot(meeting: Meeting, application: Application) -> Ballot:
    """The item of *meeting* that is about *application*; raises :class:`Invalid` when there is none."""
    ballot = next((b for b in meeting.ballots if b.application_id == application.id), None)
    if ballot is None:
        raise Invalid(Message(N_("This application is not on the agenda of this meeting.")))
    return ballot


def vote_problems(meeting: Meeting, vote: Vote, known: Circumstances) -> list[Message]:
    """Everything that is wrong with *vote*, the room first: it decides how many could vote."""
    numbers = (vote.votes_for, vote.votes_against, vote.votes_abstained)
    if min(numbers) < 0:
        return [Message(N_("A number of votes cannot be below zero."))]
    problems = [
        *leaving_problems(meeting, vote.names, known.relatives),
        *chair_problems(meeting, vote.chair_name.strip(), vote.names, known.relatives),
        *reading_problems(known.hits, vote.hits_read_out),
    ]
    voters = meeting.present - len(vote.names)
    if sum(numbers) != voters:
        problems.append(
            Message(
                N_("%(number)s: %(given)s votes are entered, but %(voters)s people could vote."),
                number=vote.application.number,
                given=sum(numbers),
                voters=voters,
            )
        )
    return problems


def put_vote(meeting: Meeting, vote: Vote, known: Circumstances) -> Ballot:
    """Put *vote* down on its item, which is no longer adjourned. Raises :class:`Invalid` with what is wrong first."""
    ballot = find_ballot(meeting, vote.application)
    if problems := vote_problems(meeting, vote, known):
        raise Invalid(problems[0], "votes_for")
    ballot.votes_for, ballot.votes_against = vote.votes_for, vote.votes_against
    ballot.votes_abstained = vote.votes_abstained
    ballot.left_room, ballot.remark = vote.names, vote.remark.strip()
    ballot.hits_read_out = bool(known.hits) and vote.hits_read_out
    chair = find_present(meeting, vote.chair_name)
    ballot.chair_name = vote.chair_name.strip()
    ballot.chair_id = chair.official.user_id if chair is not None and chair.official is not None else None
    ballot.adjourned_reason = ""
    ballot.passed = None
    return ballot


def put_off(ballot: Ballot, reason: str) -> None:
    """Adjourn an item: no vote on it, and the reason why."""
    ballot.votes_for = ballot.votes_against = ballot.votes_abstained = None
    ballot.left_room, ballot.chair_name, ballot.chair_id = None, "", None
    ballot.hits_read_out, ballot.passed = False, None
    ballot.adjourned_reason = reason
