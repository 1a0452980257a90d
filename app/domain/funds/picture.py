"""Two drawings of money as SVG, for pages and papers: from its sources to its purposes, and a bar for each village.

Everything is drawn in the colour of the words around it (``currentColor``), so that it is read on white and on black
ground and on a copier: what was paid is filled, what was not yet paid is an outline, what has no purpose yet is dashed.
Words and amounts come in ready, in the reader's language. A table with the same numbers has to stand beside a drawing.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from html import escape
from itertools import accumulate

#: units of a drawing's width on a telephone; a paper takes more, and so gets smaller type
NARROW = 320
#: size of the type, and how far apart two lines of it stand
TYPE, LINE = 14, 18
#: how wide a bar at either side is, and how far its words stand from it
SIDE, BESIDE = 10, 6
#: how high all the money together is drawn, what a name with its amount needs at least, and the room between two
WHOLE, LEAST, BETWEEN = 190, 40, 8
#: so many purposes are told apart; the smallest others are drawn together
MOST_PURPOSES = 7
#: a bar of the second drawing: how high, how far below its words, and what a village takes in all
BAR, BELOW, ROW = 12, 21, 44


@dataclass(frozen=True)
class Strand:
    """Money of one source for one purpose; *paid_fen* of it was paid. *has_purpose* is false for what lies still."""

    source: str
    purpose: str
    fen: int
    paid_fen: int = 0
    has_purpose: bool = True


@dataclass(frozen=True)
class Bar:
    """What one place was given and what of it was paid; *words* are the same as text."""

    label: str
    fen: int
    paid_fen: int
    words: str


@dataclass(frozen=True)
class Words:
    """What a drawing says besides its numbers. *key* begins its ids, *others* names purposes drawn together."""

    key: str
    title: str
    description: str
    others: str = ""
    amount: Callable[[int], str] = str


@dataclass(frozen=True)
class _Node:
    """A source or a purpose as it is drawn: *top* and *height* of its bar."""

    label: str
    fen: int
    paid_fen: int
    has_purpose: bool
    top: float
    height: float


def flow(strands: Sequence[Strand], words: Words, width: int = NARROW, font: str = "") -> str:
    """The drawing from sources (left) to purposes (right), *width* units wide; "" where there is no money."""
    drawn = _gathered([strand for strand in strands if strand.fen > 0], words.others)
    whole = sum(strand.fen for strand in drawn)
    if not whole:
        return ""
    left = _column([(s.source, s.fen, 0, True) for s in drawn], whole, "")
    right = _column([(s.purpose, s.fen, s.paid_fen, s.has_purpose) for s in drawn], whole, words.others)
    height = max(_bottom(left), _bottom(right))
    parts = [*_bands(drawn, left, right, whole, width)]
    for node in left:
        parts += [_rect(0, node.top, SIDE, node.height, 'fill-opacity=".45"')]
        parts += _label(node, words, SIDE + BESIDE, "start")
    for node in right:
        parts += _purpose(node, width - SIDE)
        parts += _label(node, words, width - SIDE - BESIDE, "end")
    return _svg(parts, words, width, height, font)


def bars(rows: Sequence[Bar], words: Words, width: int = NARROW, font: str = "") -> str:
    """A bar for each place, as long as its money: the paid part filled. "" where there is none."""
    most = max((row.fen for row in rows), default=0)
    if not most:
        return ""
    parts = []
    for place, row in enumerate(rows):
        top = place * ROW
        parts.append(_text(0, top + TYPE, row.label, "start", bold=True))
        parts.append(_text(width, top + TYPE, row.words, "end"))
        length = (width - 2) * row.fen / most
        parts.append(_rect(1, top + BELOW, length, BAR, _OUTLINE))
        parts.append(_rect(1, top + BELOW, length * _share(row.paid_fen, row.fen), BAR))
    return _svg(parts, words, width, len(rows) * ROW - (ROW - BELOW - BAR) + 1, font)


_OUTLINE = 'fill="none" stroke="currentColor"'
_DASHED = 'fill="none" stroke="currentColor" stroke-dasharray="3 3"'


def _gathered(strands: Sequence[Strand], others: str) -> list[Strand]:
    """One strand for a source and purpose, the largest purposes first, what lies still last."""
    totals: dict[tuple[bool, str], int] = {}
    for strand in strands:
        name = (strand.has_purpose, strand.purpose)
        totals[name] = totals.get(name, 0) + strand.fen
    order = sorted(totals, key=lambda name: (not name[0], -totals[name], name[1]))
    named = [name for name in order if name[0]]
    if len(named) > MOST_PURPOSES:
        together = set(named[MOST_PURPOSES - 1 :])
        order = [name for name in order if name not in together]
        order.insert(MOST_PURPOSES - 1, (True, others))
    sums: dict[tuple[str, tuple[bool, str]], tuple[int, int]] = {}
    for strand in strands:
        name = (strand.has_purpose, strand.purpose)
        key = (strand.source, name if name in order else (True, others))
        fen, paid = sums.get(key, (0, 0))
        sums[key] = (fen + strand.fen, paid + strand.paid_fen)
    sources = list(dict.fromkeys(strand.source for strand in strands))
    return [
        Strand(source, name[1], *sums[source, name], has_purpose=name[0])
        for source in sources
        for name in order
        if (source, name) in sums
    ]


def _column(items: Iterable[tuple[str, int, int, bool]], whole: int, others: str) -> list[_Node]:
    """The bars of one side from the top, the largest first, then *others*, what lies still last."""
    sums: dict[tuple[bool, str], tuple[int, int]] = {}
    for label, fen, paid, has_purpose in items:
        name = (not has_purpose, label)
        before = sums.get(name, (0, 0))
        sums[name] = (before[0] + fen, before[1] + paid)
    order = sorted(sums, key=lambda name: (name[0], name[1] == others, -sums[name][0]))
    heights = [max(1.5, WHOLE * sums[name][0] / whole) for name in order]
    tops = [0.0, *accumulate(max(height, LEAST) + BETWEEN for height in heights)]
    return [
        _Node(name[1], *sums[name], not name[0], top + 1, height)
        for name, top, height in zip(order, tops, heights, strict=False)
    ]


def _bottom(nodes: Sequence[_Node]) -> float:
    return max(node.top + max(node.height, LEAST) for node in nodes) + 1


def _bands(
    strands: Sequence[Strand], left: Sequence[_Node], right: Sequence[_Node], whole: int, width: int
) -> list[str]:
    """A band for each strand, as thick as its money, from its source to its purpose."""
    from_ = {node.label: node.top for node in left}
    to = {(node.has_purpose, node.label): node.top for node in right}
    starts = [node.label for node in left]
    ends = [(node.has_purpose, node.label) for node in right]
    found = []
    for strand in sorted(
        strands, key=lambda s: (starts.index(s.source), ends.index((s.has_purpose, s.purpose)))
    ):
        end, thick = (strand.has_purpose, strand.purpose), max(1.0, WHOLE * strand.fen / whole)
        found.append(_band(from_[strand.source], to[end], thick, width, is_dashed=not strand.has_purpose))
        from_[strand.source] += thick
        to[end] += thick
    return found


def _band(start: float, end: float, thick: float, width: int, *, is_dashed: bool) -> str:
    x, far, middle = SIDE, width - SIDE, width / 2
    path = (
        f"M{x} {_n(start)}C{_n(middle)} {_n(start)} {_n(middle)} {_n(end)} {far} {_n(end)}V{_n(end + thick)}"
        f"C{_n(middle)} {_n(end + thick)} {_n(middle)} {_n(start + thick)} {x} {_n(start + thick)}Z"
    )
    look = _DASHED if is_dashed else 'fill="currentColor" fill-opacity=".13" stroke="currentColor"'
    return f'<path d="{path}" {look} stroke-opacity=".4" stroke-width=".7"/>'


def _purpose(node: _Node, left: float) -> list[str]:
    """The bar of a purpose: its frame, filled from the top as far as it was paid."""
    frame = _rect(left, node.top, SIDE - 0.5, max(node.height, 2), _OUTLINE if node.has_purpose else _DASHED)
    paid = node.height * _share(node.paid_fen, node.fen)
    return [frame, _rect(left, node.top, SIDE - 0.5, paid)] if paid else [frame]


def _label(node: _Node, words: Words, x: float, anchor: str) -> list[str]:
    return [
        _text(x, node.top + TYPE, node.label, anchor, bold=True),
        _text(x, node.top + TYPE + LINE, words.amount(node.fen), anchor),
    ]


def _share(part: int, whole: int) -> float:
    return min(1.0, max(0.0, part / whole)) if whole > 0 else 0.0


def _rect(x: float, y: float, width: float, height: float, look: str = "") -> str:
    look = look if "fill=" in look else f'fill="currentColor" {look}'.rstrip()
    return f'<rect x="{_n(x)}" y="{_n(y)}" width="{_n(width)}" height="{_n(height)}" {look}/>'


def _text(x: float, y: float, words: str, anchor: str, *, bold: bool = False) -> str:
    weight = ' font-weight="700"' if bold else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def _svg(parts: Sequence[str], words: Words, width: int, height: float, font: str) -> str:
    family = f' font-family="{escape(font)}"' if font else ""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" viewBox="0 0 {width} {_n(height)}" '
        f'aria-labelledby="{words.key}-title {words.key}-desc" fill="currentColor" font-size="{TYPE}"{family}>'
        f'<title id="{words.key}-title">{escape(words.title)}</title>'
        f'<desc id="{words.key}-desc">{escape(words.description)}</desc>{"".join(parts)}</svg>'
    )


def _n(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
