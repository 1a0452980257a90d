"""Small charts for pages, drawn on the server: a few columns with their numbers, readable without colour.

Widths are percent and heights are in ``em``, so that a chart grows with the type and shrinks with the screen.
The columns stand on zero. ``templates/components/charts.html`` draws what is laid out here.
"""

from collections.abc import Sequence
from dataclasses import dataclass

#: so many columns have room on a narrow phone in large type
MOST = 5
#: the height of the highest column, and of the line of numbers above it, in em
TALL = 4.0
ABOVE = 1.5
#: a number that is not zero is seen, however small
LEAST = 0.15
#: how much of its share of the width a column fills
FILLED = 0.56


@dataclass(frozen=True)
class Point:
    """One number and what it belongs to, e.g. ``Point("2014", 3120)``."""

    label: str
    value: int


@dataclass(frozen=True)
class Column:
    """A column as it is drawn: *left*, *width* and *middle* in percent, *top* and *height* in em."""

    label: str
    number: str
    left: str
    width: str
    middle: str
    top: str
    height: str
    over: str


@dataclass(frozen=True)
class Chart:
    """Columns for the latest numbers, and all numbers for the table that goes with them."""

    title: str
    columns: tuple[Column, ...]
    points: tuple[Point, ...]

    @property
    def leaves_out(self) -> bool:
        """Older numbers stand in the table alone."""
        return len(self.points) > len(self.columns)


def chart(title: str, points: Sequence[Point]) -> Chart | None:
    """The columns of *points*, in their order; ``None`` for fewer than two, which no drawing makes clearer."""
    if len(points) < 2:
        return None
    drawn = points[-MOST:]
    highest = max(point.value for point in drawn)
    share = 100 / len(drawn)
    columns = tuple(_column(point, place, share, highest) for place, point in enumerate(drawn))
    return Chart(title, columns, tuple(points))


def share_of(value: int, whole: int) -> str:
    """*value* as percent of *whole*, for the width of a bar: ``"62.5"``."""
    return _short(100 * value / whole) if whole else "0"


def _column(point: Point, place: int, share: float, highest: int) -> Column:
    height = TALL * point.value / highest if highest else 0.0
    if point.value:
        height = max(height, LEAST)
    top = ABOVE + TALL - height
    return Column(
        label=point.label,
        number=str(point.value),
        left=_short(share * (place + (1 - FILLED) / 2)),
        width=_short(share * FILLED),
        middle=_short(share * (place + 0.5)),
        top=_short(top),
        height=_short(height),
        over=_short(top - 0.35),
    )


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
