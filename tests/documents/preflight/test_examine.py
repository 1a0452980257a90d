"""Planted faults: each is found, alone, on its page and in its place; a sound paper passes."""

import io
import pickle
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from pypdf import PdfWriter
from pypdf.generic import ArrayObject, NameObject, TextStringObject

from app.documents.faults import NotFitToPrint
from app.documents.preflight import A3, Box, Check, Seal, ensure, examine, ink, picture
from tests.documents.preflight.planting import (
    ADDRESS,
    TITLE,
    WANTED,
    an_action,
    drawn_over,
    edited,
    findings,
    rectangle,
    stamped,
    wanted,
    with_mark,
)


def near(box: Box | None, across: float, down: float, by: float = 15) -> bool:
    """True when the middle of *box* is no further than *by* mm from there."""
    assert box is not None
    return abs(box.middle[0] - across) <= by and abs(box.middle[1] - down) <= by


def test_a_sound_paper_passes(paper: bytes) -> None:
    report = examine(paper, WANTED)
    assert (report.findings, report.pages, report.is_fit) == ((), 2, True)
    assert ensure(paper, WANTED) is paper


def test_a_paper_that_is_not_fit_does_not_get_out_and_brings_its_report_along(paper: bytes) -> None:
    with pytest.raises(NotFitToPrint) as caught:
        ensure(paper, wanted(pages=3))
    fault = pickle.loads(pickle.dumps(caught.value))  # noqa: S301 - our own, as it comes back from another process
    assert fault.data == paper
    assert [one.check for one in fault.report.findings] == [Check.PAGES]


# The file ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7 nothing", b"<html>"])
def test_what_is_no_paper_does_not_pass(data: bytes) -> None:
    assert [one.check for one in examine(data, WANTED).findings] == [Check.FILE]


@pytest.mark.parametrize("password", ["", "secret"])
def test_an_encrypted_file_does_not_pass(paper: bytes, password: str) -> None:
    locked = edited(paper, lambda writer: writer.encrypt(password, algorithm="AES-256"))
    report = examine(locked, WANTED)
    assert [one.check for one in report.findings] == [Check.FILE]
    assert "locked" in str(report.findings[0].message)


def test_a_check_that_breaks_is_a_finding(paper: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_any: Any) -> None:
        raise RecursionError

    monkeypatch.setattr(ink, "_margins", broken)
    found = findings(paper, Check.MARGINS)
    assert [one.page for one in found] == [1, 2]
    assert "could not be checked" in str(found[0].message)


# The sheet -----------------------------------------------------------------------------------------------------------


def test_pages_size_and_title(paper: bytes) -> None:
    assert "2 pages" in str(findings(paper, Check.PAGES, pages=1)[0].message)
    found = findings(paper, Check.SIZE, size_mm=A3, margins_mm=None)
    assert [one.page for one in found] == [1, 2]
    assert "210 × 297" in str(found[0].message)
    assert TITLE in str(findings(paper, Check.TITLE, title="另一份公示")[0].message)
    assert findings(paper, Check.TITLE, language="en")


def test_a_page_too_many_is_empty(paper: bytes) -> None:
    data = edited(paper, lambda writer: writer.add_blank_page())
    report = examine(data, WANTED)
    assert {one.check for one in report.findings} == {Check.PAGES, Check.TEXT}
    assert {one.page for one in report.findings if one.check == Check.TEXT} == {3}


def test_a_turned_page(paper: bytes) -> None:
    report = examine(edited(paper, lambda writer: writer.pages[1].rotate(90)), WANTED)
    assert (Check.SIZE, 2) in [(one.check, one.page) for one in report.findings]


def test_without_tags_nobody_can_have_it_read_aloud(paper: bytes) -> None:
    report = examine(edited(paper, lambda writer: writer.root_object.pop("/StructTreeRoot")), WANTED)
    assert Check.TAGS in {one.check for one in report.findings}


