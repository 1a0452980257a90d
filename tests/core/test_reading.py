"""How long a text takes to read."""

from app.core.reading import reading_minutes


def test_a_few_words_take_a_minute() -> None:
    assert reading_minutes("") == 1
    assert reading_minutes("公示七天。") == 1


def test_characters_and_words_are_both_counted() -> None:
    assert reading_minutes("字" * 501) == 3
    assert reading_minutes("word " * 320) == 2
    assert reading_minutes("字" * 250 + "word " * 160) == 2
