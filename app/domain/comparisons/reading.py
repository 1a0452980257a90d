"""A department's file as sheets of rows, one row in memory at a time: .csv in UTF-8, UTF-16 or GB 18030, and .xlsx.

Lives here: choosing the reader, refusing what cannot or must not be read, reading .csv. Does not live here: the inside
of an .xlsx (``spreadsheet.py``), the meaning of a column (``columns.py``).

A file may have millions of rows: nothing here grows with their number. A spreadsheet library that gives a whole sheet
at once is therefore no choice (``bench/comparisons.py`` has the figures).
"""

import codecs
import contextlib
import csv
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from app.core.messages import N_
from app.domain.comparisons.spreadsheet import Limits, Spreadsheet, too_many_columns, too_many_rows
from app.domain.imports.archive import encrypted, refused
from app.domain.imports.cells import Cell
from app.domain.imports.findings import WorkbookRefused

Row = tuple[int, Sequence[Cell]]

_ENCODINGS = ("utf-8-sig", "gb18030")
_BLOCK = 1 << 18
_AT_ONCE = 500
_OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_FOREIGN = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"MZ",
    b"\x7fELF",
    b"{\\rtf",
)
_MARKUP = (b"<!doctype", b"<html", b"<table", b"<?xml", b"<meta", b"<head")


@dataclass
class Sheet:
    """One sheet and its rows, numbered as in the file. *rows* is gone through once, before the next sheet."""

    name: str
    rows: Iterator[Row]


class Reader:
    """An opened file: :attr:`sheets` to go through in order, and how much of it is read."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._path, self._limits = path, limits
        self.size = max(1, path.stat().st_size)
        self.hidden_sheets: tuple[str, ...] = ()
        self._done = 0
        self._spreadsheet: Spreadsheet | None = None

    @property
    def share_read(self) -> float:
        """From 0 to 1."""
        if self._spreadsheet is not None:
            return self._spreadsheet.share_read
        return min(1.0, self._done / self.size)

    def sheets(self) -> Iterator[Sheet]:
        """The visible sheets; raises :class:`WorkbookRefused` as soon as something cannot be read."""
        if _kind_of(self._path, self._limits) == "csv":
            yield Sheet("", self._csv_rows())
            return
        with contextlib.closing(Spreadsheet(self._path, self._limits)) as spreadsheet:
            self._spreadsheet = spreadsheet
            self.hidden_sheets = spreadsheet.hidden_sheets
            for name, rows in spreadsheet.sheets():
                yield Sheet(name, rows)

    def _csv_rows(self) -> Iterator[Row]:
        encoding = _encoding_of(self._path)
        with self._path.open("rb") as raw, codecs.getreader(encoding)(raw) as probe:
            delimiter = _delimiter_of(probe.read(20_000))
        with self._path.open(encoding=encoding, newline="") as stream:
            reader = csv.reader(stream, delimiter=delimiter, strict=True)
            number = 0
            try:
                while rows := list(islice(reader, _AT_ONCE)):
                    self._done = os.lseek(stream.fileno(), 0, os.SEEK_CUR)
                    if max(map(len, rows)) > self._limits.max_columns:
                        raise too_many_columns(self._limits.max_columns)
                    if number > self._limits.max_rows:
                        raise too_many_rows(self._limits.max_rows)
                    yield from enumerate(rows, number + 1)
                    number += len(rows)
            except csv.Error as error:
                raise refused(
                    N_(
                        "Row %(row)s cannot be read: a quotation mark is not where it should be, or is never closed."
                    ),
                    N_("Open the file in Excel or WPS, save it as .xlsx, and choose the saved file."),
                    row=reader.line_num,
                ) from error


def _kind_of(path: Path, limits: Limits) -> str:
    """``csv`` or ``xlsx``, by the first bytes; raises :class:`WorkbookRefused` for anything else."""
    size = path.stat().st_size
    with path.open("rb") as stream:
        start = stream.read(1 << 16)
    if not start.strip(b"\x00 \r\n\t"):
        raise refused(N_("The file is empty."), N_("Choose the file that the department sent."))
    if size > limits.max_bytes:
        raise refused(
            N_("The file is larger than %(limit)s MB."),
            N_("Ask the department for a .csv file with the needed columns only, or split it."),
            limit=limits.max_bytes >> 20,
        )
    if start.startswith(b"PK"):
        return "xlsx"
    if start.startswith(_OLE2):
        raise encrypted() if _ENCRYPTED in start else _old_workbook()
    _refuse_foreign(start)
    return "csv"


def _old_workbook() -> WorkbookRefused:
    return refused(
        N_("This is a workbook of the old kind (.xls), which cannot be read row by row."),
        N_("Open it in Excel or WPS, save it as .xlsx, and choose the saved file."),
    )


def _refuse_foreign(start: bytes) -> None:
    head = start[:4096].lstrip()
    is_wide = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if head.startswith(_FOREIGN) or (b"\x00" in head and not is_wide):
        raise refused(N_("This file is not a table."), N_("Choose an Excel file (.xlsx) or a .csv file."))
    if head[:200].lower().startswith(_MARKUP):
        raise refused(
            N_("This is a web page that only carries the name of a workbook."),
            N_("Open it in Excel or WPS, save it as .xlsx, and choose the saved file."),
        )


def _encoding_of(path: Path) -> str:
    """The first encoding in which the whole file makes sense, read in blocks."""
    with path.open("rb") as stream:
        is_wide = stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
    lines = 0
    for encoding in ("utf-16",) if is_wide else _ENCODINGS:
        wrong_in = _first_wrong_line(path, encoding)
        if wrong_in is None:
            return encoding
        lines = max(lines, wrong_in)
    raise refused(
        N_("The text of the file is neither UTF-8 nor GB 18030; row %(row)s cannot be read."),
        N_("Open it in Excel or WPS, save it as .xlsx, and choose the saved file."),
        row=lines,
    )


def _first_wrong_line(path: Path, encoding: str) -> int | None:
    decoder, lines = codecs.getincrementaldecoder(encoding)(), 1
    with path.open("rb") as stream:
        while block := stream.read(_BLOCK):
            try:
                decoder.decode(block)
            except UnicodeDecodeError as error:
                return lines + block[: error.start].count(b"\n")
            ends = block.count(b"\n")
            if len(block) == _BLOCK and not ends and b"\r" not in block:
                raise refused(
                    N_("Row %(row)s is too long for a table."),
                    N_("Choose an Excel file (.xlsx) or a .csv file."),
                    row=lines,
                )
            lines += ends
    try:
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return lines
    return None


def _delimiter_of(text: str) -> str:
    lines = text.splitlines()[:20]
    delimiter = max(",\t;", key=lambda sign: sum(line.count(sign) for line in lines))
    if not any(delimiter in line for line in lines):
        raise refused(N_("This file is not a table."), N_("Choose an Excel file (.xlsx) or a .csv file."))
    return delimiter
