"""The pages of a finished paper as a reader meets them: every character with its place and size, tags, and the ink.

The only module that knows the engine that reads them (PDFium). Places are millimetres from the upper left corner of the
page, sizes points as they come out on paper, whatever the file's own units.
"""

import ctypes
import math
import threading
import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

import pypdfium2
from PIL import Image, ImageChops
from pypdfium2 import raw

from app.documents.preflight.report import Box

MM = 25.4 / 72
#: What an office's scanner or a telephone at some distance still sees, and what shows where ink is (dots per inch).
FINE, COARSE = 150, 96
#: Elements of the tag tree that stand within a line; all others begin a block of their own.
_INLINE = frozenset(
    {"Span", "Link", "Quote", "Reference", "Em", "Strong", "Code", "Lbl", "LBody", "NonStruct"}
)
#: Elements that are nothing but what stands in them.
_SILENT = frozenset({"Document", "Table", "THead", "TBody", "TR"})
_TELLING = (raw.FPDF_StructElement_GetAltText, raw.FPDF_StructElement_GetActualText)
_DEEPEST = 64
#: pdfium's own marks for a hyphen at the end of a line, and characters that are never seen
_UNSEEN = frozenset("\x00\x02\ufffe\uffff")
#: What pdfium says of a hyphen at the end of a line: it takes it for a sign that a word goes on.
_BROKEN = frozenset((0x2, 0xFFFE))

#: From grey to ink or none: the palest grey that anything is printed in (the frame for the seal) counts.
_INK = [255 if grey < 215 else 0 for grey in range(256)]
#: So much redder than anything else is red.
_RED = [255 if much > 70 else 0 for much in range(256)]

# The engine may be asked by one thread at a time.
_lock = threading.Lock()


class Unopenable(Exception):
    """The bytes are not a paper that can be opened; *is_locked* when a password is asked for."""

    def __init__(self, *, is_locked: bool) -> None:
        super().__init__()
        self.is_locked = is_locked


class Glyph(NamedTuple):
    """A character where it stands. *size* in points; *mark* ties it to the tags (-1: to none); *run* counts the
    pieces in which the page is drawn."""

    text: str
    box: Box
    base: float
    size: float
    mark: int
    run: int


@dataclass
class Block:
    """What belongs together: a paragraph, a heading, a cell. *kind* is its tag."""

    kind: str
    glyphs: list[Glyph] = field(default_factory=list)

    @cached_property
    def text(self) -> str:
        """Its characters without any spaces, as they are drawn one after another."""
        return squeezed("".join(glyph.text for glyph in self.glyphs))

    @cached_property
    def box(self) -> Box | None:
        """Where it stands; nothing when it is empty."""
        return box_around(self.glyphs)


@dataclass
class Table:
    """A table, or the part of one that stands on this page: its rows of cells (``TH`` and ``TD``)."""

    rows: list[list[Block]] = field(default_factory=list)


@dataclass
class Leaf:
    """One page. *number* counts from 1.

    *descriptions* are the words for whoever hears the page instead of seeing it; *ink* is the page in greys, *dpi* dots
    to the inch; *dashed* and *drawings* are places of dashed and of intricate lines; *red* is where something is red.
    """

    number: int
    width: float
    height: float
    is_turned: bool
    glyphs: list[Glyph]
    blocks: list[Block]
    tables: list[Table]
    descriptions: tuple[str, ...]
    ink: Image.Image
    dpi: float
    dashed: tuple[Box, ...]
    drawings: tuple[Box, ...]
    red: Box | None

    @cached_property
    def _blots(self) -> Image.Image:
        """White where there is ink."""
        return self.ink.point(_INK)

    def forget_ink(self) -> None:
        """Let go of the picture: a long list has hundreds of them."""
        self.ink = Image.new("L", (1, 1))
        self.__dict__.pop("_blots", None)

    def dark(self, box: Box) -> Box | None:
        """Where there is ink within *box*; nothing when it is blank."""
        left, top, right, bottom = self.pixels(box)
        if right <= left or bottom <= top:
            return None
        found = self._blots.crop((left, top, right, bottom)).getbbox()
        if found is None:
            return None
        return self.place((found[0] + left, found[1] + top, found[2] + left, found[3] + top))

    def pixels(self, box: Box) -> tuple[int, int, int, int]:
        """The pixels of *ink* under *box*, held within the page."""
        dots = self.dpi / 25.4
        left, top = max(0, int(box.left * dots)), max(0, int(box.top * dots))
        right = min(self.ink.width, math.ceil(box.right * dots))
        bottom = min(self.ink.height, math.ceil(box.bottom * dots))
        return left, top, max(left, right), max(top, bottom)

    def place(self, pixels: Sequence[float]) -> Box:
        """The place of *pixels* (left, top, right, bottom) of *ink*."""
        return Box(*(round(value * 25.4 / self.dpi, 2) for value in pixels))


