"""The yearly re-check: last year's values stand, what jumped is asked about, the income follows from coefficients."""

import datetime as dt

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.exits import rechecking, rechecks
from app.domain.exits import service as exits
from app.domain.households import registration
from app.domain.households.entries import IncomeEntry, ItemEntry
from tests import factories


@pytest.fixture
def household(db, people, clock):
    factories.a_policy("regular-2026")
    return factories.a_registered(people.village, members=4, income=10_000, year=2024)


def entry(**given):
    return IncomeEntry(
        **{
            "wages_fen": 1_000_000,
            "business_fen": 0,
            "business_cost_fen": 0,
            "property_fen": 0,
            "transfers_fen": 0,
            "transfer_items": {},
            "items": (),
        }
        | given
    )


def record(people, household, given, who="village_officer", **more):
    return rechecks.recheck(
        actor=people.actor(who),
        household=household,
        year=2025,
        entry=given,
        version=household.version,
        **more,
    )


def test_what_did_not_change_is_confirmed_by_one_act(people, household, clock):
    done = record(people, household, entry())
    assert (done.per_head_fen, done.jumps, done.checked_on) == (250_000, [], clock.today)
    assert rechecks.done_in(2025, [household.id]) == {household.id: done}
    assert rechecks.count_done(2025, [people.village]) == {people.village.id: (1, 1)}


def test_a_jump_is_asked_about_and_its_reason_kept(people, household):
    with pytest.raises(Invalid) as refusal:
        record(people, household, entry(wages_fen=2_000_000))
    assert refusal.value.field == "reason"
    assert household.incomes[-1].year == 2024
    done = record(people, household, entry(wages_fen=2_000_000), reason="儿子外出务工")
    assert done.jumps == [{"name": "wages_fen", "before": 1_000_000, "now": 2_000_000}]
    assert done.reason == "儿子外出务工"


def test_the_income_is_worked_out_with_the_coefficients(people, household):
    sold = ItemEntry(kind="玉米", quantity="", sales_fen=400_000, coefficient="0.49")
    done = record(people, household, entry(items=(sold,)), reason="今年卖了玉米")
    assert done.per_head_fen == (1_000_000 + 196_000) // 4


def test_who_may_not_edit_does_not_re_check(people, household):
    with pytest.raises(Forbidden):
        record(people, household, entry(), who="supervisor")


def test_somebody_was_faster(people, household):
    version = household.version
    record(people, household, entry())
    with pytest.raises(Conflict):
        rechecks.recheck(
            actor=people.actor("village_officer"),
            household=household,
            year=2025,
            entry=entry(),
            version=version,
        )


def test_nobody_outside_the_register_is_re_checked(people, household):
    with pytest.raises(Refused):
        record(people, factories.a_household(people.village), entry())


def test_who_left_is_re_checked_while_the_watch_lasts(people, household, clock):
    left = factories.an_exit(household)
    assert [one.id for one in rechecks.list_due(people.village.id)] == [household.id]
    left.watch_until = left.struck_on = clock.today
    factories.an_exit(factories.a_registered(people.village))
    assert household.id not in [one.id for one in rechecks.list_due(people.village.id)]


def test_whoever_is_listed_can_be_re_checked_and_nobody_else(people, household, clock):
    """Listed and refused by the same words: whoever left and was struck for another scheme is neither."""
    county = people.actor("county_approver")
    numbered, returned, other = [factories.a_registered(people.village, year=2024) for _ in range(3)]
    factories.an_exit(household)
    factories.an_exit(numbered, struck_on=clock.today, watch_until=clock.today)
    for one in (returned, other):
        factories.an_exit(one, exited_on=clock.today - dt.timedelta(days=30))
        again = factories.a_round(code=f"again-{one.id}")
        registration.register(household_id=one.id, round_id=again.id, people=3, on=clock.today)
    exits.strike_from_register(actor=county, household=other, reason="五保")
    due = {one.id for one in rechecks.list_due(people.village.id)}
    assert due == {household.id, returned.id}
    assert rechecks.count_done(2025, [people.village]) == {people.village.id: (2, 0)}
    for one in (household, returned):
        record(people, one, entry(wages_fen=800_000), reason="务工")
    for one in (numbered, other):
        with pytest.raises(Refused):
            record(people, one, entry(wages_fen=800_000), reason="务工")
    assert rechecks.count_done(2025, [people.village]) == {people.village.id: (2, 2)}


@pytest.mark.parametrize(
    ("before", "now", "asked"),
    [
        ({"wages_fen": 1_000_000}, {"wages_fen": 1_500_000}, False),
        ({"wages_fen": 1_000_000}, {"wages_fen": 1_500_001}, True),
        ({"wages_fen": 1_000_000}, {}, True),
        ({"wages_fen": 10_000}, {"wages_fen": 50_000}, False),
        ({}, {"wages_fen": 9_000_000}, False),
        ({"wages_fen": 0}, {"wages_fen": 0, "item:牛": 800_000}, True),
    ],
)
def test_only_a_great_change_of_a_known_year_is_asked_about(before, now, asked):
    assert bool(rechecking.jumps(before, now, 50)) is asked


def test_the_curve_stands_against_the_line_of_each_year(people, household):
    record(people, household, entry(wages_fen=1_400_000))
    points = rechecking.curve(household.incomes, 4, {2024: 300_000, 2025: 340_000})
    assert [(one.year, one.income_fen, one.is_over) for one in points] == [
        (2024, 250_000, False),
        (2025, 350_000, True),
    ]
    assert rechecks.lines_of(people.village)[2025] == 600_000


def test_no_number_of_a_person_stands_in_the_reason(people, household):
    with pytest.raises(Invalid, match="telephone"):
        record(people, household, entry(), reason="问13912345678")
    assert household.incomes[-1].year == 2024
