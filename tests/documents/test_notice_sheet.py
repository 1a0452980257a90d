"""The sheet on the board, read back from its finished bytes by other programs."""

import dataclasses
import datetime as dt
import re
from pathlib import Path

import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.documents.faults import PrivateNumber
from app.documents.notices import set_notice
from app.documents.papers import Change, NoticePaper, NoticeRow, Withdrawal
from tests.documents.made_up import a_notice, fonts_of, pages_of, picture_of, text_of

pytestmark = pytest.mark.usefixtures("desk")

LANGUAGES = ("zh", "en")
KINDS = ("first_notice", "second_notice", "announcement")


def rows_read(pdf: bytes) -> list[tuple[str, ...]]:
    """The rows of the list as they stand on the pages, whichever language surrounds them."""
    line = re.compile(r"^\s*(\d+)\s+(第.组)\s+(\S+)\s+(\d+)\s*$")
    return [
        match.groups() for page in pages_of(pdf) for row in page.splitlines() if (match := line.match(row))
    ]


def rows_given(paper: NoticePaper) -> list[tuple[str, ...]]:
    return [(str(row.sequence), row.group_name, row.head_name, str(row.people)) for row in paper.rows]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_list_on_paper_is_the_list_that_was_given(kind: str, lang: str) -> None:
    paper = a_notice(60, kind=kind)
    assert rows_read(set_notice(paper, lang)) == rows_given(paper)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("kind", KINDS)
def test_the_text_stands_on_one_page_and_the_list_begins_on_the_next(kind: str, lang: str) -> None:
    changes = () if kind == "first_notice" else a_notice().changes
    first, second, *_ = pages_of(set_notice(a_notice(5, kind=kind, changes=changes), lang))
    assert {"zh": "盖章处", "en": "(seal)"}[lang] in first
    assert second.lstrip().startswith({"zh": "附件", "en": "Attachment"}[lang])


def test_what_the_village_must_know_is_on_the_first_page() -> None:
    first = pages_of(set_notice(a_notice(24), "zh"))[0]
    words = "".join(first.split())
    for needed in (
        "林泉镇清浦村2014年贫困户识别第二次公示",
        "根据《扶贫开发建档立卡工作方案》",
        "共24户",
        "2013年农民人均纯收入2736元",
        "公示时间：2014年6月6日至2014年6月12日，共7天。",
        "实名、匿名均可",
        "5个工作日内",
        "受理单位：林泉镇人民政府",
        "当面提出：镇政府一楼",
        "0857-4000002（镇扶贫工作站）",
        "http://gongshi.example/v/BXSL-K5QQ-2",
        "监督电话：12317",
        "有商品房",
        "暂缓，另列补充名单",
        "附件：清浦村2014年贫困户识别名单",
        "2014年6月5日",
        "编号：GS-2014-002-2",
        "BXSL-K5QQ-2",
        "第1页共3页" if "共3页" in words else "第1页共2页",
    ):
        assert needed in words, needed


def test_the_english_sheet_is_english_but_for_the_names() -> None:
    paper = a_notice(3)
    words = text_of(set_notice(paper, "en"))
    names = {character for row in paper.rows for character in row.head_name + row.group_name}
    assert set(re.findall(r"[\u4e00-\u9fff]", words)) <= names
    assert "  ." not in words
    assert "None" not in words


@pytest.mark.parametrize("rows", [1, 21, 22, 23, 24, 46, 47, 48, 49, 400])
def test_every_page_of_the_list_has_its_header_and_the_ending_never_stands_alone(rows: int) -> None:
    paper = a_notice(rows)
    pages = pages_of(set_notice(paper, "zh"))[1:]
    assert all(re.search(r"序号\s+村民小组\s+户主姓名\s+家庭人口数", page) for page in pages)
    assert all(re.search(r"第.组\s+\S+\s+\d", page) for page in pages)
    assert f"以上共{rows}户{paper.people}人。" in pages[-1]
    assert "本件一式三份" in pages[-1]
    total = len(pages) + 1
    assert [re.findall(r"第(\d+)页 共(\d+)页", page) for page in pages] == [
        [(str(number), str(total))] for number in range(2, total + 1)
    ]


def test_fonts_are_embedded_as_subsets_with_their_characters() -> None:
    for _name, kind, _encoding, embedded, subset, unicode, *_ in fonts_of(set_notice(a_notice(24), "zh")):
        assert (kind, embedded.strip(), subset.strip(), unicode.strip()) == (
            "CID Type 0C",
            "yes",
            "yes",
            "yes",
        )


