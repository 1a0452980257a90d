"""Checks of the text: the list on paper is the frozen list, line by line, and the other words are there."""

import difflib
import itertools
import math
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from app.core.messages import N_, Message
from app.documents.preflight.faces import too_small
from app.documents.preflight.leaves import Block, Leaf, Table, box_around, lines_of, squeezed
from app.documents.preflight.report import ASK, Box, Check, Finding
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Row, Wanted

#: Lines that differ are named one by one up to here; comparing long lists that have little in common stops here.
MOST_COMPARED = 3000
#: the ink of two cells of one line is no further apart: a dot stands at its foot, a Tibetan letter above it
APART_MM = 1.5


@dataclass
class Line:
    """A line of the list as it stands on paper: its cells without spaces, and where it is."""

    cells: Row
    blocks: tuple[Block, ...]
    page: int

    @property
    def box(self) -> Box | None:
        """Where it stands."""
        return box_around([glyph for block in self.blocks for glyph in block.glyphs])

    @cached_property
    def key(self) -> Row:
        """What it is compared by."""
        return _key(self.cells)

    @property
    def shown(self) -> str:
        """The line as it is told to somebody."""
        return shown(self.cells)


@dataclass(frozen=True)
class Part:
    """The part of the list that stands on one page."""

    leaf: Leaf
    table: Table
    heads: tuple[Block, ...]

    @property
    def head(self) -> Row:
        """The words over its columns."""
        return tuple(block.text for block in self.heads)

    def halves(self) -> list[tuple[Block, ...]]:
        """The heads of the lines that stand side by side: one half, or two alike."""
        half = len(self.heads) // 2
        if half and self.head[:half] == self.head[half:]:
            return [self.heads[:half], self.heads[half:]]
        return [self.heads]


def shown(cells: Iterable[str]) -> str:
    """The cells of a line as they are told to somebody."""
    return " ".join(cell for cell in cells if cell)[:80]


