"""The clock: UTC instants, the county's calendar day, and standing still for tests and the demonstration."""

import datetime as dt

import pytest

from app.core import clock as county_clock

UTC = dt.UTC


def test_today_is_the_countys_day_not_the_machines() -> None:
    with county_clock.frozen(dt.datetime(2026, 3, 5, 16, 30, tzinfo=UTC)):
        assert county_clock.now() == dt.datetime(2026, 3, 5, 16, 30, tzinfo=UTC)
        assert county_clock.today() == dt.date(2026, 3, 6)


def test_an_instant_of_the_county_comes_back_on_its_clock() -> None:
    instant = county_clock.at(dt.date(2026, 3, 5), 17, 45)
    assert instant == dt.datetime(2026, 3, 5, 9, 45, tzinfo=UTC)
    assert county_clock.local(instant).isoformat() == "2026-03-05T17:45:00+08:00"


def test_it_runs_again_when_nobody_holds_it() -> None:
    county_clock.set_to(None)
    assert abs(county_clock.now() - dt.datetime.now(UTC)) < dt.timedelta(seconds=5)


def test_standing_still_ends_with_its_block_also_after_a_fault() -> None:
    before = county_clock.now()
    with pytest.raises(RuntimeError), county_clock.frozen(dt.datetime(2014, 6, 9, tzinfo=UTC)):
        raise RuntimeError
    assert county_clock.now() == before


@pytest.mark.parametrize(
    "act", [county_clock.set_to, lambda instant: county_clock.frozen(instant).__enter__()]
)
def test_an_instant_without_a_zone_is_refused(act) -> None:
    with pytest.raises(ValueError, match="time zone"):
        act(dt.datetime(2026, 3, 5, 9, 0))  # noqa: DTZ001 - the fault that is meant