def squeezed(text: str) -> str:
    """*text* for comparing: without spaces and what is never seen, one form for characters that look the same."""
    plain = unicodedata.normalize("NFKC", text)
    return "".join(c for c in plain if c not in _UNSEEN and unicodedata.category(c) not in ("Zs", "Cc", "Cf"))


def box_around(glyphs: Sequence[Glyph]) -> Box | None:
    """The place that *glyphs* take; nothing when none of them is seen."""
    boxes = [one.box for one in glyphs if not one.text.isspace()]
    if not boxes:
        return None
    return Box(
        min(one.left for one in boxes),
        min(one.top for one in boxes),
        max(one.right for one in boxes),
        max(one.bottom for one in boxes),
    )


def lines_of(glyphs: Sequence[Glyph]) -> Iterator[list[Glyph]]:
    """*glyphs* line by line, as they are drawn: a new line is where the pen goes back or leaves its height."""
    line: list[Glyph] = []
    for glyph in glyphs:
        if line and (
            abs(glyph.base - line[-1].base) > glyph.size * MM * 0.45 or glyph.box.right < line[0].box.left
        ):
            yield line
            line = []
        line.append(glyph)
    if line:
        yield line


@contextmanager
def opened(data: bytes) -> Iterator["Pages"]:
    """The pages of *data*, one reader at a time. Raises :class:`Unopenable`."""
    with _lock:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            is_locked = "password" in str(error).lower()
            raise Unopenable(is_locked=is_locked) from error
        try:
            yield Pages(document)
        finally:
            document.close()


class Pages:
    """The pages of an opened paper."""

    def __init__(self, document: Any) -> None:
        self._document = document

    def __len__(self) -> int:
        return len(self._document)

    def leaf(self, number: int, *, is_fine: bool = False, has_seal: bool = False) -> Leaf:
        """Page *number*, from 1: fine enough for reading codes; for a place for a seal with frames and what is red."""
        page = self._document[number - 1]
        try:
            return _read(page, number, is_fine=is_fine, has_seal=has_seal)
        finally:
            page.close()

    def drawn(self, number: int, dpi: float) -> Image.Image:
        """Page *number* in colours."""
        page = self._document[number - 1]
        try:
            return _drawn(page, dpi, grey=False)
        finally:
            page.close()


def _drawn(page: Any, dpi: float, *, grey: bool) -> Image.Image:
    bitmap = page.render(scale=dpi / 72, grayscale=grey)
    try:
        drawn: Image.Image = bitmap.to_pil()
        return drawn.copy()  # its pixels go with the bitmap
    finally:
        bitmap.close()


def _red(page: Any, dpi: float = 50) -> Box | None:
    red, green, blue = _drawn(page, dpi, grey=False).convert("RGB").split()
    found = ImageChops.subtract(red, ImageChops.lighter(green, blue)).point(_RED).getbbox()
    return Box(*(round(value * 25.4 / dpi, 1) for value in found)) if found else None


def _read(page: Any, number: int, *, is_fine: bool, has_seal: bool) -> Leaf:
    width, height = page.get_size()
    origin = page.get_bbox()[:2]
    glyphs = _glyphs(page, origin, height)
    tags = _Tags(page, glyphs)
    dashed, drawings = _lines_drawn(page, origin, height) if is_fine or has_seal else ((), ())
    dpi = FINE if is_fine else COARSE
    return Leaf(
        number=number,
        width=width * MM,
        height=height * MM,
        is_turned=page.get_rotation() != 0,
        glyphs=glyphs,
        blocks=tags.blocks,
        tables=tags.tables,
        descriptions=tuple(tags.descriptions),
        ink=_drawn(page, dpi, grey=True),
        dpi=dpi,
        dashed=dashed,
        drawings=drawings,
        red=_red(page) if has_seal else None,
    )


def _glyphs(page: Any, origin: tuple[float, float], height: float) -> list[Glyph]:
    text = page.get_textpage()
    left, right, bottom, top, x, y = (ctypes.c_double() for _ in range(6))
    matrix = raw.FS_MATRIX()
    found: list[Glyph] = []
    runs: dict[int, tuple[int, int]] = {}
    try:
        for index in range(text.count_chars()):
            if raw.FPDFText_IsGenerated(text, index) == 1:
                continue
            drawn = raw.FPDFText_GetTextObject(text, index)
            key = ctypes.addressof(drawn.contents) if drawn else 0
            if key not in runs:
                runs[key] = (raw.FPDFPageObj_GetMarkedContentID(drawn) if drawn else -1, len(runs))
            mark, run = runs[key]
            raw.FPDFText_GetCharBox(text, index, left, right, bottom, top)
            raw.FPDFText_GetCharOrigin(text, index, x, y)
            raw.FPDFText_GetMatrix(text, index, matrix)
            box = Box(
                (left.value - origin[0]) * MM,
                (height - top.value + origin[1]) * MM,
                (right.value - origin[0]) * MM,
                (height - bottom.value + origin[1]) * MM,
            )
            size = raw.FPDFText_GetFontSize(text, index) * math.hypot(matrix.c, matrix.d)
            code = raw.FPDFText_GetUnicode(text, index)
            if code in _BROKEN and raw.FPDFText_IsHyphen(text, index) == 1:
                code = ord("-")
            base = (height - y.value + origin[1]) * MM
            if 0xDC00 <= code < 0xE000 and found and 0xD800 <= ord(found[-1].text) < 0xDC00:
                found[-1] = found[-1]._replace(text=_joined(found[-1].text, code))
                continue
            is_unknown = raw.FPDFText_HasUnicodeMapError(text, index) == 1 or not 0 < code < 0x110000
            found.append(Glyph("\ufffd" if is_unknown else chr(code), box, base, size, mark, run))
    finally:
        text.close()
    return found


