"""Reading a file, and refusing in seconds what is no workbook or must not be opened."""

import io
import struct
import time
import zipfile
import zlib

import openpyxl
import pytest

from app.domain.imports.archive import FileKind, ReadLimits
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.reader import cell_reference, read_workbook
from tests.domain.imports.workbooks import a_household, cells_of, csv_of, xls_of, xlsx_of, xlsx_of_sheets

GOOD = cells_of(a_household())
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refusal_of(data: bytes, limits: ReadLimits | None = None) -> str:
    started = time.monotonic()
    with pytest.raises(WorkbookRefused) as caught:
        read_workbook(data, limits or ReadLimits())
    assert time.monotonic() - started < 10
    assert caught.value.advice.msgid
    return caught.value.reason.msgid


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (xlsx_of(GOOD), FileKind.XLSX),
        (xls_of(GOOD), FileKind.XLS),
        (csv_of(GOOD), FileKind.CSV),
        (csv_of(GOOD, "utf-8-sig"), FileKind.CSV),
        (csv_of(GOOD, "gb18030"), FileKind.CSV),
        (csv_of(GOOD, "utf-16", "\t"), FileKind.CSV),
        (csv_of(GOOD, "gb18030", ";"), FileKind.CSV),
    ],
)
def test_every_kind_of_file_gives_the_same_cells(data: bytes, kind: FileKind) -> None:
    workbook = read_workbook(data)
    assert workbook.kind is kind
    rows = workbook.sheets[0].rows
    assert rows[0][0] == "2014年农户申请登记表"
    assert rows[1][:3] == ["行政村", "村民小组", "户编号"]
    assert rows[2][2] == "5205811070030001"
    assert float(rows[2][7]) == 2


def test_rows_keep_their_place_below_empty_ones() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["C4"] = "姓名"
    stream = io.BytesIO()
    workbook.save(stream)
    rows = read_workbook(stream.getvalue()).sheets[0].rows
    assert rows[3][2] == "姓名"
    assert cell_reference(3, 2) == "C4"
    assert cell_reference(0, 27) == "AB1"


def test_merged_cells_are_filled() -> None:
    rows = (
        read_workbook(xlsx_of([["a", "b", "c"], ["x", 1, "z"], ["", 2, ""]], merged=["A2:A3", "B1:C1"]))
        .sheets[0]
        .rows
    )
    assert rows[2][0] == "x"
    assert rows[0] == ["a", "b", "b"]


def test_hidden_sheets_are_named_and_not_read() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_of_sheets({"村": GOOD, "旧": GOOD})))
    workbook["旧"].sheet_state = "hidden"
    stream = io.BytesIO()
    workbook.save(stream)
    read = read_workbook(stream.getvalue())
    assert [sheet.name for sheet in read.sheets] == ["村"]
    assert read.hidden_sheets == ("旧",)


def test_dates_and_truth_values_arrive_plain() -> None:
    workbook = openpyxl.Workbook()
    import datetime

    workbook.active.append([datetime.date(2013, 12, 31), True, None])
    workbook.active.append([1, 2, 3])
    stream = io.BytesIO()
    workbook.save(stream)
    assert read_workbook(stream.getvalue()).sheets[0].rows[0] == ["2013-12-31", True, ""]


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.4 ...",
        b"\x89PNG\r\n\x1a\n....",
        b"MZ\x90\x00\x03",
        b"\x00\x01\x02\x03data",
        b"one column\nonly\n",
    ],
)
def test_other_files_are_no_workbooks(data: bytes) -> None:
    assert refusal_of(data) == "This file is not a workbook."


def test_a_word_document_is_no_workbook() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert refusal_of(stream.getvalue()) == "This file is not a workbook."
    assert (
        refusal_of(_OLE2 + bytes(2000) + "WordDocument".encode("utf-16-le")) == "This file is not a workbook."
    )


def test_a_web_page_called_xls_is_told_apart() -> None:
    page = "<html><table><tr><td>姓名</td></tr></table></html>".encode()
    assert refusal_of(page) == "This is a web page that only carries the name of a workbook."


@pytest.mark.parametrize("data", [b"", b"  \r\n\t", bytes(100)])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert refusal_of(data) == "The file is empty."


def test_a_workbook_without_data_is_refused() -> None:
    assert refusal_of(xlsx_of([])) == "The workbook holds no data."


def test_a_password_on_an_xlsx_is_recognised() -> None:
    container = _OLE2 + bytes(1500) + "EncryptedPackage".encode("utf-16-le") + bytes(5000)
    assert refusal_of(container) == "The workbook is protected by a password."


