"""From the bytes of a file to sheets of raw cells: .xlsx, .xls, and .csv in UTF-8 or GB 18030.

Lives here: choosing the reader, refusing what cannot or must not be read, A1 references.
Does not live here: the meaning of a column (``headers.py``) or of a cell (``cells.py``).
"""

import csv
import io
import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.core.messages import N_
from app.domain.imports.archive import FileKind, ReadLimits, damaged, encrypted, kind_of, refused
from app.domain.imports.cells import Cell
from app.domain.imports.findings import WorkbookRefused

_CHILD = Path(__file__).with_name("reading_child.py")
_CSV_ENCODINGS = ("utf-8-sig", "gb18030")
_DEFAULT_LIMITS = ReadLimits()


@dataclass(frozen=True, slots=True)
class RawSheet:
    """One sheet: its rows from the very first one on, so that row ``i`` stands in row ``i + 1`` of the file.

    *merged* are its merged cells as (top, left, bottom, right), from 0; each cell of them holds the value of the first.
    """

    name: str
    rows: Sequence[Sequence[Cell]]
    merged: Sequence[Sequence[int]] = ()


@dataclass(frozen=True, slots=True)
class RawWorkbook:
    """The visible sheets of a file, and the names of the hidden ones, which are not read."""

    kind: FileKind
    sheets: tuple[RawSheet, ...]
    hidden_sheets: tuple[str, ...] = ()


def read_workbook(data: bytes, limits: ReadLimits = _DEFAULT_LIMITS) -> RawWorkbook:
    """Read a clerk's file or raise :class:`WorkbookRefused` with what to do about it."""
    kind = kind_of(data, limits)
    workbook = _read_csv(data, limits) if kind is FileKind.CSV else _read_spreadsheet(data, kind, limits)
    if not any(sheet.rows for sheet in workbook.sheets):
        raise refused(N_("The workbook holds no data."), N_("Choose the workbook that holds the rows."))
    return workbook


def column_letters(index: int) -> str:
    """The letters of the column with this index, counted from 0: ``A``, ``Z``, ``AA``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_reference(row: int, column: int) -> str:
    """``A1`` for the cell in row 0, column 0."""
    return f"{column_letters(column)}{row + 1}"


def _read_spreadsheet(data: bytes, kind: FileKind, limits: ReadLimits) -> RawWorkbook:
    numbers = (limits.max_rows, limits.max_columns, limits.max_sheets, limits.max_memory_bytes)
    try:
        child = subprocess.run(
            [sys.executable, "-I", "-W", "ignore", str(_CHILD), *map(str, numbers)],
            input=data,
            capture_output=True,
            timeout=limits.seconds,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_heavy() from error
    if child.returncode:
        raise _refusal_of(child.returncode, child.stderr, limits)
    sheets: list[tuple[str, bool, list[list[Cell]], list[list[int]]]] = json.loads(child.stdout)
    return RawWorkbook(
        kind,
        tuple(RawSheet(name, rows, merged) for name, hidden, rows, merged in sheets if not hidden),
        tuple(name for name, hidden, _, _ in sheets if hidden),
    )


def _refusal_of(code: int, said: bytes, limits: ReadLimits) -> WorkbookRefused:
    if code == 3:
        return encrypted()
    if code == 4:
        return _too_many_rows(limits)
    if code == 5:
        return refused(
            N_("A sheet has more than %(limit)s columns."),
            N_("Delete the empty columns to the right of the table, save, and choose the file again."),
            limit=limits.max_columns,
        )
    if code < 0 or b"MemoryError" in said or b"memory allocation" in said:
        return _too_heavy()
    return damaged()


def _too_heavy() -> WorkbookRefused:
    return refused(
        N_("Reading the workbook needs too much memory or time."),
        N_("Copy the register without the empty rows and columns around it into a new workbook."),
    )


def _too_many_rows(limits: ReadLimits) -> WorkbookRefused:
    return refused(
        N_("The workbook has more than %(limit)s rows."),
        N_("Delete the empty rows below the table, or import village by village."),
        limit=limits.max_rows,
    )


def _read_csv(data: bytes, limits: ReadLimits) -> RawWorkbook:
    text = _decoded(data)
    lines = text[:20_000].splitlines()[:20]
    delimiter = max(",\t;", key=lambda sign: sum(line.count(sign) for line in lines))
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if len(row) > limits.max_columns:
                raise _refusal_of(5, b"", limits)
            rows.append(list(row))
            if len(rows) > limits.max_rows:
                raise _too_many_rows(limits)
    except csv.Error as error:
        raise damaged() from error
    while rows and not any(rows[-1]):
        rows.pop()
    if max((len(row) for row in rows), default=0) < 2:
        raise refused(
            N_("This file is not a workbook."), N_("Choose an Excel file (.xlsx, .xls) or a .csv file.")
        )
    return RawWorkbook(FileKind.CSV, (RawSheet("CSV", rows),))


def _decoded(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = _CSV_ENCODINGS
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise refused(
        N_("The text of the file is neither UTF-8 nor GB 18030."),
        N_("Open it in Excel or WPS, save it as .xlsx, and choose the saved file."),
    )
