"""Filling a form: which value goes into which cell. The words of a form are Chinese, so are the values."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from app.core.errors import Refused
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.areas.queries import list_villages
from app.domain.outside_forms import grids, numbers
from app.domain.outside_forms.catalogue import HOUSEHOLD, SERIAL, SOURCES, VILLAGE, plain
from app.domain.outside_forms.grids import Grid, Place
from app.domain.outside_forms.models import FileKind, FormSlot, OutsideForm

MOST_HOUSEHOLDS = {FileKind.XLSX: 15_000, FileKind.DOCX: 1_500}
_PARTS = frozenset({"小计", "subtotal"})
_TOTALS = frozenset({"合计", "总计", "全镇合计", "全县合计", "全镇", "全乡", "total"})
_SUFFIXES = ("社区居委会", "居委会", "村委会", "社区", "村")


@dataclass
class Filled:
    """Values by place, the rows that have to be added, and how many cells are typed by nobody."""

    values: dict[Place, Any] = field(default_factory=dict)
    more_rows: dict[tuple[int, int], int] = field(default_factory=dict)

    @property
    def cells(self) -> int:
        """Cells with a value; what is left blank in an added row does not count."""
        return sum(value not in ("", None) for value in self.values.values())


def fill(form: OutsideForm, area: Area, year: int, today: dt.date) -> Filled:
    """What goes where. Raises ``Refused`` when a list would be longer than the file may be."""
    sheets = grids.read(form.template, form.kind)
    known = numbers.Numbers(area, year, today)
    filled = Filled()
    for slot in form.slots:
        if slot.source and not slot.repeats:
            _put(filled, slot.sheet, slot.row, slot.column, known.value(slot.source))
    for number, grid in enumerate(sheets):
        columns = [slot for slot in form.slots if slot.sheet == number and slot.repeats and slot.source]
        if columns:
            _fill_list(filled, form.kind, grid, columns, known)
    return filled


def file_of(form: OutsideForm, filled: Filled) -> bytes:
    """The filled copy."""
    return grids.write(form.template, form.kind, filled.values, filled.more_rows)


def _fill_list(
    filled: Filled, kind: FileKind, grid: Grid, columns: Sequence[FormSlot], known: numbers.Numbers
) -> None:
    head = columns[0].row
    if any(SOURCES[slot.source].group == HOUSEHOLD for slot in columns):
        rows = _households(kind, known, [slot.source for slot in columns])
        _fill_down(filled, kind, grid, columns, rows)
        return
    named = _named_rows(grid, head, known.villages)
    for row, villages in named.items():
        for slot in columns:
            if slot.source not in (SERIAL, VILLAGE) and not grid.at(row, slot.column):
                _put(filled, slot.sheet, row, slot.column, _value(known, slot.source, villages))
    if named:
        return
    if any(slot.source == VILLAGE for slot in columns):
        rows = [{slot.source: known.value(slot.source, one) for slot in columns} for one in known.villages]
    else:
        rows = [{slot.source: known.value(slot.source) for slot in columns}]
    _fill_down(filled, kind, grid, columns, rows)


def _value(known: numbers.Numbers, source: str, villages: Sequence[Area]) -> Any:
    """A value of one village, or those of several added up."""
    values = [known.value(source, one) for one in villages]
    if len(values) == 1:
        return values[0]
    counted = [value for value in values if isinstance(value, int)]
    return sum(counted) if counted else None


def _named_rows(grid: Grid, head: int, villages: Sequence[Area]) -> dict[int, Sequence[Area]]:
    """Row -> the village that it names; of a row of sums those in the rows above it, of a part's sum since the last."""
    by_name = {_short(one.name_zh): one for one in villages}
    found: dict[int, Sequence[Area]] = {}
    above: list[Area] = []
    part: list[Area] = []
    for row in range(head + 1, len(grid.cells)):
        texts = [text for text in grid.cells[row] if text]
        village = next((by_name[_short(text)] for text in texts if _short(text) in by_name), None)
        if village is not None:
            found[row] = [village]
            above.append(village)
            part.append(village)
        elif any(plain(text) in _PARTS for text in texts) and part:
            found[row], part = part, []
        elif any(plain(text) in _TOTALS for text in texts):
            found[row] = list(above or villages)
    return _in_order(found, above) if above else {}


