"""Changing the register by its forms: what is saved, what comes back with a fault beside its field."""

import datetime as dt

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.domain.checkups.queries import list_findings
from app.domain.households.models import Household
from app.domain.households.rules import per_head_fen
from tests import factories
from tests.people import EVERYBODY, People

SOUND = factories.an_id_number(dt.date(1982, 11, 24), 363)


@pytest.fixture
def household(people: People) -> Household:
    return factories.a_household(people.village, telephone="10237916168")


def reread(db: SQLAlchemy, household_id: int) -> Household:
    db.session.expire_all()
    return db.session.get_one(Household, household_id)


def test_a_new_household_is_entered_and_checked_up(db: SQLAlchemy, people: People) -> None:
    group = factories.a_group(people.village)
    browser = people.browser("village_officer")
    browser.get("households.choose_village", expect=303)
    browser.follow()
    browser.send(name="单秀英", id_number=SOUND, group_id=str(group.id), telephone="123 4567")
    page = browser.follow()
    assert page.heading == "单秀英"
    made = db.session.scalars(sa.select(Household)).one()
    assert (made.household_no, made.group_id, made.people) == (f"{people.village.code}0001", group.id, 1)
    assert "phone_digits" in {finding.rule for finding in list_findings(made.id)}


def test_who_works_in_several_villages_chooses_one(people: People) -> None:
    page = people.browser("township_reviewer").get("households.choose_village")
    assert people.village.name_zh in page.links


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "王5"),
        ("id_number", SOUND[:17] + ("1" if SOUND[-1] != "1" else "2")),
        ("telephone", "打电话"),
        ("household_no", "5205811070020030"),
        ("data_as_of", "2027-01-01"),
        ("data_as_of", "昨天"),
        ("main_cause", "laziness"),
    ],
)
def test_what_is_wrong_comes_back_beside_its_field(
    db: SQLAlchemy, people: People, field: str, value: str
) -> None:
    browser = people.browser("village_officer")
    browser.get("households.new", code=people.village.code)
    page = browser.send(expect=422, **({"name": "单秀英"} | {field: value}))
    assert page.faults
    assert page.select(f"#{field}")[0].get("aria-invalid") == "true"
    if field != "main_cause":
        assert page.select(f"#{field}")[0].get("value") == value
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Household)) == 0


def test_a_form_sent_twice_makes_one_household(db: SQLAlchemy, people: People) -> None:
    browser = people.browser("village_officer")
    data = {"name": "单秀英", "data_as_of": "2026-05-11", "version": "0"}
    first = browser.post("households.new", data, once="the-same-key-of-a-form", code=people.village.code)
    again = browser.post("households.new", data, once="the-same-key-of-a-form", code=people.village.code)
    assert first.location == again.location
    assert db.session.scalar(sa.select(sa.func.count()).select_from(Household)) == 1


def test_changing_keeps_the_numbers_that_were_left_empty(
    db: SQLAlchemy, people: People, household: Household
) -> None:
    browser = people.browser("village_officer")
    page = browser.get("households.edit", household_no=household.household_no)
    assert "102****6168" in page.text
    assert "10237916168" not in page.html
    browser.send(
        main_cause="schooling", farmland_mu="3.5", water_is_safe="no", other_causes=["illness", "water"]
    )
    now = reread(db, household.id)
    assert (now.telephone, now.main_cause, now.farmland_mu) == ("10237916168", "schooling", 3.5)
    assert now.water_is_safe is False
    assert now.other_causes == ["illness", "water"]


def test_a_number_is_replaced_or_removed(db: SQLAlchemy, people: People, household: Household) -> None:
    browser = people.browser("village_officer")
    browser.get("households.edit", household_no=household.household_no)
    browser.send(telephone="１０２ 0000 0000")
    assert reread(db, household.id).telephone == "10200000000"
    browser.get("households.edit", household_no=household.household_no)
    browser.send(clear_telephone="y")
    assert reread(db, household.id).telephone is None


def test_somebody_who_was_slower_is_told(people: People, household: Household) -> None:
    first, second = people.browser("village_officer"), people.browser("work_team")
    for browser in (first, second):
        browser.get("households.edit", household_no=household.household_no)
    first.send(note="甲")
    page = second.send(note="乙", expect=409)
    assert "别人" in page.text


