"""Texts in two languages: Chinese always, English where there is some."""

from app.core.bilingual import BilingualText


def test_english_falls_back_to_chinese_and_says_so() -> None:
    only_chinese, both = BilingualText("新华村"), BilingualText("新华村", "Xinhua")
    assert [both.in_("zh"), both.in_("en"), only_chinese.in_("en")] == ["新华村", "Xinhua", "新华村"]
    assert only_chinese.is_missing("en")
    assert not only_chinese.is_missing("zh")
    assert not both.is_missing("en")


def test_nothing_is_shown_as_nothing() -> None:
    assert str(BilingualText(None)) == ""
    assert BilingualText(None).in_("en") == ""
