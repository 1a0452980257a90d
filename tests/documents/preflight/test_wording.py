"""The list on paper is the frozen list: wrapped, two side by side, by group, over pages; each difference is found."""

import pytest
from markupsafe import escape

from app.documents.preflight import Box, Check, Wanted, examine
from app.documents.preflight.wording import MOST_COMPARED
from app.documents.render import render
from tests.documents.preflight.planting import (
    CSS,
    ROWS,
    WANTED,
    drawn_over,
    findings,
    html_of,
    rectangle,
    wanted,
)

HEAD = ("序号", "户主姓名", "人口")
SMALL = "@page { size: 120mm 90mm; margin: 12mm 10mm 20mm } .table { font-size: 9pt; line-height: 12pt }"


def test_a_line_that_was_changed(paper: bytes) -> None:
    changed = (*ROWS[:6], (ROWS[6][0], ROWS[6][1], "王秀芳", ROWS[6][3]), *ROWS[7:])
    (found,) = findings(paper, Check.LIST, rows=changed)
    assert str(found.message) == "This line reads “7 第二组 王秀英 2”. It must read “7 第二组 王秀芳 2”."
    assert found.page == 2
    assert found.box is not None
    assert 45 < found.box.top < found.box.bottom < 130


def test_a_line_that_is_missing_or_too_much(paper: bytes) -> None:
    (found,) = findings(paper, Check.LIST, rows=(*ROWS, ("19", "第一组", "赵明", "2")))
    assert str(found.message) == "A line of the list is missing on paper: “19 第一组 赵明 2”."
    (found,) = findings(paper, Check.LIST, rows=(*ROWS[:8], *ROWS[9:]))
    assert str(found.message).startswith("This line does not belong to the list: “9 ")
    assert found.page == 2


def test_lines_in_another_order(paper: bytes) -> None:
    (found,) = findings(paper, Check.LIST, rows=(ROWS[1], ROWS[0], *ROWS[2:]))
    assert "another order" in str(found.message)
    assert found.page == 2


def test_a_list_that_is_not_there(paper: bytes) -> None:
    (found,) = findings(paper, Check.LIST, rows=(("1", "别组", "无人", "9"),))
    assert "does not stand on the paper" in str(found.message)


def test_something_drawn_into_the_list(paper: bytes) -> None:
    drawing = "BT /Helv 12 Tf 300 650 Td (7) Tj ET"
    report = examine(drawn_over(paper, 2, drawing), WANTED)
    assert {one.check for one in report.findings} == {Check.LIST, Check.FONTS}
    assert any("“7” stands within the list" in str(one.message) for one in report.findings)


def test_a_name_that_was_covered(paper: bytes) -> None:
    found = findings(drawn_over(paper, 2, rectangle(Box(122.6, 44.5, 128.4, 50.7), "1 g")), Check.TEXT)
    assert [one.page for one in found] == [2]
    assert "“秀”" in str(found[0].message)


def test_words_that_must_stand_on_it(paper: bytes) -> None:
    (found,) = findings(paper, Check.WORDS, words=("共18户", "共19户"))
    assert str(found.message) == "“共19户” does not stand on the paper."
    assert examine(paper, wanted(words=("清浦村 2014 年\n贫困户识别第二次公示",))).is_fit


# Two side by side, by group ------------------------------------------------------------------------------------------


def _slot(row: tuple[str, ...] | str) -> str:
    if isinstance(row, str):
        return f'<td class="group-head" colspan="3">{row}</td>'
    return "".join(f"<td>{cell}</td>" for cell in row)


def _two_up(pages: list[list[tuple[str, ...] | str]]) -> str:
    """A table whose pages are read down the left half, then down the right."""
    heads = "".join(f"<th scope='col'>{one}</th>" for one in HEAD * 2)
    bodies = ""
    for number, page in enumerate(pages):
        half = -(-len(page) // 2)
        sides = [(page[at], page[at + half] if at + half < len(page) else "") for at in range(half)]
        lines = "".join(f"<tr>{''.join(map(_slot, side))}</tr>" for side in sides)
        bodies += f"<tbody{' style=break-before:page' if number else ''}>{lines}</tbody>"
    return f'<table class="table"><thead><tr>{heads}</tr></thead>{bodies}</table>'


@pytest.fixture(scope="module")
def grouped() -> bytes:
    """Five households of two groups on two pages, two side by side; the second group goes on after the turn."""
    first = [
        "第一组(3户,9人)",
        ("1", "王秀英", "2"),
        ("2", "李国强", "3"),
        ("3", "张建军", "4"),
        "第二组(2户,3人)",
    ]
    second = [("4", "陈桂芳很长很长的名字写不下必须换行写", "1"), ("5", "杨·文", "2")]
    return render(html_of(_two_up([first, second]), "名单"), css=[CSS, SMALL], lang="zh")


GROUPED = (
    ("1", "第一组", "王秀英", "2"),
    ("2", "第一组", "李国强", "3"),
    ("3", "第一组", "张建军", "4"),
    ("4", "第二组", "陈桂芳很长很长的名字写不下必须换行写", "1"),
    ("5", "第二组", "杨·文", "2"),
)


def test_two_side_by_side_under_the_names_of_their_groups(grouped: bytes) -> None:
    assert examine(grouped, Wanted("zh", rows=GROUPED, pages=2)).findings == ()
    without_groups = tuple((row[0], *row[2:]) for row in GROUPED)
    assert examine(grouped, Wanted("zh", rows=without_groups)).findings == ()


def test_a_household_under_the_wrong_group(grouped: bytes) -> None:
    moved = (*GROUPED[:3], ("4", "第一组", *GROUPED[3][2:]), GROUPED[4])
    (found,) = examine(grouped, Wanted("zh", rows=moved)).findings
    assert (found.check, found.page) == (Check.LIST, 2)


# Hostile names -------------------------------------------------------------------------------------------------------

NAMES = ("ئابدۇللا", "བསོད་ནམས", "A\u202eBC\u202c", "<b>王</b>", "﨑本⼀", "  李  明 ", "1,2")


def test_names_of_every_script_are_equal_and_marks_that_reorder_do_no_harm() -> None:
    lines = "".join(
        f"<tr><td>{number}</td><td>{escape(name)}</td><td>1</td></tr>" for number, name in enumerate(NAMES, 1)
    )
    heads = "".join(f"<th scope='col'>{one}</th>" for one in HEAD)
    table = f'<table class="table"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'
    data = render(html_of(table, "名单"), css=[CSS, SMALL], lang="zh")
    rows = tuple((str(number), name, "1") for number, name in enumerate(NAMES, 1))
    assert examine(data, Wanted("zh", rows=rows)).findings == ()


def test_lists_that_have_nothing_in_common_are_told_apart_soon(paper: bytes) -> None:
    strange = tuple((str(number), "别组", f"无人{number}", "9") for number in range(MOST_COMPARED * 2))
    report = examine(paper, wanted(rows=(*strange, ROWS[0])))
    assert {one.check for one in report.findings} == {Check.LIST}
