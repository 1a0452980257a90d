"""Narrowing staff pages to a place: a county chooses the township before its village, without a script too."""

import re

import pytest

from app.core.db import db
from app.domain.households.models import Household
from tests import factories
from tests.browser import Browser, Page
from tests.people import People

#: pages with a list of places -> the argument by which it is asked
PAGES = {
    "assistance.index": "village",
    "assistance.households": "village",
    "assistance.measures": "village",
    "assistance.overdue_visits": "village",
    "assistance.visits": "village",
    "exits.recheck_list": "village",
    "exits.watch": "village",
    "exits.year_sum": "area",
    "monitoring.index": "village",
    "supervisions.index": "village",
    "pairings.index": "area",
    "statistics.index": "area",
    "annual_reports.index": "area",
}
#: pages with the same list that ask more of a county, or need a round
MORE = ("households.index", "changes.index", "duplicates.index", "deliveries.cases")
OF_ROUNDS = (
    "applications.index",
    "appraisals.index",
    "candidate_lists.index",
    "comparisons.hits",
    "kinship.index",
)


@pytest.fixture
def households(people: People) -> list[Household]:
    factories.a_policy("regular-2026")
    places = (people.village, people.other_village, people.far_village)
    return [factories.a_registered(one, head_name=name) for one, name in zip(places, "甲乙丙", strict=True)]


def options(page: Page, name: str) -> list[str]:
    """The codes of the list in their order, those in a township's group indented."""
    found = re.search(rf'<select class="input" id="{name}".*?</select>', page.html, re.DOTALL)
    assert found is not None
    codes, depth = [], ""
    for tag, code in re.findall(r'<(/?optgroup|option)(?: value="(\d*)")?', found[0]):
        depth = {"optgroup": "  ", "/optgroup": ""}.get(tag, depth)
        codes += [depth + code] if tag == "option" and code else []
    return codes


@pytest.mark.parametrize(("target", "name"), [*PAGES.items(), *((one, "village") for one in MORE)])
def test_a_county_chooses_the_township_first(
    people: People, households: list[Household], target: str, name: str
) -> None:
    county = people.browser("county_approver")
    above = [people.county.code] if name == "area" else []
    townships = [people.township.code, people.other_township.code]
    closed = county.get(target)
    assert options(closed, name) == above + townships
    assert ("乡镇或村" in closed.text) is (name == "village")
    near = [f"  {one.code}" for one in (people.village, people.other_village)]
    for chosen in (people.township, people.village):
        opened = county.get(target, **{name: chosen.code})
        assert options(opened, name) == [*above, townships[0], *near, townships[1]]
        assert f'value="{chosen.code}" selected' in opened.html
    township = people.browser("township_reviewer").get(target)
    expected = [people.township.code] if name == "area" else []
    if target != "assistance.index":  # its villages stand there side by side
        assert options(township, name) == expected + [one.strip() for one in near]
    assert "乡镇或村" not in township.text
    county.get(target, expect=404, **{name: "999999999999"})


def test_a_township_narrows_the_list_and_a_link_to_a_village_too(
    people: People, households: list[Household]
) -> None:
    county = people.browser("county_approver")

    def heads(code: str) -> str:
        page = county.get("assistance.households", village=code)
        return "".join(one for one in "甲乙丙" if f">{one}</a>" in page.html)

    assert heads("") == "甲乙丙"
    assert heads(people.township.code) == "甲乙"
    assert heads(people.other_village.code) == "乙"
    assert heads(people.other_township.code) == "丙"


def test_a_township_narrows_what_belongs_to_a_round_too(people: People) -> None:
    villages = (people.village, people.other_village, people.far_village)
    made = [factories.an_application(factories.a_household(one, head_name=f"户{one.id}")) for one in villages]
    round_, county = made[0].round.code, people.browser("county_approver")

    def numbers(code: str) -> set[str]:
        page = county.get("applications.index", round=round_, village=code)
        return {one.number for one in made if one.number in page.html}

    assert numbers("") == {one.number for one in made}
    assert numbers(people.township.code) == {one.number for one in made[:2]}
    assert numbers(people.far_village.code) == {made[2].number}
    near = [f"  {people.village.code}", f"  {people.other_village.code}"]
    for target in OF_ROUNDS:
        opened = county.get(target, round=round_, village=people.township.code)
        assert options(opened, "village") == [people.township.code, *near, people.other_township.code], target
    part = county.get("applications.index", round=round_, village=people.township.code, fragment=True)
    assert options(part, "village")[1:3] == near


def test_funds_and_projects_too(people: People) -> None:
    factories.a_fund_year()
    county, code = people.browser("county_approver"), people.township.code
    near = [f"  {people.village.code}", f"  {people.other_village.code}"]
    opened = [code, *near, people.other_township.code]
    projects = county.get("projects.index", area=code, fragment=True)
    assert options(projects, "area") == opened
    assert "乡镇或村" in projects.text
    assert options(county.get("funds.index", area=code), "area") == [people.county.code, *opened]
    assert options(county.get("funds.index"), "area") == [people.county.code, code, opened[-1]]


def test_a_county_sees_townships_side_by_side_each_leading_to_its_villages(
    people: People, households: list[Household]
) -> None:
    county = people.browser("county_approver")
    for target in ("assistance.index", "exits.recheck_list"):
        page = county.get(target)
        assert people.township.name_zh in page.text
        assert f"village={people.other_township.code}" in page.html
        assert f"village={people.village.code}" not in page.html
        opened = county.get(target, village=people.township.code)
        assert people.village.code in opened.html
        assert people.far_village.code not in opened.html


def test_htmx_gets_the_list_again_when_a_township_opens(people: People, households: list[Household]) -> None:
    county, code = people.browser("county_approver"), people.township.code
    part = county.get("assistance.households", village=code, fragment=True)
    assert 'id="village-field" data-hx-swap-oob="true"' in part.html
    assert f"  {people.village.code}" in options(part, "village")
    table = county.get("statistics.index", area=code, fragment=True)
    assert 'id="area-field" data-hx-swap-oob="true"' in table.html
    of_township = people.browser("township_reviewer").get("assistance.households", fragment=True)
    assert "data-hx-swap-oob" not in of_township.html


@pytest.mark.parametrize("target", PAGES)
def test_a_county_asks_as_many_statements_as_a_township(
    people: People, households: list[Household], target: str
) -> None:
    county, township = people.browser("county_approver"), people.browser("township_reviewer")
    asked = [statements(one, target) for one in (county, township)]
    assert asked[0] <= asked[1]
    for _number in range(3):
        far = factories.a_township(people.county, name_zh=f"远{_number}镇", name_en="Far")
        factories.a_registered(factories.a_village(far))
    db.session.commit()
    assert statements(county, target) == asked[0]


def statements(browser: Browser, target: str) -> int:
    browser.get(target)
    return len(browser.get(target).statements)
