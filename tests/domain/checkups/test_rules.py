"""Each rule of the check-up on a household that it speaks of, and on one that it must leave alone."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from stdnum.cn import ric

from app.domain.checkups.facts import (
    CheckupLimits,
    HouseholdFacts,
    IncomeFacts,
    MemberFacts,
    with_duplicates_marked,
)
from app.domain.checkups.models import Severity
from app.domain.checkups.rule import Scope
from app.domain.checkups.rules import RULES, RULES_BY_KEY, check_up

LIMITS = CheckupLimits(date(2013, 12, 31), income_line_yuan=2736)


def an_id(born: str, serial: int) -> str:
    body = f"511903{born}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


HEAD = MemberFacts(
    "秦大海", "head", "male", an_id("19700305", 1), date(1970, 3, 5), education="primary", health=("healthy",),
    labour="ordinary", medical_insurance=True, pension_insurance=True, allowance=False,
)  # fmt: skip
SPOUSE = MemberFacts(
    "朱会美", "spouse", "female", an_id("19720612", 2), date(1972, 6, 12), education="primary", health=("healthy",),
    labour="ordinary", medical_insurance=True, pension_insurance=True, allowance=False,
)  # fmt: skip
CHILD = MemberFacts(
    "秦小海", "son", "male", an_id("20030612", 3), date(2003, 6, 12), student_status="primary", health=("healthy",),
    labour="none", medical_insurance=True, pension_insurance=False, allowance=False,
)  # fmt: skip
INCOME = IncomeFacts(wages_fen=300_000, business_fen=300_000, transfers_fen=60_000, business_cost_fen=60_000)
HOUSEHOLD = HouseholdFacts(
    "5205811070030001", (HEAD, SPOUSE, CHILD), "ordinary", "skills", income=INCOME, phone="10237916168"
)

YOUNG = {"id_number": an_id("20040101", 5), "birth_on": date(2004, 1, 1)}
OLD = {"id_number": an_id("19400101", 5), "birth_on": date(1940, 1, 1)}
WORKER = MemberFacts(
    **{**{f: getattr(HEAD, f) for f in ("name", "education", "health", "labour")}, "relation": "son"}
)


def with_head(**changes: Any) -> HouseholdFacts:
    return replace(HOUSEHOLD, members=(replace(HEAD, **changes), SPOUSE, CHILD))


def with_income(**changes: Any) -> HouseholdFacts:
    return replace(HOUSEHOLD, income=replace(INCOME, **changes))


def alone(**changes: Any) -> HouseholdFacts:
    return replace(HOUSEHOLD, members=(replace(HEAD, **changes),))


FAULTY: dict[str, HouseholdFacts] = {
    "id_missing": with_head(id_number=None),
    "id_shape": with_head(id_number="51190319700305"),
    "id_date": with_head(id_number="511903197013053211"),
    "id_check_digit": with_head(id_number=HEAD.id_number[:17] + ("1" if HEAD.id_number[17] != "1" else "2")),  # type: ignore[index] # it is set
    "id_stand_in": with_head(id_number="511903197003099999"),
    "id_twice": with_head(id_also_at=("5205811070030009",)),
    "birth_not_as_in_id": with_head(birth_on=date(1970, 3, 6)),
    "sex_not_as_in_id": with_head(sex="female"),
    "no_head": with_head(relation="father"),
    "two_heads": replace(HOUSEHOLD, members=(HEAD, replace(SPOUSE, relation="head"))),
    "two_spouses": replace(HOUSEHOLD, members=(HEAD, SPOUSE, SPOUSE)),
    "spouse_of_same_sex": replace(HOUSEHOLD, members=(HEAD, replace(SPOUSE, sex="male"))),
    "schooling_twice": with_head(student_status="primary"),
    "schooling_empty": with_head(education=None),
    "senior_too_young": with_head(**YOUNG, education=None, student_status="senior_1"),
    "primary_too_old": with_head(education=None, student_status="primary"),
    "health_empty": with_head(health=()),
    "healthy_and_ill": with_head(health=("healthy", "chronic")),
    "labour_empty": with_head(labour=None),
    "labour_too_young": with_head(**YOUNG),
    "labour_too_old": with_head(**OLD),
    "healthy_without_labour": with_head(labour="lost"),
    "place_without_months": with_head(work_place="outside"),
    "months_without_place": with_head(work_months=3),
    "works_without_labour": with_head(work_place="outside", work_months=3, labour="none"),
    "no_insurance": with_head(medical_insurance=False, pension_insurance=False),
    "pension_insurance_too_young": with_head(**YOUNG),
    "many_people": replace(HOUSEHOLD, members=(HEAD, SPOUSE, *[CHILD] * 5)),
    "cause_missing": replace(HOUSEHOLD, main_cause=None),
    "labour_cause_with_workers": replace(HOUSEHOLD, main_cause="labour", members=(HEAD, SPOUSE, WORKER)),
    "schooling_cause_without_student": replace(HOUSEHOLD, main_cause="schooling", members=(HEAD, SPOUSE)),
    "disability_cause_without_disabled": replace(HOUSEHOLD, main_cause="disability"),
    "illness_cause_without_ill": replace(HOUSEHOLD, main_cause="illness"),
    "five_guarantee_with_labour": replace(HOUSEHOLD, attribute="five_guarantee"),
    "ordinary_with_allowance": with_head(allowance=True),
    "allowance_without_member": replace(HOUSEHOLD, attribute="allowance"),
    "phone_digits": replace(HOUSEHOLD, phone="1023791"),
    "phone_missing": replace(HOUSEHOLD, phone=None),
    "phone_shared": replace(HOUSEHOLD, phone_also_at=("5205811070030009",)),
    "account_shared": replace(HOUSEHOLD, account_also_at=("5205811070030009",)),
    "bank_incomplete": replace(HOUSEHOLD, bank_name="信用社"),
    "monitored_without_help": replace(HOUSEHOLD, monitoring_kind="marginal", has_development_help=False),
    "work_risk_without_worker": replace(HOUSEHOLD, risks=("unstable_work",)),
    "income_missing": replace(HOUSEHOLD, income=None),
    "income_negative": with_income(business_cost_fen=9_000_000),
    "over_ceiling": with_income(wages_fen=6_100_000),
    "over_line_without_ground": replace(alone(), income=INCOME),
    "exited_below_line": replace(HOUSEHOLD, poverty_status="exited"),
    "business_without_cost": with_income(business_cost_fen=0),
    "cost_without_business": with_income(business_fen=0),
    "wages_without_worker": alone(labour="none"),
    "two_supports": with_income(allowance_fen=10_000, five_guarantee_fen=10_000),
    "allowance_money_without_kind": with_income(allowance_fen=10_000),
    "pension_too_young": with_income(pension_fen=10_000),
    "old_age_supplement_too_young": with_income(old_age_fen=10_000),
}

SOUND: list[tuple[str, HouseholdFacts]] = [
    ("two_heads", HOUSEHOLD),
    ("many_people", replace(HOUSEHOLD, members=(HEAD, SPOUSE, *[CHILD] * 4))),
    ("labour_too_young", with_head(id_number=None, birth_on=date(1997, 12, 31))),
    ("labour_too_old", with_head(id_number=None, birth_on=date(1948, 1, 1))),
    ("labour_too_old", with_head(**OLD, labour="weak")),
    (
        "senior_too_young",
        with_head(id_number=None, birth_on=date(1999, 12, 31), student_status="vocational_1"),
    ),
    ("primary_too_old", with_head(id_number=None, birth_on=date(1997, 12, 31), student_status="primary")),
    ("schooling_empty", with_head(education="illiterate", student_status="not_student")),
    ("schooling_twice", with_head(student_status="not_student")),
    ("healthy_without_labour", with_head(labour="lost", health=("disabled",))),
    ("place_without_months", with_head(work_place="outside", work_months=3)),
    ("no_insurance", with_head(medical_insurance=None, pension_insurance=False)),
    ("labour_cause_with_workers", replace(HOUSEHOLD, main_cause="labour")),
    ("schooling_cause_without_student", replace(HOUSEHOLD, main_cause="schooling")),
    ("disability_cause_without_disabled", replace(with_head(health=("disabled",)), main_cause="disability")),
    ("illness_cause_without_ill", replace(with_head(health=("chronic",)), main_cause="illness")),
    ("five_guarantee_with_labour", replace(alone(**OLD), attribute="special_support")),
    ("allowance_without_member", replace(with_head(allowance=True), attribute="allowance")),
    ("bank_incomplete", replace(HOUSEHOLD, bank_name="信用社", bank_account="6217000000000000000")),
    ("monitored_without_help", replace(HOUSEHOLD, monitoring_kind="marginal", has_development_help=None)),
    (
        "work_risk_without_worker",
        replace(with_head(work_place="outside", work_months=3), risks=("unstable_work",)),
    ),
    ("over_line_without_ground", replace(alone(health=("serious",)), income=INCOME)),
    ("over_line_without_ground", replace(alone(), income=INCOME, poverty_status="exited")),
    ("over_line_without_ground", replace(alone(), income=IncomeFacts(wages_fen=273_600))),
    ("over_ceiling", with_income(wages_fen=5_000_000)),
    ("allowance_money_without_kind", replace(with_income(allowance_fen=10_000), attribute="allowance")),
    ("pension_too_young", replace(alone(**OLD), income=replace(INCOME, pension_fen=10_000))),
    ("old_age_supplement_too_young", replace(alone(**OLD), income=replace(INCOME, old_age_fen=10_000))),
    ("spouse_of_same_sex", replace(HOUSEHOLD, members=(HEAD, CHILD))),
]


def keys_of(household: HouseholdFacts) -> set[str]:
    return {hit.rule.key for hit in check_up(household, LIMITS)}


def test_a_sound_household_has_no_hits() -> None:
    assert check_up(HOUSEHOLD, LIMITS) == ()


@pytest.mark.parametrize("key", sorted(RULES_BY_KEY))
def test_each_rule_speaks_when_it_should(key: str) -> None:
    assert key in keys_of(FAULTY[key])


@pytest.mark.parametrize(("key", "household"), SOUND)
def test_each_rule_is_silent_when_it_should(key: str, household: HouseholdFacts) -> None:
    assert key not in keys_of(household)


def test_there_are_at_least_the_rules_that_offices_run() -> None:
    assert len(RULES) >= 35
    assert len({rule.key for rule in RULES}) == len(RULES)
    assert set(FAULTY) == set(RULES_BY_KEY)
    assert all(rule.title and (rule.member_check is None) != (rule.household_check is None) for rule in RULES)


def test_severe_is_only_what_makes_a_decision_wrong_or_impossible() -> None:
    severe = {rule.key for rule in RULES if rule.severity is Severity.SEVERE}
    assert severe == {
        "id_shape", "id_date", "id_check_digit", "id_twice", "birth_not_as_in_id", "no_head", "two_heads",
        "income_missing",
    }  # fmt: skip


def test_a_hit_names_its_member_and_speaks_in_words() -> None:
    hits = [hit for hit in check_up(with_head(**YOUNG), LIMITS) if hit.rule.key == "labour_too_young"]
    assert hits[0].member is not None
    assert hits[0].member.name == "秦大海"
    assert hits[0].rule.scope is Scope.MEMBER
    assert str(hits[0].message) == "秦大海 counts as labour at the age of 9."
    assert hits[0].severity is Severity.CHECK


def test_the_numbers_come_from_the_policy() -> None:
    limits = replace(
        LIMITS, checkup_household_max_people=3, checkup_income_ceiling_yuan=1_000, income_line_yuan=None
    )
    keys = {hit.rule.key for hit in check_up(HOUSEHOLD, limits)}
    assert {"many_people", "over_ceiling"} <= keys
    assert "over_line_without_ground" not in keys


def test_ages_are_those_of_the_day_of_reference() -> None:
    household = with_head(id_number=None, birth_on=date(1998, 6, 1))
    assert "labour_too_young" in keys_of(household)
    later = replace(LIMITS, as_of=date(2014, 6, 1))
    assert "labour_too_young" not in {hit.rule.key for hit in check_up(household, later)}


def test_one_number_in_two_households_is_marked_in_both() -> None:
    other = replace(HOUSEHOLD, number="5205811070030002", members=(SPOUSE,))
    third = replace(HOUSEHOLD, number="5205811070030003", members=(replace(HEAD, id_number=None),))
    marked = with_duplicates_marked([HOUSEHOLD, other, third])
    assert marked[0].members[1].id_also_at == ("5205811070030002",)
    assert marked[1].members[0].id_also_at == ("5205811070030001",)
    assert marked[2] is third


def test_one_number_twice_in_one_household_is_marked() -> None:
    household = replace(HOUSEHOLD, members=(HEAD, replace(SPOUSE, id_number=HEAD.id_number)))
    assert with_duplicates_marked([household])[0].members[0].id_also_at == (household.number,)


def test_without_members_or_dates_nothing_breaks() -> None:
    assert "no_head" in keys_of(replace(HOUSEHOLD, members=()))
    assert keys_of(replace(HOUSEHOLD, members=(MemberFacts("无名", "head"),))) >= {
        "id_missing",
        "health_empty",
    }
