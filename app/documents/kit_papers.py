"""What stands on the papers of a meeting that is still to be held: frozen values, as in ``papers.py``.

Of a household they carry what is read out in the meeting; no number of a person, telephone or bank card.
"""

import datetime as dt
from dataclasses import dataclass

from app.core.bilingual import BilingualText
from app.documents.papers import Line, MinutesPaper, Text


@dataclass(frozen=True)
class MeetingHead:
    """What stands at the top of every paper of one meeting. *needed* of *due* must be present."""

    round_name: BilingualText
    county: Text
    township: Text
    village: Text
    issuer: Text
    kind: Text
    held_on: dt.date
    place: str
    chair: str
    recorder: str
    due: int
    needed: int
    quorum: Text
    majority: Text
    is_secret: bool = False


@dataclass(frozen=True)
class Invitation:
    """When the invitation has to be out: *days* before the meeting, so on *due_on* at the latest.

    *out_on* is the day on which it goes out (or today, as long as none is noted); *earliest* the first day on which
    a meeting invited to then may be held.
    """

    days: int
    due_on: dt.date
    out_on: dt.date
    earliest: dt.date
    is_noted: bool = False

    @property
    def is_late(self) -> bool:
        """The meeting cannot be held on its day with the notice that the rule gives."""
        return self.out_on > self.due_on


@dataclass(frozen=True)
class Invitee:
    """Somebody who is due at the meeting."""

    name: str
    group_name: str = ""
    duty: Text = ""


@dataclass(frozen=True)
class HitNote:
    """What a department's file says about the household, and what became of it. *details* without numbers."""

    kind: Text
    person: str
    source: str
    happened_on: dt.date | None = None
    details: str = ""
    outcome: Text = ""
    explanation: str = ""


@dataclass(frozen=True)
class VisitNote:
    """What visitors saw at the household."""

    visited_on: dt.date
    visitors: tuple[str, ...]
    findings: str


@dataclass(frozen=True)
class ApplicationSheet:
    """One application as it is laid before the meeting. *relatives* must leave the room.

    *covered* and *missing* are the kinds of departments' files that it was compared with, or still has to be.
    """

    sequence: int
    number: str
    head_name: str
    group_name: str
    people: int
    facts: tuple[Line, ...] = ()
    reason: str = ""
    comparison: Text = ""
    covered: tuple[Text, ...] = ()
    missing: tuple[Text, ...] = ()
    hits: tuple[HitNote, ...] = ()
    visits: tuple[VisitNote, ...] = ()
    relatives: tuple[str, ...] = ()


@dataclass(frozen=True)
class MeetingKit:
    """Everything that is printed before a meeting."""

    head: MeetingHead
    invitation: Invitation
    invitees: tuple[Invitee, ...]
    sheets: tuple[ApplicationSheet, ...]
    minutes: MinutesPaper
