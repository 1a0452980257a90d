"""No cell begins like a formula."""

import pytest

from app.core.spreadsheets import harmless


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx", "\rx"])
def test_nothing_begins_like_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")


def test_ordinary_words_stay_as_they_are() -> None:
    assert harmless("王秀英") == "王秀英"
    assert harmless(-3) == -3


def test_a_sum_below_nought_stays_a_number_where_sums_stand() -> None:
    assert harmless("-1,200.50", sums=True) == "-1,200.50"
    assert harmless("-1+cmd|' /C calc'!A0", sums=True).startswith("'")
    assert harmless("=-1", sums=True).startswith("'")
