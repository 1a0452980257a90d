"""A table as the page shows it: each number with its share, its bar, and the address of the households behind it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from app.blueprints.statistics.asking import HOUSEHOLDS, Question
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.core.paging import Page, cut
from app.domain.reports.figures import Count
from app.domain.statistics import queries
from app.domain.statistics.dimensions import DIMENSIONS, NOT_STATED, Value
from app.domain.statistics.rules import Pivot
from app.web.charts import share_of

#: rows of a page: the villages of a township stand on one
ROWS = 20


@dataclass(frozen=True)
class Cell:
    """A number and where its households are; *share* in percent of the whole, *width* of its bar in percent."""

    number: int
    url: str
    share: str = ""
    width: str = ""


@dataclass(frozen=True)
class Row:
    """A row: what it is about, its cells under the columns, households and people of all of it."""

    label: BilingualText | Message
    cells: tuple[Cell, ...]
    households: Cell
    people: Cell


@dataclass(frozen=True)
class Bar:
    """One bar of a chart."""

    label: BilingualText | Message
    cell: Cell


@dataclass(frozen=True)
class Table:
    """Everything that the page shows of a pivot: the rows of one *page* of its values, and the sum of all of them."""

    pivot: Pivot
    page: Page[Value]
    rows: tuple[Row, ...]
    total: Row
    by_row: tuple[Bar, ...]
    by_column: tuple[Bar, ...]


def table(question: Question, pivot: Pivot, number: int = 1) -> Table:
    """The page's table of *pivot*: its rows page by page, as a county has ten times the villages of a township."""
    chosen = question.counts
    shown = cut(pivot.row_values, number, ROWS)
    rows = tuple(_row(question, pivot, value) for value in shown.items)
    most = max((_number(pivot.of_row(value), chosen) for value in pivot.row_values), default=0)
    by_row = _bars(
        [(value, pivot.of_row(value), row) for value, row in zip(shown.items, rows, strict=True)],
        chosen,
        most,
    )
    columns = [
        (value, pivot.of_column(value), _url(question, pivot, column=value)) for value in pivot.column_values
    ]
    highest = max((_number(count, chosen) for _value, count, _at in columns), default=0)
    by_column = tuple(
        Bar(value.label, _cell(_number(count, chosen), url, _number(pivot.total, chosen), highest))
        for value, count, url in columns
    )
    return Table(pivot, shown, rows, _total(question, pivot), by_row, by_column)


def picked(question: Question) -> list[tuple[str, BilingualText | Message]]:
    """The dimensions and values that the address narrows to, in words."""
    found: list[tuple[str, BilingualText | Message]] = []
    for key, value in question.picks:
        dimension = DIMENSIONS[key]
        found.append((_(dimension.label), _label(key, value)))
    return found


def _label(key: str, value: str) -> BilingualText | Message:
    if value == NOT_STATED:
        return Message(N_("Not stated"))
    if DIMENSIONS[key].is_place:
        area = queries.find_place(value)
        return area.name if area else BilingualText(value)
    known = {one.key: one.label for one in DIMENSIONS[key].values}
    return known.get(value, BilingualText(value))


def _row(question: Question, pivot: Pivot, value: Value) -> Row:
    url = _url(question, pivot, row=value)
    count, counts = pivot.of_row(value), question.counts
    key = pivot.columns.key if pivot.columns else ""
    cells = tuple(
        Cell(_number(pivot.at(value, column), counts), url + question.narrowed(key, column.key))
        for column in pivot.column_values
    )
    total = pivot.total
    return Row(
        value.label,
        cells,
        _cell(count.households, url, total.households),
        _cell(count.people, url, total.people),
    )


def _total(question: Question, pivot: Pivot) -> Row:
    url = question.url_of()
    cells = tuple(
        Cell(_number(pivot.of_column(column), question.counts), _url(question, pivot, column=column))
        for column in pivot.column_values
    )
    households, people = Cell(pivot.total.households, url), Cell(pivot.total.people, url)
    return Row(Message(N_("Together")), cells, households, people)


def _bars(rows: Sequence[tuple[Value, Count, Row]], counts: str, highest: int) -> tuple[Bar, ...]:
    bars = []
    for value, count, row in rows:
        cell = row.households if counts == HOUSEHOLDS else row.people
        width = share_of(_number(count, counts), highest)
        bars.append(Bar(value.label, Cell(cell.number, cell.url, cell.share, width)))
    return tuple(bars)


def _number(count: Count, counts: str) -> int:
    return count.households if counts == HOUSEHOLDS else count.people


def _cell(number: int, url: str, whole: int, highest: int = 0) -> Cell:
    share = f"{100 * number / whole:.1f}" if whole else ""
    return Cell(number, url, share, share_of(number, highest))


def _url(question: Question, pivot: Pivot, *, row: Value | None = None, column: Value | None = None) -> str:
    picks = []
    if row is not None:
        picks.append((pivot.rows.key, row.key))
    if column is not None and pivot.columns is not None:
        picks.append((pivot.columns.key, column.key))
    return question.url_of(*picks)
