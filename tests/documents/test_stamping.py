"""Stamps over finished pages, and several papers in one bundle."""

import io
import re
from hashlib import sha256
from typing import Any

import pytest
from pypdf import PdfReader

from app.documents import pdf_objects, render, stamping
from tests.documents.made_up import text_of

LINES = "".join(f"<p>第{n}户 王桂英</p>" for n in range(1, 60))
PAPER = f'<!doctype html>\n<html lang="zh-CN"><head><title>名单</title></head><body><h1>名单</h1>{LINES}</body></html>'
CSS = ("html { font: 12pt 'Noto Serif CJK SC' } @page { size: A5; margin-bottom: 30mm }",)


def opened(data: bytes) -> Any:
    """The file as another library reads it."""
    return PdfReader(io.BytesIO(data))


def marks(count: int) -> bytes:
    pages = "".join(f"<p>张贴处：村委会 {n}</p>" for n in range(1, count + 1))
    css = "@page { size: A5; margin: 190mm 10mm 5mm } p { break-after: page } p:last-child { break-after: auto }"
    html = f'<!doctype html>\n<html lang="zh-CN"><head><title>章</title></head><body>{pages}</body></html>'
    return render.render_stamps(html, css=(CSS[0], css), lang="zh")


@pytest.fixture(scope="module")
def base() -> bytes:
    enclosure = render.Enclosure("list.csv", "text/csv", b"a", "list")
    return render.render(PAPER, css=CSS, lang="zh", enclosures=(enclosure,))


@pytest.fixture(scope="module")
def stamps(base: bytes) -> bytes:
    return marks(stamping.count_pages(base))


@pytest.fixture(scope="module")
def sheet(base: bytes, stamps: bytes) -> bytes:
    return stamping.stamped(base, stamps)


def test_pages_are_counted_without_interpreting_the_file(base: bytes, sheet: bytes) -> None:
    pages = len(opened(base).pages)
    assert pages > 2
    assert stamping.count_pages(base) == stamping.count_pages(sheet) == pages


def test_each_page_carries_its_own_stamp(sheet: bytes) -> None:
    for number, page in enumerate(text_of(sheet).split("\f")[:-1], 1):
        assert re.findall(r"张贴处：村委会 (\d+)", page) == [str(number)]


def test_the_paper_itself_stays_as_it_was(base: bytes, sheet: bytes) -> None:
    assert sheet.startswith(base)
    reader, before = opened(sheet), opened(base)
    root, old = reader.trailer["/Root"], before.trailer["/Root"]
    assert root["/Lang"] == "zh-CN"
    assert root["/Metadata"].get_object().get_data() == old["/Metadata"].get_object().get_data()
    assert root.raw_get("/StructTreeRoot").idnum == old.raw_get("/StructTreeRoot").idnum
    assert list(reader.attachments) == ["list.csv"]
    assert reader.outline
    assert text_of(sheet, "-f", "1", "-l", "1").startswith(text_of(base, "-f", "1", "-l", "1").split("\f")[0])


def test_stamps_are_no_part_of_what_is_read_aloud(sheet: bytes) -> None:
    page = opened(sheet).pages[0]
    drawn = page.get_contents()
    assert drawn is not None
    _text, _start, stamp = drawn.get_data().rpartition(b"/Artifact <</Type /Pagination>> BDC")
    assert stamp.split() == [b"q", stamp.split()[1], b"Do", b"Q", b"EMC"]
    form = page["/Resources"]["/XObject"][stamp.split()[1].decode()]
    assert b"BDC" not in form.get_data()


def test_the_same_stamps_give_the_same_bytes(base: bytes, stamps: bytes, sheet: bytes) -> None:
    assert sha256(stamping.stamped(base, stamps)).digest() == sha256(sheet).digest()


def test_a_stamp_too_few_is_refused(base: bytes) -> None:
    with pytest.raises(ValueError, match="1 stamps for"):
        stamping.stamped(base, marks(1))


def test_a_stamped_paper_can_be_stamped_once_more(sheet: bytes, stamps: bytes) -> None:
    twice = stamping.stamped(sheet, stamps)
    drawn = opened(twice).pages[0].get_contents()
    assert drawn is not None
    assert len(set(re.findall(rb"/Stamp\d+ Do", drawn.get_data()))) == 2


def test_a_bundle_holds_what_several_papers_share_once(sheet: bytes, base: bytes) -> None:
    pages = stamping.count_pages(base)
    bundle = stamping.together([sheet, base, sheet], "第一村", ["村委会", "存档", "卫生室"])
    assert len(bundle) < 1.5 * len(sheet)
    reader = opened(bundle)
    assert len(reader.pages) == 3 * pages
    assert reader.metadata is not None
    assert reader.metadata.title == "第一村"
    found = [(one["/Title"], reader.get_destination_page_number(one)) for one in reader.outline]
    assert found == [("村委会", 0), ("存档", pages), ("卫生室", 2 * pages)]
    assert "/StructTreeRoot" not in reader.trailer["/Root"]
    assert text_of(bundle).split() == [
        *text_of(sheet).split(),
        *text_of(base).split(),
        *text_of(sheet).split(),
    ]


@pytest.mark.parametrize("data", [b"", b"%PDF-1.4\n", b"%PDF-1.4\nstartxref\n9\n%%EOF", b"\x00" * 64])
def test_a_file_from_elsewhere_is_no_paper_of_ours(data: bytes) -> None:
    with pytest.raises(pdf_objects.NotOurs):
        stamping.count_pages(data)
