"""From the sheets of a workbook of helpers to rows of values, with a finding for each cell that cannot be read.

Needs no database. Numbers of persons are neither read nor kept: a mobile telephone is left out with a remark.
"""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from app.core.messages import N_, Message
from app.core.personal_numbers import without_personal_numbers
from app.domain.imports.archive import ReadLimits
from app.domain.imports.cells import (
    Cell,
    Unreadable,
    acceptable,
    date_of,
    half_width,
    is_blank,
    name_of,
    text_of,
)
from app.domain.imports.findings import CellFinding, FindingLog, FindingSeverity, WorkbookRefused
from app.domain.imports.headers import SheetTable, find_table
from app.domain.imports.numbers import register_number_of
from app.domain.imports.reader import RawSheet, RawWorkbook, cell_reference, read_workbook
from app.domain.pairings import rules
from app.domain.pairings import workbook_columns as columns
from app.domain.pairings.models import LONGEST

BLOCKING, WARNING = FindingSeverity.BLOCKING, FindingSeverity.WARNING
LIMITS = ReadLimits(max_rows=50_000)
TOTALS = frozenset({"合计", "总计", "小计"})
CORRECT = Message(N_("Correct this cell."))


@dataclass(slots=True)
class Row:
    """One row: where it stands, the columns of its sheet, its values by field; what is empty is not there."""

    sheet: str
    index: int
    places: dict[str, int]
    values: dict[str, Any]


@dataclass(slots=True)
class Reading:
    """What was read: the rows, the findings so far, each sheet's columns, sheets that were passed over."""

    rows: list[Row] = field(default_factory=list)
    log: FindingLog = field(default_factory=FindingLog)
    tables: list[SheetTable] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def complain(
        self,
        row: Row,
        name: str,
        problem: Message,
        advice: Message = CORRECT,
        severity: FindingSeverity = BLOCKING,
        value: object = None,
    ) -> None:
        """Add a finding about a cell; about the row where the sheet has no such column."""
        column = row.places.get(name)
        cell = str(row.index + 1) if column is None else cell_reference(row.index, column)
        shown = row.values.get(name, "") if value is None else value
        self.log.add(CellFinding(row.sheet, cell, _shown(shown), problem, advice, severity, name))


#: the columns that say which household a row is of
OF_HOUSEHOLD = frozenset({"village", "group", "household", "head"})


def read(data: bytes) -> Reading:
    """A workbook as rows. Raises :class:`WorkbookRefused` when it cannot be read or no sheet has a table of helpers."""
    workbook: RawWorkbook = read_workbook(data, LIMITS)
    reading = Reading(skipped=list(workbook.hidden_sheets))
    for sheet in workbook.sheets:
        table = find_table(sheet, columns.field_of, columns.FEWEST_FIELDS) if sheet.rows else None
        if table is not None:
            reading.tables.append(table)
            _read_sheet(sheet, table, reading)
        elif sheet.rows:
            reading.skipped.append(sheet.name)
    if not reading.tables:
        raise WorkbookRefused(
            Message(N_("No row of headings is found within the first ten rows of any sheet.")),
            Message(
                N_(
                    "Begin with the empty workbook that can be downloaded here, or give the columns its names."
                )
            ),
        )
    return reading


def _read_sheet(sheet: RawSheet, table: SheetTable, reading: Reading) -> None:
    places = {
        one.field: one.index
        for one in table.columns
        if one.field in columns.FIELDS_BY_NAME and not one.is_repeated
    }
    if not _has_columns(table, places, reading):
        return
    for index in range(table.first_row, len(sheet.rows)):
        raw = sheet.rows[index]
        cells = {name: raw[column] if column < len(raw) else "" for name, column in places.items()}
        adds_up = any(isinstance(cell, str) and "".join(cell.split()) in TOTALS for cell in raw[:3])
        # a line of the portal's own list that is still to be filled in names nobody: it changes nothing
        if adds_up or all(is_blank(cell) for name, cell in cells.items() if name not in OF_HOUSEHOLD):
            continue
        row = Row(sheet.name, index, places, {})
        for name, cell in cells.items():
            _read_cell(row, name, cell, reading)
        reading.rows.append(row)


def _has_columns(table: SheetTable, places: dict[str, int], reading: Reading) -> bool:
    """Whether the sheet says who helps whom; what is missing is a finding."""
    missing = [one for one in columns.FIELDS if one.is_needed and one.name not in places]
    if "household" not in places and "head" not in places:
        missing.append(columns.FIELDS_BY_NAME["household"])
    cell = cell_reference(table.header_row, 0)
    for one in missing:
        problem = Message(N_("The column “%(field)s” is missing."), field=Message(one.label))
        advice = Message(
            N_("Add it under one of its usual names: %(names)s"), names="、".join(one.headings[:5])
        )
        reading.log.add(CellFinding(table.sheet, cell, "", problem, advice, BLOCKING, one.name))
    return not missing


def _read_cell(row: Row, name: str, cell: Cell, reading: Reading) -> None:
    if is_blank(cell):
        return
    try:
        value = _value(name, cell)
    except Unreadable as fault:
        is_left_out = name.removeprefix(columns.SECOND) == "telephone"
        severity = WARNING if is_left_out else BLOCKING
        reading.complain(row, name, fault.problem, fault.advice, severity, cell)
        if not is_left_out:
            row.values[f"{name}!"] = True
        return
    if value not in (None, ""):
        row.values[name] = value


def _value(name: str, cell: Cell) -> Any:
    name = name.removeprefix(columns.SECOND)
    if name == "household":
        return register_number_of(cell)
    if name == "started_on":
        day = date_of(cell)
        return day.isoformat() if isinstance(day, dt.date) else None
    if name in ("name", "head"):
        return _short(name_of(cell))
    if name == "telephone":
        return _telephone(text_of(cell))
    if name in ("level", "rank"):
        return _word(name, half_width(cell).replace(" ", ""))
    return _short(" ".join(text_of(cell).split()))


def _telephone(text: str) -> str:
    if problem := rules.telephone_problem(half_width(text)):
        raise Unreadable(problem, Message(N_("It is left out; the rest of the row is taken.")))
    return half_width(text)


def _word(name: str, text: str) -> str:
    known: dict[str, Any] = dict(columns.levels()) if name == "level" else dict(columns.ranks())
    if text not in known:
        word_of: Any = columns.level_word if name == "level" else columns.rank_word
        allowed = "、".join(word_of(one) for one in dict.fromkeys(known.values()))
        raise Unreadable(
            Message(N_("This word is not in the list of allowed values.")),
            Message(N_("Write one of: %(allowed)s"), allowed=allowed),
        )
    return str(known[text].value)


def _short(text: str) -> str:
    return acceptable(text, LONGEST, N_("Take it out: numbers of persons are not kept here."))


def _shown(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return without_personal_numbers(str(value))[:80]
