"""Binding several sources into one file: our own sheets, photographs one to a page, attached PDF files page by page.

Every page becomes a new A4 page that shows its source as a picture of it (a form object), so that nothing of an
attached file but what is seen goes in: no scripts, no links, no forms to fill in. The only module that knows pypdf.
"""

import io
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps
from pypdf import PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

A4 = (595.276, 841.89)
#: room at the edges of a page with a copy on it: left and right, top, bottom (points)
EDGES = (40.0, 62.0, 56.0)
#: pages of one attached file that are taken in; more than any form has
MOST_PAGES = 40
#: pixels on the longer side of a copy of a paper, and of a photograph of a notice on its board
PAPER_PIXELS, PHOTO_PIXELS = 1900, 1300
QUALITY = 72


class Unreadable(Exception):
    """The attached file cannot be taken in."""


@dataclass
class Copy:
    """An attached file to be bound in. *code* is the record it proves, *caption* stands over its first page."""

    path: Path
    media_type: str
    code: str
    caption: str = ""
    is_photo: bool = False

    def pages(self) -> int:
        """How many pages it takes. Raises :class:`Unreadable`."""
        if self.media_type != "application/pdf":
            if not self.path.is_file():
                raise Unreadable
            return 1
        return min(len(_reader(self.path).pages), MOST_PAGES)


@dataclass
class Leaf:
    """One page to be bound: page *index* of our own *sheet*, or of a copy."""

    sheet: str
    source: Copy | None
    index: int


@dataclass
class Bound:
    """What is bound so far: one writer, whose pictures are kept once however often they are shown."""

    writer: PdfWriter = field(default_factory=PdfWriter)
    pictures: dict[tuple[Path, bool], tuple[Any, int, int]] = field(default_factory=dict)


def bind(
    sheets: Mapping[str, bytes],
    leaves: Sequence[Leaf],
    *,
    frame: bytes,
    marks: Sequence[tuple[str, int]] = (),
    title: str = "",
    when_unreadable: Callable[[Copy], None] | None = None,
) -> bytes:
    """The file of *leaves*, each with its page of *frame* (header and page number) laid over it.

    *marks* are the bookmarks: words and a page, from 0.
    """
    bound, over = Bound(), PdfReader(io.BytesIO(frame))
    own = {name: PdfReader(io.BytesIO(data)) for name, data in sheets.items()}
    readers: dict[Path, PdfReader] = {}
    for number, leaf in enumerate(leaves):
        parts: list[tuple[Any, Sequence[float]]] = []
        if leaf.source is None:
            parts.append((_form_of(bound.writer, own[leaf.sheet].pages[leaf.index]), (1, 0, 0, 1, 0, 0)))
        else:
            try:
                parts.append(_copied(bound, leaf, readers))
            except Exception:  # a file from outside: whatever is wrong with it, its page stays empty
                if when_unreadable is not None:
                    when_unreadable(leaf.source)
        parts.append((_form_of(bound.writer, over.pages[number]), (1, 0, 0, 1, 0, 0)))
        _add_page(bound.writer, parts)
    for words, page in marks:
        bound.writer.add_outline_item(words, page)
    bound.writer.add_metadata({"/Title": title, "/Producer": "Gongshi"})
    out = io.BytesIO()
    bound.writer.write(out)
    return out.getvalue()


def count_pages(data: bytes) -> int:
    """How many pages a file of our own has."""
    return len(PdfReader(io.BytesIO(data)).pages)


def _reader(path: Path) -> PdfReader:
    try:
        reader = PdfReader(path, strict=False)
        if reader.is_encrypted and not reader.decrypt(""):
            raise Unreadable
        if not len(reader.pages):
            raise Unreadable
    except Unreadable:
        raise
    except Exception as error:  # a file from outside may be wrong in any way
        raise Unreadable from error
    return reader


def _copied(bound: Bound, leaf: Leaf, readers: dict[Path, PdfReader]) -> tuple[Any, Sequence[float]]:
    assert leaf.source is not None  # noqa: S101 - called for copies only
    copy = leaf.source
    if copy.media_type != "application/pdf":
        picture, width, height = _picture(bound, copy)
        x, y, scale = _placed(width, height)
        return picture, (width * scale, 0, 0, height * scale, x, y)
    reader = readers.get(copy.path) or readers.setdefault(copy.path, _reader(copy.path))
    page = reader.pages[leaf.index]
    return _form_of(bound.writer, page), _upright(page)