def test_a_password_on_an_xls_is_recognised() -> None:
    data = bytearray(xls_of(GOOD))
    start = data.index(b"\x09\x08\x10\x00")
    following = start + 4 + struct.unpack_from("<H", data, start + 2)[0]
    struct.pack_into("<H", data, following, 0x2F)
    assert refusal_of(bytes(data)) == "The workbook is protected by a password."


def test_an_encrypted_archive_is_recognised() -> None:
    data = bytearray(xlsx_of(GOOD))
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1
    assert refusal_of(bytes(data)) == "The workbook is protected by a password."


@pytest.mark.parametrize("cut", [200, 2000])
def test_a_damaged_workbook_is_refused(cut: int) -> None:
    assert refusal_of(xlsx_of(GOOD)[:-cut]) == "The workbook is damaged and cannot be opened."


def test_a_damaged_xls_is_refused() -> None:
    data = bytearray(xls_of(GOOD))
    data[512:1200] = b"\xff" * 688
    assert refusal_of(bytes(data)) == "The workbook is damaged and cannot be opened."


def test_a_file_that_is_too_large_is_refused_unread() -> None:
    assert (
        refusal_of(b"PK" + bytes(200), ReadLimits(max_bytes=100)) == "The file is larger than %(limit)s MB."
    )


def _with_sheet(xml: bytes, declared: int | None = None) -> bytes:
    """A workbook whose first sheet is *xml*; the archive's directory may lie about its size."""
    stream = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(xlsx_of(GOOD))) as good,
        zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bad,
    ):
        for part in good.infolist():
            content = good.read(part)
            bad.writestr(part.filename, xml if part.filename == "xl/worksheets/sheet1.xml" else content)
    data = bytearray(stream.getvalue())
    if declared is not None:
        for signature, at_size, at_name in ((b"PK\x01\x02", 24, 46), (b"PK\x03\x04", 22, 30)):
            place = -1
            while (place := data.find(signature, place + 1)) >= 0:
                if data[place + at_name :].startswith(b"xl/worksheets/sheet1.xml"):
                    struct.pack_into("<I", data, place + at_size, declared)
                    struct.pack_into("<I", data, place + at_size - 8, zlib.crc32(xml[:declared]))
    return bytes(data)


def test_a_zip_bomb_is_refused_by_its_directory() -> None:
    assert refusal_of(_with_sheet(b" " * 60_000_000)).startswith("The file would unpack")


def test_a_zip_bomb_that_lies_about_its_size_is_refused() -> None:
    assert refusal_of(_with_sheet(b" " * 60_000_000, declared=5000)).startswith("The file would unpack")


def test_overlapping_parts_are_refused() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<w/>")
        for number in range(30):
            archive.writestr(f"xl/part{number}.xml", "")
    assert refusal_of(stream.getvalue(), ReadLimits(max_parts=20)).startswith("The file would unpack")


def test_too_many_rows_are_refused() -> None:
    data = xlsx_of([["a", "b"]] * 60)
    assert refusal_of(data, ReadLimits(max_rows=50)) == "The workbook has more than %(limit)s rows."
    text = csv_of([["a", "b"]] * 60)
    assert refusal_of(text, ReadLimits(max_rows=50)) == "The workbook has more than %(limit)s rows."


def test_too_many_columns_are_refused() -> None:
    data = xlsx_of([["a"] * 60])
    assert refusal_of(data, ReadLimits(max_columns=50)) == "A sheet has more than %(limit)s columns."
    assert (
        refusal_of(csv_of([["a"] * 60]), ReadLimits(max_columns=50))
        == "A sheet has more than %(limit)s columns."
    )


def test_two_cells_at_the_far_corners_do_not_fill_the_memory() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "a"
    workbook.active["XFD1048576"] = "b"
    stream = io.BytesIO()
    workbook.save(stream)
    assert refusal_of(stream.getvalue()) in (
        "Reading the workbook needs too much memory or time.",
        "The workbook has more than %(limit)s rows.",
    )


def test_a_cell_far_below_the_table_is_refused() -> None:
    workbook = openpyxl.Workbook()
    workbook.active["A1"] = "a"
    workbook.active["E1048576"] = "b"
    stream = io.BytesIO()
    workbook.save(stream)
    assert refusal_of(stream.getvalue()) == "The workbook has more than %(limit)s rows."


def test_text_in_another_encoding_is_refused() -> None:
    data = b"a,b\n\x81\x20\xff\xff,\x80\n"
    assert refusal_of(data) == "The text of the file is neither UTF-8 nor GB 18030."
