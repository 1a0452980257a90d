"""Counting days: the arithmetic of periods and time limits, on real and on invented calendars."""

import datetime as dt

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain.calendars import seed
from app.domain.calendars.rules import (
    Calendar,
    CountFrom,
    DayKind,
    add_working_days,
    count_working_days,
    deadline,
    is_workday,
    last_day,
    next_workday,
)

FIRST, LAST = dt.date(2013, 1, 1), dt.date(2026, 12, 31)
ONE_DAY = dt.timedelta(days=1)


def shipped_calendar() -> Calendar:
    days = {day.on: day.is_workday for year in seed.known_years() for day in seed.days_of(year)}
    return Calendar(days, frozenset(seed.known_years()))


SHIPPED = shipped_calendar()
BARE = Calendar()

posting_days = st.dates(FIRST, LAST)
lengths = st.integers(1, 40)
day_kinds = st.sampled_from(DayKind)
count_froms = st.sampled_from(CountFrom)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    """The shipped calendar, the bare one, or one with any fifty days turned round."""
    base = draw(st.sampled_from([SHIPPED, BARE]))
    turned = draw(st.dictionaries(posting_days, st.booleans(), max_size=50))
    return Calendar({**base.exceptions, **turned}, base.known_years)


def period_of(
    posted_on: dt.date,
    days: int,
    kind: DayKind = DayKind.CALENDAR,
    count_from: CountFrom = CountFrom.NEXT_DAY,
    extend: bool = True,
    calendar: Calendar = SHIPPED,
) -> tuple[dt.date, dt.date]:
    period = last_day(posted_on, days, kind, count_from, extend, calendar)
    return period.first_day, period.last_day


@given(posting_days, lengths, day_kinds, count_froms, st.booleans(), calendars())
def test_a_period_is_never_shorter_than_the_policy_asks(
    posted_on: dt.date, days: int, kind: DayKind, count_from: CountFrom, extend: bool, calendar: Calendar
) -> None:
    period = last_day(posted_on, days, kind, count_from, extend, calendar)
    if kind == DayKind.CALENDAR:
        assert period.length >= days
    else:
        assert count_working_days(period.first_day, period.last_day, calendar) == days
    assert period.first_day >= (posted_on if count_from == CountFrom.POSTING_DAY else posted_on + ONE_DAY)
    assert not period.has_ended(period.last_day)
    assert period.has_ended(period.last_day + ONE_DAY)


@given(posting_days, lengths, count_froms, calendars())
def test_working_days_begin_and_end_on_worked_days(
    posted_on: dt.date, days: int, count_from: CountFrom, calendar: Calendar
) -> None:
    period = last_day(posted_on, days, DayKind.WORKING, count_from, False, calendar)
    assert calendar.is_workday(period.first_day)
    assert calendar.is_workday(period.last_day)


@given(posting_days, lengths, count_froms, calendars())
def test_an_extended_period_ends_on_a_worked_day_and_skips_none(
    posted_on: dt.date, days: int, count_from: CountFrom, calendar: Calendar
) -> None:
    plain = last_day(posted_on, days, DayKind.CALENDAR, count_from, False, calendar)
    extended = last_day(posted_on, days, DayKind.CALENDAR, count_from, True, calendar)
    assert plain.length == days
    assert extended.first_day == plain.first_day
    assert calendar.is_workday(extended.last_day)
    if extended.last_day > plain.last_day:
        assert count_working_days(plain.last_day, extended.last_day - ONE_DAY, calendar) == 0


@given(posting_days, st.integers(0, 30), lengths, day_kinds, count_froms, st.booleans(), calendars())
def test_a_later_posting_never_ends_earlier(
    posted_on: dt.date,
    later: int,
    days: int,
    kind: DayKind,
    count_from: CountFrom,
    extend: bool,
    calendar: Calendar,
) -> None:
    one = last_day(posted_on, days, kind, count_from, extend, calendar)
    two = last_day(posted_on + dt.timedelta(days=later), days, kind, count_from, extend, calendar)
    assert one.first_day <= two.first_day
    assert one.last_day <= two.last_day


@given(posting_days, lengths, day_kinds, count_froms, st.booleans(), calendars())
def test_more_days_never_end_earlier_and_the_next_day_never_counts_shorter(
    posted_on: dt.date, days: int, kind: DayKind, count_from: CountFrom, extend: bool, calendar: Calendar
) -> None:
    short = last_day(posted_on, days, kind, count_from, extend, calendar)
    long = last_day(posted_on, days + 1, kind, count_from, extend, calendar)
    assert short.last_day <= long.last_day
    same = last_day(posted_on, days, kind, CountFrom.POSTING_DAY, extend, calendar)
    assert same.last_day <= last_day(posted_on, days, kind, CountFrom.NEXT_DAY, extend, calendar).last_day


