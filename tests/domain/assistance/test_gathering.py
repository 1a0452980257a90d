"""The measures of an area added up: villages, kinds, sub-plans, ways, units, sources; in constant statements."""

import datetime as dt

import pytest

from app.core.keeping import Fresh
from app.core.permissions import Permission
from app.domain.areas.reach import load_places
from app.domain.assistance import gathering, queries
from app.domain.assistance.conditions import Lack, MeasureShow
from app.domain.assistance.gathering import Sum
from app.domain.assistance.models import HouseholdAnswer, MeasureState
from tests import factories
from tests.people import People

VIEW = Permission.ASSISTANCE_VIEW

D = dt.date


@pytest.fixture
def work(people: People) -> None:
    """Two households with cattle, one of them with a house too; one without anything; one far away."""
    first = factories.a_registered(people.village, members=4)
    second = factories.a_registered(people.other_village, members=2)
    factories.a_registered(people.village)
    far = factories.a_registered(people.far_village)
    factories.a_household_plan(first, agreed_on=D(2026, 5, 1), agreed_by=first.head_name)
    said = {
        "answer": HouseholdAnswer.CONFIRMED,
        "answered_on": D(2026, 5, 11),
        "answered_by": first.head_name,
    }
    factories.a_measure(first, state=MeasureState.DONE, **said)
    factories.a_measure(first, kind="house_repair", quantity=1, cost_fen=100, due_on=D(2026, 5, 1))
    factories.a_measure(second, quantity=3.5, unit="县农业局")
    factories.a_measure(second, kind="relocation", state=MeasureState.DROPPED, drop_reason="不愿搬。")
    factories.a_measure(second, kind="pigs", due_on=D(2027, 3, 1))
    factories.a_measure(far)
    factories.a_help_visit(first)
    factories.a_help_visit(first, withdrawn_on=D(2026, 5, 11), withdrawal_reason="记错。")


def test_the_villages_side_by_side(people: People, work: None) -> None:
    places = load_places(people.actor("township_reviewer"), VIEW)
    rows = {row.place.id: row for row in gathering.list_rows(places, 2026, Fresh())}
    assert set(rows) == {people.village.id, people.other_village.id}
    here = rows[people.village.id]
    assert (here.households, here.planned, here.agreed) == (2, 1, 1)
    assert (here.measures, here.done, here.confirmed, here.denied, here.late) == (2, 1, 1, 0, 1)
    assert (here.cost_fen, here.visits, here.visited) == (1_200_100, 1, 1)
    assert gathering.add_up(list(rows.values()))["households"] == 3


def test_households_and_people_are_counted_once(people: People, work: None) -> None:
    path = people.township.path
    assert gathering.sum_by_kind(path, 2026)["cattle"] == Sum(2, 6, 2, 5.5, 2_400_000, 1, 1)
    assert gathering.sum_of_all(path, 2026) == Sum(2, 6, 3, 6.5, 2_400_100, 1, 1)
    parts = gathering.sum_by_part(path, 2026)
    assert (parts["industry"].households, parts["housing"].households) == (2, 1)
    ways = gathering.sum_by_way(path, 2026)
    assert (ways["production"].measures, ways[""].measures) == (2, 1)
    assert gathering.sum_of_all(path, 2024) == Sum()


def test_who_does_what_by_when(people: People, work: None) -> None:
    found = gathering.list_tasks(people.township.path, 2026, by_person=False)
    assert [(one.unit, one.kind.value, one.measures, one.open_until) for one in found] == [
        ("县农业局", "cattle", 1, D(2026, 12, 31)),
        ("镇农业服务中心", "cattle", 1, None),
        ("镇农业服务中心", "house_repair", 1, D(2026, 5, 1)),
    ]


def test_money_by_batch_and_what_is_planned_beyond_it(people: People) -> None:
    account = factories.an_allocation(factories.a_project(people.village).places[0], 1_000_000)
    household = factories.a_registered(people.village)
    factories.a_measure(household, account=account, cost_fen=900_000)
    factories.a_measure(household, batch=account.batch, cost_fen=50)
    factories.a_measure(household, cost_fen=7)
    found = gathering.list_sources(people.village.path, 2026)
    assert [(one.batch, one.measures, one.cost_fen) for one in found] == [
        (account.batch, 2, 900_050),
        (None, 1, 7),
    ]
    assert gathering.list_overdrawn(people.village.path) == []
    factories.a_measure(household, account=account, cost_fen=100_001)
    [one] = gathering.list_overdrawn(people.village.path)
    assert (one.account, one.planned_fen) == (account, 1_000_001)


def test_lists_of_what_is_lacking_and_of_measures(people: People, work: None) -> None:
    places = load_places(people.actor("township_reviewer"), VIEW)
    lacking = {one: queries.page_households(places, Fresh(), lack=one).total for one in Lack}
    assert lacking == {Lack.PLAN: 2, Lack.AGREEMENT: 0, Lack.MEASURE: 1}
    assert queries.page_households(places, Fresh()).total == 3
    shown = {one: queries.page_measures(places, show=one).total for one in MeasureShow}
    assert shown[MeasureShow.LATE] == 1
    assert shown[MeasureShow.CONFIRMED] == 1
    assert shown[MeasureShow.DROPPED] == 1
    assert queries.page_visits(load_places(people.actor("other_village_officer"), VIEW)).total == 0


def test_a_cost_that_nobody_stated_is_not_nought(people: People) -> None:
    household = factories.a_registered(people.village)
    factories.a_measure(household, cost_fen=None)
    factories.a_measure(household, kind="pigs", cost_fen=0)
    found = gathering.sum_of_all(people.township.path, 2026)
    assert (found.measures, found.cost_fen, found.unpriced) == (2, 0, 1)
    assert gathering.sum_by_kind(people.township.path, 2026)["cattle"].is_cost_open
    tasks = gathering.list_tasks(people.township.path, 2026, by_person=False)
    assert {one.kind.value: one.cost_fen for one in tasks} == {"cattle": None, "pigs": 0}


def test_who_left_the_register_is_not_counted_as_registered(people: People) -> None:
    factories.a_registered(people.village)
    gone = factories.a_registered(people.village)
    factories.an_exit(gone, exited_on=D(2026, 4, 1))
    [here, *_others] = [
        row
        for row in gathering.list_rows(load_places(people.actor("township_reviewer"), VIEW), 2026, Fresh())
        if row.place.id == people.village.id
    ]
    assert here.households == 1
