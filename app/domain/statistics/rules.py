"""What is asked of the statistics and how the answer is laid out. Pure."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TypeVar

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.reports.figures import Count
from app.domain.statistics.dimensions import DIMENSIONS, NOT_STATED, Dimension, Value

Key = TypeVar("Key")


class Who(StrEnum):
    """Which households are counted, as of a day."""

    REGISTERED = "registered"
    ENTERED = "entered"
    OUT = "out"
    ALL = "all"


WHO_LABELS = {
    Who.REGISTERED: N_("Registered as poor"),
    Who.ENTERED: N_("Registered as poor in that year"),
    Who.OUT: N_("Out of poverty in that year"),
    Who.ALL: N_("All households on record"),
}


@dataclass(frozen=True)
class Asked:
    """Households of the area at *path* of whom *who* and all *picks* (dimension, value) hold on the day *on*.

    *as_announced*: a household counts with the people that were announced, not with those whom its record has now.
    """

    path: str
    on: dt.date
    who: Who = Who.REGISTERED
    picks: tuple[tuple[str, str], ...] = ()
    as_announced: bool = False

    def picking(self, *picks: tuple[str, str]) -> "Asked":
        """The same, narrowed further."""
        return replace(self, picks=(*self.picks, *picks))

    @property
    def asks_people(self) -> bool:
        """It picks persons: what is counted are those, and the households that they live in."""
        return any(DIMENSIONS[key].of_people for key, _value in self.picks)


@dataclass(frozen=True)
class Pivot:
    """Counts by the values of *rows*, and of *columns* where there are some.

    Where a person may stand under several values, or households are counted by their members, the sums are counted
    on their own: they are not what the cells add up to.
    """

    asked: Asked
    rows: Dimension
    columns: Dimension | None
    row_values: Sequence[Value]
    column_values: Sequence[Value] = ()
    cells: Mapping[tuple[str, str], Count] = field(default_factory=dict)
    row_sums: Mapping[str, Count] = field(default_factory=dict)
    column_sums: Mapping[str, Count] = field(default_factory=dict)
    total: Count = field(default_factory=Count)

    @property
    def adds_up(self) -> bool:
        """Each household, and each person, stands in one cell."""
        return is_additive(self.rows, self.columns)

    @property
    def has_many(self) -> bool:
        """One person may stand under several values."""
        return any(one.many for one in (self.rows, self.columns) if one is not None)

    def at(self, row: Value, column: Value) -> Count:
        """One cell; nobody where nothing was counted."""
        return self.cells.get((row.key, column.key), Count())

    def of_row(self, row: Value) -> Count:
        """The sum of a row."""
        return self.row_sums.get(row.key, Count())

    def of_column(self, column: Value) -> Count:
        """The sum of a column."""
        return self.column_sums.get(column.key, Count())


def is_additive(rows: Dimension, columns: Dimension | None) -> bool:
    """Whether the sums of a table by these two are what its cells add up to."""
    return not any(one.of_people for one in (rows, columns) if one is not None)


def shown_values(dimension: Dimension, counted: Iterable[str], places: Sequence[Value] = ()) -> list[Value]:
    """The values to show: all *places*, else those *counted*, in their order; strangers and "not stated" last."""
    found = set(counted)
    if dimension.is_place:
        known: Sequence[Value] = places
        shown = list(places)
    else:
        known = dimension.values
        shown = [value for value in known if value.key in found]
    strangers = sorted(found - {value.key for value in known} - {NOT_STATED})
    shown += [Value(key, BilingualText(key)) for key in strangers]
    if NOT_STATED in found:
        shown.append(Value(NOT_STATED, Message(N_("Not stated"))))
    return shown


def asked_of_year(path: str, year: int, today: dt.date, who: Who = Who.REGISTERED) -> Asked:
    """The question about *year*: as of its last day, with people as announced; or as of today while it runs."""
    on = year_day(year, today)
    return Asked(path, on, who, as_announced=on < today)


def year_day(year: int, today: dt.date) -> dt.date:
    """The day as of which *year* is counted: its last, or today while it runs."""
    return min(dt.date(year, 12, 31), today)


def added_up(counts: Iterable[tuple[Key, Count]]) -> dict[Key, Count]:
    """The counts of each key as one."""
    sums: dict[Key, list[int]] = {}
    for key, count in counts:
        both = sums.setdefault(key, [0, 0])
        both[0] += count.households
        both[1] += count.people
    return {key: Count(*both) for key, both in sums.items()}