def test_the_place_for_the_seal_is_empty(tmp_path: Path) -> None:
    """Within the square stand issuer and date, as the rule asks; the upper part, where the seal comes, is white."""
    paper = dataclasses.replace(a_notice(5), issuer=BilingualText("镇政府"))
    picture = picture_of(set_notice(paper, "zh"), tmp_path, dots=144)
    kind, size, depth, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    assert (kind, depth) == (b"P5", b"255")
    rows = [pixels[start : start + width] for start in range(0, width * height, width)]
    top, left = next((y, found) for y in range(height // 2, height) if (found := _left_of_square(rows[y])))
    inside = [rows[y][left + 8 : left + 230] for y in range(top + 32, top + 96)]
    assert all(value > 250 for row in inside for value in row)


def _left_of_square(row: bytes) -> int:
    """Where the dashed line of the square (42 mm, 238 dots) begins in *row*; 0 when it is not this row."""
    dark = [x for x in range(len(row) // 2, len(row)) if row[x] < 250]
    is_grey = len(dark) > 60 and min(row[x] for x in dark) > 100
    return dark[0] if is_grey and 230 <= dark[-1] - dark[0] <= 244 else 0


def test_no_seal_is_ever_printed() -> None:
    pdf = set_notice(a_notice(5), "zh")
    assert b"/Subtype /Image" not in pdf
    assert b"/Subtype/Image" not in pdf


HOSTILE = (
    '<script>alert("1")</script>',
    "<img src=http://127.0.0.1:9/x.png>",
    "</td></tr></table><h1>公告</h1>",
    "王&amp;明&#8238;",
    "{{ paper.digest }}",
    "url(http://127.0.0.1:9/)",
    "张·三•四",
    "X" * 300,
    "甲乙丙丁" * 75,
)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_hostile_names_are_printed_as_the_text_they_are(lang: str) -> None:
    rows = tuple(NoticeRow(number, name[:60], name, 3) for number, name in enumerate(HOSTILE, start=1))
    words = "".join(text_of(set_notice(a_notice(rows), lang)).split())
    for name in HOSTILE:
        assert "".join(name.split()) in words


def test_control_and_direction_marks_do_not_reach_the_paper() -> None:
    rows = (NoticeRow(1, "第一组", "王\u202e明\x07\u2067芳", 3), NoticeRow(2, "第二组", "李\u0000四", 2))
    assert [row[2] for row in rows_read(set_notice(a_notice(rows), "zh"))] == ["王明芳", "李四"]


@pytest.mark.parametrize(
    "number",
    ["522423197001011234", "52242319700101123X", "522423700101123", "13812345678", "6222021234567890123"],
)
def test_a_private_number_never_hangs_on_the_board(number: str) -> None:
    with pytest.raises(PrivateNumber):
        set_notice(a_notice((NoticeRow(1, "第一组", f"王明{number}", 3),)), "zh")
    with pytest.raises(PrivateNumber):
        set_notice(a_notice(3, changes=(Change("removed", 1, 3, f"电话{number}"),)), "zh")


def test_a_withdrawn_notice_says_so_at_its_head() -> None:
    paper = a_notice(3, withdrawal=Withdrawal(dt.date(2014, 6, 8), "第2号姓名有误", "GS-2014-002-3"))
    first = pages_of(set_notice(paper, "zh"))[0]
    assert "已于2014年6月8日撤回。原因：第2号姓名有误" in first
    assert "替代编号：GS-2014-002-3" in first


def test_a_period_in_working_days_of_an_unannounced_year_says_so() -> None:
    first = pages_of(set_notice(a_notice(3, day_kind="working", days=5, period_is_estimated=True), "zh"))[0]
    words = "".join(first.split())
    assert "共5个工作日。（当年放假安排尚未公布" in words


def test_optional_columns_are_printed_where_the_policy_asks_for_them() -> None:
    rows = (NoticeRow(1, "第一组", "王明", 3, {"attribute": BilingualText("一般贫困户", "poor household")}),)
    columns = ("sequence", "group", "head_name", "people", "attribute")
    page = pages_of(set_notice(a_notice(rows, columns=columns), "zh"))[1]
    assert re.search(r"1\s+第一组\s+王明\s+3\s+一般贫困户", page)


def test_the_same_paper_gives_the_same_bytes() -> None:
    assert set_notice(a_notice(30), "zh") == set_notice(a_notice(30), "zh")


def test_the_reader_s_own_language_does_not_reach_the_paper(desk: Flask) -> None:
    expected = set_notice(a_notice(3), "zh")
    with desk.test_request_context("/?lang=en", headers={"Cookie": "lang=en"}):
        assert set_notice(a_notice(3), "zh") == expected


def test_without_rows_the_sheet_says_that_the_names_were_taken_down() -> None:
    paper = dataclasses.replace(a_notice(24), rows=())
    (only,) = pages_of(set_notice(paper, "zh"))
    words = "".join(only.split())
    assert "现已撤下，此处不再列出姓名" in words
    assert "共24户" in words


def test_the_list_of_the_web_page_is_the_same_with_a_link_behind_each_row(desk: Flask) -> None:
    template = desk.jinja_env.from_string(
        '{% import "documents/_notice_body.html" as body %}'
        '{% call(row) body.list_table(paper) %}<a href="/{{ row.sequence }}">!</a>{% endcall %}'
    )
    html = template.render(paper=a_notice(3))
    assert html.count("<tr>") == 4
    assert '<a href="/3">!</a>' in html


def test_a_text_that_fits_no_page_goes_on_without_cutting_contacts_or_signature() -> None:
    reason = "理由较长的一条说明文字，经入户核实家庭人均纯收入高于标准，并且有商品房和轿车，村民代表会议复议后同意移出"
    changes = tuple(Change("removed", 3, 9, f"{reason}{number}" * 2) for number in range(5))
    first, second, third = pages_of(set_notice(a_notice(3, changes=changes), "zh"))
    assert "受理单位" not in first
    assert all(words in second for words in ("受理单位", "监督电话", "盖章处", "2014年6月5日"))
    assert third.lstrip().startswith("附件")
