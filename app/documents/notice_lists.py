"""How a list is laid out on its pages: one block or two side by side, how wide the columns, what begins a page.

Two blocks stand side by side, as on the offices' own forms, when the columns allow it, nothing would wrap, and pages
are saved; then each page is filled down its left block and down its right one. One block simply flows. Measures are
points of the A4 sheet: the large sheet is the same page magnified. Pure.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

from app.core.bilingual import BilingualText
from app.documents.faults import RowTooHigh
from app.documents.papers import NoticeRow
from app.documents.titles import width

#: the type area
PAGE_HEIGHT, PAGE_WIDTH = 637.7, 442.2
#: "attachment", the blank line under it, what stands between the title and the list
ABOVE_LIST = 28.9 + 28.9 + 14
TITLE_LINE = 33.0
#: sum and copies under the list; the table of stages: its caption, a line of it
BELOW_LIST = 52.0
STAGES_HEAD, STAGES_LINE = 46.0, 18.0
CELL_PADDING = 8.5
#: ems of a digit or a sign, and of a wide Latin letter
DIGIT, LETTER = 0.56, 0.95
#: ems that are added to the longest word of a column before they share the width: usual lists look alike
USUAL = 6.0
#: ems of the words of a subtotal
SUM_WORDS = {"zh": 4.0, "en": 12.5}
#: what is surely no higher than a line: Latin, Chinese with its marks, Yi
_UNEVEN = re.compile(
    "[^ -~·\u2010-\u2026\u2e80-\u9fff\ua000-\ua4cf\uf900-\ufaff\uff00-\uff60\U00020000-\U0003ffff]"
)
TWO_UP = ("sequence", "group", "head_name", "people")
#: what a column takes at the least, in ems of its heading: Chinese in one line, English in two
HEADS = {
    "zh": {"sequence": 2.0, "group": 4.0, "head_name": 4.0, "people": 2.0},
    "en": {"sequence": 2.0, "group": 5.4, "head_name": 4.6, "people": 4.9},
}


@dataclass(frozen=True)
class ListType:
    """The type of a list: size of its rows and of its heading, height of a row and of the heading.

    *leading* is what a line of a row that wraps takes at the most.
    """

    size: float
    head: dict[str, float]
    row_height: float
    head_height: dict[str, float]
    leading: float


NORMAL = ListType(14, {"zh": 14.0, "en": 11.0}, 24.0, {"zh": 26.0, "en": 36.0}, 18.0)
LARGE = ListType(18, {"zh": 14.0, "en": 14.0}, 32.0, {"zh": 32.0, "en": 40.0}, 24.0)


@dataclass(frozen=True)
class GroupHead:
    """The line above the rows of a villagers' group: its name and its subtotal."""

    name: str
    households: int
    people: int


#: what one line of a block holds: a row, the heading of a group, or nothing
Slot = NoticeRow | GroupHead | None


@dataclass(frozen=True)
class ListPlan:
    """*columns* are those of one block with their shares of its width (per cent); *pages* hold lines of *blocks* slots.

    One block is one page here, however long: it breaks where it is full.
    """

    blocks: int
    columns: tuple[tuple[str, float], ...]
    pages: tuple[tuple[tuple[Slot, ...], ...], ...]


def plan(
    rows: Sequence[NoticeRow],
    columns: Sequence[str],
    *,
    lang: str,
    large: bool = False,
    by_group: bool = False,
    title_lines: int = 1,
    below: float = BELOW_LIST,
) -> ListPlan:
    """The layout of *rows*, which keep their order (within their groups, as those come first, with *by_group*).

    *below* is the height of what follows the list and must not stand on a page alone. Raises
    :class:`~app.documents.faults.RowTooHigh` for a row that does not fit a page below the heads of its columns.
    """
    kind = LARGE if large else NORMAL
    slots = list(_by_group(rows)) if by_group else list(rows)
    room = PAGE_HEIGHT - kind.head_height[lang]
    lines = (
        int((room - ABOVE_LIST - TITLE_LINE * title_lines) / kind.row_height),
        int(room / kind.row_height),
    )
    under = ceil(below / kind.row_height)
    if set(columns) <= set(TWO_UP) and all(_is_even(row) for row in rows):
        widths = {name: _needed(name, rows, kind, lang) for name in columns}
        two, one = (_filled(slots, blocks, lines, under) for blocks in (2, 1))
        widest = max(sum(widths.values()), _widest_head(slots, kind, lang))
        if widest <= PAGE_WIDTH / 2 and len(two) < len(one):
            return ListPlan(2, _shares(widths, PAGE_WIDTH / 2), tuple(two))
    shares = _wide_shares(columns, rows, kind, lang)
    _refuse_high_rows(rows, shares, kind, lang, by_group=by_group)
    return ListPlan(1, shares, (tuple((slot,) for slot in slots),))


def _refuse_high_rows(
    rows: Sequence[NoticeRow],
    shares: Sequence[tuple[str, float]],
    kind: ListType,
    lang: str,
    *,
    by_group: bool,
) -> None:
    """A row is never cut, and no page of the list goes without its heads: one that is too high is refused by name."""
    room = PAGE_HEIGHT - kind.head_height[lang] - (kind.row_height if by_group else 0)
    for row in rows:
        for column, share in shares:
            text = _text(row, column, lang)
            ems = (share / 100 * PAGE_WIDTH - CELL_PADDING) / kind.size
            if ceil(_at_most(text) / max(1, int(ems))) * kind.leading > room:
                raise RowTooHigh(row.sequence, text, is_large=kind is LARGE)


