"""The working calendar is read once while a transaction lasts, and anew after whatever changes it."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.calendars.models import CalendarDay
from app.domain.calendars.queries import load_calendar
from tests.browser import watched

A_FRIDAY = dt.date(2026, 6, 5)


@pytest.mark.usefixtures("db")
def test_the_calendar_is_read_once_in_a_transaction() -> None:
    with watched(is_reading=False) as statements:
        first = load_calendar()
        assert load_calendar() is first
    assert [one.split()[0] for one in statements if not one.startswith("BEGIN")] == ["SELECT", "SELECT"]


@pytest.mark.usefixtures("db")
def test_a_changed_day_counts_at_once_and_an_undone_one_no_more() -> None:
    assert load_calendar().is_workday(A_FRIDAY)
    with db.session.begin_nested() as savepoint:
        db.session.add(CalendarDay(on=A_FRIDAY, is_workday=False))
        db.session.flush()
        assert not load_calendar().is_workday(A_FRIDAY)
        savepoint.rollback()
    assert load_calendar().is_workday(A_FRIDAY)
    day = CalendarDay(on=A_FRIDAY, is_workday=False)
    db.session.add(day)
    db.session.flush()
    assert not load_calendar().is_workday(A_FRIDAY)
    db.session.delete(day)
    db.session.flush()
    assert load_calendar().is_workday(A_FRIDAY)
