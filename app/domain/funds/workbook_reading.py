"""From the sheets of a finance office's workbook to rows of values, with a finding for each cell that cannot be read.

Lives here: which sheet is which, reading each cell, rows that add up others, cells merged over several amounts.
Does not live here: what the values name (``workbook_plan.py``), the columns (``workbook_columns.py``).
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from stdnum.cn import ric

from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.personal_numbers import without_personal_numbers
from app.domain.funds import rules
from app.domain.funds import workbook_columns as columns
from app.domain.funds.workbook_columns import PERSONAL, Field, Holds, Sheet
from app.domain.imports.archive import ReadLimits
from app.domain.imports.cells import Cell, Unreadable, acceptable, date_of, half_width, is_blank, text_of
from app.domain.imports.findings import CellFinding, FindingLog, FindingSeverity, WorkbookRefused
from app.domain.imports.headers import SheetTable, find_table
from app.domain.imports.numbers import register_number_of
from app.domain.imports.reader import RawSheet, RawWorkbook, cell_reference

BLOCKING, WARNING = FindingSeverity.BLOCKING, FindingSeverity.WARNING
#: a county's year of payments with the lines of its rolls
LIMITS = ReadLimits(max_rows=500_000)
TEN_THOUSAND = ("万元", "(万)", "（万）", "单位:万", "单位：万")
TOTALS = frozenset({"合计", "总计", "小计", "本页合计", "累计", "total"})
#: a blank may stand within these words
_BLANKS = str.maketrans("", "", " \u3000")


@dataclass(slots=True)
class Row:
    """One row: where it stands, and its values by field; what is empty is not there, what is wrong is in *faulty*."""

    table: "Table"
    index: int
    values: dict[str, Any]
    faulty: frozenset[str] = frozenset()


@dataclass(slots=True)
class Table:
    """One sheet: what it is, the table found in it, its columns by field, and its rows."""

    sheet: Sheet
    found: SheetTable
    places: dict[str, int]
    rows: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The sheet's own name."""
        return self.found.sheet


@dataclass(slots=True)
class Reading:
    """What was read of a workbook: the tables, the findings so far, sheets that were passed over."""

    tables: list[Table]
    log: FindingLog
    skipped: list[str]

    def rows_of(self, sheet: Sheet) -> list[Row]:
        """All rows of one kind, in the order of the workbook."""
        return [row for table in self.tables if table.sheet is sheet for row in table.rows]

    def complain(
        self,
        row: Row,
        name: str,
        problem: Message,
        advice: Message,
        severity: FindingSeverity = BLOCKING,
        value: object = None,
    ) -> None:
        """Add a finding about the cell of field *name*; about the row where the sheet has no such column."""
        column = row.table.places.get(name)
        cell = str(row.index + 1) if column is None else cell_reference(row.index, column)
        shown = row.values.get(name) if value is None else value
        if name == "amount" and value is None and isinstance(shown, int):
            shown = rules.yuan(shown)
        self.log.add(CellFinding(row.table.name, cell, _shown(shown), problem, advice, severity, name))


def read(workbook: RawWorkbook) -> Reading:
    """All sheets of a workbook as rows. Raises :class:`WorkbookRefused` when none of them has a table."""
    reading = Reading([], FindingLog(), list(workbook.hidden_sheets))
    for sheet in workbook.sheets:
        if sheet.rows and sheet.name != columns.GUIDE:
            table = _table_of(sheet)
            if table is None:
                reading.skipped.append(sheet.name)
                continue
            reading.tables.append(table)
            _complain_about_columns(table, reading.log)
            _SheetReader(sheet, table, reading).read()
    if not reading.tables:
        raise WorkbookRefused(
            Message(N_("No row of headings is found within the first ten rows of any sheet.")),
            Message(
                N_(
                    "Begin with the empty workbook that can be downloaded here, or give the columns its names."
                )
            ),
        )
    for name in reading.skipped:
        problem = Message(N_("This sheet is hidden or has no row of headings; it is not read."))
        advice = Message(N_("Leave it if it holds no money; else show it and give it headings."))
        reading.log.add(CellFinding(name, "A1", "", problem, advice, WARNING, ""))
    return reading


def _table_of(sheet: RawSheet) -> Table | None:
    """The table of a sheet as what its name says, else as what most of its headings say."""
    called = columns.sheet_called(sheet.name)
    best: tuple[int, Sheet, SheetTable] | None = None
    for kind in [called] if called else list(Sheet):
        found = find_table(sheet, partial(_known, kind), columns.FEWEST_FIELDS)
        if found is None:
            continue
        names = {column.field for column in found.columns if column.field not in (None, "unread")}
        missing = sum(one.is_needed and one.name not in names for one in columns.FIELDS[kind])
        score = len(names) - 2 * missing
        if best is None or score > best[0]:
            best = (score, kind, found)
    if best is None:
        return None
    _score, kind, found = best
    places = {
        column.field: column.index
        for column in found.columns
        if column.field in columns.fields_of(kind) and not column.is_repeated
    }
    return Table(kind, found, places)