def test_a_member_is_added_changed_and_taken_off(
    db: SQLAlchemy, people: People, household: Household
) -> None:
    browser = people.browser("village_officer")
    number = household.household_no
    browser.get("households.add_member", household_no=number)
    browser.send(name="解小燕", relation="daughter", id_number=SOUND, health=["chronic", "disabled"])
    member = reread(db, household.id).members[-1]
    assert (member.name, member.initials, member.health) == ("解小燕", "xxy", ["chronic", "disabled"])

    browser.get("households.edit_member", household_no=number, member_id=member.id)
    browser.send(education="junior", has_allowance="yes")
    member = reread(db, household.id).members[-1]
    assert (member.education, member.id_number, member.has_allowance) == ("junior", SOUND, True)

    browser.get("households.remove_member", household_no=number, member_id=member.id)
    browser.send(change="", expect=422)
    browser.send(change="married_out")
    assert len(reread(db, household.id).members) == 3


def test_a_member_of_another_household_is_not_there(people: People, household: Household) -> None:
    other = factories.a_household(people.village)
    people.browser("village_officer").get(
        "households.edit_member",
        household_no=household.household_no,
        member_id=other.members[0].id,
        expect=404,
    )


def test_a_second_head_is_refused_beside_the_relation(people: People, household: Household) -> None:
    browser = people.browser("village_officer")
    browser.get("households.add_member", household_no=household.household_no)
    page = browser.send(name="解小燕", relation="head", expect=422)
    assert page.select("#relation")[0].get("aria-invalid") == "true"


def test_income_is_entered_with_coefficients_of_the_policy(
    db: SQLAlchemy, people: People, household: Household
) -> None:
    factories.a_policy("regular-2026", people.county)
    browser = people.browser("village_officer")
    browser.get("households.edit_income", household_no=household.household_no)
    fields = {"items-0-kind": "玉米", "items-0-quantity": "600斤", "items-0-sales_fen": "1,000"}
    browser.send(year="2024", wages_fen="2000", **fields, **{"transfers-0-amount_fen": "300"})
    now = reread(db, household.id)
    assert per_head_fen(now, 2024) == round((200_000 + 49_000 + 30_000) / 3)
    income = next(income for income in now.incomes if income.year == 2024)
    assert (income.transfers_fen, income.transfer_items) == (30_000, {"allowance": 30_000})

    page = browser.get("households.edit_income", household_no=household.household_no, year=2024)
    assert page.select("#wages_fen")[0].get("value") == "2000.00"
    browser.send(wages_fen="0", **{"items-0-kind": "", "items-0-quantity": "", "items-0-sales_fen": ""})
    assert per_head_fen(reread(db, household.id), 2024) == 10_000


def test_a_wrong_line_of_income_is_named(people: People, household: Household) -> None:
    factories.a_policy("regular-2026", people.county)
    browser = people.browser("village_officer")
    browser.get("households.edit_income", household_no=household.household_no)
    page = browser.send(year="2024", expect=422, **{"items-1-kind": "玉米", "items-0-sales_fen": "很多"})
    assert any("第 1 行" in fault for fault in page.faults)
    assert any("第 2 行" in fault for fault in page.faults)
    assert page.select("#items-0-sales_fen")[0].get("value") == "很多"
    page = browser.send(year="2031", expect=422, **{"items-1-kind": "", "items-0-sales_fen": ""})
    assert page.select("#year")[0].get("aria-invalid") == "true"


MAY_CHANGE = {"village_officer", "work_team", "township_reviewer", "second_township_reviewer"}
MUST_NOT_KNOW = {"other_village_officer", "other_township_reviewer", "stranger"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_change_a_household(people: People, household: Household, name: str) -> None:
    browser = people.browser(name)
    expected = (
        200 if name in MAY_CHANGE else 404 if name in MUST_NOT_KNOW else 303 if name == "villager" else 403
    )
    number, member = household.household_no, household.members[1].id
    for endpoint, values in (
        ("households.edit", {}),
        ("households.add_member", {}),
        ("households.edit_member", {"member_id": member}),
        ("households.remove_member", {"member_id": member}),
        ("households.edit_income", {"year": 2025}),
    ):
        browser.get(endpoint, household_no=number, expect=expected, **values)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_enter_a_household(people: People, name: str) -> None:
    browser = people.browser(name)
    expected = (
        200 if name in MAY_CHANGE else 404 if name in MUST_NOT_KNOW else 303 if name == "villager" else 403
    )
    browser.get("households.new", code=people.village.code, expect=expected)
