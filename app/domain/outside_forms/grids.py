"""Forms as grids of text, and writing values back into the file as it came.

A Word file's tables are its sheets. Files are opened only after a look at what they would unpack to and
how many cells they would make. What the writer of workbooks cannot carry over (drawings, charts) is lost from a filled
copy; the template itself stays as it is.
"""

import copy
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils import column_index_from_string

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.outside_forms.models import FileKind
from app.domain.outside_forms.row_insertion import formula_of, insert_rows, is_of_its_row

LARGEST_BYTES = 5 * 1024 * 1024
_MOST_UNPACKED, _MOST_PARTS = 60 * 1024 * 1024, 2_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 400, 80, 20
#: cells of a workbook or of tables, with those that merged ones cover
_MOST_CELLS = 300_000
_CELLS = re.compile(rb"<(?:\w+:)?(?:c|row|tc)[\s/>]")
_SPANS = re.compile(rb"<(?:\w+:)?(?:mergeCell|gridSpan|gridBefore|gridAfter)\s[^>]*>?")
_MERGED = re.compile(rb"""\sref\s*=\s*["']\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?["']""")
_STRETCH = re.compile(rb"""[\s:]val\s*=\s*["'](\d{1,7})["']""")
_ACTIVE = ("vbaproject.bin", "macrosheets/", "activex/")
#: a label stretches over so many columns at most; what is wider is a title
MOST_MERGED = 3
Place = tuple[int, int, int]
#: what the readers raise for a damaged file; XML that is not well formed is a ``SyntaxError``
_BROKEN = (
    LookupError, ValueError, TypeError, AttributeError, SyntaxError, EOFError, OSError, zlib.error, zipfile.BadZipFile,
)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """A sheet or table: *cells* by row and column, stripped; ``None`` within a merged cell beyond its first.

    A cell with a formula is never empty. *going_on* are those whose formula counts with its own row only.
    """

    name: str
    cells: tuple[tuple[str | None, ...], ...]
    going_on: frozenset[tuple[int, int]] = frozenset()

    def at(self, row: int, column: int) -> str | None:
        """The text of a cell; nothing beyond the edge."""
        if row < len(self.cells) and column < len(self.cells[row]):
            return self.cells[row][column]
        return None

    def right_of(self, row: int, column: int) -> int | None:
        """The next cell to the right that begins one, if it is empty."""
        following = column + 1
        while following < len(self.cells[row]) and self.cells[row][following] is None:
            following += 1
        is_near = following - column <= MOST_MERGED and following < len(self.cells[row])
        is_free = is_near and self.cells[row][following] == ""
        return following if is_free else None


