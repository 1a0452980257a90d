"""Reading the working calendar."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from app.core.db import db
from app.domain.calendars.models import CalendarDay, CalendarYear
from app.domain.calendars.rules import Calendar


def load_calendar() -> Calendar:
    """The whole working calendar as one value: two statements, about thirty rows a year."""
    days = db.session.execute(sa.select(CalendarDay.on, CalendarDay.is_workday)).all()
    years = db.session.scalars(sa.select(CalendarYear.year)).all()
    return Calendar(exceptions={day.on: day.is_workday for day in days}, known_years=frozenset(years))


def list_days(year: int) -> Sequence[CalendarDay]:
    """The days of *year* that have a name or a rule of their own, by date."""
    within = CalendarDay.on.between(dt.date(year, 1, 1), dt.date(year, 12, 31))
    return db.session.scalars(sa.select(CalendarDay).where(within).order_by(CalendarDay.on)).all()


def find_day(on: dt.date) -> CalendarDay | None:
    """The entry for *on*, if the day has one."""
    return db.session.scalars(sa.select(CalendarDay).where(CalendarDay.on == on)).one_or_none()


def find_year(year: int) -> CalendarYear | None:
    """The record of *year*, when its holidays have been announced."""
    return db.session.scalars(sa.select(CalendarYear).where(CalendarYear.year == year)).one_or_none()


def list_years() -> Sequence[CalendarYear]:
    """All announced years, the newest first."""
    return db.session.scalars(sa.select(CalendarYear).order_by(CalendarYear.year.desc())).all()
