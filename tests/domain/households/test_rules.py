"""Income, numbers, masks and letters: pure rules over values."""

import pytest

from app.core.errors import Invalid
from app.domain.households import rules
from app.domain.households.models import BusinessItem, Household, IncomeYear
from app.domain.households.search_keys import initials


def an_income(year: int = 2013, **given: int) -> IncomeYear:
    values = {
        "wages_fen": 0,
        "business_fen": 0,
        "property_fen": 0,
        "transfers_fen": 0,
        "business_cost_fen": 0,
    }
    return IncomeYear(year=year, **(values | given))


def test_net_income_is_all_sources_less_the_cost_of_business() -> None:
    income = an_income(
        wages_fen=574_100,
        business_fen=760_100,
        property_fen=58_900,
        transfers_fen=72_600,
        business_cost_fen=176_200,
    )
    assert rules.net_income_fen(income) == 1_289_500


def test_items_with_coefficients_stand_for_gross_income_and_cost() -> None:
    income = an_income(wages_fen=100_000, business_fen=999_900, business_cost_fen=888_800)
    income.items = [
        BusinessItem(kind="玉米", sales_fen=200_000, coefficient="0.49"),
        BusinessItem(kind="小麦", sales_fen=100_050, coefficient="0.31"),
    ]
    assert rules.business_net_fen(income) == 98_000 + 31_016  # 310.155 yuan rounds up
    assert rules.net_income_fen(income) == 100_000 + 129_016


def test_a_loss_stays_a_loss() -> None:
    assert rules.net_income_fen(an_income(business_fen=10_000, business_cost_fen=25_000)) == -15_000


def test_income_per_head_is_of_the_year_asked_for_else_of_the_last_one() -> None:
    household = Household(people=3)
    household.incomes = [an_income(2012, wages_fen=300), an_income(2013, wages_fen=1_000)]
    assert rules.per_head_fen(household) == 333
    assert rules.per_head_fen(household, 2012) == 100
    assert rules.per_head_fen(household, 2011) is None


def test_nobody_has_no_income_per_head() -> None:
    household = Household(people=0)
    household.incomes = [an_income(wages_fen=1_000)]
    assert rules.per_head_fen(household) is None


def test_household_number_is_the_villages_code_and_four_digits() -> None:
    assert rules.household_number("520581107002", 30) == "5205811070020030"
    with pytest.raises(Invalid):
        rules.household_number("520581107002", 10_000)


def test_person_number_is_the_households_and_two_digits() -> None:
    assert rules.person_number("5205811070020030", 2) == "520581107002003002"
    with pytest.raises(Invalid):
        rules.person_number("5205811070020030", 100)


@pytest.mark.parametrize("text", ["5205811070020030", " 520581107002 0030 ", "520581107002-0030"])
def test_a_typed_household_number_may_hold_blanks(text: str) -> None:
    assert rules.checked_household_number(text, "520581107002") == "5205811070020030"


@pytest.mark.parametrize("text", ["520581107003003", "5205811070030030", "52058110700200300", "x"])
def test_a_household_number_of_elsewhere_is_refused(text: str) -> None:
    with pytest.raises(Invalid) as refused:
        rules.checked_household_number(text, "520581107002")
    assert refused.value.field == "household_no"


def test_personal_numbers_are_masked() -> None:
    assert rules.masked_id_number("511903198211243631") == "51*************631"
    assert rules.masked_telephone("10237916168") == "102****6168"
    assert rules.masked_account("6228480000001234567") == "***************4567"
    assert rules.masked_telephone("123") == "***"
    assert rules.masked_id_number(None) == ""


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("秦海", "qh"),
        ("单秀英", "sxy"),
        ("解放", "xf"),
        ("仇建国", "qjg"),
        ("查大山", "zds"),
        ("区玉梅", "oym"),
        ("曾志明", "zzm"),
        ("覃小燕", "qxy"),
        ("尉迟恭", "ycg"),
        ("翟春花", "zch"),
        ("欧阳修", "oyx"),
        ("阿依·古丽", "aygl"),
        ("ＷＡＮＧ五", "ww"),
        ("Ann Lee", "al"),
        ("", ""),
    ],
)
def test_initials_read_surnames_as_surnames(name: str, letters: str) -> None:
    assert initials(name) == letters