# Letters and ink -----------------------------------------------------------------------------------------------------


def test_a_font_that_is_not_embedded(paper: bytes) -> None:
    (found,) = findings(drawn_over(paper, 1, "BT /Helv 12 Tf 100 500 Td (Linquan) Tj ET"), Check.FONTS)
    assert "Helvetica" in str(found.message)
    assert found.page == 1


def test_a_character_without_a_shape(paper: bytes) -> None:
    def edit(writer: PdfWriter) -> None:
        leaf = writer.pages[0]
        content: Any = leaf["/Contents"].get_object()
        data = content.get_data()
        at = data.index(b"<", data.index(b"Tf"))
        content.set_data(data[: at + 1] + b"0000" + data[at + 5 :])

    found = examine(edited(paper, edit), WANTED).findings
    assert (Check.GLYPHS, 1) in [(one.check, one.page) for one in found]


def test_letters_too_small(paper: bytes) -> None:
    (found,) = findings(paper, Check.TYPE, smallest_pt=8.5)
    assert found.page == 1
    assert near(found.box, 139, 189)  # the caption of the place for the seal
    (found,) = findings(paper, Check.TYPE, list_pt=16)
    assert (found.page, "14.0 points" in str(found.message)) == (2, True)


@pytest.mark.parametrize(
    ("page", "box", "middle"),
    [
        (1, Box(60, 20, 80, 25), (70, 22)),
        (2, Box(10, 100, 14, 140), (12, 120)),
        (1, Box(190, 200, 192, 202), (191, 201)),
        (2, Box(100, 293, 110, 296), (105, 294)),
        (1, Box(1, 150, 3, 152), (2, 151)),
    ],
)
def test_ink_in_the_margins(paper: bytes, page: int, box: Box, middle: tuple[float, float]) -> None:
    (found,) = findings(drawn_over(paper, page, rectangle(box)), Check.MARGINS)
    assert found.page == page
    assert near(found.box, *middle, by=2)


def test_text_that_nobody_sees(paper: bytes) -> None:
    covered = drawn_over(paper, 1, rectangle(Box(28, 37, 184, 49), "1 g"))
    (found,) = findings(covered, Check.TEXT)
    assert found.page == 1
    assert TITLE[:5] in str(found.message)


# Codes ---------------------------------------------------------------------------------------------------------------


def test_a_damaged_code(paper: bytes) -> None:
    (found,) = findings(drawn_over(paper, 2, rectangle(Box(30, 268, 42, 282), "1 g")), Check.CODES)
    assert found.page == 2
    assert near(found.box, 40, 278, by=4)


def test_a_code_that_leads_elsewhere(paper: bytes) -> None:
    found = findings(paper, Check.CODES, codes=(ADDRESS.format(page=1), ADDRESS.format(page=3)))
    assert {one.page for one in found} == {2}
    assert ADDRESS.format(page=2) in str(found[0].message)
    assert near(found[0].box, 40, 278, by=4)


def test_codes_that_may_stand_anywhere(paper: bytes) -> None:
    both = (ADDRESS.format(page=1), ADDRESS.format(page=2))
    assert not examine(paper, wanted(codes=None, codes_somewhere=both)).findings
    (found,) = findings(paper, Check.CODES, codes=None, codes_somewhere=(*both, "HTTPS://ELSEWHERE"))
    assert found.page is None


# The seal ------------------------------------------------------------------------------------------------------------


def test_ink_in_the_place_for_the_seal(paper: bytes) -> None:
    (found,) = findings(drawn_over(paper, 1, rectangle(Box(125, 222, 130, 227))), Check.SEAL)
    assert found.page == 1
    assert near(found.box, 127, 224, by=2)


def test_a_printed_seal(paper: bytes) -> None:
    found = findings(drawn_over(paper, 1, rectangle(Box(125, 222, 130, 227), "0.9 0.1 0.1 rg")), Check.SEAL)
    assert any("red" in str(one.message) for one in found)


