"""Where the table begins in a sheet and what each of its columns is.

Lives here: finding the row of headings within the first ten rows (also headings of two rows), taking each column for a
field, and the complaints about columns. Does not live here: the known headings (``header_names.py``), the data below.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.imports.cells import Cell, text_of
from app.domain.imports.findings import CellFinding, FindingLog, FindingSeverity
from app.domain.imports.header_names import FIELDS, FIELDS_BY_NAME, Part, field_of
from app.domain.imports.reader import RawSheet, cell_reference, column_letters

SEARCHED_ROWS = 10
FEWEST_FIELDS = 4
_DESIRED = ("main_cause", "wages", "business", "transfers", "attribute")


@dataclass(frozen=True, slots=True)
class ColumnTaken:
    """One column and what it was taken for; *field* is nothing for a column that means nothing here."""

    index: int
    letters: str
    heading: str
    field: str | None
    is_repeated: bool = False

    @property
    def label(self) -> Message | None:
        """What it was taken for, in words."""
        return Message(FIELDS_BY_NAME[self.field].label) if self.field else None


@dataclass(frozen=True, slots=True)
class SheetTable:
    """The table found in one sheet: the (lower) row of headings and the first below, from 0, and the columns."""

    sheet: str
    header_row: int
    first_row: int
    columns: tuple[ColumnTaken, ...]

    def by_field(self) -> dict[str, int]:
        """Column index of each field that is read."""
        return {
            column.field: column.index
            for column in self.columns
            if column.field
            and not column.is_repeated
            and FIELDS_BY_NAME[column.field].part is not Part.UNREAD
        }


FieldOf = Callable[[str], str | None]


def find_table(
    sheet: RawSheet, field_of: FieldOf = field_of, fewest: int = FEWEST_FIELDS
) -> SheetTable | None:
    """The table of a sheet, or nothing when none of its first rows names the *fewest* fields that headings do.

    *field_of* says which field a heading means; without it, the register's.
    """
    best: tuple[int, int, int, list[str]] | None = None
    for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
        single = [text_of(cell) for cell in sheet.rows[row]]
        candidates = [(_score(single, field_of), 1, single)]
        if row + 1 < len(sheet.rows):
            double = _two_rows(single, sheet.rows[row + 1], field_of)
            candidates.append((_score(double, field_of), 2, double))
        for score, height, headings in candidates:
            # of two equals the one with fewer rows: a title above the headings adds nothing to them
            if score >= fewest and (best is None or (score, -height) > best[:2]):
                best = (score, -height, row + height, headings)
    if best is None:
        return None
    _, _, first_row, headings = best
    return SheetTable(sheet.name, first_row - 1, first_row, _taken(headings, field_of))


def _score(headings: Sequence[str], field_of: FieldOf) -> int:
    """How many different fields the row names; a title that is merged over all columns counts once."""
    return len({field for field in map(field_of, headings) if field not in (None, "unread")})


def _two_rows(top: Sequence[str], below: Sequence[Cell], field_of: FieldOf) -> list[str]:
    """Headings of two rows: the lower one where it says something known, else the upper one."""
    lower = [text_of(cell) for cell in below]
    if sum(field_of(text) not in (None, "unread") for text in lower) < 2:
        return list(top)
    width = max(len(top), len(lower))
    padded_top = [*top, *[""] * (width - len(top))]
    padded_lower = [*lower, *[""] * (width - len(lower))]
    return [low if field_of(low) else high for high, low in zip(padded_top, padded_lower, strict=True)]


def _taken(headings: Sequence[str], field_of: FieldOf) -> tuple[ColumnTaken, ...]:
    seen: set[str] = set()
    columns = []
    for index, heading in enumerate(headings):
        field = field_of(heading)
        is_repeated = field is not None and field != "unread" and field in seen
        if field:
            seen.add(field)
        if heading:
            columns.append(ColumnTaken(index, column_letters(index), heading, field, is_repeated))
    return tuple(columns)


def complain_about_columns(table: SheetTable, log: FindingLog) -> None:
    """Add a finding for every column that is unknown, stands twice, or is missing."""
    for column in table.columns:
        if column.field is None:
            problem = Message(N_("This column means nothing to the register and is not read."))
            advice = Message(N_("Leave it if that is right; else give it one of the usual names."))
        elif column.is_repeated:
            problem = Message(
                N_("Two columns are taken for “%(field)s”; only the first is read."), field=column.label
            )
            advice = Message(N_("Rename or remove one of the two."))
        else:
            continue
        _add(
            log,
            table,
            column.index,
            column.heading,
            problem,
            advice,
            FindingSeverity.WARNING,
            column.field or "",
        )
    present = table.by_field()
    for field in FIELDS:
        if field.name in present or not (field.required or field.name in _DESIRED):
            continue
        _add(
            log, table, 0, "",
            Message(N_("The column “%(field)s” is missing."), field=Message(field.label)),
            Message(N_("Add it under one of its usual names: %(names)s"), names="、".join(field.headings[:5])),
            FindingSeverity.BLOCKING if field.required else FindingSeverity.WARNING, field.name,
        )  # fmt: skip


def _add(
    log: FindingLog,
    table: SheetTable,
    column: int,
    value: str,
    problem: Message,
    advice: Message,
    severity: FindingSeverity,
    field: str,
) -> None:
    cell = cell_reference(table.header_row, column)
    log.add(CellFinding(table.sheet, cell, value, problem, advice, severity, field))
