"""Counting days: periods of notices and time limits, in calendar days or in working days.

Pure: a :class:`Calendar` comes in as a value (see ``queries.load_calendar``) and no clock is asked.
What a province decides (how many days, of which kind, counted from where) comes in from the policy.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

ONE_DAY = dt.timedelta(days=1)
SATURDAY = 5


class DayKind(StrEnum):
    """What is counted: every day, or working days only."""

    CALENDAR = "calendar"
    WORKING = "working"


class CountFrom(StrEnum):
    """Whether the day of posting is itself the first day of the period."""

    POSTING_DAY = "posting_day"
    NEXT_DAY = "next_day"


@dataclass(frozen=True)
class Calendar:
    """The days that differ from Monday-to-Friday, and the years for which they are known.

    ``exceptions`` maps a day to whether it is worked; ``known_years`` are the announced ones. In any other
    year Monday to Friday are worked, and what was counted there is an estimate. ``counted`` remembers which working
    day is the *n*-th after another: a county asks for few of them, but often.
    """

    exceptions: Mapping[dt.date, bool] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    counted: dict[tuple[dt.date, int], dt.date] = field(default_factory=dict, compare=False, repr=False)

    def is_workday(self, day: dt.date) -> bool:
        """True when *day* is worked."""
        return is_workday(day, self.exceptions)

    def is_estimated(self, first: dt.date, last: dt.date) -> bool:
        """True when a year between *first* and *last* has not been announced."""
        return any(year not in self.known_years for year in range(first.year, last.year + 1))


@dataclass(frozen=True)
class Period:
    """The days that count: from the first one counted to the end (24:00) of the last.

    ``is_estimated`` says that the length hangs on a year whose holidays are not announced yet.
    """

    first_day: dt.date
    last_day: dt.date
    is_estimated: bool = False

    @property
    def length(self) -> int:
        """Days from the first to the last, both included."""
        return (self.last_day - self.first_day).days + 1

    def has_ended(self, on: dt.date) -> bool:
        """True once the last day is over."""
        return on > self.last_day


def is_weekday(day: dt.date) -> bool:
    """True from Monday to Friday, whatever the holidays."""
    return day.weekday() < SATURDAY


def is_workday(day: dt.date, table: Mapping[dt.date, bool]) -> bool:
    """True when *day* is worked, by a *table* of the days that differ from Monday-to-Friday."""
    return table.get(day, is_weekday(day))


def next_workday(day: dt.date, calendar: Calendar) -> dt.date:
    """*day* itself if it is worked, else the first worked day after it."""
    while not calendar.is_workday(day):
        day += ONE_DAY
    return day


def last_day(
    posted_on: dt.date,
    days: int,
    day_kind: DayKind,
    count_from: CountFrom,
    extend_over_holiday: bool,
    calendar: Calendar,
) -> Period:
    """The period of a notice that is posted *posted_on* for *days*.

    In working days the first and the last day are themselves worked. In calendar days a period that would
    end on a day off runs on to the next worked day where *extend_over_holiday* says so.
    """
    if days < 1:
        raise ValueError("a period has at least one day")
    start = posted_on if count_from == CountFrom.POSTING_DAY else posted_on + ONE_DAY
    if day_kind == DayKind.WORKING:
        first = next_workday(start, calendar)
        last = add_working_days(first, days - 1, calendar)
        return Period(first, last, calendar.is_estimated(start, last))
    last = start + dt.timedelta(days=days - 1)
    if not extend_over_holiday:
        return Period(start, last)
    extended = next_workday(last, calendar)
    return Period(start, extended, calendar.is_estimated(last, extended))


def add_working_days(start: dt.date, n: int, calendar: Calendar) -> dt.date:
    """The *n*-th working day after *start*; *start* itself when *n* is 0."""
    if n < 0:
        raise ValueError("working days are counted forward only")
    known = calendar.counted.get((start, n))
    if known is not None:
        return known
    day, left = start, n
    while left > 0:
        day += ONE_DAY
        if calendar.is_workday(day):
            left -= 1
    calendar.counted[start, n] = day
    return day


def deadline(start: dt.date, days: int, day_kind: DayKind, calendar: Calendar) -> dt.date:
    """The last day of a time limit of *days* that began on *start* (which does not count)."""
    if day_kind == DayKind.WORKING:
        return add_working_days(start, days, calendar)
    return start + dt.timedelta(days=days)


def count_working_days(first: dt.date, last: dt.date, calendar: Calendar) -> int:
    """How many worked days lie between *first* and *last*, both included; 0 when *last* is earlier."""
    span = (last - first).days + 1
    return sum(calendar.is_workday(first + dt.timedelta(days=offset)) for offset in range(max(span, 0)))
