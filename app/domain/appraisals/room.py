"""Who was in the room: relatives who leave it, whoever leads an item, hits that are read out. All pure.

Sources: villagers' representatives decide by those present (Organic Law of the Villagers' Committees, article 26);
whoever is related to a household neither votes on it nor chairs; where data are compared, the result is read out
before the vote.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from app.core.messages import N_, Message
from app.domain.appraisals.models import Attendance, Ballot, Meeting
from app.domain.kinship.rules import NO_RELATIVES, Relatives
from app.domain.officials.rules import plain_name


@dataclass(frozen=True)
class Hit:
    """What a comparison found about a household, as it is read out: which kind, from where, how it was explained."""

    kind: str
    source: str
    explanation: str


@dataclass(frozen=True)
class Circumstances:
    """What the meeting must know about one household before it votes."""

    relatives: Relatives = NO_RELATIVES
    hits: tuple[Hit, ...] = ()


UNKNOWN = Circumstances()


class Known(Protocol):
    """Somebody on an attendance list, recorded or drafted."""

    @property
    def name(self) -> Any: ...

    @property
    def official(self) -> Any: ...


def is_relative(person: Known, relatives: Relatives) -> bool:
    """True when somebody on the attendance list is a declared relative, by account or by name."""
    official = person.official
    if official is not None:
        return relatives.includes(official.name, official.user_id) or relatives.includes(person.name)
    return relatives.includes(person.name)


def relatives_present(meeting: Meeting, relatives: Relatives) -> list[str]:
    """The names of those present who must leave the room for a household with these *relatives*."""
    return [
        person.name for person in meeting.attendance if person.is_present and is_relative(person, relatives)
    ]


def find_present(meeting: Meeting, name: str) -> Attendance | None:
    """Who of those present is called *name*."""
    wanted = plain_name(name)
    return next(
        (one for one in meeting.attendance if one.is_present and plain_name(one.name) == wanted), None
    )


def leaving_problems(meeting: Meeting, names: Sequence[str], relatives: Relatives) -> list[Message]:
    """What is wrong with the *names* of those who left the room: invented ones, or relatives who stayed."""
    if not meeting.attendance:
        if names:
            return [
                Message(
                    N_(
                        "Tick off by name who came, on the attendance list: whoever leaves the room must be "
                        "among those present."
                    )
                )
            ]
        if relatives.people:
            return [
                Message(
                    N_(
                        "Officials have declared that they are relatives of this household. Tick off by name "
                        "who came, so that relatives among them leave the room."
                    )
                )
            ]
        return []
    gone = {plain_name(name) for name in names}
    problems = [
        Message(N_("%(name)s is said to have left the room but is not among those present."), name=name)
        for name in names
        if find_present(meeting, name) is None
    ]
    problems += [
        Message(N_("%(name)s is a declared relative of this household and must leave the room."), name=name)
        for name in relatives_present(meeting, relatives)
        if plain_name(name) not in gone
    ]
    return problems


def chair_of(ballot: Ballot, meeting: Meeting) -> tuple[str, int | None]:
    """Who led the item: whoever it was handed to, else the meeting's chair. Name and account."""
    if ballot.chair_name:
        return ballot.chair_name, ballot.chair_id
    return meeting.chair_name, meeting.chair_id


def chair_problems(
    meeting: Meeting, handed_to: str, names: Sequence[str], relatives: Relatives
) -> list[Message]:
    """What is wrong with who leads the item: a relative, somebody who is not there or has left the room."""
    if not handed_to:
        if relatives.includes(meeting.chair_name, meeting.chair_id):
            return [
                Message(
                    N_(
                        "%(name)s, who chairs the meeting, is a declared relative of this household: hand the "
                        "chair to somebody else for this item."
                    ),
                    name=meeting.chair_name,
                )
            ]
        return []
    person = find_present(meeting, handed_to)
    has_left = plain_name(handed_to) in {plain_name(name) for name in names}
    if meeting.attendance and (person is None or has_left):
        return [
            Message(
                N_("%(name)s cannot chair this item: not among those present, or left the room."),
                name=handed_to,
            )
        ]
    if relatives.includes(handed_to) or (person is not None and is_relative(person, relatives)):
        return [
            Message(
                N_("%(name)s is a declared relative of this household and cannot chair this item."),
                name=handed_to,
            )
        ]
    return []


def reading_problems(hits: Sequence[Hit], are_read_out: bool) -> list[Message]:
    """What the comparison found must have been read out."""
    if not hits or are_read_out:
        return []
    return [
        Message(
            N_("The comparison found something about this household; read it out and tick that it was read.")
        )
    ]


def ballot_problems(ballot: Ballot, meeting: Meeting, known: Circumstances) -> list[Message]:
    """Everything that is wrong about the room in which *ballot* was cast."""
    names = ballot.left_room or []
    return [
        *leaving_problems(meeting, names, known.relatives),
        *chair_problems(meeting, ballot.chair_name, names, known.relatives),
        *reading_problems(known.hits, ballot.hits_read_out),
    ]


def room_blockers(meeting: Meeting, known: Mapping[int, Circumstances]) -> list[Message]:
    """Why the votes of *meeting* cannot stand; *known* by application."""
    return [
        Message(N_("%(number)s: %(problem)s"), number=ballot.application.number, problem=problem)
        for ballot in meeting.ballots
        if ballot.votes_for is not None and not ballot.adjourned_reason
        for problem in ballot_problems(ballot, meeting, known.get(ballot.application_id, UNKNOWN))
    ]