def _known(kind: Sheet, heading: str) -> str | None:
    found = columns.field_of(kind, heading)
    return "unread" if found == PERSONAL else found


def _complain_about_columns(table: Table, log: FindingLog) -> None:
    for column in table.found.columns:
        problem = advice = None
        if columns.field_of(table.sheet, column.heading) == PERSONAL:
            problem = Message(
                N_("Numbers of identity cards, bank cards and telephones are not kept in the ledger.")
            )
            advice = Message(
                N_("This column is not read. Better take it out of the workbook before handing it on.")
            )
        elif column.field is None:
            problem = Message(N_("This column means nothing to the ledger and is not read."))
            advice = Message(N_("Leave it if that is right; else give it one of the usual names."))
        elif column.is_repeated and column.field != "unread":
            label = Message(columns.fields_of(table.sheet)[column.field].label)
            problem = Message(
                N_("Two columns are taken for “%(field)s”; only the first is read."), field=label
            )
            advice = Message(N_("Rename or remove one of the two."))
        if problem is not None and advice is not None:
            cell = cell_reference(table.found.header_row, column.index)
            log.add(
                CellFinding(table.name, cell, column.heading, problem, advice, WARNING, column.field or "")
            )
    for one in columns.FIELDS[table.sheet]:
        if one.is_needed and one.name not in table.places and not _is_replaced(one, table):
            problem = Message(N_("The column “%(field)s” is missing."), field=Message(one.label))
            advice = Message(
                N_("Add it under one of its usual names: %(names)s"), names="、".join(one.headings[:5])
            )
            cell = cell_reference(table.found.header_row, 0)
            log.add(CellFinding(table.name, cell, "", problem, advice, BLOCKING, one.name))


def _is_replaced(one: Field, table: Table) -> bool:
    """A project may be named instead of numbered."""
    return one.name == "project" and "project_name" in table.places


class _SheetReader:
    """Reads the rows of one sheet."""

    def __init__(self, sheet: RawSheet, table: Table, reading: Reading) -> None:
        self.sheet, self.table, self.reading = sheet, table, reading
        fields = columns.fields_of(table.sheet)
        self.cells = [(fields[name], index) for name, index in table.places.items()]
        self.amount = table.places.get("amount")
        self.factor = self._factor()
        self.total = 0
        self.merged = {
            (row, column): top
            for top, left, bottom, right in sheet.merged
            for row in range(max(top, table.found.first_row), bottom + 1)
            for column in range(left, right + 1)
            if column == self.amount and row > top
        }

    def _factor(self) -> int:
        """10,000 where the heading of the amount, or a line above the headings, says 万元."""
        said = [text_of(cell) for row in self.sheet.rows[: self.table.found.header_row] for cell in row]
        said = [text for text in said if "单位" in text]
        if self.amount is not None:
            rows = self.sheet.rows[: self.table.found.first_row][-2:]
            said += [text_of(row[self.amount]) for row in rows if self.amount < len(row)]
        return 10_000 if any(mark in text for text in said for mark in TEN_THOUSAND) else 1

    def read(self) -> None:
        """All rows below the headings."""
        for index in range(self.table.found.first_row, len(self.sheet.rows)):
            raw = self.sheet.rows[index]
            if self._is_empty(raw):
                continue
            if self._adds_up(raw):
                self._compare_total(index, raw)
                continue
            row = self._row(index, raw)
            self.table.rows.append(row)
            self.total += row.values.get("amount", 0)

    def _is_empty(self, raw: Sequence[Cell]) -> bool:
        return all(
            index >= len(raw) or raw[index] == "" or is_blank(raw[index]) for _one, index in self.cells
        )

    def _adds_up(self, raw: Sequence[Cell]) -> bool:
        return any(
            isinstance(cell, str) and cell.translate(_BLANKS).rstrip("：:").lower() in TOTALS
            for cell in raw[:4]
        )

    def _compare_total(self, index: int, raw: Sequence[Cell]) -> None:
        """A total of the whole sheet that is not what its rows add up to is worth a look."""
        label = "".join(str(cell) for cell in raw[:4] if isinstance(cell, str)).translate(_BLANKS)
        if self.amount is None or self.amount >= len(raw) or "小计" in label or "本页" in label:
            return
        try:
            said = fen_of(raw[self.amount], self.factor)
        except Unreadable:
            return
        if said is not None and said != self.total:
            row = Row(self.table, index, {})
            self.reading.complain(
                row,
                "amount",
                Message(
                    N_("The total says %(said)s, the rows above add up to %(sum)s."),
                    said=rules.yuan(said),
                    sum=rules.yuan(self.total),
                ),
                Message(N_("Look for the row that is missing or wrong.")),
                WARNING,
                raw[self.amount],
            )

    def _row(self, index: int, raw: Sequence[Cell]) -> Row:
        values: dict[str, Any] = {}
        row = Row(self.table, index, values)
        faulty: list[str] = []
        width = len(raw)
        for one, column in self.cells:
            cell = raw[column] if column < width else ""
            if cell == "":
                continue
            try:
                value = self._value(one, cell, index, column)
            except Unreadable as fault:
                faulty.append(one.name)
                self.reading.complain(row, one.name, fault.problem, fault.advice, BLOCKING, cell)
                continue
            if value is not None and value != "":
                values[one.name] = value
        row.faulty = frozenset(faulty)
        self._complain_about_missing(row)
        return row

    def _value(self, one: Field, cell: Cell, index: int, column: int) -> Any:
        if one.holds is Holds.AMOUNT:
            if (index, column) in self.merged:
                raise Unreadable(
                    Message(N_("This amount is merged over several rows: it would count several times.")),
                    Message(N_("Unmerge the cells and write the amount of each row into it.")),
                )
            return fen_of(cell, self.factor)
        if one.holds is Holds.DAY:
            return day_of(cell)
        if one.holds is Holds.NUMBER:
            return people_of(cell)
        if one.holds is Holds.CODE:
            return code_of(cell)
        return plain_text(cell, one.longest)

    def _complain_about_missing(self, row: Row) -> None:
        for one, _column in self.cells:
            if one.is_needed and one.name not in row.values and one.name not in row.faulty:
                if one.name == "project" and "project_name" in row.values:
                    continue
                problem = Message(N_("“%(field)s” is missing."), field=Message(one.label))
                self.reading.complain(row, one.name, problem, Message(N_("Fill in this cell.")))
                row.faulty |= {one.name}


