"""Code lists: stable values, both languages, and the spellings that clerks use."""

import re

import pytest

from app.domain.households import codes
from app.domain.households.codelist import Code, CodeList, normalise_label

ALL = sorted(codes.CODE_LISTS.values(), key=lambda code_list: code_list.name)


@pytest.mark.parametrize("code_list", ALL, ids=lambda code_list: code_list.name)
def test_every_entry_has_a_stable_value_and_two_labels(code_list: CodeList) -> None:
    for item in code_list:
        assert re.fullmatch(r"[a-z][a-z0-9_]*", item.value)
        assert len(item.value) <= 40
        assert item.zh
        assert item.en.isascii()
        assert code_list.label(item.value, "zh") == item.zh
        assert code_list.label(item.value, "en") == item.en


@pytest.mark.parametrize("code_list", ALL, ids=lambda code_list: code_list.name)
def test_every_entry_is_found_by_all_its_spellings(code_list: CodeList) -> None:
    for item in code_list:
        for spelling in (item.value, item.zh, item.en, *item.aliases, *([item.code] if item.code else [])):
            assert code_list.find(spelling) == item.value
            assert code_list.find(f" {spelling}\n") == item.value


@pytest.mark.parametrize("code_list", ALL, ids=lambda code_list: code_list.name)
def test_choices_are_pairs_in_the_order_of_the_list(code_list: CodeList) -> None:
    assert [value for value, _ in code_list.choices("zh")] == list(code_list.values)
    assert [label for _, label in code_list.choices("en")] == [item.en for item in code_list]


def test_official_codes_are_kept() -> None:
    assert codes.CAUSE.get("illness").code == "01"
    assert codes.CAUSE.get("marriage").code == "13"
    assert codes.CAUSE.get("bereavement").code is None
    assert codes.RELATION.get("maternal_grandmother").code == "20"
    assert codes.RISK.get("flood").code == "0201"
    assert codes.ETHNICITY.get("gelao").code == "37"
    assert codes.TRANSFER_ITEM.get("allowance").code == "AAC077"


def test_the_56_peoples_and_those_beside_them() -> None:
    numbered = [item for item in codes.ETHNICITY if item.code and int(item.code) <= 56]
    assert len(numbered) == 56
    assert codes.ETHNICITY.find("穿青人") == "chuanqing"
    assert codes.ETHNICITY.find("布依") == "bouyei"


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("因病", "illness"),
        ("０１ 因病", "illness"),
        ("01.因病", "illness"),
        ("缺劳力", "labour"),
        ("其它", "other"),
        ("不明", None),
    ],
)
def test_lookups(text: str, value: str | None) -> None:
    assert codes.CAUSE.find(text) == value


def test_several_values_in_one_text() -> None:
    assert codes.CAUSE.find_all("缺水、因病、缺水") == (("water", "illness"), ())
    assert codes.CAUSE.find_all("缺水，天气") == (("water",), ("天气",))
    assert codes.CAUSE.find_all("") == ((), ())
    assert codes.WATER_SOURCE.find_all("受保护的井水和泉水") == (("protected_well",), ())


def test_labels_of_unknown_and_absent_values() -> None:
    assert codes.CAUSE.label("moon") == "moon"
    assert codes.CAUSE.label(None) == ""
    assert codes.CAUSE.labels(("illness", "water")) == "因病、缺水"
    assert codes.CAUSE.labels(("illness", "water"), "en") == "Illness, Lack of water"
    assert "illness" in codes.CAUSE
    assert len(codes.CAUSE) == 14


def test_a_list_that_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="stands twice"):
        CodeList("x", (Code("a", "甲", "A"), Code("a", "乙", "B")))
    with pytest.raises(ValueError, match="means two entries"):
        CodeList("x", (Code("a", "甲", "A"), Code("b", "甲", "B")))


def test_school_stages() -> None:
    assert codes.school_stage("primary") == "primary"
    assert codes.school_stage("junior_2") == "junior"
    assert codes.school_stage("vocational_1") == "senior"
    assert codes.school_stage("higher_vocational_1") == "higher"
    assert codes.school_stage(codes.NOT_STUDENT) is None
    assert all(
        codes.school_stage(value) for value in codes.STUDENT_STATUS.values if value != codes.NOT_STUDENT
    )
    assert codes.is_student("kindergarten")
    assert not codes.is_student("preschool_age")
    assert not codes.is_student(None)


def test_labels_are_compared_without_blanks_and_width() -> None:
    assert normalise_label(" Ａ 级\u200b") == "a级"
