"""The pages of the yearly re-check: values of last year in the form, what jumped first, the curve, who may not."""

import re

import pytest

from app.core.db import db
from app.core.messages import Message
from app.domain.checkups.models import Finding, Severity
from app.domain.households.models import BusinessItem
from app.domain.households.rules import income_of
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


def test_quantities_of_the_year_before_stand_in_the_form_and_go_on_record(people: People, household) -> None:
    before = household.incomes[0]
    before.items = [BusinessItem(kind="玉米", quantity="3亩", sales_fen=100_000, coefficient="0.4")]
    before.transfer_items = {"allowance": before.transfers_fen}
    db.session.flush()
    browser = people.browser("village_officer")
    page = browser.get("exits.recheck", household_no=household.household_no, year=2025)
    assert 'value="3亩"' in page.html
    browser.send()
    now = income_of(household.incomes, 2025)
    assert [(one.kind, one.quantity) for one in now.items] == [("玉米", "3亩")]
    assert now.transfer_items == before.transfer_items


def test_an_emptied_amount_is_no_zero(people: People, household) -> None:
    before = household.incomes[0]
    before.items = [BusinessItem(kind="玉米", quantity="3亩", sales_fen=10_000, coefficient="0.4")]
    db.session.flush()
    browser = people.browser("village_officer")
    browser.get("exits.recheck", household_no=household.household_no, year=2025)
    page = browser.send(property_fen="", reason="没有", expect=422)
    assert any("没有就填0" in fault for fault in page.faults)
    (row,) = re.findall(r'name="(sales-\d+)-kind"[^>]*value="玉米"', page.html)
    page = browser.send(**{"property_fen": "0", f"{row}-sales_fen": ""}, expect=422)
    assert any("玉米：请填数字" in fault for fault in page.faults)
    page = browser.send(**{f"{row}-sales_fen": "-5"}, expect=422)
    assert any("玉米：金额不能小于0" in fault for fault in page.faults)
    page = browser.send(**{f"{row}-sales_fen": "9" * 21}, expect=422)
    assert any("玉米" in fault and "太大" in fault for fault in page.faults)
    assert income_of(household.incomes, 2025) is None


def test_the_list_names_the_year_of_what_stood_before(people: People, household) -> None:
    assert "(2024)" in people.browser("village_officer").get("exits.recheck_list", year=2026).text


def test_a_household_with_a_finding_is_re_checked_with_its_words(people: People, household) -> None:
    words = Message("The policy has no income line for %(year)s.", year=2025).as_data()
    given = {"rule": "no_line", "severity": Severity.CHECK, "message": words, "fingerprint": "1"}
    db.session.add(Finding(household=household, village_id=household.village_id, **given))
    db.session.flush()
    page = people.browser("village_officer").get(
        "exits.recheck", household_no=household.household_no, year=2025
    )
    (found,) = page.select(".callout li")
    assert "2025" in "".join(found.itertext())


def test_whoever_is_not_re_checked_has_no_form(people: People) -> None:
    factories.a_policy("regular-2026")
    outside = factories.a_household(people.village)
    page = people.browser("village_officer").get("exits.recheck", household_no=outside.household_no)
    assert not page.select("form[method=post] textarea")
    assert "不在册" in page.text


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