def test_words_in_the_place_for_the_seal_and_no_place_at_all(paper: bytes) -> None:
    (found,) = findings(paper, Check.SEAL, seal=Seal("盖章处", ("清浦村村民委员会",)))
    assert "2014年6月5日" in str(found.message)
    (found,) = findings(paper, Check.SEAL, seal=Seal("此处盖章"))
    assert "no place" in str(found.message)


# What acts, and what is enclosed -------------------------------------------------------------------------------------


def _script(writer: PdfWriter) -> None:
    names: Any = writer.root_object["/Names"].get_object()
    names[NameObject("/JavaScript")] = an_action(
        Names=ArrayObject([an_action(S="/JavaScript", JS="app.beep(0)")])
    )


def _opens(writer: PdfWriter) -> None:
    writer.root_object[NameObject("/OpenAction")] = an_action(S="/Launch", F="calc.exe")


def _leaves(writer: PdfWriter) -> None:
    writer.pages[0][NameObject("/AA")] = an_action(O=an_action(S="/JavaScript", JS="1"))


def _fetches(writer: PdfWriter) -> None:
    content: Any = writer.pages[0]["/Contents"].get_object()
    content[NameObject("/F")] = TextStringObject("http://elsewhere.example/page")


@pytest.mark.parametrize("edit", [_script, _opens, _leaves, _fetches])
def test_what_acts_by_itself(paper: bytes, edit: Callable[[PdfWriter], None]) -> None:
    found = examine(edited(paper, edit), WANTED).findings
    assert Check.ACTIVE in {one.check for one in found}


def test_a_link_may_lead_to_the_web_only(paper: bytes) -> None:
    def linked(address: str) -> bytes:
        return with_mark(paper, 1, Subtype="/Link", A=an_action(S="/URI", URI=address))

    assert examine(linked("https://gongshi.example/v/1"), WANTED).is_fit
    assert findings(linked("file:///etc/passwd"), Check.ACTIVE)


def test_a_stamp_over_a_page_is_looked_at_like_the_page(paper: bytes) -> None:
    report = examine(stamped(paper, 1, "BT /Helv 12 Tf 100 500 Td (Half) Tj ET"), WANTED)
    assert {one.check for one in report.findings} == {Check.TYPE, Check.FONTS}
    assert "6.0 points" in str(report.findings[0].message)  # it is laid over at half its size
    assert near(report.findings[0].box, 41, 208, by=3)


def test_a_note_that_shows_something_of_its_own(paper: bytes) -> None:
    assert findings(with_mark(paper, 1, Subtype="/Stamp", AP=an_action(N="/None")), Check.ACTIVE)


def test_enclosures(paper: bytes) -> None:
    assert "list.json" in str(
        findings(paper, Check.ENCLOSURES, enclosures=("list.csv", "list.json"))[0].message
    )
    assert "does not belong" in str(findings(paper, Check.ENCLOSURES, enclosures=())[0].message)
    added = edited(paper, lambda writer: writer.add_attachment("list.json", b"{not json"))
    (found,) = findings(added, Check.ENCLOSURES, enclosures=("list.csv", "list.json"))
    assert "cannot be read" in str(found.message)


# The picture ---------------------------------------------------------------------------------------------------------


def test_the_picture_shows_the_page_with_the_place_marked(paper: bytes) -> None:
    shown = Image.open(io.BytesIO(picture(paper, 1, [Box(100, 100, 120, 110)]))).convert("RGB")
    assert shown.size == (596, 842) or shown.size == (595, 842)
    red = [
        shown.getpixel((x, round(105 * 72 / 25.4)))
        for x in range(round(97 * 72 / 25.4), round(100 * 72 / 25.4))
    ]
    assert any(one[0] > 150 > 80 > one[1] for one in red)  # type: ignore[index,operator]  # three colours