@lru_cache(maxsize=100_000)
def plain_text(cell: Cell, longest: int) -> str:
    """A cell as text; refuses what is too long, and numbers of persons."""
    text = text_of(cell)
    if text in ("-", "—", "——", "/", "无"):
        return ""
    return acceptable(text, longest, N_("Take it out: it stands on the voucher, which only the office sees."))


@lru_cache(maxsize=20_000)
def day_of(cell: Cell) -> dt.date | None:
    """A cell as a day."""
    return date_of(cell)


def code_of(cell: Cell) -> str:
    """A cell as the code of a firm or the number of a household; refuses a person's identity number."""
    code = register_number_of(cell)
    if ric.is_valid(code):
        raise Unreadable(
            Message(N_("This is a person's identity number. It is not kept in the ledger.")),
            Message(N_("Empty this cell, or write the number that is meant.")),
        )
    return code


def people_of(cell: Cell) -> int | None:
    """A cell as a number of people."""
    if is_blank(cell):
        return None
    text = half_width(cell).removesuffix("人").strip()
    if not text.isdecimal() or not 0 < int(text) <= 99:
        raise Unreadable(
            Message(N_("“%(typed)s” is no number of people."), typed=text[:20]),
            Message(N_("Write a whole number.")),
        )
    return int(text)


def fen_of(cell: Cell, factor: int) -> int | None:
    """A cell in fen: yuan, or ten thousand yuan where *factor* says so; below nought for what came back."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        exact = float(cell) * factor * rules.FEN
        fen = round(exact)
        if abs(exact - fen) > 1e-3 or abs(fen) > rules.MOST_FEN:
            raise _no_amount(cell)
        return fen
    if is_blank(cell):
        return None
    text = half_width(cell).replace(" ", "")
    is_minus = text.startswith(("-", "(", "−"))
    bare = text.strip("()-−+")
    has_unit = any(sign in bare for sign in "万千亿元圆块整")
    try:
        fen = rules.read_fen(bare if factor == 1 or has_unit else f"{bare}万") if bare.strip("0.,") else 0
    except Invalid as error:
        raise Unreadable(error.message, Message(N_("Write the amount in digits."))) from error
    return -fen if is_minus else fen


def _no_amount(cell: Cell) -> Unreadable:
    return Unreadable(
        Message(rules.NOT_AN_AMOUNT, typed=str(cell)[:40]),
        Message(N_("An amount has at most two digits behind the point: yuan, jiao, fen.")),
    )


def _shown(value: object) -> str:
    """A value as a finding repeats it: never a person's number."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return without_personal_numbers(str(value))[:80]