def check_words(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """Every text that must stand on the paper stands on it."""
    if not wanted.words:
        return
    drawn = "".join(squeezed("".join(glyph.text for glyph in leaf.glyphs)) for leaf in paper.leaves)
    grouped = "".join(block.text for leaf in paper.leaves for block in leaf.blocks)
    for text in wanted.words:
        if squeezed(text) not in drawn and squeezed(text) not in grouped:
            yield Finding(Check.WORDS, Message(N_("“%(text)s” does not stand on the paper."), text=text[:80]))


def check_list(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """Every line of the frozen list stands on paper, in its order, nothing more, nothing less; in each language."""
    if wanted.rows is None:
        return
    seen: set[Row] = set()
    for listed in (wanted.rows, *wanted.rows_again):
        rows = [tuple(squeezed(cell) for cell in row) for row in listed]
        parts = _parts(paper, rows, seen)
        if rows and not parts:
            yield Finding(Check.LIST, Message(N_("The list does not stand on the paper.")))
        yield from _held_against(rows, parts)
        yield from _small_lines(parts, wanted)


def check_tables(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """Every other table stands on paper under its heads, row by row, nothing more, nothing less."""
    for heads, *rows in wanted.tables:
        head = tuple(squeezed(cell) for cell in heads if cell)
        parts = [
            part
            for leaf in paper.leaves
            for table in leaf.tables
            if (part := Part(leaf, table, _heads(table))).head == head
        ]
        if not parts:
            message = Message(N_("A table does not stand on the paper: “%(text)s”."), text=shown(heads))
            yield Finding(Check.LIST, message)
            continue
        listed = [tuple(squeezed(cell) for cell in row if cell) for row in rows]
        yield from _table_held_against(listed, parts)


def _table_held_against(rows: Sequence[Row], parts: Sequence[Part]) -> Iterator[Finding]:
    """Cells without text are not in the tags, so they are not compared. A card's row may go on over the page."""
    lines = [
        Line(tuple(block.text for block in cells), tuple(cells), part.leaf.number)
        for part in parts
        for row in part.table.rows
        if (cells := [block for block in row if block.text]) and any(one.kind == "TD" for one in cells)
    ]
    is_card = len(parts[0].heads) == 1
    if not (is_card and _as_one(line.cells for line in lines) == _as_one(rows)):
        yield from _differences(rows, lines)
    for part in parts:
        yield from _strangers(part)
    for line in lines:
        yield from _crooked(line)


def _as_one(rows: Iterable[Row]) -> str:
    return "".join(cell for row in rows for cell in row)


def _held_against(rows: Sequence[Row], parts: Sequence[Part]) -> Iterator[Finding]:
    if not parts:
        return
    lines = _lines(parts, rows)
    yield from _differences(rows, lines)
    for part in parts:
        if not part.heads:
            message = Message(N_("The list goes on here without the heads of its columns."))
            yield Finding(Check.LIST, message, page=part.leaf.number, box=_box_of(part.table))
        yield from _strangers(part)
    for line in lines:
        yield from _crooked(line)


# Finding the list ----------------------------------------------------------------------------------------------------


def _parts(paper: Paper, rows: Sequence[Row], seen: set[Row]) -> list[Part]:
    """The tables of the list: those with the head under which most of its lines stand, without heads already *seen*."""
    known = {_key(row) for row in rows}
    heads: dict[Row, int] = {}
    found: list[tuple[Part, int]] = []
    for leaf in paper.leaves:
        for table in leaf.tables:
            part = Part(leaf, table, _heads(table))
            if part.head in seen:
                continue
            matches = sum(line.key in known for line in _lines([part], rows))
            heads[part.head] = heads.get(part.head, 0) + matches
            found.append((part, matches))
    best = max(heads, key=lambda head: heads[head], default=())
    if not heads.get(best):
        return []
    seen.add(best)
    return [part for part, matches in found if part.head == best or (not part.heads and matches)]


def _heads(table: Table) -> tuple[Block, ...]:
    """The heads of the columns: the first line that has nothing else."""
    return next((tuple(row) for row in table.rows if row and all(one.kind == "TH" for one in row)), ())


def _lines(parts: Sequence[Part], rows: Sequence[Row]) -> list[Line]:
    """The lines on paper in the order in which they are read: down the left half of a page, then down the right."""
    width = len(rows[0]) if rows else 0
    across: list[Line] = []
    down: list[Line] = []
    heading = ""
    for part in parts:
        halves = part.halves()
        slots = [_slots(row, halves) for row in part.table.rows if any(one.kind == "TD" for one in row)]
        across += _read(part, [slot for row in slots for slot in row], width, heading)[0]
        read, heading = _read(
            part, [row[half] for half in range(len(halves)) for row in slots], width, heading
        )
        down += read
    is_across = [line.key for line in across] == [_key(row) for row in rows]
    return across if is_across else down


def _slots(row: list[Block], halves: list[tuple[Block, ...]]) -> list[list[Block]]:
    """The lines that stand side by side in *row*. A cell without text is not in the tags: an empty one fills its place.

    A slot is a whole line, one wide cell (the heading of a group), or nothing.
    """
    if len(halves) == 1:
        return [_filled(row, halves[0])]
    left, right = halves[0][-1].box, halves[1][0].box
    turn = (left.right + right.left) / 2 if left and right else 0.0
    sides: list[list[Block]] = [[], []]
    for block in row:
        if block.box:
            sides[block.box.middle[0] > turn].append(block)
    return [_filled(side, heads) for side, heads in zip(sides, halves, strict=True)]


def _filled(cells: list[Block], heads: Sequence[Block]) -> list[Block]:
    if not 1 < len(cells) < len(heads):
        return cells
    filled = [Block("TD") for _ in heads]
    for cell in cells:
        if cell.box:
            across = cell.box.middle[0]
            away = [abs(head.box.middle[0] - across) if head.box else math.inf for head in heads]
            filled[away.index(min(away))] = cell
    return filled


def _read(part: Part, slots: Iterable[list[Block]], width: int, heading: str) -> tuple[list[Line], str]:
    """The lines in *slots*, and the last heading; a heading over several lines stands for their villagers' group."""
    lines: list[Line] = []
    for slot in slots:
        cells = tuple(block.text for block in slot)
        if len(cells) == 1 < width:
            heading = cells[0]
        elif any(cells):
            if len(cells) == width - 1:
                cells = (cells[0], heading.partition("(")[0], *cells[1:])
            lines.append(Line(cells, tuple(slot), part.leaf.number))
    return lines, heading


# Comparing it --------------------------------------------------------------------------------------------------------


def _key(cells: Row) -> Row:
    """What a line is compared by. Where letters join or run from right to left, only which letters there are."""
    return tuple(cell if _is_simple(cell) else "".join(sorted(cell)) for cell in cells)


def _differences(rows: Sequence[Row], lines: Sequence[Line]) -> Iterator[Finding]:
    wanted, found = [_key(row) for row in rows], [line.key for line in lines]
    if found == wanted:
        return
    if sorted(found) == sorted(wanted):
        at = next(index for index, (one, other) in enumerate(zip(wanted, found, strict=True)) if one != other)
        message = Message(
            N_(
                "The lines of the list stand in another order than in the list that was decided, from “%(text)s” on."
            ),
            text=lines[at].shown,
        )
        yield Finding(Check.LIST, message, ASK, lines[at].page, lines[at].box)
        return
    for old, new in _pairs(wanted, found):
        yield _difference(rows[old] if old is not None else None, lines[new] if new is not None else None)


def _pairs(rows: Sequence[Row], found: Sequence[Row]) -> Iterator[tuple[int | None, int | None]]:
    """Which wanted line stands against which found one, where they differ."""
    start = 0
    while start < min(len(rows), len(found)) and rows[start] == found[start]:
        start += 1
    end = 0
    while end < min(len(rows), len(found)) - start and rows[-1 - end] == found[-1 - end]:
        end += 1
    wanted, got = rows[start : len(rows) - end], found[start : len(found) - end]
    if max(len(wanted), len(got)) > MOST_COMPARED:
        wanted, got = wanted[:MOST_COMPARED], got[:MOST_COMPARED]
    matcher = difflib.SequenceMatcher(None, wanted, got, autojunk=False)
    for tag, one, one_end, two, two_end in matcher.get_opcodes():
        if tag == "equal":
            continue
        for step in range(max(one_end - one, two_end - two)):
            old = start + one + step if one + step < one_end else None
            new = start + two + step if two + step < two_end else None
            yield old, new


def _difference(row: Row | None, line: Line | None) -> Finding:
    if row is None and line is not None:
        message = Message(N_("This line does not belong to the list: “%(found)s”."), found=line.shown)
    elif line is None:
        message = Message(
            N_("A line of the list is missing on paper: “%(wanted)s”."), wanted=shown(row or ())
        )
    else:
        message = Message(
            N_("This line reads “%(found)s”. It must read “%(wanted)s”."),
            found=line.shown,
            wanted=shown(row or ()),
        )
    return Finding(Check.LIST, message, ASK, line.page if line else None, line.box if line else None)


def _strangers(part: Part) -> Iterator[Finding]:
    """What stands between the lines of the list and is none of its cells."""
    own = {id(glyph) for row in part.table.rows for block in row for glyph in block.glyphs}
    box = _box_of(part.table)
    if box is None:
        return
    strange = [
        glyph
        for glyph in part.leaf.glyphs
        if id(glyph) not in own and not glyph.text.isspace() and box.holds(glyph.box)
    ]
    if strange:
        message = Message(
            N_("“%(text)s” stands within the list and does not belong to it."),
            text="".join(glyph.text for glyph in strange)[:30],
        )
        yield Finding(Check.LIST, message, ASK, part.leaf.number, box_around(strange))


def _crooked(line: Line) -> Iterator[Finding]:
    """The cells of a line stand beside each other, and their letters in the order in which they are read."""
    for block in line.blocks:
        if block.glyphs and _is_simple(block.text) and _as_seen(block) != block.text:
            message = Message(
                N_("Here one sees “%(seen)s”, but the text beneath is “%(text)s”."),
                seen=_as_seen(block)[:30],
                text=block.text[:30],
            )
            yield Finding(Check.LIST, message, ASK, line.page, block.box)
    boxes = [box for block in line.blocks if (box := block.box)]
    for one, other in itertools.pairwise(boxes):
        is_beside = (
            one.right <= other.left + 1
            and one.top <= other.bottom + APART_MM
            and other.top <= one.bottom + APART_MM
        )
        if not is_beside:
            message = Message(
                N_("The cells of this line do not stand beside each other: “%(text)s”."), text=line.shown
            )
            yield Finding(Check.LIST, message, ASK, line.page, line.box)
            return


def _as_seen(block: Block) -> str:
    """The letters of *block* as the eye meets them: line under line, from left to right."""
    lines = sorted(lines_of(block.glyphs), key=lambda line: line[0].base)
    return "".join(
        squeezed("".join(glyph.text for glyph in sorted(line, key=lambda one: one.box.left)))
        for line in lines
    )


@lru_cache(4096)
def _is_simple(text: str) -> bool:
    """True when its letters are drawn one beside the other, from left to right, each in its own place."""
    return all(
        unicodedata.bidirectional(c) not in ("R", "AL", "AN") and unicodedata.category(c)[0] != "M"
        for c in text
    )


def _small_lines(parts: Iterable[Part], wanted: Wanted) -> Iterator[Finding]:
    if wanted.list_pt:
        for part in parts:
            cells = [
                glyph for row in part.table.rows for one in row if one.kind == "TD" for glyph in one.glyphs
            ]
            if finding := too_small(part.leaf, cells, wanted.list_pt):
                yield finding


def _box_of(table: Table) -> Box | None:
    return box_around([glyph for row in table.rows for block in row for glyph in block.glyphs])
