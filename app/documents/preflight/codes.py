"""Check of the QR codes: each is read from the page in black and white, as a scanner or a cheap copier shows it."""

from collections.abc import Iterable
from typing import Any

import zxingcpp
from PIL import Image

from app.core.messages import N_, Message
from app.documents.preflight.leaves import Leaf
from app.documents.preflight.report import Box, Check, Finding
from app.documents.preflight.sheet import Paper
from app.documents.preflight.wanted import Wanted

_BLACK_OR_WHITE = [255 if grey >= 128 else 0 for grey in range(256)]
#: A drawing that is as high as it is wide, within this many parts, and not smaller than this (mm), may be a code.
_SQUARE, _LEAST = 0.06, 8.0

PRINT_AGAIN = Message(
    N_(
        "Do not hang it: nobody could check it with a telephone. Make it again; else show this page to the county."
    )
)


def codes_in(ink: Image.Image) -> list[tuple[str, tuple[int, int, int, int]]]:
    """What the QR codes of a page say, each with its pixels; empty text where one is seen and cannot be read."""
    found: list[Any] = zxingcpp.read_barcodes(
        ink.point(_BLACK_OR_WHITE),
        formats=zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode]),
        try_invert=False,
        try_downscale=False,
        return_errors=True,
    )
    return [(str(one.text) if one.valid else "", _pixels(one.position)) for one in found]


def _pixels(position: Any) -> tuple[int, int, int, int]:
    corners = (position.top_left, position.top_right, position.bottom_left, position.bottom_right)
    across, down = [one.x for one in corners], [one.y for one in corners]
    return min(across), min(down), max(across), max(down)


def check_codes(leaf: Leaf, wanted: Wanted, read: list[str]) -> Iterable[Finding]:
    """The code of each page leads where it must, and no other stands there. What was read is added to *read*."""
    if wanted.codes is None and set(wanted.codes_somewhere) <= set(read):
        return
    expected = wanted.code_of(leaf.number)
    has_expected = not expected
    for text, pixels in codes_in(leaf.ink):
        read.append(text)
        if text == expected != "":
            has_expected = True
        elif text and text not in wanted.codes_somewhere:
            yield Finding(
                Check.CODES,
                Message(
                    N_("A code on this page leads to “%(found)s”, which is not this paper."), found=text[:120]
                ),
                PRINT_AGAIN,
                leaf.number,
                leaf.place(pixels),
            )
    if not has_expected:
        yield Finding(
            Check.CODES,
            Message(
                N_("The code on this page cannot be read in black and white. It must lead to “%(wanted)s”."),
                wanted=expected,
            ),
            PRINT_AGAIN,
            leaf.number,
            _likely(leaf),
        )


def check_codes_somewhere(_paper: Paper, wanted: Wanted, read: list[str]) -> Iterable[Finding]:
    """What must be read on some page was read."""
    for text in wanted.codes_somewhere:
        if text not in read:
            yield Finding(
                Check.CODES,
                Message(
                    N_("The code that leads to “%(wanted)s” cannot be read on any page."), wanted=text[:120]
                ),
                PRINT_AGAIN,
            )


def _likely(leaf: Leaf) -> Box | None:
    """Where the code seems to stand: the lowest drawing that is square."""
    squares = []
    for box in leaf.drawings:
        width, height = box.right - box.left, box.bottom - box.top
        if width >= _LEAST and abs(width - height) <= _SQUARE * width:
            squares.append(box)
    return max(squares, key=lambda box: box.bottom, default=None)
