"""What may be typed into the register."""

import datetime as dt
from typing import Any

import pytest

from app.core.errors import Invalid
from app.domain.households.entries import IncomeEntry, ItemEntry, read_household, read_income, read_member
from tests import factories

TODAY = dt.date(2026, 5, 11)
SOUND = factories.an_id_number(dt.date(1982, 11, 24), 363)


def test_empty_values_become_nothing() -> None:
    assert read_household({"telephone": "", "main_cause": None, "other_causes": []}, TODAY) == {
        "telephone": None,
        "main_cause": None,
        "other_causes": None,
    }


def test_numbers_lose_blanks_and_full_width() -> None:
    assert read_household({"telephone": "１０２ 3791-6168"}, TODAY) == {"telephone": "10237916168"}
    assert read_member({"id_number": f" {SOUND[:6]} {SOUND[6:].lower()}"}, TODAY)["id_number"] == SOUND


def test_a_sound_identity_number_fills_in_birth_and_sex() -> None:
    read = read_member({"name": "王秀英", "id_number": SOUND}, TODAY)
    assert (read["born_on"], read["sex"]) == (dt.date(1982, 11, 24), "male")


def test_what_is_written_goes_before_what_the_number_says() -> None:
    read = read_member({"id_number": SOUND, "sex": "female", "born_on": dt.date(1982, 11, 25)}, TODAY)
    assert (read["born_on"], read["sex"]) == (dt.date(1982, 11, 25), "female")


def test_the_main_cause_is_not_repeated_among_the_others() -> None:
    read = read_household({"main_cause": "illness", "other_causes": ["water", "illness"]}, TODAY)
    assert read["other_causes"] == ["water"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("telephone", "call me"),
        ("telephone", "123"),
        ("bank_account", "12"),
        ("attribute", "rich"),
        ("other_causes", ["illness", "water", "land"]),
        ("other_causes", "illness"),
        ("farmland_mu", "-1"),
        ("farmland_mu", "three"),
        ("farmland_mu", "nan"),
        ("house_area_m2", "10001"),
        ("house_built_year", 2027),
        ("water_is_safe", "yes"),
        ("note", "长" * 1001),
        ("colour", "red"),
    ],
)
def test_a_household_value_that_cannot_be_right_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        read_household({field: value}, TODAY)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "王5"),
        ("name", "<b>"),
        ("name", "王" * 61),
        ("id_number", SOUND[:17]),
        ("id_number", SOUND[:17] + ("1" if SOUND[-1] != "1" else "2")),
        ("id_number", "5205811982133312X1"),
        ("id_number", factories.an_id_number(dt.date(2026, 5, 12))),
        ("born_on", dt.date(2026, 5, 12)),
        ("born_on", "1982"),
        ("relation", "friend"),
        ("health", ["healthy", "chronic"]),
        ("health", ["fine"]),
        ("work_months", 13),
        ("work_months", True),
    ],
)
def test_a_members_value_that_cannot_be_right_is_refused_by_field(field: str, value: Any) -> None:
    with pytest.raises(Invalid) as refused:
        read_member({field: value}, TODAY)
    assert refused.value.field == field


def test_income_holds_amounts_of_zero_or_more() -> None:
    with pytest.raises(Invalid) as refused:
        read_income(IncomeEntry(wages_fen=-1))
    assert refused.value.field == "wages_fen"


def test_kinds_of_transfers_do_not_exceed_the_transfers() -> None:
    assert read_income(IncomeEntry(transfers_fen=500, transfer_items={"allowance": 300, "pension": 200}))
    with pytest.raises(Invalid) as refused:
        read_income(IncomeEntry(transfers_fen=400, transfer_items={"allowance": 300, "pension": 200}))
    assert refused.value.field == "transfers_fen"


@pytest.mark.parametrize("coefficient", ["2.01", "-0.1", "half"])
def test_a_coefficient_lies_between_nought_and_two(coefficient: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_income(IncomeEntry(items=(ItemEntry("玉米", 100, coefficient),)))
    assert refused.value.field == "items"