def in_order(rows: Sequence[NoticeRow], *, by_group: bool) -> list[NoticeRow]:
    """*rows* as they follow one another on the sheet."""
    return [slot for slot in _by_group(rows) if isinstance(slot, NoticeRow)] if by_group else list(rows)


def _by_group(rows: Sequence[NoticeRow]) -> Iterator[Slot]:
    order = {name: at for at, name in reversed(list(enumerate(row.group_name for row in rows)))}
    for name, members in groupby(
        sorted(rows, key=lambda row: order[row.group_name]), lambda row: row.group_name
    ):
        found = list(members)
        yield GroupHead(name, len(found), sum(row.people for row in found))
        yield from found


def _needed(column: str, rows: Sequence[NoticeRow], kind: ListType, lang: str) -> float:
    widest = max((_at_most(_text(row, column, lang)) for row in rows), default=0.0)
    return max(widest * kind.size, HEADS[lang][column] * kind.head[lang]) + CELL_PADDING


def _at_most(text: str) -> float:
    """The ems that *text* takes if its Latin letters are wide ones."""
    latin = sum(LETTER if one.isalpha() else DIGIT for one in text if one.isascii())
    return latin + sum(1.0 for one in text if not one.isascii())


def _is_even(row: NoticeRow) -> bool:
    """Whether the row is as high as any other: Tibetan stacks its letters, marks stand above and below others."""
    return not _UNEVEN.search(row.group_name + row.head_name)


def _widest_head(slots: Sequence[Slot], kind: ListType, lang: str) -> float:
    """What the longest heading of a group takes in one line."""
    heads = [slot for slot in slots if isinstance(slot, GroupHead)]
    return max((_head_width(head, kind, lang) for head in heads), default=0.0)


def _head_width(head: GroupHead, kind: ListType, lang: str) -> float:
    figures = len(f"{head.households}{head.people}") * DIGIT
    return (_at_most(head.name) + SUM_WORDS[lang] + figures) * kind.size + CELL_PADDING


def _text(row: NoticeRow, column: str, lang: str) -> str:
    value = row.cell(column)
    return value.in_(lang) if isinstance(value, BilingualText) else str(value)


def _shares(widths: dict[str, float], whole: float) -> tuple[tuple[str, float], ...]:
    """What is left over goes to the words, the name first."""
    spare = whole - sum(widths.values())
    weights = {"head_name": 0.5, "group": 0.3, "sequence": 0.1, "people": 0.1}
    used = sum(weights[name] for name in widths)
    return tuple(
        (name, round((need + spare * weights[name] / used) / whole * 100, 2)) for name, need in widths.items()
    )


def _wide_shares(
    columns: Sequence[str], rows: Sequence[NoticeRow], kind: ListType, lang: str
) -> tuple[tuple[str, float], ...]:
    """One block over the whole width: numbers take a little, words share the rest by the longest of them."""
    fixed = {"sequence": 10.0, "people": 18.0}
    words = [name for name in columns if name not in fixed]
    least = (3.0 * kind.size + CELL_PADDING) / PAGE_WIDTH * 100
    spare = 100 - sum(fixed.get(name, least) for name in columns)
    longest = {
        name: max((width(_text(row, name, lang)) for row in rows), default=0.0) + USUAL for name in words
    }
    whole = sum(longest.values())
    return tuple(
        (name, fixed.get(name) or round(least + spare * longest[name] / whole, 2)) for name in columns
    )


def _filled(
    slots: Sequence[Slot], blocks: int, lines: tuple[int, int], under: int
) -> list[tuple[tuple[Slot, ...], ...]]:
    """*slots* over pages of so many lines (the first page, the others); the last leaves *under* lines free."""
    pages: list[tuple[tuple[Slot, ...], ...]] = []
    at = 0
    while at < len(slots) or not pages:
        most, rest = lines[bool(pages)], slots[at:]
        needed = _lines_needed(rest, blocks)
        if needed > most:
            height = most
        elif needed + under > most and needed > 2:
            height = needed - 2
        else:
            height = needed
        filled, taken = _columns(rest, blocks, height)
        if 0 < len(rest) - taken <= blocks and height > 2:  # a single line on the last page looks lost
            filled, taken = _columns(rest, blocks, height - 1)
        pages.append(tuple(zip(*filled, strict=True)))
        at += taken
    return pages


def _lines_needed(slots: Sequence[Slot], blocks: int) -> int:
    height = ceil(len(slots) / blocks)
    while _columns(slots, blocks, height)[1] < len(slots):
        height += 1
    return height


def _columns(slots: Sequence[Slot], blocks: int, height: int) -> tuple[list[list[Slot]], int]:
    """The first *slots* in blocks of *height* lines, and how many they are. No group's heading ends a block."""
    filled: list[list[Slot]] = []
    at = 0
    for _block in range(blocks):
        column = list(slots[at : at + height])
        if column and isinstance(column[-1], GroupHead) and at + len(column) < len(slots):
            column.pop()
        at += len(column)
        filled.append(column + [None] * (height - len(column)))
    return filled, at