@given(posting_days, st.integers(0, 60), st.integers(0, 60), calendars())
def test_working_days_add_up(start: dt.date, one: int, two: int, calendar: Calendar) -> None:
    """From a worked day, going on by one and then by two is going on by both."""
    assume(calendar.is_workday(start))
    on_the_way = add_working_days(start, one, calendar)
    end = add_working_days(on_the_way, two, calendar)
    assert end == add_working_days(start, one + two, calendar)
    assert count_working_days(start, end, calendar) == one + two + 1


@pytest.mark.parametrize(
    ("posted_on", "days", "ends_on"),
    [
        # Spring Festival 2014: 26 January and 8 February are worked, 31 January to 6 February is off.
        ("2014-01-24", 5, "2014-01-30"),
        ("2014-01-24", 6, "2014-02-07"),
        ("2014-01-30", 1, "2014-02-07"),
        ("2014-02-06", 2, "2014-02-08"),
        ("2014-02-07", 2, "2014-02-10"),
        # Spring Festival 2026: 14 and 28 February are worked, 15 to 23 February is off.
        ("2026-02-13", 1, "2026-02-14"),
        ("2026-02-13", 2, "2026-02-24"),
        ("2026-02-24", 4, "2026-02-28"),
        ("2026-02-24", 5, "2026-03-02"),
    ],
)
def test_working_days_around_the_spring_festival(posted_on: str, days: int, ends_on: str) -> None:
    _, last = period_of(dt.date.fromisoformat(posted_on), days, DayKind.WORKING)
    assert last == dt.date.fromisoformat(ends_on)


def test_seven_calendar_days_begin_on_the_day_after_posting() -> None:
    assert period_of(dt.date(2014, 4, 8), 7) == (dt.date(2014, 4, 9), dt.date(2014, 4, 15))
    posting_day = period_of(dt.date(2014, 4, 8), 7, count_from=CountFrom.POSTING_DAY)
    assert posting_day == (dt.date(2014, 4, 8), dt.date(2014, 4, 14))


def test_a_period_that_would_end_in_a_holiday_runs_on() -> None:
    """Seven days from 27 January 2014 would end on 3 February, in the Spring Festival."""
    assert period_of(dt.date(2014, 1, 27), 7)[1] == dt.date(2014, 2, 7)
    assert period_of(dt.date(2014, 1, 27), 7, extend=False)[1] == dt.date(2014, 2, 3)


def test_a_period_may_end_on_a_make_up_saturday() -> None:
    assert period_of(dt.date(2014, 2, 1), 7)[1] == dt.date(2014, 2, 8)


def test_what_hangs_on_a_year_not_announced_is_an_estimate() -> None:
    end_of_year = dt.date(2026, 12, 28)
    working = last_day(end_of_year, 7, DayKind.WORKING, CountFrom.NEXT_DAY, True, SHIPPED)
    assert working.last_day == dt.date(2027, 1, 6)
    assert working.is_estimated
    plain = last_day(end_of_year, 7, DayKind.CALENDAR, CountFrom.NEXT_DAY, False, SHIPPED)
    assert not plain.is_estimated
    assert SHIPPED.is_estimated(end_of_year, dt.date(2027, 1, 1))
    assert not SHIPPED.is_estimated(dt.date(2026, 1, 1), end_of_year)


def test_without_an_announcement_monday_to_friday_are_worked() -> None:
    assert BARE.is_workday(dt.date(2027, 1, 1))
    assert not BARE.is_workday(dt.date(2027, 1, 2))
    assert next_workday(dt.date(2027, 1, 2), BARE) == dt.date(2027, 1, 4)
    assert is_workday(dt.date(2027, 1, 2), {dt.date(2027, 1, 2): True})


def test_an_answer_is_due_after_the_days_of_its_kind() -> None:
    friday = dt.date(2014, 1, 24)
    assert deadline(friday, 5, DayKind.CALENDAR, SHIPPED) == dt.date(2014, 1, 29)
    assert deadline(friday, 5, DayKind.WORKING, SHIPPED) == dt.date(2014, 1, 30)


def test_no_period_of_no_days() -> None:
    with pytest.raises(ValueError, match="at least one day"):
        period_of(dt.date(2014, 1, 1), 0)
    with pytest.raises(ValueError, match="forward"):
        add_working_days(dt.date(2014, 1, 1), -1, BARE)


def test_every_shipped_year_has_its_national_day() -> None:
    for year in seed.known_years():
        assert not SHIPPED.is_workday(dt.date(year, 10, 1)), year
