"""Forms as grids of text, and writing values back into the file as it came.

A Word file's tables are its sheets. Files are opened only after a look at what they would unpack to. What the writer
of workbooks cannot carry over (drawings, charts) is lost from a filled copy; the template itself stays as it is.
"""

import copy
import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from docx import Document
from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.domain.outside_forms.models import FileKind

LARGEST_BYTES = 5 * 1024 * 1024
_MOST_UNPACKED, _MOST_PARTS = 60 * 1024 * 1024, 2_000
MOST_ROWS, MOST_COLUMNS, MOST_SHEETS = 400, 80, 20
#: a label stretches over so many columns at most; what is wider is a title
MOST_MERGED = 3
Place = tuple[int, int, int]
#: what the readers raise for a damaged file; XML that is not well formed is a ``SyntaxError``
_BROKEN = (
    LookupError, ValueError, TypeError, AttributeError, SyntaxError, EOFError, OSError, zlib.error, zipfile.BadZipFile,
)  # fmt: skip


@dataclass(frozen=True)
class Grid:
    """A sheet or table: *cells* by row and column, stripped; ``None`` within a merged cell beyond its first."""

    name: str
    cells: tuple[tuple[str | None, ...], ...]

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
            parts = archive.infolist()
            names = {part.filename for part in parts}
            if len(parts) > _MOST_PARTS or sum(part.file_size for part in parts) > _MOST_UNPACKED:
                raise _refused(N_("The file would unpack to far more than a form needs; it is not opened."))
            for part in parts:
                if part.filename.endswith((".xml", ".rels")) and b"<!" in archive.read(part)[:2_000]:
                    raise _refused(N_("The file cannot be opened. Save it anew in your office program."))
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError, zlib.error) as error:
        raise _refused(N_("Choose an Excel file (.xlsx) or a Word file (.docx).")) from error
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise _refused(N_("The file holds macros. Save it without macros, as .xlsx or .docx."))
    if "xl/workbook.xml" in names:
        return FileKind.XLSX
    if "word/document.xml" in names:
        return FileKind.DOCX
    raise _refused(N_("Choose an Excel file (.xlsx) or a Word file (.docx)."))


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
            _insert_rows(book.worksheets[sheet], row + 1, number)
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
                pattern.addnext(copy.deepcopy(pattern))
        for sheet in {place[0] for place in values}:
            rows = list(document.tables[sheet].rows)
            for (_sheet, row, column), value in values.items():
                if _sheet == sheet:
                    _put(rows[row].cells[column], str(value))
        document.save(stream)
    return stream.getvalue()


def _read_workbook(data: bytes) -> list[Grid]:
    book = load_workbook(io.BytesIO(data), data_only=True)
    grids = []
    for sheet in book.worksheets[:MOST_SHEETS]:
        rows = sheet.iter_rows(
            max_row=min(sheet.max_row, MOST_ROWS), max_col=min(sheet.max_column + 1, MOST_COLUMNS)
        )
        cells = tuple(
            tuple(None if isinstance(cell, MergedCell) else _text(cell.value) for cell in row) for row in rows
        )
        grids.append(Grid(sheet.title, cells))
    return grids


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


def _insert_rows(sheet: Any, row: int, number: int) -> None:
    """So many rows below *row* (from 1), dressed like it; merged cells further down move along."""
    for merged in list(sheet.merged_cells.ranges):
        if merged.min_row > row:
            merged.shift(row_shift=number)
    sheet.insert_rows(row + 1, number)
    for added in range(row + 1, row + 1 + number):
        sheet.row_dimensions[added].height = sheet.row_dimensions[row].height
        for column in range(1, sheet.max_column + 1):
            sheet.cell(added, column)._style = copy.copy(sheet.cell(row, column)._style)


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