def _placed(width: float, height: float) -> tuple[float, float, float]:
    """Where something of this size stands in the middle of the room for copies, and how much smaller."""
    side, top, bottom = EDGES
    room = (A4[0] - 2 * side, A4[1] - top - bottom)
    scale = min(room[0] / width, room[1] / height)
    return (A4[0] - width * scale) / 2, bottom + (room[1] - height * scale) / 2, scale


def _upright(page: Any) -> Sequence[float]:
    """The matrix that turns a page as its file says and fits it into the room for copies."""
    box = page.cropbox
    left, low, width, height = (
        float(box.left),
        float(box.bottom),
        float(box.width) or 1.0,
        float(box.height) or 1.0,
    )
    turn = int(page.rotation or 0) % 360
    angle = math.radians(-turn)
    cos, sin = round(math.cos(angle)), round(math.sin(angle))
    wide, high = (width, height) if turn % 180 == 0 else (height, width)
    x, y, scale = _placed(wide, high)
    # the corner that comes to lie lowest and leftmost after the turn
    corners = [
        (cos * a - sin * b, sin * a + cos * b) for a in (left, left + width) for b in (low, low + height)
    ]
    dx, dy = -min(one[0] for one in corners), -min(one[1] for one in corners)
    return (
        cos * scale,
        sin * scale,
        -sin * scale,
        cos * scale,
        x + dx * scale,
        y + dy * scale,
    )


def _picture(bound: Bound, copy: Copy) -> tuple[Any, int, int]:
    """The picture as it is printed: upright, no larger than paper shows, without what a camera wrote into it."""
    key = (copy.path, copy.is_photo)
    if key not in bound.pictures:
        data, width, height, mode = _encoded(copy.path, PHOTO_PIXELS if copy.is_photo else PAPER_PIXELS)
        stream = StreamObject()
        stream._data = data
        stream.update(
            {
                NameObject("/Type"): NameObject("/XObject"),
                NameObject("/Subtype"): NameObject("/Image"),
                NameObject("/Width"): NumberObject(width),
                NameObject("/Height"): NumberObject(height),
                NameObject("/ColorSpace"): NameObject("/DeviceGray" if mode == "L" else "/DeviceRGB"),
                NameObject("/BitsPerComponent"): NumberObject(8),
                NameObject("/Filter"): NameObject("/DCTDecode"),
            }
        )
        bound.pictures[key] = (bound.writer._add_object(stream), width, height)
    return bound.pictures[key]


@lru_cache(maxsize=24)  # the photographs of a notice stand in every dossier of its village
def _encoded(path: Path, most: int) -> tuple[bytes, int, int, str]:
    """A picture of at most *most* pixels on its longer side: bytes, width, height, mode."""
    with Image.open(path) as opened:
        opened.draft("RGB", (most, most))
        picture = ImageOps.exif_transpose(opened)
        picture.thumbnail((most, most))
        if picture.mode in ("RGBA", "LA", "P", "PA"):  # on white, as on paper
            white = Image.new("RGBA", picture.size, "white")
            white.alpha_composite(picture.convert("RGBA"))
            picture = white
        picture = picture.convert("L" if picture.mode in ("1", "L") else "RGB")
        out = io.BytesIO()
        picture.save(out, "JPEG", quality=QUALITY, optimize=True)
        return out.getvalue(), picture.width, picture.height, picture.mode


def _form_of(writer: PdfWriter, page: Any) -> Any:
    """What a page shows, as an object that another page can show."""
    contents = page.get_contents()
    form = DecodedStreamObject()
    form.set_data(contents.get_data() if contents is not None else b"")
    box = page.cropbox
    form.update(
        {
            NameObject("/Type"): NameObject("/XObject"),
            NameObject("/Subtype"): NameObject("/Form"),
            NameObject("/BBox"): ArrayObject(
                [FloatObject(one) for one in (box.left, box.bottom, box.right, box.top)]
            ),
        }
    )
    resources = page.get("/Resources")
    if resources is not None:
        cloned = resources.get_object().clone(writer)
        form[NameObject("/Resources")] = getattr(cloned, "indirect_reference", None) or cloned
    return writer._add_object(form.flate_encode())


def _add_page(writer: PdfWriter, parts: Sequence[tuple[Any, Sequence[float]]]) -> None:
    page = writer.add_blank_page(*A4)
    shown, drawing = DictionaryObject(), []
    for number, (reference, matrix) in enumerate(parts):
        name = f"/P{number}"
        shown[NameObject(name)] = reference
        drawing.append(f"q {' '.join(f'{one:.4f}' for one in matrix)} cm {name} Do Q")
    stream = DecodedStreamObject()
    stream.set_data("\n".join(drawing).encode())
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): shown})
