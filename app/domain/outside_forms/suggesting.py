"""Which cells of a form want a value, and what each of them most likely asks for. Pure."""

from dataclasses import dataclass

from app.domain.outside_forms.catalogue import PLACE, SERIAL, SOURCES, find
from app.domain.outside_forms.grids import Grid

#: a row with so many headings that are known is the heading of a list
LEAST_HEADINGS = 2
MOST_SLOTS = 200
_LONGEST_HEADING = 40


@dataclass(frozen=True)
class Wanted:
    """A cell that wants a value, as :class:`FormSlot` keeps it."""

    sheet: int
    row: int
    column: int
    repeats: bool
    heading: str
    source: str


def suggest(grids: list[Grid]) -> list[Wanted]:
    """The cells of all sheets: the headings of lists, and empty cells behind a label."""
    found: list[Wanted] = []
    for number, grid in enumerate(grids):
        head = head_row(grid)
        found += _single(number, grid, len(grid.cells) if head is None else head - _depth(grid, head))
        if head is not None:
            found += _columns(number, grid, head)
    return found[:MOST_SLOTS]


def head_row(grid: Grid) -> int | None:
    """The row of headings of a sheet's list: the one with the most that are known, of equals the lowest."""
    scores = {
        row: sum(bool(_source(grid, row, column)) for column in range(len(grid.cells[row])))
        for row in range(min(len(grid.cells), 15))
    }
    best = max(scores.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return best[0] if best[1] >= LEAST_HEADINGS else None


def _source(grid: Grid, row: int, column: int) -> str:
    text = grid.at(row, column)
    if not text or len(text) > _LONGEST_HEADING:
        return _merged_above(grid, row, column) if text is None else ""
    return find(text, above(grid, row, column))


def _merged_above(grid: Grid, row: int, column: int) -> str:
    """What a heading over two rows says, for the lower of them."""
    text = grid.at(row - 1, column) if row else None
    return find(text) if text and len(text) <= _LONGEST_HEADING else ""


def above(grid: Grid, row: int, column: int) -> str:
    """The heading that stretches over this one, or nothing."""
    if row == 0:
        return ""
    for place in range(column, -1, -1):
        text = grid.at(row - 1, place)
        if text is not None:
            return text if len(text) <= _LONGEST_HEADING else ""
    return ""


def _depth(grid: Grid, head: int) -> int:
    """How many rows above the head belong to it."""
    is_double = head > 0 and any(text is None for text in grid.cells[head - 1])
    return 1 if is_double and sum(bool(text) for text in grid.cells[head - 1]) > 1 else 0


def _columns(number: int, grid: Grid, head: int) -> list[Wanted]:
    found = []
    for column, text in enumerate(grid.cells[head]):
        upper = above(grid, head, column) if _depth(grid, head) else ""
        words = " ".join(filter(None, [upper, text or ""]))
        if words:
            found.append(Wanted(number, head, column, True, words[:200], _source(grid, head, column)))
    return found


def _single(number: int, grid: Grid, until: int) -> list[Wanted]:
    found = []
    for row in range(until):
        for column, text in enumerate(grid.cells[row]):
            free = grid.right_of(row, column) if text and len(text) <= _LONGEST_HEADING else None
            if free is None or text is None:
                continue
            source = find(text)
            fits = source and source != SERIAL and SOURCES[source].group in (PLACE, "area")
            found.append(Wanted(number, row, free, False, text[:200], source if fits else ""))
    return found
