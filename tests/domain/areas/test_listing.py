"""Reading a list of villages: what is taken, and what is said about what is not."""

import pytest

from app.domain.areas.listing import AreaRow, read_listing

HEADER = "行政区划代码,村(社区),英文名,村民小组数,户数,户籍人口,是否贫困村,识别规模(人)"
LINE = "520581107002,林泉社区,Linquan,11,780,3120,否,176"


def text(*lines: str) -> bytes:
    return "\r\n".join([HEADER, *lines]).encode()


def test_a_line_becomes_a_row() -> None:
    rows, findings = read_listing(text(LINE))
    assert findings == []
    assert rows == [AreaRow(2, "520581107002", "林泉社区", "Linquan", 11, 780, 3120, False, 176)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_both_encodings_are_read(encoding: str) -> None:
    rows, findings = read_listing(text(LINE).decode().encode(encoding))
    assert findings == []
    assert rows[0].name_zh == "林泉社区"


def test_columns_are_found_wherever_they_stand_under_other_names_and_below_a_title() -> None:
    lines = [
        "林泉镇各村基本情况",
        "户籍人口,户数,村名,代码,村民小组数",
        "２４８０,620,海子社区,520581107003,9",
        "3000,,合计,,",
    ]
    rows, findings = read_listing("\n".join(lines).encode())
    assert findings == []
    assert [(row.line, row.code, row.population, row.quota_people) for row in rows] == [
        (3, "520581107003", 2480, None)
    ]


def test_empty_lines_and_totals_are_passed_over() -> None:
    rows, findings = read_listing(text(LINE, "", ",,,,,,,", "合计,,,,,,,"))
    assert (len(rows), findings) == (1, [])


def test_counties_and_townships_need_no_figures() -> None:
    rows, findings = read_listing(text("520581000000,黔西市,Qianxi,,,,,", "520581107000,林泉镇,Linquan,,,,,"))
    assert findings == []
    assert [row.level.value for row in rows] == ["county", "township"]


@pytest.mark.parametrize(
    ("line", "column", "value", "words"),
    [
        ("5.20581E+11,林泉社区,,1,2,3,否,", "行政区划代码", "5.20581E+11", "twelve digits"),
        ("520581107002,,,1,2,3,否,", "村(社区)", "", "missing"),
        ("520581107002,林泉社区,,十一,2,3,否,", "村民小组数", "十一", "whole number"),
        ("520581107002,林泉社区,,1,,3,否,", "户数", "", "number is missing"),
        ("520581107002,林泉社区,,1,2,-3,否,", "户籍人口", "-3", "whole number"),
        ("520581107002,林泉社区,,780,2,300,否,", "村民小组数", "780", "at most"),
        ("520581107002,林泉社区,,1,2,3,也许,", "是否贫困村", "也许", "yes nor no"),
        ("520581107002,林泉社区,,1,2,3,否,4", "识别规模(人)", "4", "more than"),
        ("520581107002,林泉社区,,1,9,3,否,", "户数", "9", "more than"),
    ],
)
def test_a_fault_says_line_column_value_why_and_what_to_do(
    line: str, column: str, value: str, words: str
) -> None:
    rows, findings = read_listing(text(LINE.replace("7002", "7004"), line))
    assert len(rows) == 1
    assert [(f.line, f.column, f.value) for f in findings] == [(3, column, value)]
    assert words in str(findings[0].problem)
    assert str(findings[0].advice)


def test_every_fault_is_said_at_once() -> None:
    _, findings = read_listing(text("12,,,x,,,也许,"))
    assert len(findings) == 2
    _, findings = read_listing(text("520581107002,,,x,,,也许,"))
    assert len(findings) == 5


def test_a_code_that_stands_twice_is_found() -> None:
    _, findings = read_listing(text(LINE, LINE))
    assert "line 2" in str(findings[0].problem)


@pytest.mark.parametrize(
    "data", [b"", b"\x00\x01\x02", b"PK\x03\x04\xff\xff\xff\xff", b"a,b,c\n1,2,3", b"\xff" * 50]
)
def test_what_is_no_list_is_refused_with_advice(data: bytes) -> None:
    rows, findings = read_listing(data)
    assert rows == []
    assert str(findings[0].advice)
