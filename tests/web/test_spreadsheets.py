"""No cell begins like a formula."""

import pytest

from app.web.spreadsheets import harmless


@pytest.mark.parametrize("text", ["=A1", "+1", "-1", "@x", "\tx", "\rx"])
def test_nothing_begins_like_a_formula(text: str) -> None:
    assert harmless(text).startswith("'")


def test_ordinary_words_stay_as_they_are() -> None:
    assert harmless("王秀英") == "王秀英"
    assert harmless(-3) == -3
