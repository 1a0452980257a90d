"""Checks of the letters: every font is in the file, every character has a shape, and none is too small."""

import re
from collections.abc import Iterable, Iterator
from typing import Any

from pypdf.generic import DictionaryObject, StreamObject

from app.core.messages import N_, Message
from app.documents.preflight.leaves import Glyph, Leaf, box_around
from app.documents.preflight.report import Check, Finding
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Wanted

#: Points by which a size may fall short by rounding.
ROUNDING = 0.06
_FILES = ("/FontFile", "/FontFile2", "/FontFile3")
#: In the instructions of a page: a font is chosen, or characters are drawn by their numbers in it.
_CHOSEN_OR_DRAWN = re.compile(rb"/([^\s/<>\[\]()]+)\s+[\d.+-]+\s+Tf|(?<!<)<([0-9A-Fa-f\s]+)>(?!>)")
_BOX = re.compile(rb"(?:[0-9A-Fa-f]{4})*?0000")


def check_fonts(paper: Paper, _wanted: Wanted) -> Iterable[Finding]:
    """Every font is embedded: another computer's fonts are not ours."""
    for font, page in paper.outline.fonts():
        if not _is_embedded(font):
            name = str(font.get("/BaseFont", "?")).lstrip("/")
            yield Finding(
                Check.FONTS,
                Message(
                    N_("The font “%(name)s” is not in the file: another computer would print other letters."),
                    name=name,
                ),
                page=page,
            )


def _is_embedded(font: DictionaryObject) -> bool:
    kind = font.get("/Subtype")
    if kind == "/Type3":  # its letters are drawn in the file itself
        return True
    carrier: Any = font
    if kind == "/Type0":
        carrier = font["/DescendantFonts"][0].get_object()  # type: ignore[index]  # an array, or the check fails
    descriptor: Any = carrier.get("/FontDescriptor")
    return descriptor is not None and any(name in descriptor.get_object() for name in _FILES)


def check_glyphs(leaf: Leaf, _wanted: Wanted) -> Iterable[Finding]:
    """Every character can be copied and read aloud as what it is."""
    unknown = [glyph for glyph in leaf.glyphs if "\ufffd" in glyph.text]
    if unknown:
        yield Finding(
            Check.GLYPHS,
            Message(
                N_("%(count)s characters here are only shapes: nobody can tell what they are."),
                count=len(unknown),
            ),
            page=leaf.number,
            box=box_around(unknown[:1]),
        )


def check_boxes(paper: Paper, _wanted: Wanted) -> Iterable[Finding]:
    """No character is drawn as an empty box: shape 0 of a font stands for all that it has not."""
    for drawing, drawer, number in _drawings(paper):
        wide = _wide_fonts(drawer)
        for font in _fonts_with_boxes(drawing, wide):
            yield Finding(
                Check.GLYPHS,
                Message(
                    N_(
                        "A character on this page is printed as an empty box: the font “%(name)s” has not got it."
                    ),
                    name=wide[font],
                ),
                Message(
                    N_(
                        "Look for the box on the page. Correct the character if it was mistyped; else ask for a font."
                    )
                ),
                page=number,
            )


def _drawings(paper: Paper) -> Iterator[tuple[bytes, Any, int | None]]:
    """All by which something is drawn, on the pages and laid over them: the instructions, whose they are, the page."""
    for number in range(1, paper.pages + 1):
        yield paper.outline.drawing(number), paper.outline.reader.pages[number - 1], number
    for one, page in paper.outline.dictionaries:
        if isinstance(one, StreamObject) and one.get("/Subtype") == "/Form":
            yield one.get_data(), one, page


def _wide_fonts(drawer: Any) -> dict[bytes, str]:
    """The fonts of *drawer* whose characters have four digits, by the name under which it uses them."""
    resources = drawer.get("/Resources")
    fonts = resources.get_object().get("/Font") if resources is not None else None
    found = {}
    for name, one in (fonts.get_object() if fonts is not None else {}).items():
        font = one.get_object()
        if font.get("/Subtype") == "/Type0":
            found[name.lstrip("/").encode()] = str(font.get("/BaseFont", "?")).lstrip("/")
    return found


def _fonts_with_boxes(drawing: bytes, wide: dict[bytes, str]) -> Iterator[bytes]:
    current, told = b"", set()
    for match in _CHOSEN_OR_DRAWN.finditer(drawing):
        if match[1]:
            current = match[1]
        elif current in wide and current not in told:
            digits = b"".join(match[2].split())
            if len(digits) % 4 == 0 and _BOX.match(digits):
                told.add(current)
                yield current


def check_type(leaf: Leaf, wanted: Wanted) -> Iterable[Finding]:
    """No letter is smaller than anybody can read where the paper hangs."""
    if not wanted.smallest_pt:
        return
    finding = too_small(leaf, leaf.glyphs, wanted.smallest_pt)
    if finding:
        yield finding


def too_small(leaf: Leaf, glyphs: Iterable[Glyph], least: float) -> Finding | None:
    """The finding about those of *glyphs* that are smaller than *least* points; nothing when none is."""
    seen = [one for one in glyphs if not one.text.isspace()]
    small = [one for one in seen if one.size < least - ROUNDING]
    if not small:
        return None
    smallest = min(small, key=lambda one: one.size)
    words = [one for one in small if one.run == smallest.run]
    return Finding(
        Check.TYPE,
        Message(
            N_("“%(text)s” is set in %(found)s points. At least %(wanted)s points are needed."),
            text="".join(one.text for one in words)[:30],
            found=f"{smallest.size:.1f}",
            wanted=f"{least:g}",
        ),
        Message(N_("Shorten the text, or choose a larger sheet; then make the paper again.")),
        page=leaf.number,
        box=box_around(words),
    )
