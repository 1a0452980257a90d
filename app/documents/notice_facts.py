"""What is attached to a notice of funds or projects: how it is laid out, and what must stand on the finished sheet.

Few projects stand one under the other, each with all its fields; many stand in a table on sheets that lie on their
side, unless a field is too long for a column, what counts is how each was judged, or large type is asked for. Measures
are those of the A4 sheet.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from math import ceil
from typing import Any

from markupsafe import Markup

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message, in_words
from app.documents import render, setting
from app.documents.fund_pictures import flow_picture
from app.documents.fund_shapes import Card, Cell, Entry, FundFacts, Table
from app.documents.papers import NoticePaper, Text
from app.documents.preflight.wanted import Row
from app.documents.titles import title_lines, width

#: more projects than this stand in a table
CARDS_MOST = 3
#: characters of the longest field that a column still takes
FIELD_MOST = 130
#: characters of a field of a card; a longer one goes on in another row, so that no row is higher than a page
ROW_MOST = {"zh": 320, "en": 640}
#: top, right, bottom, left of a sheet that lies on its side, in millimetres
WIDE_MARGINS = (28.0, 26.0, 35.0, 28.0)
#: the picture's type is 14 units high; so wide it comes out at 10 points, and at 14 in large type
PICTURE_WIDTH, PICTURE_WIDTH_LARGE = 619, 442
PICTURE_FONT = "Noto Sans CJK SC"
TITLE_LIMIT = {"zh": 19.0, "en": 26.0}


def is_wide(facts: FundFacts, *, large: bool) -> bool:
    """True when the projects stand in a table on sheets that lie on their side."""
    if facts.projects is None or facts.cards_first or large or len(facts.cards) <= CARDS_MOST:
        return False
    return facts.projects.longest <= FIELD_MOST


def attached(facts: FundFacts, lang: str, *, large: bool) -> dict[str, Any]:
    """What the template of the attachment needs beside the notice itself."""
    picture = Markup("")
    if facts.allocations:
        with setting.speaking(lang) as translate:
            across = PICTURE_WIDTH_LARGE if large else PICTURE_WIDTH
            picture = flow_picture(
                facts, lang, translate, width=across, key=f"flow-{lang}", font=PICTURE_FONT
            )
    return {
        "is_wide": is_wide(facts, large=large),
        "picture": picture,
        "cards": tuple(map(_in_rows, facts.cards)),
    }


def attached_title(paper: NoticePaper, facts: FundFacts, lang: str) -> tuple[str, ...]:
    """The lines of its title: what it is, and of which village."""
    what, village = _said(facts.attached, lang), paper.village.in_(lang)
    pieces = (what, village) if lang == "en" else (village, what)
    whole = (", " if lang == "en" else "").join(pieces)
    return (whole,) if width(whole) <= TITLE_LIMIT[lang] else title_lines(pieces, limit=TITLE_LIMIT[lang])


def words_of(paper: NoticePaper) -> Iterator[Text]:
    """The sentences with the sums, each of which must stand on the sheet."""
    if paper.facts is None:
        return
    yield from paper.facts.opening
    if paper.rows and paper.facts.roll_sum:
        yield paper.facts.roll_sum
    if paper.facts.check and (paper.rows or not paper.had_names):
        yield paper.facts.check.words


def tables_of(paper: NoticePaper, lang: str, *, large: bool) -> Iterator[tuple[Row, ...]]:
    """The tables as they must stand on the sheet, their heads first; none where the attachment is taken down."""
    facts = paper.facts
    if facts is None or (facts.has_names and not paper.rows):
        return
    for table in facts.tables:
        yield _table(table, lang)
    if facts.projects is not None and is_wide(facts, large=large):
        yield _table(facts.projects, lang)
    else:
        for card in map(_in_rows, facts.cards):
            yield _card(card, lang)
    if facts.sums and facts.check and facts.check.table:
        yield _table(facts.check.table, lang)


def wide_margins(
    paper: NoticePaper, factor: float, *, large: bool
) -> tuple[float, float, float, float] | None:
    """The margins of pages that lie on their side; nothing where none may."""
    if paper.facts is None or not is_wide(paper.facts, large=large):
        return None
    top, right, bottom, left = (one * factor for one in WIDE_MARGINS)
    return top, right, bottom, left


def _in_rows(card: Card) -> Card:
    """*card* with its long fields over several rows."""
    entries: list[Entry] = []
    for entry in card.entries:
        first, *others = _pieces(entry.lines)
        entries.append(Entry(entry.label, first))
        again = Message(N_("%(label)s (continued)"), label=entry.label)
        entries += [Entry(again, piece) for piece in others]
    return replace(card, entries=tuple(entries))


def _pieces(lines: Cell) -> list[Cell]:
    """A single long text cut where a sentence ends, in both languages into as many pieces."""
    if len(lines) != 1 or not isinstance(lines[0], BilingualText):
        return [lines]
    zh, en = lines[0].zh or "", lines[0].en or ""
    count = max(1, ceil(len(zh) / ROW_MOST["zh"]), ceil(len(en) / ROW_MOST["en"]))
    english = _cut(en, count) if en else [None] * count
    return [(BilingualText(*both),) for both in zip(_cut(zh, count), english, strict=True)]


def _cut(words: str, count: int) -> list[str]:
    """*words* in *count* pieces of about the same length, cut behind a mark where one is near."""
    pieces: list[str] = []
    for left in range(count, 0, -1):
        at = ceil(len(words) / left)
        mark = re.compile(r"[。；，;,.]\s*").search(words, at - 1) if left > 1 else None
        at = mark.end() if mark and mark.end() < len(words) - left else at
        pieces.append(words[:at])
        words = words[at:]
    return pieces


def _table(table: Table, lang: str) -> tuple[Row, ...]:
    heads = tuple(_said(column.head, lang) for column in table.columns)
    rows = [tuple(_cell(cell, lang) for cell in row.cells) for row in table.rows]
    if table.totals:
        rows.append(tuple(_cell(cell, lang) for cell in (table.total_words, *table.totals)))
    return (heads, *rows)


def _card(card: Card, lang: str) -> tuple[Row, ...]:
    rows: Sequence[Row] = [(_said(one.label, lang), _cell(one.lines, lang)) for one in card.entries]
    return ((_said(card.head, lang),), *rows)


def _cell(lines: Cell, lang: str) -> str:
    return "".join(_said(line, lang) for line in lines)


def _said(value: Text, lang: str) -> str:
    with setting.speaking(lang) as translate:
        return render.printable(str(in_words(value, translate, lang)))
