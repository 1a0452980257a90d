"""Checks of the paper as a whole: its pages, their size, its title, its language, and whether it can be read aloud."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.documents.preflight.leaves import MM, Leaf, squeezed
from app.documents.preflight.outline import Outline
from app.documents.preflight.report import Check, Finding
from app.documents.preflight.wanted import Wanted

#: Millimetres by which a page may differ from the sheet it is printed on.
SAME_SIZE = 0.6


@dataclass(frozen=True)
class Paper:
    """A finished paper, read: its pages (none of a bound one) and the file behind them."""

    leaves: Sequence[Leaf]
    outline: Outline
    pages: int


def check_pages(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """As many pages as wanted, and none without anything on it."""
    if wanted.pages is not None and paper.pages != wanted.pages:
        yield Finding(
            Check.PAGES,
            Message(
                N_("The paper has %(found)s pages. It must have %(wanted)s."),
                found=paper.pages,
                wanted=wanted.pages,
            ),
        )
    for leaf in paper.leaves:
        if not any(glyph.text.strip() for glyph in leaf.glyphs):
            yield Finding(
                Check.TEXT,
                Message(N_("There is no text on this page: it is empty, or a picture.")),
                page=leaf.number,
            )


def check_size(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """Every page is of the size of its sheet, and upright unless it may lie on its side."""
    if wanted.size_mm is None:
        return
    width, height = wanted.size_mm
    for number in range(1, paper.pages + 1):
        found, is_turned = _size_of(paper, number)
        if wanted.wide_margins_mm is not None and found[0] > found[1]:
            found = (found[1], found[0])  # it may lie on its side
        if is_turned or abs(found[0] - width) > SAME_SIZE or abs(found[1] - height) > SAME_SIZE:
            yield Finding(
                Check.SIZE,
                Message(
                    N_("This page is %(found)s mm. It must be %(wanted)s mm, upright."),
                    found=f"{found[0]:.0f} × {found[1]:.0f}",
                    wanted=f"{width:.0f} × {height:.0f}",
                ),
                page=number,
            )


def _size_of(paper: Paper, number: int) -> tuple[tuple[float, float], bool]:
    if paper.leaves:
        leaf = paper.leaves[number - 1]
        return (leaf.width, leaf.height), leaf.is_turned
    page = paper.outline.reader.pages[number - 1]
    box = page.cropbox
    return (float(box.width) * MM, float(box.height) * MM), page.rotation != 0


def check_title(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """The file has its title, and says its language: what a screen reader says first, and how it says it."""
    information = paper.outline.reader.metadata
    title = str(information.title or "") if information else ""
    if not title.strip() and not wanted.is_bound:
        yield Finding(Check.TITLE, Message(N_("The file has no title.")))
    elif wanted.title and squeezed(title) != squeezed(wanted.title):
        yield Finding(
            Check.TITLE,
            Message(
                N_("The title of the file is “%(found)s”. It must be “%(wanted)s”."),
                found=title,
                wanted=wanted.title,
            ),
        )
    language = str(paper.outline.root.get("/Lang", ""))
    if wanted.language and not wanted.is_bound and language[:2] != wanted.language[:2]:
        yield Finding(
            Check.TITLE,
            Message(N_("The file does not say that it is in the language in which it is written.")),
        )


def check_tags(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """Every page can be read aloud in its order."""
    if not wanted.is_tagged or wanted.is_bound:
        return
    marked = paper.outline.root.get("/MarkInfo")
    is_marked = marked is not None and bool(marked.get_object().get("/Marked"))
    message = Message(N_("A blind reader cannot have this page read aloud: it does not say what is what."))
    if not is_marked or "/StructTreeRoot" not in paper.outline.root:
        yield Finding(Check.TAGS, message)
        return
    for leaf in paper.leaves:
        if leaf.glyphs and not any(block.kind for block in leaf.blocks):
            yield Finding(Check.TAGS, message, page=leaf.number)


CHECKS = (
    (Check.PAGES, check_pages),
    (Check.SIZE, check_size),
    (Check.TITLE, check_title),
    (Check.TAGS, check_tags),
)
