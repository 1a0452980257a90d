"""The pages of the yearly re-check: values of last year in the form, what jumped first, the curve, who may not."""

import pytest

from tests import factories
from tests.browser import watched
from tests.people import People


@pytest.fixture
def household(people: People):
    factories.a_policy("regular-2026")
    return factories.a_registered(people.village, members=4, income=10_000, year=2024, head_name="钱多多")


def test_last_years_values_stand_in_the_form(people: People, household) -> None:
    browser = people.browser("village_officer")
    page = browser.get("exits.recheck_list")
    assert "钱多多" in page.text
    page = browser.get("exits.recheck", household_no=household.household_no, year=2025)
    assert "10000" in page.html.replace(",", "")
    browser.send()
    assert "其余都已确认" in browser.follow().text
    assert "已核查" in browser.get("exits.recheck_list").text


def test_a_jump_is_refused_without_its_reason_and_the_words_stay(people: People, household) -> None:
    browser = people.browser("village_officer")
    browser.get("exits.recheck", household_no=household.household_no, year=2025)
    page = browser.send(wages_fen="30000", expect=422)
    assert any("请写明原因" in fault for fault in page.faults)
    assert "30000" in page.html
    browser.send(wages_fen="30000", reason="外出务工")
    page = browser.follow()
    assert "外出务工" in page.text
    assert page.select("svg circle")


def test_others_look_and_do_not_write(people: People, household) -> None:
    page = people.browser("supervisor").get("exits.recheck", household_no=household.household_no)
    assert not page.select("form[method=post] textarea")
    people.browser("other_village_officer").get(
        "exits.recheck", household_no=household.household_no, expect=404
    )
    people.browser("village_officer").get("exits.recheck_list", village=people.other_village.code, expect=404)


def test_a_longer_list_asks_no_more_of_the_database(people: People, household) -> None:
    browser = people.browser("village_officer")
    browser.get("exits.recheck_list")
    with watched(is_reading=True) as few:
        browser.get("exits.recheck_list")
    for _ in range(5):
        factories.a_registered(people.village)
    with watched(is_reading=True) as many:
        browser.get("exits.recheck_list")
    assert len(many) == len(few)
