"""A year of the register: who was in it before, came, left, was struck, and who is in it after. Counted from its rows.

Whatever happened within the year, the households add up:

    in it before + new + returned + exits undone - left - struck = in it after

What was undone in a later year counts until then: each year is told as it stood when the next one began.
"""

import datetime as dt
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.core.messages import N_
from app.domain.areas.models import Area
from app.domain.exits.rules import Balance
from app.domain.households.models import Household, RegisterExit, Registration


class Move(StrEnum):
    """Why a household is counted after the year and not before, or the other way round; or with other people."""

    NEW = "new"
    RETURNED = "returned"
    UNDONE = "undone"
    LEFT = "left"
    STRUCK = "struck"
    PEOPLE = "people"


MOVE_LABELS = {
    Move.NEW: N_("Newly registered"),
    Move.RETURNED: N_("Fell back and registered again"),
    Move.UNDONE: N_("Back in the register: its exit does not count any more"),
    Move.LEFT: N_("Left the register: out of poverty"),
    Move.STRUCK: N_("Struck from the register"),
    Move.PEOPLE: N_("Other number of people"),
}
COMES = frozenset({Move.NEW, Move.RETURNED, Move.UNDONE})


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
    """What is known of one household: rows of its registrations and exits, with the columns of their tables."""

    household: Any
    entered: list[Any] = field(default_factory=list)
    left: list[Any] = field(default_factory=list)

    def standing(self, before: dt.date) -> Any | None:
        """The registration that counts when the day *before* begins."""
        last = self.kept(before)
        if last is None:
            return None
        is_out = any(last.registered_on <= one.exited_on < before for one in self.gone(before))
        return None if is_out else last

    def kept(self, before: dt.date) -> Any | None:
        """The last registration that is not struck when the day *before* begins; the household may have left since."""
        entered = [
            one
            for one in self.entered
            if one.registered_on < before and (one.struck_on is None or one.struck_on >= before)
        ]
        return max(entered, key=lambda one: (one.registered_on, one.id), default=None)

    def gone(self, before: dt.date) -> list[Any]:
        """The exits that count when the day *before* begins, the last one last."""
        found = (one for one in self.left if one.undone_on is None or one.undone_on >= before)
        return sorted(found, key=lambda one: (one.exited_on, one.id))


def year_of(area: Area, year: int) -> Year:
    """The register of *area* over a *year*. Four statements, whatever the size of the area.

    Only households to which something happened in the year are looked at one by one; the others are counted.
    """
    begin, end = dt.date(year, 1, 1), dt.date(year + 1, 1, 1)
    courses = _courses(area.path, begin, end)
    before = after = _untouched(area.path, begin, end)
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


def _moved(course: _Course, was: Any, now: Any, begin: dt.date, end: dt.date) -> Moved | None:
    if was is None and now is not None:
        return _came(course, now, begin, end)
    if was is not None and now is None:
        return _went(course, was, begin, end)
    if was is not None and now is not None and was.people != now.people:
        return _row(course, Move.PEOPLE, now.people - was.people, now.registered_on)
    return None


def _came(course: _Course, now: Any, begin: dt.date, end: dt.date) -> Moved:
    undone = [one for one in course.left if one.undone_on is not None and begin <= one.undone_on < end]
    if now.registered_on < begin and undone:
        last = max(undone, key=lambda one: (one.undone_on or begin, one.id))
        return _row(course, Move.UNDONE, now.people, last.undone_on or begin, last.undone_reason)
    again = any(one.exited_on < now.registered_on for one in course.gone(end))
    return _row(course, Move.RETURNED if again else Move.NEW, now.people, now.registered_on)


def _went(course: _Course, was: Any, begin: dt.date, end: dt.date) -> Moved:
    gone = [one for one in course.gone(end) if begin <= one.exited_on < end]
    if gone and course.kept(end) is not None:
        return _row(course, Move.LEFT, -was.people, gone[-1].exited_on)
    struck = [one for one in course.entered if one.struck_on is not None and begin <= one.struck_on < end]
    last = max(struck, key=lambda one: (one.struck_on or begin, one.id), default=was)
    return _row(course, Move.STRUCK, -was.people, last.struck_on or begin, last.struck_reason or "")


def _row(course: _Course, move: Move, people: int, on: dt.date, reason: str = "") -> Moved:
    one = course.household
    return Moved(move, one.household_no, one.head_name, one.name_zh, people, on, reason)


def _touched(begin: dt.date, end: dt.date) -> sa.CompoundSelect[int]:
    """The households of whose registrations or exits anything happened from *begin* to before *end*."""

    def within(column: Any) -> sa.ColumnElement[bool]:
        return sa.and_(column >= begin, column < end)

    R, E = Registration, RegisterExit
    return sa.union(
        sa.select(R.household_id).where(sa.or_(within(R.registered_on), within(R.struck_on))),
        sa.select(E.household_id).where(sa.or_(within(E.exited_on), within(E.undone_on))),
    )


def _untouched(path: str, begin: dt.date, end: dt.date) -> Balance:
    """Who was in the register the whole time, of the households to which nothing happened from *begin* to *end*."""
    row, later, left = Registration, aliased(Registration), RegisterExit
    counts = sa.or_(row.struck_on.is_(None), row.struck_on >= end)
    newer = sa.exists().where(
        later.household_id == row.household_id,
        sa.or_(later.struck_on.is_(None), later.struck_on >= end),
        later.registered_on < begin,
        sa.tuple_(later.registered_on, later.id) > sa.tuple_(row.registered_on, row.id),
    )
    gone = sa.exists().where(
        left.household_id == row.household_id,
        left.exited_on >= row.registered_on,
        left.exited_on < begin,
        sa.or_(left.undone_on.is_(None), left.undone_on >= end),
    )
    statement = (
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(row.people), 0))
        .join(Household, Household.id == row.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(path), row.registered_on < begin, counts, ~newer, ~gone)
        .where(row.household_id.not_in(_touched(begin, end)))
    )
    households, people = db.session.execute(statement).one()
    return Balance(int(households), int(people))


def _courses(path: str, begin: dt.date, end: dt.date) -> dict[int, _Course]:
    """household id -> everything about it and the register, of those below *path* to which something happened."""
    rows = db.session.execute(
        sa.select(Household.id, Household.household_no, Household.head_name, Area.name_zh)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(path), Household.id.in_(_touched(begin, end)))
    )
    courses = {row.id: _Course(row) for row in rows}
    ids = sa.select(_touched(begin, end).subquery().c.household_id)
    entered = sa.select(Registration.__table__).where(Registration.household_id.in_(ids))
    for one in db.session.execute(entered):
        if one.household_id in courses:
            courses[one.household_id].entered.append(one)
    left = sa.select(RegisterExit.__table__).where(RegisterExit.household_id.in_(ids))
    for gone in db.session.execute(left):
        if gone.household_id in courses:
            courses[gone.household_id].left.append(gone)
    return courses
