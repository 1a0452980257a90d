"""A curve of a few years against a line, drawn on the server: percent across, ``em`` up, as the small charts are.

``templates/components/curves.html`` draws what is laid out here; the numbers stand in a table beside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

#: the height of the drawing, and of the line of numbers above it, in em
TALL = 6.0
ABOVE = 1.6
#: room at both sides, in percent
MARGIN = 8.0


@dataclass(frozen=True)
class Dot:
    """A value of a year as it is drawn: *x* in percent, *y* and the place of its number in em."""

    label: str
    number: str
    x: str
    y: str
    over: str


@dataclass(frozen=True)
class Stroke:
    """A straight piece from one year to the next."""

    x1: str
    y1: str
    x2: str
    y2: str


@dataclass(frozen=True)
class Curve:
    """The dots of the values and the pieces between them; the pieces of the line."""

    dots: tuple[Dot, ...]
    pieces: tuple[Stroke, ...]
    line: tuple[Stroke, ...]
    labels: tuple[Dot, ...]


def curve(values: Sequence[tuple[str, int | None, int | None]]) -> Curve | None:
    """The curve of (label, value, line), in their order; ``None`` for fewer than two values."""
    known = [value for _label, value, _line in values if value is not None]
    if len(known) < 2:
        return None
    highest = max([*known, *(line for *_rest, line in values if line is not None)], default=0) or 1
    xs = [_across(place, len(values)) for place in range(len(values))]
    dots = [
        Dot(label, _number(value), _short(x), _up(value, highest), _short(float(_up(value, highest)) - 0.5))
        for x, (label, value, _line) in zip(xs, values, strict=True)
        if value is not None
    ]
    labels = [
        Dot(label, "", _short(x), _short(ABOVE + TALL + 1.2), "")
        for x, (label, *_rest) in zip(xs, values, strict=True)
    ]
    return Curve(
        tuple(dots),
        _pieces([(x, value) for x, (_label, value, _line) in zip(xs, values, strict=True)], highest),
        _pieces([(x, line) for x, (_label, _value, line) in zip(xs, values, strict=True)], highest),
        tuple(labels),
    )


def _pieces(points: Sequence[tuple[float, int | None]], highest: int) -> tuple[Stroke, ...]:
    known = [(x, value) for x, value in points if value is not None]
    return tuple(
        Stroke(_short(x1), _up(one, highest), _short(x2), _up(two, highest))
        for (x1, one), (x2, two) in pairwise(known)
    )


def _across(place: int, count: int) -> float:
    return MARGIN + (100 - 2 * MARGIN) * place / max(1, count - 1)


def _up(value: int, highest: int) -> str:
    return _short(ABOVE + TALL * (1 - max(0, value) / highest))


def _number(value: int) -> str:
    return f"{value:,}"


def _short(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
