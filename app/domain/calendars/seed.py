"""The first filling of the working calendar: what the ``chinesecalendar`` package knows of each year.

Lives here: the only import of that package, and its days as plain values. ``service.seed_years``
writes them.
"""

import datetime as dt
from dataclasses import dataclass
from importlib.metadata import version

from chinese_calendar import constants

from app.core.bilingual import BilingualText

DOCUMENT = f"chinesecalendar {version('chinesecalendar')}"
MAKE_UP = BilingualText("调休上班", "Make-up workday")


@dataclass(frozen=True)
class SeedDay:
    """A holiday or a make-up workday as the package lists it."""

    on: dt.date
    is_workday: bool
    note: BilingualText


def known_years() -> list[int]:
    """The years that the package knows, in order."""
    return sorted({day.year for day in constants.holidays})


def days_of(year: int) -> list[SeedDay]:
    """The holidays and make-up workdays of *year*, by date."""
    names = {holiday.value: BilingualText(holiday.chinese, holiday.value) for holiday in constants.Holiday}
    off = [SeedDay(day, False, names[name]) for day, name in constants.holidays.items() if day.year == year]
    worked = [SeedDay(day, True, MAKE_UP) for day in constants.workdays if day.year == year]
    return sorted([*off, *worked], key=lambda day: day.on)
