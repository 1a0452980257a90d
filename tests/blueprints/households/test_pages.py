"""The register's pages: the list with its search, a household, masked and full numbers."""

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.domain.households.models import Household
from tests import factories
from tests.people import EVERYBODY, People


@pytest.fixture
def household(people: People) -> Household:
    return factories.a_household(
        people.village,
        head_name="单秀英",
        head_initials="sxy",
        telephone="10237916168",
        bank_account="6228480001234",
    )


def test_the_list_shows_the_households_of_ones_area(people: People, household: Household) -> None:
    factories.a_household(people.other_village, head_name="王德福")
    page = people.browser("village_officer").get("households.index")
    assert "单秀英" in page.links
    assert "王德福" not in page.text
    assert "王德福" in people.browser("township_reviewer").get("households.index").links


def test_a_search_works_as_a_form_and_as_a_fragment(people: People, household: Household) -> None:
    factories.a_household(people.village, head_name="王德福")
    browser = people.browser("village_officer")
    page = browser.get("/households?q=sxy")
    assert "单秀英" in page.links
    assert "王德福" not in page.text
    part = browser.get("/households?q=sxy", fragment=True)
    assert part.is_fragment
    assert next(element.get("id") for element in part.select("div")) == "results"
    assert "单秀英" in part.links
    assert "没有找到" in browser.get("/households?q=nobody").text


def test_the_filter_by_village_is_offered_to_those_who_see_several(
    people: People, household: Household
) -> None:
    assert not people.browser("village_officer").get("households.index").select("#village")
    browser = people.browser("county_approver")
    assert browser.get("households.index").select("#village")
    page = browser.get(f"/households?village={people.other_village.code}")
    assert "单秀英" not in page.text


def test_long_lists_come_in_pages(people: People) -> None:
    for _ in range(55):
        factories.a_household(people.village, members=1)
    browser = people.browser("village_officer")
    page = browser.get("households.index")
    assert len(page.select("tbody tr")) == 50
    assert len(browser.get(page.links["下一页"]).select("tbody tr")) == 5


def test_a_household_shows_its_numbers_masked(people: People, household: Household) -> None:
    page = people.browser("village_officer").get("households.show", household_no=household.household_no)
    assert "102****6168" in page.text
    assert "*********1234" in page.text
    for secret in (household.telephone, household.bank_account, household.members[0].id_number):
        assert secret not in page.html


def test_full_numbers_are_shown_once_and_written_down(
    db: SQLAlchemy, people: People, household: Household
) -> None:
    number, telephone = household.members[0].id_number, household.telephone
    browser = people.browser("village_officer")
    browser.get("households.show", household_no=household.household_no)
    page = browser.send(to="/numbers", expect=200)
    assert number in page.text
    assert telephone in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    event = db.session.scalars(sa.select(Event).order_by(Event.id.desc())).first()
    assert event is not None
    assert (event.name, event.household_id) == ("personal_numbers_shown", household.id)
    assert number not in browser.get("households.show", household_no=household.household_no).html


MAY_SEE = {
    "village_officer", "work_team", "township_reviewer", "second_township_reviewer", "county_approver", "supervisor",
}  # fmt: skip
MUST_NOT_KNOW = {"other_village_officer", "other_township_reviewer", "stranger"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_a_household(people: People, household: Household, name: str) -> None:
    expected = (
        200 if name in MAY_SEE else 404 if name in MUST_NOT_KNOW else 303 if name == "villager" else 403
    )
    people.browser(name).get("households.show", household_no=household.household_no, expect=expected)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_full_numbers(people: People, household: Household, name: str) -> None:
    browser = people.browser(name)
    expected = 200 if name in MAY_SEE - {"supervisor"} else 404 if name in MUST_NOT_KNOW else 403
    expected = 303 if name == "villager" else expected
    browser.post("households.show_numbers", household_no=household.household_no, expect=expected)


def test_income_is_shown_with_what_is_computed(people: People) -> None:
    household = factories.a_household(people.village, members=4, income=6_000, year=2025)
    page = people.browser("village_officer").get("households.show", household_no=household.household_no)
    assert "1,500" in page.text


def test_the_history_is_for_those_who_may_read_it(people: People, household: Household) -> None:
    browser = people.browser("township_reviewer")
    browser.get("households.edit", household_no=household.household_no)
    browser.send(note="已核实")
    page = browser.follow()
    assert "备注" in page.texts(".timeline")[0]
    assert not people.browser("village_officer").get(page.response.request.path).select(".timeline")


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_in_both_languages(people: People, household: Household, lang: str) -> None:
    browser = people.browser("village_officer")
    browser.lang = lang
    browser.client.set_cookie("lang", lang)
    number, member = household.household_no, household.members[1].id
    browser.get("households.index")
    browser.get("households.show", household_no=number)
    browser.get("households.edit", household_no=number)
    browser.get("households.add_member", household_no=number)
    browser.get("households.edit_member", household_no=number, member_id=member)
    browser.get("households.remove_member", household_no=number, member_id=member)
    browser.get("households.edit_income", household_no=number)
    browser.get("households.new", code=people.village.code)


def test_statements_do_not_grow_with_the_register(people: People) -> None:
    browser = people.browser("township_reviewer")
    counts = []
    for more in (1, 30):
        for _ in range(more):
            factories.a_household(people.village)
        counts.append(len(browser.get("households.index").statements))
    assert counts[0] == counts[1]


def test_a_household_takes_the_same_statements_for_any_number_of_members(people: People) -> None:
    browser = people.browser("township_reviewer")
    counts = []
    for members in (1, 12):
        household = factories.a_household(people.village, members=members)
        counts.append(len(browser.get("households.show", household_no=household.household_no).statements))
    assert counts[0] == counts[1]
