"""What a change does to a household's size and income a head, and which requests contradict one another. All pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from app.core.messages import N_, Message
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource
from app.domain.households import rules
from app.domain.households.models import Household

K = ChangeKind
COMES = frozenset({K.BIRTH, K.MARRIED_IN, K.MOVED_IN})
GOES = frozenset({K.DEATH, K.MARRIED_OUT, K.MOVED_OUT})
#: these make or empty whole households: nothing else about them can wait beside one
WHOLE = frozenset({K.SPLIT, K.MERGE})
#: what becomes of those who go, in the register's words (``codes.MEMBER_CHANGE``)
LEAVES_AS = {K.DEATH: "death", K.MARRIED_OUT: "married_out", K.MOVED_OUT: "other_out"}

KIND_LABELS = {
    K.BIRTH: N_("Birth"),
    K.DEATH: N_("Death"),
    K.MARRIED_IN: N_("Married into the household"),
    K.MARRIED_OUT: N_("Married out of the household"),
    K.MOVED_IN: N_("Moved in"),
    K.MOVED_OUT: N_("Moved out"),
    K.SPLIT: N_("The household splits in two"),
    K.MERGE: N_("Joins another household"),
}
SOURCE_LABELS = {
    ChangeSource.HOUSEHOLD: N_("The household reported it"),
    ChangeSource.VILLAGE: N_("The village found out"),
    ChangeSource.HOUSEHOLD_REGISTER: N_("The police's household register"),
    ChangeSource.CIVIL_AFFAIRS: N_("The civil affairs office"),
    ChangeSource.COMPARISON: N_("A data comparison"),
}


@dataclass(frozen=True)
class Measure:
    """A household's size and net income of the year in question; *net_fen* is missing where none is entered."""

    people: int
    net_fen: int | None

    @property
    def per_head_fen(self) -> int | None:
        """Net income a head, rounded to the fen."""
        if self.net_fen is None or self.people < 1:
            return None
        return int((Decimal(self.net_fen) / self.people).quantize(Decimal(1), rounding=ROUND_HALF_UP))


@dataclass(frozen=True)
class Side:
    """What a change does to one household: before and after, and where it stands now."""

    household_id: int | None
    household_no: str
    head_name: str
    people: tuple[int, int]
    per_head_fen: tuple[int | None, int | None]
    vanishes: bool = False
    rises_above: bool = False
    falls_below: bool = False
    standings: Sequence[Mapping[str, Any]] = ()

    def as_data(self) -> dict[str, Any]:
        """As it is frozen: pairs are lists."""
        return asdict(self) | {
            "people": list(self.people),
            "per_head_fen": list(self.per_head_fen),
            "standings": [dict(one) for one in self.standings],
        }


@dataclass(frozen=True)
class Effect:
    """What a change does, worked out on a day against the line of *year* that holds then."""

    worked_out_on: str
    year: int | None
    line_fen: int | None
    sides: tuple[Side, ...]

    def as_data(self) -> dict[str, Any]:
        """As it is frozen with the decision."""
        return asdict(self) | {"sides": [side.as_data() for side in self.sides]}

    @classmethod
    def from_data(cls, data: Mapping[str, Any]) -> "Effect":
        """The inverse of :meth:`as_data`."""
        sides = tuple(
            Side(
                **{
                    **side,
                    "people": tuple(side["people"]),
                    "per_head_fen": tuple(side["per_head_fen"]),
                    "standings": tuple(side["standings"]),
                }
            )
            for side in data["sides"]
        )
        return cls(data["worked_out_on"], data["year"], data["line_fen"], sides)


def measure_of(household: Household, year: int | None) -> Measure:
    """*household* as it is in the register now."""
    income = rules.income_of(household.incomes, year) if year is not None else None
    return Measure(household.people, rules.net_income_fen(income) if income is not None else None)


def after(
    kind: ChangeKind, here: Measure, there: Measure | None, moving: int
) -> tuple[Measure, Measure | None]:
    """The household and the other one afterwards; *moving* is how many people come, go, or change over.

    Income does not move with a single person: nobody knows yet what the household will have. Only a merger brings
    the other's income with it.
    """
    if kind in COMES:
        return Measure(here.people + moving, here.net_fen), None
    if kind in GOES:
        return Measure(here.people - moving, here.net_fen), None
    if kind is K.SPLIT:
        return Measure(here.people - moving, here.net_fen), Measure(moving, None)
    there = there or Measure(0, None)
    known = [net for net in (here.net_fen, there.net_fen) if net is not None]
    return Measure(0, None), Measure(there.people + here.people, sum(known) if known else None)


def side_of(
    *,
    household: Household | None,
    before: Measure,
    now: Measure,
    line_fen: int | None,
    standings: Sequence[Mapping[str, Any]] = (),
) -> Side:
    """One household's side of an effect. A household without a record yet is the one that a split makes."""
    was, becomes = before.per_head_fen, now.per_head_fen
    is_below = line_fen is not None and was is not None and was < line_fen
    is_above = line_fen is not None and was is not None and was >= line_fen
    return Side(
        household_id=household.id if household else None,
        household_no=household.household_no if household else "",
        head_name=household.head_name if household else "",
        people=(before.people, now.people),
        per_head_fen=(was, becomes),
        vanishes=before.people > 0 and now.people == 0,
        rises_above=is_below and becomes is not None and line_fen is not None and becomes >= line_fen,
        falls_below=is_above and becomes is not None and line_fen is not None and becomes < line_fen,
        standings=standings,
    )


def touched(request: ChangeRequest) -> set[int]:
    """The households that a request is about."""
    return {one for one in (request.household_id, request.other_household_id) if one is not None}


def members_of(request: ChangeRequest) -> set[int]:
    """The ids of the people who go, or change over."""
    return set(request.payload.get("members", ()))


def contradict(one: ChangeRequest, other: ChangeRequest) -> bool:
    """Two requests that cannot both be meant: the same person, a whole household, the same newcomer twice."""
    if not touched(one) & touched(other):
        return False
    if one.kind in WHOLE or other.kind in WHOLE:
        return True
    if members_of(one) & members_of(other):
        return True
    mine, theirs = _newcomer(one), _newcomer(other)
    return bool(mine and theirs and mine & theirs)


def _newcomer(request: ChangeRequest) -> set[str]:
    person: Mapping[str, Any] = request.payload.get("person") or {}
    return {str(person[name]) for name in ("name", "id_number") if person.get(name)}


def to_values(person: Mapping[str, Any]) -> dict[str, Any]:
    """A person's values as the register takes them, from how a request keeps them."""
    born_on = person.get("born_on")
    return {**person, "born_on": dt.date.fromisoformat(born_on) if born_on else None}


def without_numbers(payload: Mapping[str, Any]) -> dict[str, Any]:
    """*payload* once it is decided: the register has the number, or nobody needs it any more."""
    person = payload.get("person")
    if not person:
        return dict(payload)
    masked = rules.masked_id_number(person.get("id_number"))
    kept = {name: value for name, value in person.items() if name != "id_number"}
    return {**payload, "person": kept | ({"id_number_masked": masked} if masked else {})}


def mark_words(sides: Iterable[Side]) -> list[Message]:
    """What a reviewer must know of the households of a made change."""
    words = []
    for side in sides:
        if side.vanishes:
            words.append(Message(N_("The household has no members left in the register.")))
        elif side.rises_above:
            words.append(Message(N_("Its income a head is no longer below the line.")))
    return words
