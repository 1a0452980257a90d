"""The sheet on the board, read back from its finished bytes by other programs. Each PDF is made once for the module."""

import csv
import dataclasses
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.documents import notice_making, signing
from app.documents.faults import MissingGlyphs, NotFitToPrint, PrivateNumber
from app.documents.notice_sheets import (
    SheetForm,
    SheetPlace,
    compose,
    find_base,
    find_sheet,
    keep_sheets,
    sheet_pdf,
    stamp_of,
)
from app.documents.notices import refuse_private_numbers
from app.documents.papers import Change, NoticeRow
from app.documents.preflight import Report, Wanted
from app.domain.notices.codes import read_sheet_code
from app.domain.policies.vocabulary import NoticeKind
from tests.documents.made_up import a_notice, fonts_of, pages_of, picture_of, text_of
from tests.documents.made_up_funds import ROAD, a_fund_notice

OFFICE_BOARD = SheetPlace(1, BilingualText("村委会公开栏", "Village office board"))
SHOP = SheetPlace(2, BilingualText("一组小卖部", "Shop of group one"))
HOSTILE = (
    '<script>alert("1")</script>',
    "<img src=http://127.0.0.1:9/x.png>",
    "</td></tr></table><h1>公告</h1>",
    "王&amp;明&#8238;",
    "{{ paper.digest }}",
    "url(http://127.0.0.1:9/)",
    "阿卜杜拉•买买提",
    "王\u202e明\x07\u2067芳",
    "𠮷㑇㛃䶮",
    "ꀀꁀꂀ",
    "X" * 300,
    "甲乙丙丁" * 75,
)


