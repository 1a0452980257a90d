"""Counting the register by this and that: cells, sums, and the households behind them."""

import datetime as dt

import pytest

from app.core import clock
from app.domain.areas.models import Area
from app.domain.households.models import Household, Registration
from app.domain.reports.figures import Count
from app.domain.statistics import queries
from app.domain.statistics.dimensions import DIMENSIONS, NOT_STATED
from app.domain.statistics.rules import Asked, Who, asked_of_year, year_day
from tests import factories
from tests.browser import watched
from tests.people import People

D = dt.date
VILLAGE, CAUSE, HEALTH, AGE = (DIMENSIONS[key] for key in ("village", "cause", "health", "age"))


def a_poor(
    village: Area, *, members: int = 3, healths: tuple[list[str] | None, ...] = (), **given: object
) -> Household:
    household = factories.a_registered(village, members=members, **given)
    for member, health in zip(household.members, healths, strict=False):
        member.health = health
    return household


@pytest.fixture
def register(people: People) -> list[Household]:
    """Three registered households in two villages and one that is not; a person who is both ill and disabled."""
    return [
        a_poor(people.village, members=3, healths=(["chronic", "disabled"], ["healthy"], None)),
        a_poor(people.village, members=2, healths=(["healthy"], ["healthy"]), main_cause="schooling"),
        a_poor(
            people.other_village, members=4, healths=(["chronic"],) * 2 + (["healthy"],) * 2, main_cause=None
        ),
        factories.a_household(people.other_village, members=5),
    ]


@pytest.fixture
def asked(people: People, register: list[Household]) -> Asked:
    return Asked(people.township.path, clock.today())


def test_registered_households_are_counted_by_village(people: People, asked: Asked) -> None:
    table = queries.load_pivot(asked, VILLAGE)
    by_code = {value.key: table.of_row(value) for value in table.row_values}
    assert by_code[people.village.code] == Count(2, 5)
    assert by_code[people.other_village.code] == Count(1, 4)
    assert table.total == Count(3, 9)


def test_all_on_record_are_counted_when_asked_for(asked: Asked) -> None:
    everybody = Asked(asked.path, asked.on, Who.ALL)
    assert queries.load_pivot(everybody, VILLAGE).total == Count(4, 14)


def test_a_village_without_households_stands_with_nought(people: People, asked: Asked) -> None:
    empty = factories.a_village(people.township)
    table = queries.load_pivot(asked, VILLAGE)
    assert {value.key: table.of_row(value) for value in table.row_values}[empty.code] == Count()


def test_rows_and_columns_add_up_where_households_are_counted(people: People, asked: Asked) -> None:
    table = queries.load_pivot(asked, VILLAGE, CAUSE)
    assert table.adds_up
    assert [value.key for value in table.column_values] == ["illness", "schooling", NOT_STATED]
    assert [table.of_column(value).people for value in table.column_values] == [3, 2, 4]
    here = next(value for value in table.row_values if value.key == people.village.code)
    assert [table.at(here, value) for value in table.column_values] == [Count(1, 3), Count(1, 2), Count()]


def test_one_person_may_stand_under_several_values_and_counts_once_in_the_sum(asked: Asked) -> None:
    table = queries.load_pivot(asked, HEALTH)
    counted = {value.key: table.of_row(value) for value in table.row_values}
    assert counted == {
        "healthy": Count(3, 5),
        "chronic": Count(2, 3),
        "disabled": Count(1, 1),
        NOT_STATED: Count(1, 1),
    }
    assert table.total == Count(3, 9)
    assert not table.adds_up
    assert table.has_many


def test_sums_of_a_table_of_people_are_counted_on_their_own(people: People, asked: Asked) -> None:
    table = queries.load_pivot(asked, VILLAGE, HEALTH)
    here = next(value for value in table.row_values if value.key == people.village.code)
    assert table.of_row(here) == Count(2, 5)
    assert table.total == Count(3, 9)


def test_each_number_is_that_of_the_households_behind_it(asked: Asked) -> None:
    tables = [queries.load_pivot(asked, dimension) for dimension in DIMENSIONS.values()]
    assert all(table.row_values for table in tables)
    rows = [(one, value) for one in tables for value in one.row_values]
    for table, value in rows:
        behind = asked.picking((table.rows.key, value.key))
        page = queries.page_households(behind, queries.count_matching(behind).households)
        counted = queries.count_matching(behind)
        assert counted == table.of_row(value)
        assert page.total == counted.households
        assert sum(people for _household, people in page.items) == counted.people


