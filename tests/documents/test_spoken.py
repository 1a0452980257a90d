"""Numbers, days and telephones as they are read out in Chinese."""

import datetime as dt

import pytest

from app.documents import spoken


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (14, "十四"),
        (20, "二十"),
        (105, "一百零五"),
        (110, "一百一十"),
        (200, "二百"),
        (2030, "二千零三十"),
        (10_000, "一万"),
        (10_010, "一万零一十"),
        (20_203, "二万零二百零三"),
        (100_000, "十万"),
        (1_200_012, "一百二十万零一十二"),
    ],
)
def test_a_number_is_said_in_words(value: int, said: str) -> None:
    assert spoken.number(value) == said


def test_two_things_are_liang() -> None:
    assert spoken.number(2, counted=True) == "两"
    assert spoken.number(12, counted=True) == "十二"


def test_a_telephone_is_said_digit_by_digit() -> None:
    assert spoken.digits("0857-12317") == "零八五七，幺二三幺七"


def test_a_day_is_said_with_its_weekday() -> None:
    assert spoken.day(dt.date(2026, 11, 24)) == "十一月二十四日星期二"
    assert spoken.day(dt.date(2026, 11, 24), with_year=True) == "二零二六年十一月二十四日星期二"


def test_years_and_numbers_within_words() -> None:
    assert spoken.words("2026年第12组，6,000元") == "二零二六年第十二组，六千元"
