"""What goes back to the clerk: the findings as a table, and her workbook again with the cells marked.

Lives here: the two files as bytes. *say* puts a message into the reader's language. Does not live here: the findings
themselves (``plan.py``), offering the files (the door and the command).
"""

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill

from app.core.messages import N_, Message
from app.core.spreadsheets import harmless
from app.domain.imports.cells import Cell, printable
from app.domain.imports.findings import CellFinding, FindingSeverity
from app.domain.imports.reader import RawSheet, RawWorkbook, cell_reference

Say = Callable[[Message], str]

CSV_COLUMNS = ("sheet", "cell", "value", "problem", "advice")
#: the same for a reader
HEADINGS = (N_("Sheet"), N_("Cell"), N_("What is written there"), N_("What is wrong"), N_("What to do"))
_RED = PatternFill("solid", fgColor="FFC7CE")
_YELLOW = PatternFill("solid", fgColor="FFEB9C")
_WIDTHS = (16, 10, 26, 60, 60)
_SHEET_NAME_LENGTH = 31
_AUTHOR = "check"


def findings_csv(findings: Iterable[CellFinding], say: Say, headings: Sequence[str] = CSV_COLUMNS) -> bytes:
    """The findings as CSV that Excel opens as it is; no value can act as a formula."""
    stream = io.StringIO()
    writer = csv.writer(stream)
    writer.writerow(headings)
    for finding in findings:
        writer.writerow([harmless(text) for text in _row(finding, say)])
    return stream.getvalue().encode("utf-8-sig")


def marked_workbook(workbook: RawWorkbook, findings: Sequence[CellFinding], say: Say) -> bytes:
    """The workbook as it was read, the cells with findings coloured and explained, a list of findings in front."""
    copy = Workbook(write_only=True)
    _add_list(copy, workbook, findings, say)
    for sheet in workbook.sheets:
        here: dict[str, list[CellFinding]] = {}
        for finding in findings:
            if finding.sheet == sheet.name:
                here.setdefault(_cell_of(finding), []).append(finding)
        _add_sheet(copy, sheet, here, say)
    stream = io.BytesIO()
    copy.save(stream)
    return stream.getvalue()


def _add_list(copy: Workbook, workbook: RawWorkbook, findings: Sequence[CellFinding], say: Say) -> None:
    title = say(Message(N_("Findings")))
    names = {sheet.name for sheet in workbook.sheets}
    while title in names:
        title += "_"
    page = copy.create_sheet(title[:_SHEET_NAME_LENGTH])
    for letter, width in zip("ABCDE", _WIDTHS, strict=True):
        page.column_dimensions[letter].width = width
    page.freeze_panes = "A2"
    page.append([_styled(page, say(Message(heading)), bold=True) for heading in HEADINGS])
    for finding in findings:
        fill = _fill(finding.severity)
        page.append(
            [
                _styled(page, text, fill=fill if column == 1 else None)
                for column, text in enumerate(_row(finding, say))
            ]
        )


def _add_sheet(copy: Workbook, sheet: RawSheet, findings: dict[str, list[CellFinding]], say: Say) -> None:
    page = copy.create_sheet(sheet.name[:_SHEET_NAME_LENGTH])
    places = {reference: _place(reference) for reference in findings}
    by_row: dict[int, dict[int, list[CellFinding]]] = {}
    for reference, (row, column) in places.items():
        by_row.setdefault(row, {})[column] = findings[reference]
    for number, raw in enumerate(sheet.rows):
        cells = [_value(page, cell) for cell in raw]
        for column, found in by_row.get(number, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = _marked(page, raw[column] if column < len(raw) else None, found, say)
        page.append(cells)


def _marked(page: object, raw: Cell, found: Sequence[CellFinding], say: Say) -> WriteOnlyCell:
    blocking = any(finding.severity is FindingSeverity.BLOCKING for finding in found)
    cell = _styled(page, raw, fill=_fill(FindingSeverity.BLOCKING if blocking else FindingSeverity.WARNING))
    words = "\n".join(f"{say(finding.problem)} {say(finding.advice)}" for finding in found)
    cell.comment = Comment(words, _AUTHOR, width=320, height=120)
    return cell


def _row(finding: CellFinding, say: Say) -> tuple[str, ...]:
    return finding.sheet, finding.cell, finding.value, say(finding.problem), say(finding.advice)


def _cell_of(finding: CellFinding) -> str:
    return f"A{finding.cell}" if finding.cell.isdigit() else finding.cell


def _place(reference: str) -> tuple[int, int]:
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    row, column = int(reference[len(letters) :]) - 1, column - 1
    if cell_reference(row, column) != reference:
        raise ValueError(reference)
    return row, column


def _fill(severity: FindingSeverity) -> PatternFill:
    return _RED if severity is FindingSeverity.BLOCKING else _YELLOW


def _value(page: object, raw: Cell) -> object:
    """A plain value where it is harmless; text that openpyxl would take for a formula is pinned down as text."""
    if isinstance(raw, str):
        text = printable(raw)
        return _styled(page, text) if text.startswith("=") else text or None
    return raw


def _styled(page: object, raw: Cell, *, fill: PatternFill | None = None, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(page, value=printable(raw) if isinstance(raw, str) else raw)
    if isinstance(raw, str):
        cell.data_type = "s"
        cell.number_format = "@"
    if fill is not None:
        cell.fill = fill
    if bold:
        cell.font = Font(bold=True)
        cell.alignment = Alignment(horizontal="center")
    return cell