def kind_of(data: bytes) -> FileKind:
    """What the file is. Raises ``Invalid`` beside ``file`` for what is neither, too large, or not to be opened."""
    if len(data) > LARGEST_BYTES:
        raise _refused(N_("The file is too large: at most %(mb)s MB."), mb=LARGEST_BYTES // 1024 // 1024)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = _look_into(archive)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise _refused(N_("Choose an Excel file (.xlsx) or a Word file (.docx).")) from error
    if any(mark in name.lower() for name in names for mark in _ACTIVE):
        raise _refused(N_("The file holds macros. Save it without macros, as .xlsx or .docx."))
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.DOCX
    raise _refused(N_("Choose an Excel file (.xlsx) or a Word file (.docx)."))


def _look_into(archive: zipfile.ZipFile) -> set[str]:
    """The names of the parts. Raises ``Invalid`` for what would unpack to too much, or to too many cells."""
    parts = archive.infolist()
    if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
        raise _refused(_TOO_MUCH)
    cells = 0
    for part in parts:
        if not part.filename.lower().endswith((".xml", ".rels")):
            continue
        text = archive.read(part)
        if b"<!" in text[:2_000] or b"\0" in text[:2_000]:
            raise _refused(N_("The file cannot be opened. Save it anew in your office program."))
        cells += len(_CELLS.findall(text)) + sum(map(_extent, _SPANS.findall(text)))
        if cells > _MOST_CELLS:
            raise _refused(_TOO_MUCH)
    return {part.filename for part in parts}


def _extent(tag: bytes) -> int:
    """How many cells a merged or stretched one covers; far too many where that is written in no plain way."""
    if found := _MERGED.search(tag):
        left, top, right, bottom = (one.decode() if one else "" for one in found.groups())
        columns = column_index_from_string(right or left) - column_index_from_string(left) + 1
        return int(abs(columns * (int(bottom or top) - int(top) + 1)))
    stretched = _STRETCH.search(tag)
    return int(stretched.group(1)) if stretched else _MOST_CELLS + 1


_TOO_MUCH = N_("The file would unpack to far more than a form needs; it is not opened.")


def read(data: bytes, kind: FileKind) -> list[Grid]:
    """The sheets of a form. Raises ``Invalid`` beside ``file`` for what cannot be read."""
    try:
        return _read_workbook(data) if kind is FileKind.XLSX else _read_document(data)
    except _BROKEN as error:
        raise _refused(N_("The file cannot be opened. Save it anew in your office program.")) from error


def write(
    data: bytes, kind: FileKind, values: Mapping[Place, Any], more_rows: Mapping[tuple[int, int], int]
) -> bytes:
    """A copy of the form with *values* at their places; *more_rows*: below (sheet, row) go so many rows like it."""
    stream = io.BytesIO()
    if kind is FileKind.XLSX:
        book = load_workbook(io.BytesIO(data))
        for (sheet, row), number in more_rows.items():
            insert_rows(book, book.worksheets[sheet], row + 1, number)
        for (sheet, row, column), value in values.items():
            cell = book.worksheets[sheet].cell(row + 1, column + 1)
            if not isinstance(cell, MergedCell):
                cell.value = value
                if isinstance(value, str):
                    cell.data_type = "s"
        book.save(stream)
    else:
        document = Document(io.BytesIO(data))
        for (sheet, row), number in more_rows.items():
            pattern = document.tables[sheet].rows[row]._tr
            for _ in range(number):
                pattern.addnext(_alone(copy.deepcopy(pattern)))
        for sheet in {place[0] for place in values}:
            rows = list(document.tables[sheet].rows)
            for (_sheet, row, column), value in values.items():
                if _sheet == sheet:
                    _put(rows[row].cells[column], str(value))
        document.save(stream)
    return stream.getvalue()


def _read_workbook(data: bytes) -> list[Grid]:
    """Results where an office program kept them, formulas where it did not: neither is an empty cell."""
    results = load_workbook(io.BytesIO(data), data_only=True)
    formulas = load_workbook(io.BytesIO(data))
    grids = []
    for sheet, own in list(zip(results.worksheets, formulas.worksheets, strict=True))[:MOST_SHEETS]:
        if any(row > MOST_ROWS and cell.value is not None for (row, _column), cell in own._cells.items()):
            raise _refused(
                N_("A sheet of the file goes beyond row %(max)s; a form is shorter."), max=MOST_ROWS
            )
        size = {"max_row": min(own.max_row, MOST_ROWS), "max_col": min(own.max_column + 1, MOST_COLUMNS)}
        rows = zip(sheet.iter_rows(**size), own.iter_rows(**size), strict=True)
        cells = tuple(tuple(map(_said, line, asked)) for line, asked in rows)
        grids.append(Grid(sheet.title, cells, _going_on(own, size)))
    return grids


def _said(result: Any, cell: Any) -> str | None:
    if isinstance(cell, MergedCell):
        return None
    return _text(result.value) or formula_of(cell.value) or _text(cell.value)


def _going_on(sheet: Any, size: dict[str, int]) -> frozenset[tuple[int, int]]:
    return frozenset(
        (cell.row - 1, cell.column - 1)
        for line in sheet.iter_rows(**size)
        for cell in line
        if cell.data_type == "f" and is_of_its_row(formula_of(cell.value), cell.row)
    )


def _read_document(data: bytes) -> list[Grid]:
    grids = []
    for number, table in enumerate(Document(io.BytesIO(data)).tables[:MOST_SHEETS], 1):
        seen: set[Any] = set()
        cells: list[tuple[str | None, ...]] = []
        for row in list(table.rows)[:MOST_ROWS]:
            line: list[str | None] = []
            for cell in row.cells[:MOST_COLUMNS]:
                line.append(None if cell._tc in seen else _text(cell.text))
                seen.add(cell._tc)
            cells.append(tuple(line))
        grids.append(Grid(str(number), tuple(cells)))
    return grids


def _text(value: Any) -> str:
    return " ".join(str(value).split()) if value is not None else ""


def _alone(row: Any) -> Any:
    """A copied row of a Word table whose cells are its own, not the continuation of one above."""
    for mark in row.findall(f".//{qn('w:vMerge')}"):
        mark.getparent().remove(mark)
    return row


def _put(cell: Any, text: str) -> None:
    """The text in place of what a cell holds, in the type of its first run."""
    first, *others = cell.paragraphs
    for paragraph in others:
        paragraph._p.getparent().remove(paragraph._p)
    runs = first.runs
    if not runs:
        first.add_run(text)
        return
    runs[0].text = text
    for run in runs[1:]:
        run._r.getparent().remove(run._r)


def _refused(words: str, **params: Any) -> Invalid:
    return Invalid(Message(words, **params), "file")
