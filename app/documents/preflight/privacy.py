"""Check that no identity number, bank card or mobile telephone stands anywhere in a paper, seen or unseen."""

import csv
import io
import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from app.core.messages import N_, Message
from app.core.personal_numbers import PATTERN
from app.documents.preflight.leaves import MM, Block, Glyph, Leaf, box_around
from app.documents.preflight.outline import Attached, Outline
from app.documents.preflight.report import Box, Check, Finding
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Wanted

TAKE_OUT = Message(
    N_(
        "Do not print it. Take the number out where it was entered (name, reason, note), then make the paper again."
    )
)
#: The digits of a mobile telephone: no personal number has fewer.
FEWEST = 11
#: A digest or a key is no number of anybody's: a long run of hexadecimal digits with a letter among them.
_DIGEST = re.compile(r"(?<![0-9A-Za-z])(?=[0-9]*[A-Fa-f])[0-9A-Fa-f]{32,}(?![0-9A-Za-z])")
#: What may stand between the digits of one number: spaces, ends of lines, hyphens of every kind, a dot in the middle.
_BETWEEN = re.compile(r"(?<=[0-9])[\s\-\u2010-\u2015\u2212·]+(?=[0-9Xx])")
#: Numbers whose digits were apart; stricter than the house's pattern, as what stands apart is mostly several numbers.
_STRICT = re.compile(
    r"(?<!\d)(?:"
    r"[1-9]\d{5}(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]"  # identity, 18 digits
    r"|[1-9]\d{7}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}"  # identity, 15 digits
    r"|(?:62\d{14,17}|[3-6]\d{15})"  # bank cards
    r"|1[3-9]\d{9}"  # mobile telephones
    r")(?!\d)"
)
#: Texts that are looked at by themselves: names under which the file says where it was made, and in which font.
_OURS = frozenset({"/FontFamily", "/BaseFont", "/FontName", "/Producer"})


@dataclass(frozen=True)
class Place:
    """A personal number in a text: from which character to which."""

    start: int
    end: int


def numbers_in(text: str, allowed: Iterable[str] = ()) -> list[Place]:
    """Where personal numbers stand in *text*; *allowed* ones are none.

    The house's own pattern on the text as it is, and a stricter one on digits that stand apart.
    """
    if sum(map(str.isdigit, text)) < FEWEST:
        return []
    plain, back = _plain(text)
    for number in (*_DIGEST.findall(plain), *allowed):
        written = _plain(number)[0]
        plain = plain.replace(written, "|" * len(written)) if written else plain
    found = [Place(back[match.start()], back[match.end() - 1] + 1) for match in PATTERN.finditer(plain)]
    if not found:
        close, places = _closed_up(plain)
        found = [
            Place(back[places[match.start()]], back[places[match.end() - 1]] + 1)
            for match in _STRICT.finditer(close)
        ]
    return found


def _plain(text: str) -> tuple[str, list[int]]:
    """*text* with digits of every width made plain, and from which character each came."""
    signs: list[str] = []
    back: list[int] = []
    for index, character in enumerate(text):
        if unicodedata.category(character) == "Cf":
            continue
        for sign in unicodedata.normalize("NFKC", character):
            digit = unicodedata.decimal(sign, None)
            signs.append(sign if digit is None else str(digit))
            back.append(index)
    return "".join(signs), back


def _closed_up(text: str) -> tuple[str, list[int]]:
    """*text* with the digits of a number side by side, and from which character each came."""
    keep = [True] * len(text)
    for match in _BETWEEN.finditer(text):
        keep[match.start() : match.end()] = [False] * (match.end() - match.start())
    places = list(itertools.compress(range(len(text)), keep))
    return "".join(text[at] for at in places), places


# On the pages --------------------------------------------------------------------------------------------------------


def check_page_numbers(leaf: Leaf, wanted: Wanted) -> Iterable[Finding]:
    """None on the page: in a line, over two lines, in boxes side by side, or in the words for who cannot see it."""
    if wanted.may_hold_personal_numbers:
        return
    told: set[Box] = set()
    for glyphs in _stretches(leaf):
        text, places = _spelled(glyphs)
        for place in numbers_in(text, wanted.allowed_numbers):
            box = box_around(glyphs[places[place.start] : places[place.end - 1] + 1])
            if box and box not in told:
                told.add(box)
                message = Message(
                    N_("Here stands what looks like an identity number, a bank card or a mobile telephone.")
                )
                yield Finding(Check.PERSONAL, message, TAKE_OUT, leaf.number, box)
    if any(numbers_in(text, wanted.allowed_numbers) for text in leaf.descriptions):
        yield _unseen(N_("the words for blind readers"), leaf.number)


