"""Arranging a year for its page: twelve months of weeks, each day with its mark."""

import calendar
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.domain.calendars.models import CalendarDay
from app.domain.calendars.rules import is_weekday


@dataclass(frozen=True)
class DayCell:
    """One day of a month. *differs* is true where it departs from Monday-to-Friday."""

    on: dt.date
    is_workday: bool
    entry: CalendarDay | None

    @property
    def differs(self) -> bool:
        return self.is_workday != is_weekday(self.on)


@dataclass(frozen=True)
class Month:
    """A month as weeks from Monday to Sunday; ``None`` fills the days of its neighbours."""

    first: dt.date
    weeks: Sequence[Sequence[DayCell | None]]
    workdays: int


def months_of(year: int, entries: Sequence[CalendarDay]) -> list[Month]:
    """The twelve months of *year* with the days that have an entry."""
    by_day = {entry.on: entry for entry in entries}
    return [_month(dt.date(year, number, 1), by_day) for number in range(1, 13)]


def _month(first: dt.date, by_day: Mapping[dt.date, CalendarDay]) -> Month:
    weeks = [
        [_cell(on, by_day) if on.month == first.month else None for on in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    worked = sum(1 for week in weeks for cell in week if cell is not None and cell.is_workday)
    return Month(first, weeks, worked)


def _cell(on: dt.date, by_day: Mapping[dt.date, CalendarDay]) -> DayCell:
    entry = by_day.get(on)
    return DayCell(on, entry.is_workday if entry is not None else is_weekday(on), entry)
