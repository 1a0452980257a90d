"""Numbers of persons in text: found wherever they stand, however they were typed; office numbers are left alone."""

import pytest

from app.core.personal_numbers import find_personal_numbers, has_personal_number, without_personal_numbers


@pytest.mark.parametrize(
    "text",
    [
        "身份证52242519680501123X",
        "手机 138 1234 5678",
        "卡号6222 0212 3456 7890 123",
        "１３８１２３４５６７８",
        "138\u200b12345678",
    ],
)
def test_a_number_of_a_person_is_found(text: str) -> None:
    assert find_personal_numbers(text)


@pytest.mark.parametrize("text", ["0857-0000001", "12317", "2026-107002-1", "共36000元", "2026年5月11日"])
def test_an_office_a_sum_and_a_day_are_none(text: str) -> None:
    assert find_personal_numbers(text) == []
    assert not has_personal_number(text)


def test_line_and_end_are_told_and_the_rest_is_hidden() -> None:
    text = "第一行\n请打13812345678"
    assert find_personal_numbers(text) == [(2, "5678")]
    assert without_personal_numbers(text) == "第一行\n请打***"