@pytest.mark.parametrize(
    ("born_on", "band"),
    [
        (D(2010, 5, 12), "7"),
        (D(2010, 5, 11), "16"),
        (D(1946, 5, 12), "60"),
        (D(1946, 5, 11), "80"),
        (D(2026, 5, 11), "0"),
    ],
)
def test_an_age_changes_on_the_birthday(people: People, born_on: dt.date, band: str) -> None:
    household = factories.a_registered(people.village, members=1)
    household.members[0].born_on = born_on
    table = queries.load_pivot(Asked(people.village.path, D(2026, 5, 11)), AGE)
    assert [value.key for value in table.row_values] == [band]


def test_who_was_born_on_29_february_is_older_from_1_march(people: People) -> None:
    household = factories.a_registered(people.village, members=1, on=D(2020, 1, 1))
    household.members[0].born_on = D(2008, 2, 29)
    assert [
        v.key for v in queries.load_pivot(Asked(people.village.path, D(2024, 2, 28)), AGE).row_values
    ] == ["7"]
    assert [
        v.key for v in queries.load_pivot(Asked(people.village.path, D(2024, 2, 29)), AGE).row_values
    ] == ["16"]


def test_a_past_year_counts_who_was_registered_then_with_the_people_announced(people: People) -> None:
    household = factories.a_registered(people.village, members=3, on=D(2024, 6, 1))
    household.people = 2
    later = factories.a_registered(people.village, members=4, on=D(2025, 6, 1))
    path, today = people.village.path, clock.today()
    assert queries.count_matching(asked_of_year(path, 2024, today)) == Count(1, 3)
    assert queries.count_matching(asked_of_year(path, 2025, today)) == Count(2, 7)
    assert queries.count_matching(asked_of_year(path, 2025, today, Who.ENTERED)) == Count(1, 4)
    assert queries.count_matching(asked_of_year(path, 2026, today)) == Count(2, 6)
    struck = factories.first(Registration, Registration.household_id == later.id)
    struck.struck_on, struck.struck_reason = D(2025, 7, 1), "公告后查实不符合条件"
    assert queries.count_matching(asked_of_year(path, 2025, today)) == Count(1, 3)
    assert queries.list_years(path) == [2025, 2024]


def test_who_left_the_register_is_out_of_it_and_counted_as_such(people: People) -> None:
    household = factories.a_registered(people.village, members=3, on=D(2024, 6, 1))
    factories.an_exit(household, exited_on=D(2025, 12, 1))
    path, today = people.village.path, clock.today()
    assert queries.count_matching(asked_of_year(path, 2024, today)) == Count(1, 3)
    assert queries.count_matching(asked_of_year(path, 2025, today)) == Count()
    assert queries.count_matching(asked_of_year(path, 2025, today, Who.OUT)) == Count(1, 3)
    assert queries.count_matching(asked_of_year(path, 2026, today, Who.OUT)) == Count()


def test_a_year_ends_on_its_last_day_or_today() -> None:
    assert year_day(2025, D(2026, 5, 11)) == D(2025, 12, 31)
    assert year_day(2026, D(2026, 5, 11)) == D(2026, 5, 11)


def test_more_households_take_no_more_statements(people: People, asked: Asked) -> None:
    def statements() -> int:
        with watched(is_reading=True) as seen:
            queries.load_pivot(asked, VILLAGE, HEALTH)
            queries.page_households(asked, queries.count_matching(asked).households)
        return len(seen)

    before = statements()
    for _ in range(5):
        a_poor(people.village, healths=(["serious"],))
    factories.a_village(people.township)
    assert statements() == before


def test_every_year_since_the_first_registration_is_offered(people: People) -> None:
    left = factories.a_registered(people.village, on=D(2021, 6, 1))
    factories.an_exit(left, exited_on=D(2023, 11, 1))
    assert queries.list_years(people.village.path) == [2023, 2021]
    assert queries.list_years_until(people.village.path, 2024) == [2024, 2023, 2022, 2021]
    assert queries.list_years_until(people.far_village.path, 2024) == [2024]