def _joined(high: str, low: int) -> str:
    """One character of two halves: beyond U+FFFF the engine gives them one after the other."""
    return (high + chr(low)).encode("utf-16-le", "surrogatepass").decode("utf-16-le")


class _Tags:
    """The tag tree of a page, with the characters that belong to each block; what has no tag is a block of its own
    for every line (kind ``""``)."""

    def __init__(self, page: Any, glyphs: Sequence[Glyph]) -> None:
        self.tables: list[Table] = []
        self.descriptions: list[str] = []
        self._owners: dict[int, Block] = {}
        tree = raw.FPDF_StructTree_GetForPage(page)
        if tree:
            try:
                for index in range(raw.FPDF_StructTree_CountChildren(tree)):
                    self._walk(raw.FPDF_StructTree_GetChildAtIndex(tree, index), None, None, 0)
            finally:
                raw.FPDF_StructTree_Close(tree)
        self.blocks = self._filled(glyphs)

    def _walk(self, element: Any, block: Block | None, table: Table | None, depth: int) -> None:
        if not element or depth > _DEEPEST:
            return
        kind = _said(raw.FPDF_StructElement_GetType, element)
        for ask in _TELLING if kind not in _SILENT else ():
            if words := _said(ask, element):
                self.descriptions.append(words)
        if kind == "Table":
            table = Table()
            self.tables.append(table)
        elif kind == "TR" and table is not None:
            table.rows.append([])
        if block is None or kind not in _INLINE:
            block = Block(kind)
        if kind in ("TH", "TD") and table is not None and table.rows:
            table.rows[-1].append(block)
        for index in range(max(0, raw.FPDF_StructElement_CountChildren(element))):
            mark = raw.FPDF_StructElement_GetChildMarkedContentID(element, index)
            if mark >= 0:
                self._owners[mark] = block
            else:
                self._walk(raw.FPDF_StructElement_GetChildAtIndex(element, index), block, table, depth + 1)

    def _filled(self, glyphs: Sequence[Glyph]) -> list[Block]:
        used: dict[int, Block] = {}
        loose: list[Glyph] = []
        for glyph in glyphs:
            owner = self._owners.get(glyph.mark)
            if owner is None:
                loose.append(glyph)
            else:
                owner.glyphs.append(glyph)
                used[id(owner)] = owner
        return [*used.values(), *(Block("", line) for line in lines_of(loose))]


def _said(ask: Any, element: Any) -> str:
    length = ask(element, None, 0)
    if length <= 2:
        return ""
    room = ctypes.create_string_buffer(length)
    ask(element, room, length)
    return room.raw[: length - 2].decode("utf-16-le", "replace")


#: A drawing of more pieces than this is no frame or rule: a code, a picture.
_INTRICATE = 60


def _lines_drawn(
    page: Any, origin: tuple[float, float], height: float
) -> tuple[tuple[Box, ...], tuple[Box, ...]]:
    """Where dashed lines stand, and where drawings of many pieces and pictures do."""
    dashed: list[Box] = []
    drawings: list[Box] = []
    for drawn in page.get_objects(
        filter=(raw.FPDF_PAGEOBJ_PATH, raw.FPDF_PAGEOBJ_IMAGE, raw.FPDF_PAGEOBJ_FORM), max_depth=1
    ):
        is_dashed = drawn.type == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPageObj_GetDashCount(drawn.raw) > 0
        is_rule = drawn.type == raw.FPDF_PAGEOBJ_PATH and raw.FPDFPath_CountSegments(drawn.raw) < _INTRICATE
        if is_rule and not is_dashed:
            continue
        left, bottom, right, top = drawn.get_bounds()
        box = Box(
            (left - origin[0]) * MM,
            (height - top + origin[1]) * MM,
            (right - origin[0]) * MM,
            (height - bottom + origin[1]) * MM,
        )
        (dashed if is_dashed else drawings).append(box)
    return tuple(dashed), tuple(drawings)