def _stretches(leaf: Leaf) -> Iterator[list[Glyph]]:
    """What may hold one number: each block, a line without tags with the next one, and boxes with one digit each."""
    for block in leaf.blocks:
        if any(glyph.text.isdigit() for glyph in block.glyphs):
            yield block.glyphs
    loose = [block for block in leaf.blocks if not block.kind]
    for one, other in itertools.pairwise(loose):
        if _goes_on(one.glyphs, other.glyphs):
            yield [*one.glyphs, *other.glyphs]
    for table in leaf.tables:
        for row in table.rows:
            yield from _boxes_of_digits(row)


def _spelled(glyphs: Sequence[Glyph]) -> tuple[str, list[int]]:
    """What *glyphs* say, with gaps and ends of lines, and of which glyph each character is."""
    signs: list[str] = []
    places: list[int] = []
    last: Glyph | None = None
    for index, glyph in enumerate(glyphs):
        gap = ""
        if last is not None and abs(glyph.base - last.base) > glyph.size * MM * 0.45:
            gap = "\n"
        elif last is not None and glyph.box.left - last.box.right > glyph.size * MM * 0.8:
            gap = "  "
        signs.append(gap + glyph.text)
        places += [index] * len(signs[-1])
        last = glyph
    return "".join(signs), places


def _goes_on(line: Sequence[Glyph], following: Sequence[Glyph]) -> bool:
    """True when *following* may go on with the digits at the end of *line*."""
    return line[-1].text.isdigit() and following[0].text[:1].isdigit() and following[0].base > line[-1].base


def _boxes_of_digits(row: Iterable[Block]) -> Iterator[list[Glyph]]:
    for is_digit, cells in itertools.groupby(
        row, lambda block: len(block.text) == 1 and block.text in "0123456789Xx"
    ):
        if is_digit:
            glyphs = [glyph for block in cells for glyph in block.glyphs]
            if len(glyphs) > 10:
                yield glyphs


# In the file ---------------------------------------------------------------------------------------------------------

_WHERE = {
    "/Metadata": N_("the description of the file"),
    "/Title": N_("the title or a bookmark"),
    "/URI": N_("an address behind a link"),
    "/Contents": N_("a note on a page"),
}


def check_hidden_numbers(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """None in what no page shows: title, description, bookmarks, links, notes, attached files."""
    if wanted.may_hold_personal_numbers:
        return
    for where, page, text in _hidden(paper.outline):
        if numbers_in(text, wanted.allowed_numbers):
            yield _unseen(where, page)


def _unseen(where: str | Message, page: int | None = None) -> Finding:
    return Finding(
        Check.PERSONAL,
        Message(
            N_(
                "An identity number, a bank card or a mobile telephone stands unseen in the file: in %(where)s."
            ),
            where=Message(where) if isinstance(where, str) else where,
        ),
        TAKE_OUT,
        page,
    )


def _hidden(outline: Outline) -> Iterator[tuple[str | Message, int | None, str]]:
    for said in outline.texts:
        if said.key not in _OURS:
            yield _WHERE.get(said.key, N_("a hidden text")), said.page, said.text
            if said.key == "/URI":
                yield _WHERE["/URI"], said.page, unquote(said.text)
    for one in outline.attached:
        where = Message(N_("the attached file “%(name)s”"), name="…" if numbers_in(one.name) else one.name)
        yield where, None, one.name
        for text in texts_of(one):
            yield where, None, text


def texts_of(attached: Attached) -> Iterator[str]:
    """The texts of an attached file: its lines, and the values of a table or of JSON, each as a whole."""
    content = (attached.data or b"").decode("utf-8-sig", "replace")
    yield from content.splitlines()
    if attached.name.lower().endswith(".json"):
        yield from _values(_loaded(content))
    elif attached.name.lower().endswith(".csv"):
        for row in csv.reader(io.StringIO(content, newline="")):
            yield from (cell for cell in row if "\n" in cell or "\r" in cell)


def _loaded(content: str) -> Any:
    try:
        return json.loads(content)
    except ValueError:  # that it cannot be read is said by another check
        return ""


def _values(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for name, one in value.items():
            yield str(name)
            yield from _values(one)
    elif isinstance(value, list):
        for one in value:
            yield from _values(one)
    else:
        yield str(value)
