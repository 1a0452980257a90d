"""A department's warnings taken over: a list of households or people with what threatens them, read line by line.

A line begins with a household's number or with the ID number of one of its people; the rest says what the risk is. The
numbers are looked up and not kept.
"""

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.core.personal_numbers import has_personal_number
from app.domain.households import registration
from app.domain.households.models import Household, Member
from app.domain.households.registration import Membership, Place
from app.domain.monitoring import service
from app.domain.monitoring.models import FoundBy, Watch, WatchKind
from app.domain.monitoring.queries import ENDED

LINES_MOST = 500
_LINE = re.compile(r"^\s*([0-9Xx]+)[\s,;，；、:：]*(.*)$")


@dataclass(frozen=True)
class Warned:
    """One line: its place, what it says, the household that it means and as which kind, or why it is left out."""

    place: int
    words: str
    household: Household | None = None
    kind: WatchKind | None = None
    fault: Message | None = None


def read(actor: Actor, text: str) -> list[Warned]:
    """The lines of *text*, each with its household or with what is wrong. A constant number of statements.

    Raises :class:`Invalid` for a list that is empty or too long.
    """
    typed = [unicodedata.normalize("NFKC", line) for line in text.splitlines() if line.strip()]
    if not typed:
        raise Invalid(Message(N_("Paste the list: one household or person a line.")), "lines")
    if len(typed) > LINES_MOST:
        raise Invalid(Message(N_("At most %(most)s lines at once."), most=LINES_MOST), "lines")
    parts = [_LINE.match(line) for line in typed]
    numbers = {found[1].upper() for found in parts if found is not None}
    households = _households_by_number(numbers)
    ids = [one.id for one in households.values()]
    places, running = registration.memberships(ids), _with_open_case(ids)
    lines: list[Warned] = []
    seen: set[int] = set()
    for place, found in enumerate(parts, 1):
        household = households.get(found[1].upper()) if found is not None else None
        words = found[2].strip() if found is not None else ""
        if household is None or not can(actor, Permission.WATCH_RECORD, household):
            fault = N_("No household of your area is found by the number at its beginning.")
            lines.append(Warned(place, words, fault=Message(fault)))
            continue
        fault_here = _fault(household, words, running, seen)
        seen.add(household.id)
        lines.append(Warned(place, words, household, kind_for(places[household.id]), fault_here))
    return lines


def kind_for(membership: Membership) -> WatchKind:
    """As which kind a household is watched when nothing else is known: by where it stands to the register."""
    if membership.exit is not None and not membership.is_in:
        return WatchKind.UNSTABLE
    return WatchKind.SUDDEN if membership.place is not Place.OUTSIDE else WatchKind.MARGINAL


def open_warned(
    *, actor: Actor, lines: Sequence[Warned], department: str, warned_on: dt.date, risks: Collection[str] = ()
) -> list[Watch]:
    """Open a case for each of *lines* that has no fault. Raises as :func:`service.open_watch`."""
    return [
        service.open_watch(
            actor=actor,
            household=line.household,
            kind=line.kind,
            found_by=FoundBy.DEPARTMENT,
            found_on=warned_on,
            risk=line.words,
            risks=risks,
            warned_by=department,
        )
        for line in lines
        if line.fault is None and line.household is not None and line.kind is not None
    ]


def _fault(household: Household, words: str, running: set[int], seen: set[int]) -> Message | None:
    if not words:
        return Message(N_("It does not say what the risk is."))
    if has_personal_number(words):
        return Message(N_("Its words hold a telephone, card or ID number; take it out."))
    if household.id in seen:
        return Message(N_("This household stands in the list already."))
    if household.id in running:
        return Message(N_("A case of this household is open already."))
    return None


def _households_by_number(numbers: Collection[str]) -> dict[str, Household]:
    """Household number, or ID number of one of its people, -> the household."""
    with_areas = (joinedload(Household.village), joinedload(Household.group))
    by_number = sa.select(Household).where(Household.household_no.in_(numbers)).options(*with_areas)
    found = {one.household_no: one for one in db.session.scalars(by_number)}
    people = sa.select(Member.id_number, Household).join(Household, Household.id == Member.household_id)
    rows = db.session.execute(people.where(Member.id_number.in_(numbers)).options(*with_areas))
    return {str(number): household for number, household in rows} | found


def _with_open_case(household_ids: Collection[int]) -> set[int]:
    statement = sa.select(Watch.household_id).where(
        Watch.household_id.in_(household_ids), Watch.state.not_in(ENDED)
    )
    return set(db.session.scalars(statement))
