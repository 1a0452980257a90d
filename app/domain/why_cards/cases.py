"""What is known of one application, as plain values: gathered once, then every rule looks at it.

Lives here: the shapes. ``gathering.py`` fills them from the database, ``rules.py`` and ``course.py`` judge.
Free text that officers wrote stands here without the names of other people and without personal numbers.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.bilingual import BilingualText
from app.domain.applications.models import ApplicationState, ComparisonResult
from app.domain.areas.models import AreaLevel
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.comparisons.models import HitSettlement
from app.domain.duplicates.models import DuplicateOutcome
from app.domain.exits.models import ExitAnswer, ExitCheck
from app.domain.exits.rules import OnRecord
from app.domain.notices.models import NoticeState
from app.domain.objections.models import Outcome
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import ComparisonKind, MeetingKind, NoticeKind
from app.domain.reviews.models import DecisionOutcome, ReviewLevel


@dataclass(frozen=True)
class Ground:
    """The round: its name, when it opened, its policy, and where each of the policy's values comes from."""

    id: int
    name: BilingualText
    opened_on: dt.date
    is_open: bool
    reference_year: int
    policy: Policy
    sources: Mapping[str, Mapping[str, Any]]
    is_exit: bool = False

    def source(self, field_name: str) -> BilingualText | None:
        """The text that names where a value of the policy comes from."""
        found = self.sources.get(field_name) or {}
        return BilingualText(found["source"], found.get("source_en")) if found.get("source") else None


@dataclass(frozen=True)
class Office:
    """An office with the number that it answers."""

    name: BilingualText
    level: AreaLevel
    telephone: str


@dataclass(frozen=True)
class Visit:
    """A home visit: the day and how many people went."""

    on: dt.date
    visitors: int


@dataclass(frozen=True)
class Compared:
    """A result of the data comparison: recorded by somebody from paper, or given by the departments' files."""

    on: dt.date
    result: ComparisonResult
    note: str
    is_on_paper: bool = True


@dataclass(frozen=True)
class Hit:
    """A record of a department that names somebody of the household."""

    kind: ComparisonKind
    as_of: dt.date
    happened_on: dt.date | None
    settlement: HitSettlement
    explanation: str


@dataclass(frozen=True)
class Vote:
    """A confirmed meeting's item. *passed* is ``None`` when it was put off, for *adjourned* as its reason."""

    held_on: dt.date
    kind: MeetingKind
    due: int
    present: int
    quorum: int
    is_quorate: bool
    votes_for: int
    votes_against: int
    votes_abstained: int
    needed: int
    passed: bool | None
    adjourned: str
    remark: str
    hits_read_out: bool


@dataclass(frozen=True)
class Place:
    """An entry on a list of the village: where it stands, or why it left."""

    list_id: int
    ordinal: int
    sequence: int
    drawn_up_on: dt.date
    list_state: ListState
    standing: EntryStanding
    cause: RemovalCause | None
    reason: str
    off_on: dt.date | None


@dataclass(frozen=True)
class Decided:
    """What a level decided."""

    level: ReviewLevel
    outcome: DecisionOutcome
    reason: str
    on: dt.date


@dataclass(frozen=True)
class Checked:
    """A home check after the draw."""

    level: ReviewLevel
    on: dt.date
    agrees: bool


@dataclass(frozen=True)
class Posted:
    """A notice with the household on it, or for the village at large."""

    kind: NoticeKind
    number: str
    sequence: int
    state: NoticeState
    first_day: dt.date
    last_day: dt.date
    has_begun: bool
    has_ended: bool
    is_certain: bool = True


@dataclass(frozen=True)
class Raised:
    """An objection against this household; nothing of who wrote or what."""

    kind: NoticeKind
    outcome: Outcome | None
    removed: bool


@dataclass(frozen=True)
class Registered:
    """The household was registered, and perhaps struck."""

    on: dt.date
    people: int
    struck_on: dt.date | None


@dataclass(frozen=True)
class Case:
    """One application with everything that was recorded about it, the oldest first."""

    id: int
    number: str
    state: ApplicationState
    head_name: str
    group: BilingualText
    village: BilingualText
    offices: Sequence[Office]
    ground: Ground
    filed_on: dt.date
    consents: bool
    people: int
    per_head_fen: int | None
    closing_reason: str
    today: dt.date
    visits: Sequence[Visit] = ()
    compared: Sequence[Compared] = ()
    covered: frozenset[ComparisonKind] = frozenset()
    hits: Sequence[Hit] = ()
    duplicates: Sequence[DuplicateOutcome | None] = ()
    severe: Sequence[bool] = ()
    votes: Sequence[Vote] = ()
    places: Sequence[Place] = ()
    decisions: Mapping[ReviewLevel, Decided] = field(default_factory=dict)
    checks: Mapping[ReviewLevel, Checked] = field(default_factory=dict)
    notices: Mapping[NoticeKind, Posted] = field(default_factory=dict)
    objections: Sequence[Raised] = ()
    has_relatives: bool = False
    relatives_at: AreaLevel | None = None
    registration: Registered | None = None
    open_notice: Posted | None = None
    exit_check: ExitCheck | None = None
    exit_answer: ExitAnswer | None = None
    exit_record: OnRecord | None = None

    @property
    def policy(self) -> Policy:
        return self.ground.policy

    @property
    def place(self) -> Place | None:
        """Where the household stands on a list, or stood last."""
        return self.places[-1] if self.places else None

    @property
    def is_excluded(self) -> bool:
        """A record of the departments left it out, not the village."""
        excluding = any(hit.settlement is HitSettlement.EXCLUDES for hit in self.hits)
        return excluding and self.state is ApplicationState.LEFT_OUT

    @property
    def vote(self) -> Vote | None:
        """The vote that holds: the last one that was not put off."""
        return next((vote for vote in reversed(self.votes) if vote.passed is not None), None)

    def office(self, level: AreaLevel) -> Office | None:
        """The office of a level."""
        return next((office for office in self.offices if office.level is level), None)
