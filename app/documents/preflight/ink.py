"""Checks of what is printed where: margins, the edge of the sheet, text that nobody sees, the place for the seal."""

from collections.abc import Iterable
from dataclasses import replace

from app.core.messages import N_, Message
from app.documents.preflight.leaves import Glyph, Leaf, box_around, squeezed
from app.documents.preflight.report import Box, Check, Finding
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Seal, Wanted

#: Millimetres by which a line or the sweep of a letter may stand outside.
SWEEP = 0.7
#: The frame of the place for the seal is so thick, with what the printing adds (millimetres).
FRAME = 0.9
#: A dash, an underscore or a lone "i" between two rows of pixels is grey where anything broader is black (millimetres).
THIN = 0.45
#: A frame for a seal is no smaller than this (millimetres).
LEAST_FRAME = 20.0


def check_margins(leaf: Leaf, wanted: Wanted) -> Iterable[Finding]:
    """Nothing stands in the margins but what belongs to the foot, and nothing where printers do not reach."""
    for message, strips in (
        (
            Message(
                N_(
                    "Something stands nearer than %(wanted)s mm to the edge of the paper: no printer reaches there."
                ),
                wanted=f"{wanted.edge_mm:g}",
            ),
            _edges(leaf, wanted.edge_mm - 0.2),
        ),
        (
            Message(N_("Something stands in the margin, outside the place for the text.")),
            _margins(leaf, wanted),
        ),
    ):
        for strip in strips:
            if found := leaf.dark(strip):
                yield Finding(Check.MARGINS, message, page=leaf.number, box=found)


def _edges(leaf: Leaf, edge: float) -> Iterable[Box]:
    width, height = leaf.width, leaf.height
    if edge <= 0:
        return ()
    return (
        Box(0, 0, width, edge),
        Box(0, height - edge, width, height),
        Box(0, edge, edge, height - edge),
        Box(width - edge, edge, width, height - edge),
    )


def _margins(leaf: Leaf, wanted: Wanted) -> Iterable[Box]:
    margins = wanted.wide_margins_mm if leaf.width > leaf.height else wanted.margins_mm
    if margins is None:
        return ()
    top, right, bottom, left = margins
    edge, width, foot = wanted.edge_mm, leaf.width, leaf.height - bottom
    return (
        Box(edge, edge, width - edge, top - SWEEP),
        Box(edge, top - SWEEP, left - SWEEP, foot),
        Box(width - right + SWEEP, top - SWEEP, width - edge, foot),
    )


def check_unseen(leaf: Leaf, _wanted: Wanted) -> Iterable[Finding]:
    """What can be copied from the page is also printed on it: nothing white, covered or beside the sheet."""
    hidden: dict[int, list[Glyph]] = {}
    for glyph in leaf.glyphs:
        if squeezed(glyph.text) and not leaf.dark(glyph.box):
            hidden.setdefault(glyph.run, []).append(glyph)
    for glyphs in hidden.values():
        if all(min(_sides(one.box)) < THIN for one in glyphs):
            continue
        text = "".join(one.text for one in glyphs)
        yield Finding(
            Check.TEXT,
            Message(N_("“%(text)s” is in the file, but nobody sees it on the page."), text=text[:30]),
            page=leaf.number,
            box=box_around(glyphs),
        )


def _sides(box: Box) -> tuple[float, float]:
    return box.right - box.left, box.bottom - box.top


def check_seal(leaf: Leaf, wanted: Wanted) -> Iterable[Finding]:
    """Nothing on the page is red, and nothing stands in the place for the seal but its frame and what it presses."""
    if wanted.seal is None:
        return
    if leaf.red:
        yield Finding(
            Check.SEAL,
            Message(N_("Something red is printed here. A seal is pressed by hand, never printed.")),
            page=leaf.number,
            box=leaf.red,
        )
    for frame in _frames(leaf, wanted.seal):
        yield from _in_the_way(leaf, frame, wanted.seal)


def check_seal_place(paper: Paper, wanted: Wanted) -> Iterable[Finding]:
    """There is one place for the seal."""
    if wanted.seal and not any(_frames(leaf, wanted.seal) for leaf in paper.leaves):
        yield Finding(Check.SEAL, Message(N_("There is no place for the seal.")))


def _frames(leaf: Leaf, seal: Seal) -> list[Box]:
    """The places for a seal on the page: large frames of dashes with its caption in them."""
    found = []
    for frame in _joined(leaf.dashed):
        within = "".join(glyph.text for glyph in leaf.glyphs if frame.holds(glyph.box))
        is_large = min(frame.right - frame.left, frame.bottom - frame.top) >= LEAST_FRAME
        if is_large and squeezed(seal.caption) in squeezed(within):
            found.append(frame)
    return found


def _joined(dashes: Iterable[Box]) -> list[Box]:
    """The frames that *dashes* make together: each side may be a line of its own."""
    frames: list[Box] = []
    for dash in dashes:
        near = [one for one in frames if _touch(one, dash)]
        frames = [one for one in frames if one not in near]
        parts = [*near, dash]
        frames.append(
            Box(
                min(one.left for one in parts),
                min(one.top for one in parts),
                max(one.right for one in parts),
                max(one.bottom for one in parts),
            )
        )
    return frames


def _touch(one: Box, other: Box, gap: float = 1.0) -> bool:
    across = one.left - gap <= other.right and other.left - gap <= one.right
    return across and one.top - gap <= other.bottom and other.top - gap <= one.bottom


def _in_the_way(leaf: Leaf, frame: Box, seal: Seal) -> Iterable[Finding]:
    may = [squeezed(one) for one in (seal.caption, *seal.pressed)]
    allowed: list[Glyph] = []
    for run in sorted({glyph.run for glyph in leaf.glyphs if frame.holds(glyph.box)}):
        glyphs = [glyph for glyph in leaf.glyphs if glyph.run == run]
        allowed += glyphs
        text = squeezed("".join(one.text for one in glyphs))
        if not any(text in one for one in may):
            yield Finding(
                Check.SEAL,
                Message(N_("Something is printed in the place for the seal: “%(text)s”."), text=text[:30]),
                page=leaf.number,
                box=box_around(glyphs),
            )
    rest = leaf.ink.copy()
    for glyph in allowed:
        rest.paste(255, leaf.pixels(glyph.box.wider(0.4)))
    if found := replace(leaf, ink=rest).dark(frame.wider(-FRAME)):
        message = Message(N_("Something is drawn in the place for the seal."))
        yield Finding(Check.SEAL, message, page=leaf.number, box=found)
