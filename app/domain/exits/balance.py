"""A year of the register: who was in it before, came, left, was struck, and who is in it after. Counted from its rows.

Whatever happened within the year, the households add up:

    in it before + new + returned - left - struck = in it after
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_
from app.domain.areas.models import Area
from app.domain.exits.rules import NOBODY, Balance
from app.domain.households.models import Household, RegisterExit, Registration


class Move(StrEnum):
    """Why a household is counted after the year and not before, or the other way round; or with other people."""

    NEW = "new"
    RETURNED = "returned"
    LEFT = "left"
    STRUCK = "struck"
    PEOPLE = "people"


MOVE_LABELS = {
    Move.NEW: N_("Newly registered"),
    Move.RETURNED: N_("Fell back and registered again"),
    Move.LEFT: N_("Left the register: out of poverty"),
    Move.STRUCK: N_("Struck from the register"),
    Move.PEOPLE: N_("Other number of people"),
}
COMES = frozenset({Move.NEW, Move.RETURNED})


@dataclass(frozen=True)
class Moved:
    """One household that moved: *people* with a sign, as the sum over all of them changes."""

    move: Move
    household_no: str
    head_name: str
    village: str
    people: int
    on: dt.date
    reason: str = ""


@dataclass(frozen=True)
class Year:
    """The register of an area over a year."""

    before: Balance
    after: Balance
    moved: tuple[Moved, ...] = ()

    def of(self, move: Move) -> Balance:
        """So many households and people moved that way; both without a sign."""
        rows = [one for one in self.moved if one.move is move]
        return Balance(len(rows), abs(sum(one.people for one in rows)))


@dataclass
class _Course:
    """What is known of one household."""

    household: Any
    entered: list[Registration] = field(default_factory=list)
    left: list[RegisterExit] = field(default_factory=list)

    def standing(self, before: dt.date) -> Registration | None:
        """The registration that counts when the day *before* begins."""
        entered = [
            one
            for one in self.entered
            if one.registered_on < before and (one.struck_on is None or one.struck_on >= before)
        ]
        if not entered:
            return None
        last = max(entered, key=lambda one: (one.registered_on, one.id))
        is_out = any(last.registered_on <= one.exited_on < before for one in self._gone(before))
        return None if is_out else last

    def _gone(self, before: dt.date) -> Iterable[RegisterExit]:
        return (one for one in self.left if one.undone_on is None or one.undone_on >= before)


def year_of(area: Area, year: int) -> Year:
    """The register of *area* over a *year*. Three statements, whatever the size of the area."""
    begin, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    courses = _courses(area.path)
    before = after = NOBODY
    moved: list[Moved] = []
    for course in courses.values():
        was, is_now = course.standing(begin), course.standing(end)
        if was is not None:
            before = before.plus(Balance(1, was.people))
        if is_now is not None:
            after = after.plus(Balance(1, is_now.people))
        found = _moved(course, was, is_now, begin, end)
        if found is not None:
            moved.append(found)
    return Year(before, after, tuple(sorted(moved, key=lambda one: (one.move, one.household_no))))


def _moved(
    course: _Course, was: Registration | None, now: Registration | None, begin: dt.date, end: dt.date
) -> Moved | None:
    if was is None and now is not None:
        again = any(one.exited_on < now.registered_on for one in course.left if one.undone_on is None)
        return _row(course, Move.RETURNED if again else Move.NEW, now.people, now.registered_on)
    if was is not None and now is None:
        gone = [one for one in course.left if begin <= one.exited_on < end and one.undone_on is None]
        if gone:
            return _row(course, Move.LEFT, -was.people, gone[-1].exited_on)
        return _row(course, Move.STRUCK, -was.people, was.struck_on or begin, was.struck_reason or "")
    if was is not None and now is not None and was.people != now.people:
        return _row(course, Move.PEOPLE, now.people - was.people, now.registered_on)
    return None


def _row(course: _Course, move: Move, people: int, on: dt.date, reason: str = "") -> Moved:
    one = course.household
    return Moved(move, one.household_no, one.head_name, one.name_zh, people, on, reason)


def _courses(path: str) -> dict[int, _Course]:
    """household id -> everything about it and the register, of the households below *path* that were ever in it."""
    inside = (
        sa.select(Household.id, Household.household_no, Household.head_name, Area.name_zh)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(path))
    )
    ids = inside.with_only_columns(Household.id)
    ever = sa.select(Registration.household_id).where(Registration.household_id.in_(ids))
    rows = db.session.execute(inside.where(Household.id.in_(ever)))
    courses = {row.id: _Course(row) for row in rows}
    for entered in db.session.scalars(sa.select(Registration).where(Registration.household_id.in_(ids))):
        courses[entered.household_id].entered.append(entered)
    for left in db.session.scalars(sa.select(RegisterExit).where(RegisterExit.household_id.in_(ids))):
        if left.household_id in courses:
            courses[left.household_id].left.append(left)
    return courses
