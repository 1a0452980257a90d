"""What is asked for, checked kind by kind and put into the form in which a request keeps it.

Lives here: pure readers that return a payload or raise ``Invalid`` with the field. Does not live here: whether it may
be made (``steps.py``), making it (``making.py``).
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.changes.models import ChangeKind
from app.domain.changes.rules import COMES, K
from app.domain.households import codes, entries
from app.domain.households.models import Household, Member

EARLIEST = dt.date(2000, 1, 1)
LONGEST_WORDS = 1000
PERSON_FIELDS = ("name", "relation", "id_number", "sex", "born_on")


@dataclass(frozen=True)
class Wish:
    """What somebody entered: a person who comes, members who go, the new head or heads, the household joined."""

    person: Mapping[str, Any] = field(default_factory=dict)
    members: Sequence[int] = ()
    successor: int | None = None
    head: int | None = None
    other: Household | None = None


def read_wish(
    kind: ChangeKind, household: Household, wish: Wish, happened_on: dt.date, today: dt.date
) -> dict[str, Any]:
    """The payload of a request. Raises ``Invalid`` for what cannot be."""
    if not EARLIEST <= happened_on <= today:
        raise Invalid(Message(N_("This day is still to come, or too long ago.")), "happened_on")
    if kind in COMES:
        payload = {"person": _newcomer(kind, household, wish.person, happened_on, today)}
    elif kind is K.MERGE:
        _check_merge(household, wish.other)
        payload = {}
    else:
        payload = _leavers(kind, household, wish)
    return payload | {"base": base_of(household, wish.other)}


def base_of(household: Household, other: Household | None) -> dict[str, int | None]:
    """The versions of the records that a request was made over."""
    return {"version": household.version, "other_version": other.version if other is not None else None}


def _newcomer(
    kind: ChangeKind, household: Household, person: Mapping[str, Any], happened_on: dt.date, today: dt.date
) -> dict[str, Any]:
    given = {name: person.get(name) for name in PERSON_FIELDS}
    if kind is K.BIRTH and not given["born_on"] and not given["id_number"]:
        given["born_on"] = happened_on
    clean = entries.read_member(given, today)
    for name in ("name", "relation"):
        if not clean.get(name):
            raise Invalid(Message(N_("This must be filled in.")), name)
    if (clean["relation"] == codes.HEAD) is bool(household.members):
        raise Invalid(_head_problem(household), "relation")
    if kind is K.BIRTH and clean.get("born_on") and clean["born_on"] > happened_on:
        raise Invalid(Message(N_("The child was born after the day of the birth.")), "born_on")
    born_on = clean.pop("born_on", None)
    return {**{k: v for k, v in clean.items() if v}, "born_on": born_on.isoformat() if born_on else None}


def _head_problem(household: Household) -> Message:
    if household.members:
        return Message(N_("The household has a head already: %(name)s."), name=household.head_name)
    return Message(N_("The record is empty: the first person to come is the head."))


def _leavers(kind: ChangeKind, household: Household, wish: Wish) -> dict[str, Any]:
    chosen = [member for member in household.members if member.id in set(wish.members)]
    if not chosen or len(chosen) != len(set(wish.members)):
        raise Invalid(Message(N_("Choose people of this household.")), "members")
    staying = [member for member in household.members if member not in chosen]
    if kind is K.SPLIT and not staying:
        raise Invalid(
            Message(N_("Somebody must stay; to move everybody, use another kind of change.")), "members"
        )
    payload: dict[str, Any] = {
        "members": [member.id for member in chosen],
        "names": [member.name for member in chosen],
        "successor": _successor(chosen, staying, wish.successor),
    }
    if kind is K.SPLIT:
        payload["head"] = _one_of(chosen, wish.head, "head", N_("Choose who of them becomes the new head."))
    return payload


def _successor(chosen: Sequence[Member], staying: Sequence[Member], wanted: int | None) -> int | None:
    """Who takes the household over when its head goes and others stay."""
    if not staying or not any(member.is_head for member in chosen):
        return None
    return _one_of(staying, wanted, "successor", N_("The head goes: choose who of the others takes over."))


def _one_of(members: Sequence[Member], wanted: int | None, field_name: str, problem: str) -> int:
    if wanted is None or wanted not in {member.id for member in members}:
        raise Invalid(Message(problem), field_name)
    return wanted


def _check_merge(household: Household, other: Household | None) -> None:
    if other is None or other.id == household.id:
        raise Invalid(Message(N_("Write the number of the household that it joins.")), "other")
    if not other.members:
        raise Invalid(Message(N_("The household that it joins has no members.")), "other")
    if not household.members:
        raise Invalid(Message(N_("This household has no members left.")), "other")