@pytest.fixture(scope="module")
def kept(printing_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A desk whose finished papers stay for the module."""
    before = printing_app.extensions["gongshi"]
    printing_app.extensions["gongshi"] = dataclasses.replace(before, instance=tmp_path_factory.mktemp("kept"))
    with printing_app.app_context():
        yield printing_app
    printing_app.extensions["gongshi"] = before


@pytest.fixture(scope="module")
def second(kept: Flask) -> bytes:
    """A second notice with 60 rows, for the office's board."""
    return sheet_pdf(a_notice(60), SheetForm(), OFFICE_BOARD)


@pytest.fixture(scope="module")
def both(kept: Flask) -> bytes:
    """An announcement in both languages, its list by groups with optional columns, without a place."""
    rows = tuple(
        dataclasses.replace(row, extra={"attribute": BilingualText("一般贫困户", "poor household")})
        for row in a_notice(8).rows
    )
    columns = ("sequence", "group", "head_name", "people", "attribute")
    paper = a_notice(rows, kind="announcement", changes=(), columns=columns)
    return sheet_pdf(paper, SheetForm("both", by_group=True))


@pytest.fixture(scope="module")
def hostile(kept: Flask) -> bytes:
    """A list of names that would do harm if they were anything but text, on A3 in large type."""
    rows = tuple(NoticeRow(number, "第一组", name, 3) for number, name in enumerate(HOSTILE, start=1))
    return sheet_pdf(a_notice(rows, changes=()), SheetForm(size="a3", large=True), SHOP)


def rows_read(page: str) -> list[tuple[str, ...]]:
    """The rows on a page, down its left block and then down its right one."""
    row = re.compile(r"(?<!\S)(\d+)\s+(第.组)\s+(\S+)\s+(\d+)(?!\S)")
    lines = [found for line in page.splitlines() if (found := row.findall(line))]
    return [line[block] for block in (0, 1) for line in lines if len(line) > block]


def test_the_list_on_paper_is_the_list_that_was_given(second: bytes) -> None:
    given = [(str(row.sequence), row.group_name, row.head_name, str(row.people)) for row in a_notice(60).rows]
    assert [row for page in pages_of(second)[1:] for row in rows_read(page)] == given


def test_the_text_stands_on_one_page_and_the_list_begins_on_the_next(second: bytes) -> None:
    first, attached, *others = pages_of(second)
    assert "盖章处" in first
    assert attached.lstrip().startswith("附件")
    assert len(others) == 1, "two blocks side by side save a page"


def test_every_page_of_the_list_has_its_header_and_the_last_its_ending(second: bytes) -> None:
    pages = pages_of(second)[1:]
    assert all(re.search(r"(序号\s+村民小组\s+户主姓名\s+人口\s*){2}", page) for page in pages)
    assert f"以上共60户{a_notice(60).people}人。" in pages[-1]
    assert "本件一式三份" in pages[-1]


def test_what_the_village_must_know_is_on_the_first_page(second: bytes) -> None:
    words = "".join(pages_of(second)[0].split())
    for needed in (
        "林泉镇清浦村2014年贫困户识别第二次公示",
        "根据《扶贫开发建档立卡工作方案》",
        "共60户",
        "2013年农民人均纯收入2736元",
        "公示时间：2014年6月6日至2014年6月12日，共7天。",
        "向林泉镇人民政府提出，实名、匿名均可",
        "5个工作日内",
        "当面提出：镇政府一楼",
        "0857-4000002（镇扶贫工作站）",
        "http://gongshi.example/v/BXSL-K5QQ-2",
        "监督电话：12317",
        "有商品房",
        "暂缓，另列补充名单",
        "附件：清浦村2014年贫困户识别名单",
        "2014年6月5日",
    ):
        assert needed in words, needed


def test_the_foot_of_each_page_says_which_it_is_and_where_it_hangs(second: bytes) -> None:
    pages = ["".join(page.split()) for page in pages_of(second)]
    codes = [re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", page) for page in pages]
    read = [read_sheet_code(found[0]) for found in codes if found]
    assert [(one.ordinal, one.page, one.notice_code) for one in read if one] == [
        (1, number, a_notice(60).public_code) for number in range(1, 4)
    ]
    for number, page in enumerate(pages, start=1):
        assert "张贴处：村委会公开栏" in page
        assert f"第{number}页共3页" in page
        assert "编号GS-2014-002-2" in page
        assert f"—{number}—" in page


def test_the_sheet_without_a_place_names_none(both: bytes) -> None:
    words = "".join(text_of(both).split())
    assert "张贴处" not in words
    assert "Postedat" not in words
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}", words)
    assert code is not None
    assert (found := read_sheet_code(code[0])) is not None
    assert (found.ordinal, found.page) == (0, 1)


def test_both_languages_are_one_file_numbered_through(both: bytes) -> None:
    pages = ["".join(page.split()) for page in pages_of(both)]
    assert [f"—{number}—" in page for number, page in enumerate(pages, start=1)] == [True] * 4
    assert "Page4of4" in pages[3]
    assert "第4页共4页" in pages[3]
    assert "公告时间" in pages[0]
    assert "Announcedfrom" in pages[2]
    catalogue = pypdf.PdfReader(io.BytesIO(both)).trailer["/Root"]
    assert catalogue["/Lang"] == "zh-CN"
    assert catalogue["/MarkInfo"]["/Marked"]


def test_groups_have_a_line_with_their_sum_in_either_language(both: bytes) -> None:
    words = "".join(text_of(both).split())
    group = a_notice(8).rows[0].group_name
    members = [row for row in a_notice(8).rows if row.group_name == group]
    people = sum(row.people for row in members)
    assert f"{group}（{len(members)}户{people}人）" in words
    assert f"{group}({len(members)}household" in words


def test_optional_columns_are_printed_in_the_language_of_their_page(both: bytes) -> None:
    pages = pages_of(both)
    assert "一般贫困户" in pages[1]
    assert "poor household" not in pages[1]
    assert "poor household" in pages[3]


def test_the_english_pages_are_english_but_for_names_and_foot(both: bytes) -> None:
    paper = a_notice(8)
    names = {character for row in paper.rows for character in row.head_name + row.group_name}
    for page in pages_of(both)[2:]:
        words = "".join(line for line in page.splitlines() if "第" not in line or "组" in line)
        assert set(re.findall(r"[\u4e00-\u9fff]", words)) <= names | set("编号页共第")
        assert "None" not in words


def test_hostile_names_are_printed_as_the_text_they_are(hostile: bytes) -> None:
    words = "".join(text_of(hostile, "-raw").split())
    for name in HOSTILE[:6]:
        assert "".join(name.split()) in words
    assert "X" * 300 in words
    assert "甲乙丙丁" * 75 in words


def test_rare_names_stand_on_paper_and_what_cannot_be_seen_does_not(hostile: bytes) -> None:
    words = "".join(text_of(hostile, "-raw").split())
    for name in ("阿卜杜拉·买买提", "𠮷㑇㛃䶮", "ꀀꁀꂀ", "王明芳"):
        assert name in words


def test_the_large_sheet_is_a3(hostile: bytes) -> None:
    page = pypdf.PdfReader(io.BytesIO(hostile)).pages[0]
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx(
        (841.9, 1190.6), abs=0.2
    )


def test_fonts_are_embedded_as_subsets_with_their_characters(second: bytes) -> None:
    found = fonts_of(second)
    assert any("FangSong" in font[0] for font in found)
    for _name, kind, _encoding, embedded, subset, unicode, *_ in found:
        assert kind == "CID Type 0C"
        assert (embedded.strip(), subset.strip(), unicode.strip()) == ("yes", "yes", "yes")


def test_the_place_for_the_seal_is_empty_and_42_mm(second: bytes, tmp_path: Path) -> None:
    """Within the square stand issuer and date, as the rule asks; the upper part, where the seal comes, is white."""
    picture = picture_of(second, tmp_path, dots=144)
    kind, size, depth, pixels = picture.read_bytes().split(b"\n", 3)
    width, height = map(int, size.split())
    assert (kind, depth) == (b"P5", b"255")
    rows = [pixels[start : start + width] for start in range(0, width * height, width)]
    top, left = next((y, found) for y in range(height // 2, height) if (found := _left_of_square(rows[y])))
    inside = [rows[y][left + 8 : left + 230] for y in range(top + 32, top + 84)]
    assert all(value > 250 for row in inside for value in row)
    assert b"/Subtype /Image" not in second


def _left_of_square(row: bytes) -> int:
    """Where the dashed line of the square (42 mm, 238 dots) begins in *row*; 0 when it is not this row."""
    dark = [x for x in range(len(row) // 2, len(row)) if row[x] < 250]
    is_grey = len(dark) > 60 and min(row[x] for x in dark) > 90
    return dark[0] if is_grey and 230 <= dark[-1] - dark[0] <= 244 else 0


def test_the_list_travels_within_as_a_table_and_as_data(second: bytes) -> None:
    paper, enclosed = a_notice(60), pypdf.PdfReader(io.BytesIO(second)).attachments
    assert set(enclosed) == {"list.csv", "list.json"}
    (table,), (data,) = enclosed["list.csv"], enclosed["list.json"]
    assert table.startswith(b"\xef\xbb\xbf")
    head, *rows = csv.reader(io.StringIO(table.decode("utf-8-sig")))
    given = [[row.sequence, row.group_name, row.head_name, row.people] for row in paper.rows]
    assert head == ["序号", "村民小组", "户主姓名", "家庭人口数"]
    assert rows == [[str(value) for value in row] for row in given]
    read = json.loads(data)
    assert [list(row.values()) for row in read["rows"]] == given
    assert (read["digest"], read["number"], read["code"]) == (paper.digest, paper.number, paper.public_code)
    assert read["period"] == {"first_day": "2014-06-06", "last_day": "2014-06-12"}


def test_names_within_are_those_on_the_sheet_and_harmless_for_a_spreadsheet(kept: Flask) -> None:
    rows = (NoticeRow(1, "第一组", "张•三\u202e", 3), NoticeRow(2, "第一组", "=1+1", 2))
    composed = compose(a_notice(rows), SheetForm())
    table, data = (one.data.decode("utf-8-sig") for one in composed.enclosures)
    assert [row[2] for row in csv.reader(io.StringIO(table))][1:] == ["张·三", "'=1+1"]
    assert [row["head_name"] for row in json.loads(data)["rows"]] == ["张·三", "=1+1"]
    assert composed.wanted.rows == (("1", "第一组", "张·三", "3"), ("2", "第一组", "=1+1", "2"))


def test_a_second_place_is_stamped_on_the_same_base(
    second: bytes, kept: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = find_base(a_notice(60), SheetForm())
    assert base is not None
    assert second.startswith(base[:-40])
    monkeypatch.setattr(notice_making, "set_base", lambda _composed: pytest.fail("set twice"))
    other = sheet_pdf(a_notice(60), SheetForm(), SHOP)
    assert "张贴处：一组小卖部" in "".join(text_of(other).split())
    assert find_sheet(a_notice(60), SheetForm(), SHOP) == other
    assert find_sheet(a_notice(60), SheetForm(), SheetPlace(3, SHOP.name)) is None
    assert find_sheet(a_notice(60), SheetForm("en"), SHOP) is None


def test_the_same_paper_gives_the_same_bytes_whoever_asks_in_which_language(
    second: bytes, kept: Flask, tmp_path: Path
) -> None:
    """Made anew as a worker makes it, and put down as it puts them down."""
    paper, form = a_notice(60), SheetForm()
    with kept.test_request_context("/?lang=en", headers={"Cookie": "lang=en"}):
        made = notice_making.make_sheets(compose(paper, form), [stamp_of(paper, form, OFFICE_BOARD)])
    assert made.sheets[1] == second
    fresh = dataclasses.replace(kept.extensions["gongshi"], instance=tmp_path)
    before, kept.extensions["gongshi"] = kept.extensions["gongshi"], fresh
    try:
        assert find_sheet(paper, form, OFFICE_BOARD) is None
        keep_sheets(paper, form, [OFFICE_BOARD], made)
        assert find_sheet(paper, form, OFFICE_BOARD) == second
        assert find_base(paper, form) == made.base
    finally:
        kept.extensions["gongshi"] = before


def test_what_the_preflight_refuses_is_neither_kept_nor_given_out(
    kept: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(data: bytes, _wanted: Wanted) -> None:
        raise NotFitToPrint(Report((), 1), data)

    monkeypatch.setattr(notice_making.preflight, "ensure", refuse)
    paper = a_notice(2, number="GS-2014-002-9")
    with pytest.raises(NotFitToPrint):
        sheet_pdf(paper, SheetForm("en"), SHOP)
    assert find_sheet(paper, SheetForm("en"), SHOP) is None
    assert find_base(paper, SheetForm("en")) is None


def test_only_what_is_archived_carries_the_office_s_signature(
    kept: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notice_making, "set_base", lambda _composed: b"base")
    monkeypatch.setattr(
        notice_making, "make_sheet", lambda base, stamp, _wanted: base + bytes([stamp.ordinal])
    )
    monkeypatch.setattr(signing, "signed_if_configured", lambda data: data + b" signed")
    paper = a_notice(2, number="GS-2014-002-8")
    assert sheet_pdf(paper, SheetForm()) == b"base\x00 signed"
    assert sheet_pdf(paper, SheetForm(), SHOP) == b"base\x02"


def test_a_character_without_a_font_stops_with_the_row_that_has_it(kept: Flask) -> None:
    rows = (NoticeRow(1, "第一组", "王明", 3), NoticeRow(2, "第二组", "李\U00030000", 2))
    composed = dataclasses.replace(compose(a_notice(rows), SheetForm()), steps=("standard",))
    with pytest.raises(MissingGlyphs) as refused:
        notice_making.set_base(composed)
    assert "2 第二组 李\U00030000 2" in str(refused.value)


@pytest.mark.parametrize("wrong", [{"lang": "fr"}, {"size": "a2"}])
def test_there_are_no_other_languages_or_sizes(wrong: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="no sheet"):
        SheetForm(**wrong)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize(
    "number",
    ["522423197001011234", "52242319700101123X", "522423700101123", "13812345678", "6222021234567890123"],
)
def test_a_private_number_never_hangs_on_the_board(number: str, kept: Flask) -> None:
    with pytest.raises(PrivateNumber):
        sheet_pdf(a_notice((NoticeRow(1, "第一组", f"王明{number}", 3),)), SheetForm())
    with pytest.raises(PrivateNumber):
        sheet_pdf(a_notice(3, changes=(Change("removed", 1, 3, f"电话{number}"),)), SheetForm())
    for where in ("content", "benefit", "result"):
        facts = {"projects": [ROAD | {where: {"zh": f"找王大爷，{number}", "en": "Ask Wang."}}]}
        with pytest.raises(PrivateNumber):
            sheet_pdf(a_fund_notice(NoticeKind.PROJECT_COMPLETION, facts), SheetForm())


def test_an_office_may_be_called_by_mobile(kept: Flask) -> None:
    paper = a_fund_notice(NoticeKind.PROJECT_START, {"projects": [ROAD | {"telephone": "13812345678"}]})
    refuse_private_numbers(paper)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_sheet_without_its_names_leaves_the_place_for_the_seal_empty(lang: str, kept: Flask) -> None:
    paper = dataclasses.replace(a_notice(24, kind="announcement", changes=()), rows=())
    assert sheet_pdf(paper, SheetForm(lang)).startswith(b"%PDF")
