"""Reading the working calendar."""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.orm import Session

from app.core.db import db
from app.domain.calendars.models import CalendarDay, CalendarYear
from app.domain.calendars.rules import Calendar

#: where a session keeps the calendar while a transaction lasts
_KEPT = "working calendar"


def load_calendar() -> Calendar:
    """The whole working calendar as one value: two statements, about thirty rows a year, once in a transaction."""
    kept = db.session().info
    if _KEPT not in kept:
        kept[_KEPT] = _read_calendar()
    calendar: Calendar = kept[_KEPT]
    return calendar


def _read_calendar() -> Calendar:
    days = db.session.execute(sa.select(CalendarDay.on, CalendarDay.is_workday)).all()
    years = db.session.scalars(sa.select(CalendarYear.year)).all()
    return Calendar(exceptions={day.on: day.is_workday for day in days}, known_years=frozenset(years))


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, _transaction: object) -> None:
    session.info.pop(_KEPT, None)


@event.listens_for(Session, "after_flush")
def _forget_changed(session: Session, _context: object) -> None:
    """Whoever changes a day or announces a year goes on with the new calendar."""
    changed = (*session.new, *session.dirty, *session.deleted)
    if any(isinstance(row, CalendarDay | CalendarYear) for row in changed):
        session.info.pop(_KEPT, None)


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
