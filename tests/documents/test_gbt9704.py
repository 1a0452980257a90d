"""The posted sheet against GB/T 9704-2012, point by point, measured on the finished PDF. The table: docs/paper.md."""

import ctypes
import dataclasses
import itertools
import re
import statistics

import pypdfium2.raw as pdfium
import pytest
from flask import Flask

from app.core.bilingual import BilingualText
from app.documents import notice_sheets
from app.documents.notice_sheets import SheetForm, SheetPlace, sheet_pdf
from tests.documents.made_up import a_notice
from tests.documents.measured import MM, Line, Measured

PLACE = SheetPlace(3, BilingualText("村委会公开栏", "Village office board"))
BASIS = (
    "《关于做好贫困户建档立卡工作的实施方案》和县人民政府关于本年度识别工作的有关部署，以及本镇会议的决定，"
    * 34
)
NO_LINE_BEGINS_WITH = "，。、；：？！）》”’·"
NO_LINE_ENDS_WITH = "（《“‘"
LEFT, RIGHT, TOP, BOTTOM = 28 * MM, 184 * MM, 37 * MM, 262 * MM


@pytest.fixture(scope="module")
def measured(printing_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """A notice with so much text that its second page is full of it, and with a list: made once for the module."""
    return Measured(_made(printing_app, tmp_path_factory, "a4", BASIS[:-1]))


@pytest.fixture(scope="module")
def on_the_wall(printing_app: Flask, tmp_path_factory: pytest.TempPathFactory) -> Measured:
    """The same kind of notice, short, on A3."""
    return Measured(_made(printing_app, tmp_path_factory, "a3", "《工作方案》"))


def _made(app: Flask, folders: pytest.TempPathFactory, size: str, basis: str) -> bytes:
    """The open setting at once: of this text no setting takes one page."""
    before = app.extensions["gongshi"]
    app.extensions["gongshi"] = dataclasses.replace(before, instance=folders.mktemp(size))
    paper = a_notice(60, kind="first_notice", changes=(), basis=BilingualText(basis))
    try:
        with app.app_context(), pytest.MonkeyPatch.context() as patch:
            patch.setattr(notice_sheets, "STEPS", ("standard",))
            return sheet_pdf(paper, SheetForm(size=size), PLACE)
    finally:
        app.extensions["gongshi"] = before


def prose(measured: Measured) -> list[Line]:
    """The lines of the page that is full of text."""
    return [line for line in measured.pages[1] if line.baseline < BOTTOM]


def test_5_1_the_paper_is_a4(measured: Measured) -> None:
    assert {measured.size(page) for page in range(len(measured.pages))} == {measured.size(0)}
    assert measured.size(0) == pytest.approx((210, 297), abs=0.1)


def test_5_2_1_the_type_area_is_156_by_225_mm_within_its_margins(measured: Measured) -> None:
    """Top 37 ± 1 mm, left 28 ± 1 mm; nothing but page number and stamp outside.

    Half of the space between two lines stands above the first and below the last.
    """
    lines = prose(measured)
    half = (28.9 - 16) / 2
    assert lines[0].glyphs[0].top - half == pytest.approx(TOP, abs=1 * MM)
    assert lines[-1].glyphs[0].bottom + half == pytest.approx(BOTTOM, abs=1.5 * MM)
    assert min(line.left for line in lines) == pytest.approx(LEFT, abs=0.5)
    assert all(line.right <= RIGHT + 0.5 for line in lines)
    for page in measured.pages:
        for line in page:
            inside = line.glyphs[0].top >= TOP - 1 and line.baseline <= BOTTOM
            assert inside or line.baseline > BOTTOM + 3 * MM, line.text


def test_5_2_2_body_text_is_fangsong_of_16_points(measured: Measured) -> None:
    chinese = [
        glyph for line in prose(measured) for glyph in line.glyphs if "\u4e00" <= glyph.text <= "\u9fff"
    ]
    assert {round(glyph.size, 2) for glyph in chinese} == {16.0}
    assert sum("FangSong" in glyph.font for glyph in chinese) == len(chinese)


def test_5_2_3_a_page_has_22_lines_of_28_characters(measured: Measured) -> None:
    lines = prose(measured)
    assert len(lines) == 22
    assert statistics.mode(len(line.glyphs) for line in lines) == 28


def test_5_2_3_the_pitch_of_lines_is_even(measured: Measured) -> None:
    baselines = [line.baseline for line in prose(measured)]
    steps = [after - before for before, after in itertools.pairwise(baselines)]
    assert all(step == pytest.approx(28.9, abs=0.1) for step in steps)


def test_5_2_4_all_text_is_black(measured: Measured) -> None:
    for number in range(len(measured.pages)):
        for one in measured.document[number].get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
            parts = [ctypes.c_uint() for _ in range(4)]
            pdfium.FPDFPageObj_GetFillColor(one, *parts)
            red, green, blue, _alpha = (part.value for part in parts)
            assert red == green == blue < 130, "black, the caption of the seal's place grey"


def test_7_3_1_the_title_is_22_points_bold_song_centred_and_a_trapezoid(measured: Measured) -> None:
    lines = [line for line in measured.pages[0] if line.size == pytest.approx(22, abs=0.1)]
    assert "".join(line.text for line in lines) == "林泉镇清浦村2014年贫困户识别第一次公示"
    middle = (LEFT + RIGHT) / 2
    for line in lines:
        assert "Serif" in line.font
        assert "Bold" in line.font
        assert (line.left + line.right) / 2 == pytest.approx(middle, abs=2)
    widths = [line.right - line.left for line in lines]
    assert widths == sorted(widths, reverse=True)


def test_7_3_3_paragraphs_begin_two_characters_in(measured: Measured) -> None:
    for beginning in ("根据", "公示时间", "在此期间"):
        assert measured.line(beginning).left - LEFT == pytest.approx(32, abs=1)
    continued = prose(measured)[1]
    assert continued.left == pytest.approx(LEFT, abs=0.5)


def test_no_line_begins_with_a_mark_that_ends_or_ends_with_one_that_opens(measured: Measured) -> None:
    lines = prose(measured)
    assert [line.text for line in lines if line.text[0] in NO_LINE_BEGINS_WITH] == []
    assert [line.text for line in lines if line.text[-1] in NO_LINE_ENDS_WITH] == []


def test_7_3_4_the_attachment_note_stands_one_line_below_two_characters_in_without_a_mark(
    measured: Measured,
) -> None:
    note = measured.line("附件：")
    page = next(lines for lines in measured.pages if note in lines)
    above = page[page.index(note) - 1]
    assert note.left - LEFT == pytest.approx(32, abs=1)
    assert note.baseline - above.baseline > 1.8 * 23
    assert note.text[-1] not in "。．.；，"
    assert note.size == pytest.approx(16, abs=0.1)


def test_7_3_5_the_date_is_written_without_zeros_four_characters_from_the_right(measured: Measured) -> None:
    date = measured.line("2014年6月5日")
    assert date.text == "2014年6月5日"
    assert RIGHT - date.end == pytest.approx(64, abs=1)


def test_7_3_5_the_issuer_stands_in_the_middle_above_the_date(measured: Measured) -> None:
    date = measured.line("2014年6月5日")
    page = next(lines for lines in measured.pages if date in lines)
    issuer = page[page.index(date) - 1]
    assert issuer.text == "林泉镇人民政府"
    assert (issuer.left + issuer.end) / 2 == pytest.approx((date.left + date.end) / 2, abs=1)
    assert date.baseline - issuer.baseline == pytest.approx(28.9, abs=0.2)


def test_7_3_5_the_seal_s_place_is_empty_42_mm_wide_and_issuer_and_date_stand_a_little_below_its_middle(
    measured: Measured,
) -> None:
    note, caption, date = measured.line("附件："), measured.line("盖章处"), measured.line("2014年6月5日")
    issuer = measured.line("林泉镇人民政府")
    top = caption.glyphs[0].top - 3
    middle = top + 21 * MM
    assert 0 <= top - note.baseline <= 28.9, "its top lies within a line of the text above"
    assert (caption.left + caption.end) / 2 == pytest.approx((date.left + date.end) / 2, abs=1)
    assert 0 < (issuer.baseline + date.baseline) / 2 - middle < 10 * MM
    assert not re.search("此页无正文", "".join(line.text for page in measured.pages for line in page))


def test_7_3_7_the_attachment_begins_its_page_with_its_name_in_hei_and_its_title_on_the_third_line(
    measured: Measured,
) -> None:
    mark = measured.line("附件", page=_list_page(measured))
    assert mark.text == "附件"
    assert "Sans" in mark.font
    assert mark.size == pytest.approx(16, abs=0.1)
    assert mark.left == pytest.approx(LEFT, abs=0.5)
    title = measured.pages[_list_page(measured)][1]
    assert title.text == "清浦村2014年贫困户识别名单"
    assert (title.left + title.right) / 2 == pytest.approx((LEFT + RIGHT) / 2, abs=2)
    assert 2 * 28.9 <= title.baseline - mark.baseline < 3 * 28.9


def _list_page(measured: Measured) -> int:
    return next(number for number, lines in enumerate(measured.pages) if lines[0].text == "附件")


def test_7_5_the_page_number_is_14_points_song_between_dashes_7_mm_below_the_type_at_the_right(
    measured: Measured,
) -> None:
    for number, page in enumerate(measured.pages, start=1):
        glyphs = [glyph for line in page for glyph in line.glyphs if line.baseline > BOTTOM]
        dashes = [glyph for glyph in glyphs if glyph.text == "—"]
        assert len(dashes) == 2
        between = [glyph for glyph in glyphs if dashes[0].x < glyph.x < dashes[1].x and glyph.text.isdigit()]
        assert "".join(glyph.text for glyph in between) == str(number)
        assert {round(glyph.size, 1) for glyph in (*between, *dashes)} == {14.0}
        assert "Serif" in between[0].font
        middle = (dashes[0].top + dashes[0].bottom) / 2
        assert (middle - BOTTOM) / MM == pytest.approx(7, abs=0.5)
        assert RIGHT - dashes[1].right == pytest.approx(14, abs=2), "one character from the right"


def test_the_list_has_its_head_on_each_page_in_type_of_14_points(measured: Measured) -> None:
    pages = measured.pages[_list_page(measured) :]
    for page in pages:
        assert any(line.text.startswith("序号村民小组户主姓名") for line in page)
    rows = [line for page in pages for line in page if re.match(r"\d+第.组", line.text)]
    assert len(rows) >= 30
    assert {round(line.size, 1) for line in rows} == {14.0}


def test_posted_paper_may_be_larger_a3_is_the_same_page_magnified(on_the_wall: Measured) -> None:
    """Annex to 5.1: papers that are posted may take another size. Every measure is 1.414 times as large."""
    assert on_the_wall.size(0) == pytest.approx((297, 420), abs=0.1)
    title = on_the_wall.line("林泉镇清浦村")
    body = on_the_wall.line("根据")
    assert title.size == pytest.approx(31.1, abs=0.1)
    assert body.size == pytest.approx(22.6, abs=0.1)
    assert body.left / MM == pytest.approx((28 + 2 * 16 / MM) * 2**0.5, abs=1)
