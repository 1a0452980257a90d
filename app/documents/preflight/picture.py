"""A page of a refused paper as a picture, with the places marked."""

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from app.documents.preflight.leaves import opened
from app.documents.preflight.report import Box

RED = (200, 16, 30)
#: Room around a place, and the least size of its mark (millimetres): a dot must be found, too.
ROOM, LEAST = 1.5, 6.0


def picture(data: bytes, page: int, boxes: Iterable[Box] = (), *, dpi: float = 72.0) -> bytes:
    """*page* (from 1) of the paper *data* as PNG, each of *boxes* (millimetres) outlined in red and numbered from 1.

    Raises :class:`~app.documents.preflight.leaves.Unopenable` for bytes that cannot be opened.
    """
    with opened(data) as pages:
        drawn = pages.drawn(page, dpi).convert("RGB")
    pen = ImageDraw.Draw(drawn)
    for number, box in enumerate(boxes, 1):
        _mark(pen, _outline(box, drawn, dpi / 25.4), str(number), dpi)
    out = io.BytesIO()
    drawn.save(out, "PNG", optimize=True)
    return out.getvalue()


def _mark(
    pen: ImageDraw.ImageDraw, outline: tuple[float, float, float, float], number: str, dpi: float
) -> None:
    """A frame, and its number on a red field at its left, or within where there is no room."""
    pen.rectangle(outline, outline=RED, width=max(2, round(dpi / 36)))
    letters = ImageFont.load_default(dpi / 3.6)
    width, height = pen.textlength(number, letters) + dpi / 9, dpi / 3.2
    left, top = max(0.0, outline[0] - width), outline[1]
    pen.rectangle((left, top, left + width, top + height), fill=RED)
    pen.text((left + width / 2, top + height / 2), number, fill=(255, 255, 255), font=letters, anchor="mm")


def _outline(box: Box, drawn: Image.Image, dots: float) -> tuple[float, float, float, float]:
    across, down = box.middle
    width = max(box.right - box.left + 2 * ROOM, LEAST) / 2
    height = max(box.bottom - box.top + 2 * ROOM, LEAST) / 2
    left, top = max(0.0, (across - width) * dots), max(0.0, (down - height) * dots)
    right, bottom = (
        min(drawn.width - 1.0, (across + width) * dots),
        min(drawn.height - 1.0, (down + height) * dots),
    )
    return min(left, right), min(top, bottom), max(left, right), max(top, bottom)