def _in_order(found: dict[int, Sequence[Area]], named: Sequence[Area]) -> dict[int, Sequence[Area]]:
    """A row of sums above all villages counts those below it."""
    first = min(row for row, villages in found.items() if list(villages) == [named[0]])
    return {row: named if row < first else villages for row, villages in found.items()}


def list_unknown_rows(form: OutsideForm, area: Area) -> list[str]:
    """The names in a form's tables of villages that no village of *area* has, as they stand there."""
    villages = list_villages(area.path)
    unknown: list[str] = []
    for number, grid in enumerate(grids.read(form.template, form.kind)):
        columns = [slot for slot in form.slots if slot.sheet == number and slot.repeats and slot.source]
        named = _named_rows(grid, columns[0].row, villages) if columns else {}
        place = next((slot.column for slot in columns if slot.source == VILLAGE), None)
        if not named or place is None:
            continue
        texts = [grid.at(row, place) for row in range(min(named), max(named)) if row not in named]
        unknown += [text for text in texts if text]
    return unknown


def _short(name: str) -> str:
    short = plain(name)
    for suffix in _SUFFIXES:
        if short.endswith(suffix) and len(short) > len(suffix):
            return short.removesuffix(suffix)
    return short


def _households(kind: FileKind, known: numbers.Numbers, keys: Sequence[str]) -> list[dict[str, Any]]:
    most = MOST_HOUSEHOLDS[kind]
    if numbers.count_households(known.area, known.year, known.today) > most:
        words = N_("The list would have more than %(max)s households. Choose a smaller area.")
        raise Refused([Message(words, max=most)])
    whole = {key: known.place(key) for key in keys if key.startswith("place.")}
    return [{**whole, **one} for one in numbers.list_households(known.area, known.year, known.today, keys)]


def _fill_down(
    filled: Filled,
    kind: FileKind,
    grid: Grid,
    columns: Sequence[FormSlot],
    rows: Sequence[Mapping[str, Any]],
) -> None:
    """A row of the list for each of *rows*, below the heading; where the form has too few rows, some are added."""
    sheet, head = columns[0].sheet, columns[0].row
    first = head + 1
    free = _free_rows(grid, first, columns)
    is_open_below = kind is FileKind.XLSX and not free and first >= len(grid.cells)
    if len(rows) > free and not is_open_below:
        filled.more_rows[sheet, max(head, first + free - 1)] = len(rows) - free
    if kind is FileKind.DOCX:
        # A row that is added to a Word table is a copy, with its text.
        for row in range(first + free, first + len(rows)):
            for column in range(len(grid.cells[head])):
                filled.values[sheet, row, column] = ""
    for place, values in enumerate(rows):
        for slot in columns:
            value = place + 1 if slot.source == SERIAL else values.get(slot.source)
            _put(filled, sheet, first + place, slot.column, value)


def _free_rows(grid: Grid, first: int, columns: Sequence[FormSlot]) -> int:
    row = first
    while row < len(grid.cells) and _is_free(grid, row, columns):
        row += 1
    return row - first


def _is_free(grid: Grid, row: int, columns: Sequence[FormSlot]) -> bool:
    others = [slot for slot in columns if slot.source != SERIAL]
    mapped = {slot.column for slot in columns}
    said = [
        text
        for column, text in enumerate(grid.cells[row])
        if column not in mapped and text and (row, column) not in grid.going_on
    ]
    numbered = [grid.at(row, slot.column) or "" for slot in columns if slot.source == SERIAL]
    is_open = all(grid.at(row, slot.column) == "" for slot in others)
    return is_open and not said and all(text == "" or text.isdigit() for text in numbered)


def _put(filled: Filled, sheet: int, row: int, column: int, value: Any) -> None:
    if value is not None:
        filled.values[sheet, row, column] = value
