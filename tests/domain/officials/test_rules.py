"""Names as they are compared, and the pasted roster."""

import pytest

from app.domain.officials import rules


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("王强", "王 强"),
        ("王强", "王强（3组）"),
        ("何平", "驻村工作队 何平"),
        ("王强", "村委会主任　王强"),
    ],
)
def test_one_person_is_recognised_however_written(one: str, other: str) -> None:
    assert rules.is_same_person(one, None, other, None)
    assert rules.is_same_person(other, None, one, None)


@pytest.mark.parametrize(("one", "other"), [("王强", "王小强"), ("王强", "强"), ("", ""), ("王强", "")])
def test_different_names_are_different_people(one: str, other: str) -> None:
    assert not rules.is_same_person(one, None, other, None)


def test_one_account_is_one_person_whatever_the_name() -> None:
    assert rules.is_same_person("王强", 7, "村文书", 7)
    assert not rules.is_same_person("王强", 7, "李四", 8)


def test_a_pasted_roster_is_read_in_any_usual_writing() -> None:
    lines, faults = rules.parse_roster("王秀英，3组，女\n\n李建国\t男\t２组\n赵德福")
    assert not faults
    assert [(one.name, one.group_name, one.sex) for one in lines] == [
        ("王秀英", "3组", "female"),
        ("李建国", "2组", "male"),
        ("赵德福", "", None),
    ]
    assert [one.number for one in lines] == [1, 3, 4]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "No name was found."),
        ("13900001111，3组", "Line 1 does not begin with a name."),
        ("王秀英，3组，女，村东头", "Line 1 has more than name, group and sex: “村东头”."),
        ("王秀英\n王 秀英", "Line 2: “王 秀英” stands twice."),
    ],
)
def test_a_line_that_cannot_be_read_is_named(text: str, said: str) -> None:
    _, faults = rules.parse_roster(text)
    assert str(faults[0]).startswith(said)


def test_two_of_one_name_are_told_apart_by_their_groups() -> None:
    lines, faults = rules.parse_roster("王强（3组），3组\n王强（5组），5组")
    assert not faults
    assert len(lines) == 2


def test_no_more_than_a_village_has_are_taken_at_once() -> None:
    characters = [chr(0x4E00 + number) for number in range(201)]
    _, faults = rules.parse_roster("\n".join(f"王{one}" for one in characters))
    assert str(faults[0]) == "At most 200 names at once."
