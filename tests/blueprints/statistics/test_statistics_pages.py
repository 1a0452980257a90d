"""The page of statistics: choosing, following a number, and the table as a file."""

import csv
import io

import pytest
from openpyxl import load_workbook

from app.blueprints.statistics import tables
from app.domain.households.models import Household
from tests import factories
from tests.browser import Browser
from tests.people import People


@pytest.fixture
def poor(people: People) -> list[Household]:
    """Two registered households in the village, one of them poor by illness, and one in the other township."""
    return [
        factories.a_registered(people.village, members=3),
        factories.a_registered(people.village, members=2, main_cause="schooling"),
        factories.a_registered(factories.a_village(people.other_township), members=4),
    ]


@pytest.fixture
def reviewer(people: People) -> Browser:
    return people.browser("township_reviewer")


def test_the_page_counts_the_readers_area_and_no_other(
    people: People, poor: list[Household], reviewer: Browser
) -> None:
    page = reviewer.get("statistics.index", columns="cause")
    assert people.village.name_zh in page.text
    assert "因病" in page.text
    assert poor[2].village.code not in page.html
    reviewer.get("statistics.index", area=people.other_township.code, expect=404)


def test_a_village_officer_gets_the_groups_of_the_village(people: People, poor: list[Household]) -> None:
    page = people.browser("village_officer").get("statistics.index")
    assert people.village.name_zh in page.text
    assert "村民小组" in page.text


def test_a_number_leads_to_its_households(people: People, poor: list[Household], reviewer: Browser) -> None:
    picks = [f"village:{people.village.code}", "cause:illness"]
    page = reviewer.get("statistics.list_households", pick=picks)
    assert poor[0].household_no in page.text
    assert poor[1].household_no not in page.text
    assert "因病" in page.text


def test_what_names_no_dimension_is_not_found(reviewer: Browser, poor: list[Household]) -> None:
    reviewer.get("statistics.list_households", pick="telephone:139", expect=404)
    reviewer.get("statistics.list_households", pick="cause", expect=404)
    for value in ("%", "_", "chronic%22,"):
        reviewer.get("statistics.list_households", pick=f"health:{value}", expect=404)


def test_a_year_rows_and_columns_that_are_unknown_give_the_usual_ones(
    poor: list[Household], reviewer: Browser
) -> None:
    reviewer.get("statistics.index", year="1066", rows="shoes", columns="hats", who="kings")
    reviewer.get("statistics.index", rows="cause", columns="cause", counts="households")


def test_the_table_comes_as_csv(people: People, poor: list[Household], reviewer: Browser) -> None:
    answer = reviewer.get("statistics.table_csv", columns="cause").response
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig"))))
    assert rows[3] == ["村", "因病", "因学", "户数", "人数"]
    assert [people.village.name_zh, "3", "2", "2", "5"] in rows
    assert rows[-1] == ["合计", "3", "2", "2", "5"]


def test_the_table_comes_as_a_workbook_with_a_chart(
    people: People, poor: list[Household], reviewer: Browser
) -> None:
    answer = reviewer.get("statistics.table_xlsx", columns="cause", counts="households").response
    [sheet] = load_workbook(io.BytesIO(answer.data)).worksheets
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4)]
    assert rows[0] == ["村", "因病", "因学", "户数", "人数"]
    assert [people.village.name_zh, 1, 1, 2, 5] in rows
    [chart] = load_workbook(io.BytesIO(answer.data)).active._charts
    assert len(chart.series) == 2


def test_the_page_is_whole_in_english(people: People, poor: list[Household], reviewer: Browser) -> None:
    text = reviewer.get("/en/statistics?columns=health").text
    assert "One person may stand in several columns" in text


def test_who_may_not_see_reports_does_not_come_in(people: People) -> None:
    people.browser("stranger").get("statistics.index", expect=403)


def test_a_countys_villages_stand_on_several_pages_and_the_file_has_all(people: People) -> None:
    for number in range(tables.ROWS):
        factories.a_village(people.township, name_zh=f"{number}号村", places=())
    factories.a_registered(people.far_village, members=3)
    county = people.browser("county_approver")
    first = county.get("statistics.index", rows="village")
    second = county.get("statistics.index", rows="village", page=2)
    rows = [page.texts("tbody th") for page in (first, second)]
    assert [len(one) for one in rows] == [tables.ROWS + 1, 4]
    assert first.texts(".statistics-sum td") == second.texts(".statistics-sum td")
    sheet = load_workbook(
        io.BytesIO(county.get("statistics.table_xlsx", rows="village").response.data)
    ).active
    assert sheet.max_row == 4 + tables.ROWS + 3 + 1


def test_a_county_is_told_by_its_townships(people: People) -> None:
    page = people.browser("county_approver").get("statistics.index")
    assert page.texts("tbody th")[:2] == [people.township.name_zh, people.other_township.name_zh]
