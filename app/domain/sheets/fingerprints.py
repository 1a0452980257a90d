"""The same photograph again: saved anew, smaller, brighter, turned, cut at its edges, or taken from a screen. Pure.

A fingerprint holds the coarse shape of a picture: the lower coefficients of its cosine transform, one printable
character each, without its lightness and contrast. Of two fingerprints the rough likeness is looked at first, in all
eight ways in which a picture can be turned and mirrored. What is alike is then laid one on the other twice: as if one
were only cut at its edges, and as if the camera had moved. It is a copy when cutting alone explains it.

Measured with ``bench/near_copies.py`` on 24 drawn boards: of copies that were packed anew, shrunk, lit anew, turned,
cut by up to 3 % or taken from a screen every one was noticed, of those to which all of this but the screen was done
96 %; none of 276 pairs of other boards. The same board photographed again by hand (deviations 4 % of the width, 2
degrees, 4 % of the distance) was never taken for a copy; with a hand that moves half as much it was in a quarter of
the cases: two photographs from one spot, held still, look like a copy that was cut. The answer is to take another one.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import mul

from PIL import Image

#: coefficients (u, v) with u + v below this are kept: half-waves across the picture
ORDER = 20
#: the picture's side while it is transformed, and of the pictures that are laid on one another
SIDE, FINE, POINTS = 60, 48, 32
#: so little of the picture's edge takes no part: cutting moves it out of the picture
EDGE = 0.06
#: below this deviation (of 1) of its coarse shape a picture has nothing to hold on to
LEAST_SHAPE = 0.03
#: the 94 printable characters of ASCII; small numbers are written more finely than large ones
FIRST_CHARACTER, LEVELS, COMPANDING = 33, 94, 60.0

#: rows of a screen around the picture: nearly all black or white, at most this share on each side
BLACK, WHITE, PLAIN_SHARE, MOST_BAR = 30, 240, 0.8, 0.35

#: likeness (correlation) without any laying on of copies cut by 3 % is 0.94 and more
LEAST_LIKENESS, LEAST_ROUGH_LIKENESS = 0.90, 0.85
#: after laying on: copies that were cut, shrunk, lit anew and packed at once have 0.9924 and more
LEAST_FIT = 0.991
#: how much may be cut across the picture, and how exactly that is measured; shares of its width or height
MOST_CUT, TOLERANCE = 0.038, 0.008
#: a copy is not turned by a small angle (radians) ...
MOST_TURN = 0.0105
#: ... and moving the camera explains it no better than cutting
MOST_GAIN, GAIN_FLOOR = 1.0, 0.001

INDEX = sorted(
    ((u, v) for v in range(ORDER) for u in range(ORDER) if 0 < u + v < ORDER), key=lambda at: (sum(at), at)
)
LENGTH = len(INDEX)
#: so many of them, the lowest, for the first rough look
ROUGH = sum(1 for u, v in INDEX if u + v < 6)

Shape = list[float]
Grid = list[list[float]]


def _waves(places: Sequence[float]) -> Grid:
    """The half-waves 0 … ORDER-1 at *places* between 0 and 1."""
    return [
        [math.cos(math.pi * u * place) * (math.sqrt(2) if u else 1) for u in range(ORDER)] for place in places
    ]


_WAVES = [list(wave) for wave in zip(*_waves([(x + 0.5) / SIDE for x in range(SIDE)]), strict=True)]
_FINE_WAVES = _waves([(x + 0.5) / FINE for x in range(FINE)])
_PLACES = [EDGE + (1 - 2 * EDGE) * (x + 0.5) / POINTS for x in range(POINTS)]


def fingerprint(grey: Image.Image) -> str:
    """The fingerprint of an upright picture in grey (mode ``L``), ``LENGTH`` characters; empty for a flat picture."""
    shape = _shape(_without_bars(grey).resize((SIDE, SIDE), Image.Resampling.BOX))
    size = math.sqrt(sum(value * value for value in shape))
    if size < LEAST_SHAPE:
        return ""
    return "".join(_written(value / size) for value in shape)


def is_near_copy(one: str, other: str) -> bool:
    """True when one of the two pictures is the other one, processed; False for any that is empty or not readable."""
    if len(one) != LENGTH or len(other) != LENGTH:
        return False
    if one == other:
        return True
    here = _read(one[:ROUGH])
    rough = list(_turned(_read(other[:ROUGH])))
    if max(_likeness(here, there) for there in rough) < LEAST_ROUGH_LIKENESS:
        return False
    here = _read(one)
    likeness, there = max(
        ((_likeness(here, there), there) for there in _turned(_read(other))), key=lambda pair: pair[0]
    )
    return likeness >= LEAST_LIKENESS and _explained_by_cutting(here, there)


# The fingerprint ------------------------------------------------------------------------------------------------------


def _without_bars(grey: Image.Image) -> Image.Image:
    """The picture without the black or white of a screen around it."""
    times = 256 / max(grey.size)
    small = grey.resize([max(8, round(side * times)) for side in grey.size], Image.Resampling.BOX)
    top, bottom = _bars(small)
    left, right = _bars(small.transpose(Image.Transpose.TRANSPOSE))
    width, height = grey.size
    return grey.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))


def _bars(small: Image.Image) -> tuple[float, float]:
    """Where the picture begins and ends from top to bottom, as shares of its height."""
    width, height = small.size
    data = small.tobytes()

    def is_plain(y: int) -> bool:
        row = data[y * width : (y + 1) * width]
        most = PLAIN_SHARE * width
        return sum(value < BLACK for value in row) > most or sum(value > WHITE for value in row) > most

    first, last = 0, height
    while first < height * MOST_BAR and is_plain(first):
        first += 1
    while last > height * (1 - MOST_BAR) and is_plain(last - 1):
        last -= 1
    return first / height, last / height


def _shape(small: Image.Image) -> Shape:
    data = small.tobytes()
    rows = [[value / 128 - 1 for value in data[y * SIDE : (y + 1) * SIDE]] for y in range(SIDE)]
    across = [[_product(wave, row) for row in rows] for wave in _WAVES]
    return [_product(_WAVES[v], across[u]) / SIDE**2 for u, v in INDEX]


def _product(one: Sequence[float], other: Sequence[float]) -> float:
    return float(sum(map(mul, one, other)))


def _written(value: float) -> str:
    pressed = math.copysign(math.log1p(COMPANDING * min(1.0, abs(value))) / math.log1p(COMPANDING), value)
    return chr(FIRST_CHARACTER + round((pressed + 1) / 2 * (LEVELS - 1)))


def _unpressed(level: int) -> float:
    pressed = level / (LEVELS - 1) * 2 - 1
    return math.copysign(((1 + COMPANDING) ** abs(pressed) - 1) / COMPANDING, pressed)


_VALUES = {chr(FIRST_CHARACTER + level): _unpressed(level) for level in range(LEVELS)}


def _read(text: str) -> Shape:
    return [_VALUES.get(character, 0.0) for character in text]


# Rough likeness -------------------------------------------------------------------------------------------------------

_PLACE = {at: number for number, at in enumerate(INDEX)}
#: for each of the eight ways to turn and mirror: from which coefficient each one comes, and with which sign
_TURNS = [
    [
        (_PLACE[(v, u) if swapped else (u, v)], (across if u % 2 else 1) * (down if v % 2 else 1))
        for u, v in INDEX
    ]
    for swapped in (False, True)
    for across in (1, -1)
    for down in (1, -1)
]


def _turned(shape: Shape) -> Iterator[Shape]:
    for turn in _TURNS:
        yield [shape[place] * sign for place, sign in turn[: len(shape)]]


def _likeness(one: Shape, other: Shape) -> float:
    return _product(one, other) / math.sqrt(_product(one, one) * _product(other, other) or 1.0)


# Laying one on the other ----------------------------------------------------------------------------------------------

#: of the eight numbers of a movement: those of a picture that is only cut (moved and stretched along its edges)
CUT, MOVED = (0, 1, 3, 5), (0, 1, 2, 3, 4, 5, 6, 7)
ROUNDS = 6


@dataclass(frozen=True)
class _Laid:
    """How well one picture lies on the other (correlation), and by which movement."""

    fit: float
    movement: list[float]


def _explained_by_cutting(here: Shape, there: Shape) -> bool:
    one, other = _picture(here), _picture(there)
    cut = _lay(one, other, CUT)
    if cut.fit < LEAST_FIT or not _is_a_cut(cut.movement):
        return False
    moved = _lay(one, other, MOVED)
    turn = (moved.movement[4] - moved.movement[2]) / 2
    return abs(turn) <= MOST_TURN and (1 - cut.fit) / (1 - moved.fit + GAIN_FLOOR) <= MOST_GAIN


def _is_a_cut(movement: list[float]) -> bool:
    """One lies within the other on all four sides, and no more than is allowed is missing."""
    inward = (
        movement[0] - movement[1] / 2,
        -movement[0] - movement[1] / 2,
        movement[3] - movement[5] / 2,
        -movement[3] - movement[5] / 2,
    )
    return any(
        min(side * way for side in inward) >= -TOLERANCE
        and way * (inward[0] + inward[1]) <= MOST_CUT
        and way * (inward[2] + inward[3]) <= MOST_CUT
        for way in (1, -1)
    )


def _picture(shape: Shape) -> Grid:
    """The coarse picture that a shape describes, ``FINE`` × ``FINE``."""
    by_row: Grid = [[0.0] * ORDER for _ in range(ORDER)]
    for (u, v), value in zip(INDEX, shape, strict=True):
        by_row[v][u] = value
    across = [[_product(wave, row) for row in by_row] for wave in _FINE_WAVES]
    return [[_product(wave, column) for column in across] for wave in _FINE_WAVES]


def _at(picture: Grid, x: float, y: float) -> float:
    """The picture between its elements; *x* and *y* are shares of its width and height."""
    x = min(max(x * FINE - 0.5, 0.0), FINE - 1.001)
    y = min(max(y * FINE - 0.5, 0.0), FINE - 1.001)
    column, line = int(x), int(y)
    x, y = x - column, y - line
    above, below = picture[line], picture[line + 1]
    return (above[column] * (1 - x) + above[column + 1] * x) * (1 - y) + (
        below[column] * (1 - x) + below[column + 1] * x
    ) * y


def _lay(one: Grid, other: Grid, free: Sequence[int]) -> _Laid:
    """Move *other* until it lies on *one* as well as it will, by least squares (Lucas and Kanade, 1981)."""
    slopes, here = _slopes(one, free)
    mean_here, spread_here = _mean_and_spread(here)
    matrix = [[_product(row, column) for column in slopes] for row in slopes]
    for number in range(len(free)):
        matrix[number][number] *= 1.0001
    movement, best = [0.0] * 8, _Laid(-1.0, [0.0] * 8)
    for _ in range(ROUNDS):
        there = _moved(other, movement)
        mean_there, spread_there = _mean_and_spread(there)
        wrong = [
            (a - mean_here) - (b - mean_there) * spread_here / spread_there
            for a, b in zip(here, there, strict=True)
        ]
        fit = 1 - _product(wrong, wrong) / 2 / spread_here**2
        if fit > best.fit:
            best = _Laid(fit, list(movement))
        for number, step in zip(free, _solved(matrix, [_product(row, wrong) for row in slopes]), strict=True):
            movement[number] += step
    return best


def _slopes(picture: Grid, free: Sequence[int]) -> tuple[Grid, list[float]]:
    """For each free number of a movement how the picture changes with it, point by point; and the picture there."""
    values, slopes = [], []
    step = 1 / FINE
    for y in _PLACES:
        for x in _PLACES:
            values.append(_at(picture, x, y))
            across = (_at(picture, x + step, y) - _at(picture, x - step, y)) / 2 / step
            down = (_at(picture, x, y + step) - _at(picture, x, y - step)) / 2 / step
            right, low = x - 0.5, y - 0.5
            outward = across * right + down * low
            every = (
                across,
                across * right,
                across * low,
                down,
                down * right,
                down * low,
                outward * right,
                outward * low,
            )
            slopes.append([every[number] for number in free])
    return [list(column) for column in zip(*slopes, strict=True)], values


def _moved(picture: Grid, movement: list[float]) -> list[float]:
    a, b, c, d, e, f, g, h = movement
    values = []
    for y in _PLACES:
        low = y - 0.5
        for x in _PLACES:
            right = x - 0.5
            outward = g * right + h * low
            values.append(
                _at(
                    picture,
                    x + a + b * right + c * low + outward * right,
                    y + d + e * right + f * low + outward * low,
                )
            )
    return values


def _mean_and_spread(values: Sequence[float]) -> tuple[float, float]:
    mean = sum(values) / len(values)
    return mean, math.sqrt(sum((value - mean) ** 2 for value in values)) or 1e-9


def _solved(matrix: Grid, right: list[float]) -> list[float]:
    """The solution of a small system of linear equations; zeros when it has none."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    size = len(rows)
    for column in range(size):
        best = max(range(column, size), key=lambda row: abs(rows[row][column]))
        rows[column], rows[best] = rows[best], rows[column]
        if abs(rows[column][column]) < 1e-12:
            return [0.0] * size
        for row in range(size):
            if row != column:
                factor = rows[row][column] / rows[column][column]
                rows[row] = [a - factor * b for a, b in zip(rows[row], rows[column], strict=True)]
    return [rows[number][size] / rows[number][number] for number in range(size)]
