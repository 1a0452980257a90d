"""Acts on the working calendar: announcing a year, setting single days, the first filling."""

import datetime as dt

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.calendars import queries, seed
from app.domain.calendars.models import CalendarDay, CalendarYear

FIRST_YEAR, LAST_YEAR = 2000, 2100
LONGEST_NOTE = 60


def announce_year(*, year: int, document: str, actor: Actor) -> CalendarYear:
    """Record that the holidays of *year* are announced, by *document*. From now on its days are no estimate.

    Raises ``Invalid`` for a missing document or a year out of range, ``Forbidden``.
    """
    _check_permission(actor)
    _check_year(year)
    if not document.strip():
        raise Invalid(Message(N_("Name the announcement that the days are taken from.")), field="document")
    record = queries.find_year(year)
    if record is None:
        record = CalendarYear(year=year, announced_at=clock.now(), document=document.strip()[:200])
        db.session.add(record)
    else:
        record.document = document.strip()[:200]
    audit.record("calendar_changed", actor=actor, subject=record, on=str(year), what="announced")
    db.session.flush()
    return record


def set_day(
    *, on: dt.date, is_workday: bool, actor: Actor, note_zh: str = "", note_en: str | None = None
) -> CalendarDay:
    """Make *on* a day that is worked, or one that is not. Periods that already hang keep their printed days.

    Raises ``Invalid`` for a year out of range, ``Forbidden``.
    """
    _check_permission(actor)
    _check_year(on.year)
    day = queries.find_day(on) or CalendarDay(on=on)
    day.is_workday = is_workday
    day.note_zh = note_zh.strip()[:LONGEST_NOTE]
    day.note_en = (note_en or "").strip()[:LONGEST_NOTE] or None
    db.session.add(day)
    what = "workday" if is_workday else "day_off"
    audit.record("calendar_changed", actor=actor, subject=day, on=on.isoformat(), what=what)
    db.session.flush()
    return day


def seed_years(*, actor: Actor) -> list[int]:
    """Fill in every year that the package knows and the calendar does not. Returns the years that were added.

    A year already recorded stays as the county keeps it. For the command line: asks for no permission.
    """
    recorded = {record.year for record in queries.list_years()}
    missing = [year for year in seed.known_years() if year not in recorded]
    for year in missing:
        entered = {day.on for day in queries.list_days(year)}
        db.session.add_all(
            CalendarDay(on=day.on, is_workday=day.is_workday, note_zh=day.note.zh, note_en=day.note.en)
            for day in seed.days_of(year)
            if day.on not in entered
        )
        record = CalendarYear(year=year, announced_at=clock.now(), document=seed.DOCUMENT)
        db.session.add(record)
        audit.record("calendar_changed", actor=actor, subject=record, on=str(year), what="seeded")
        db.session.flush()
    return missing


def _check_permission(actor: Actor) -> None:
    if not can(actor, Permission.CALENDAR_AMEND):
        raise Forbidden()


def _check_year(year: int) -> None:
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Invalid(
            Message(
                N_("The calendar holds the years %(first)s to %(last)s."), first=FIRST_YEAR, last=LAST_YEAR
            ),
            field="year",
        )
