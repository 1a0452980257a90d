"""Where every line of a PDF stands, as pdfium finds it on the page. Points from the upper left corner. No test here."""

import ctypes
from dataclasses import dataclass

import pypdfium2
import pypdfium2.raw as pdfium

MM = 72 / 25.4


@dataclass(frozen=True)
class Glyph:
    """A character, where its origin is and how far its ink reaches."""

    text: str
    x: float
    baseline: float
    size: float
    font: str
    left: float
    top: float
    right: float
    bottom: float


@dataclass(frozen=True)
class Line:
    """Glyphs on one baseline, from left to right."""

    glyphs: tuple[Glyph, ...]

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.glyphs)

    @property
    def left(self) -> float:
        return self.glyphs[0].x

    @property
    def right(self) -> float:
        return max(one.right for one in self.glyphs)

    @property
    def end(self) -> float:
        """Where the last character's own square ends, whatever its ink."""
        return self.glyphs[-1].x + self.glyphs[-1].size

    @property
    def baseline(self) -> float:
        return self.glyphs[0].baseline

    @property
    def size(self) -> float:
        return self.glyphs[0].size

    @property
    def font(self) -> str:
        return self.glyphs[0].font


class Measured:
    """A finished paper, opened for measuring."""

    def __init__(self, data: bytes) -> None:
        self.document = pypdfium2.PdfDocument(data)
        self.pages = [self._lines(number) for number in range(len(self.document))]

    def size(self, page: int) -> tuple[float, float]:
        """Width and height of *page* (from 0) in millimetres."""
        width, height = self.document[page].get_size()
        return width / MM, height / MM

    def line(self, beginning: str, page: int | None = None) -> Line:
        """The first line that begins so."""
        pages = self.pages if page is None else [self.pages[page]]
        return next(line for lines in pages for line in lines if line.text.startswith(beginning))

    def _lines(self, number: int) -> list[Line]:
        page = self.document[number]
        text, height = page.get_textpage(), page.get_height()
        found: dict[float, list[Glyph]] = {}
        for at in range(text.count_chars()):
            glyph = _glyph(text, at, height)
            if glyph.text.strip():
                found.setdefault(round(glyph.baseline * 2) / 2, []).append(glyph)
        return [Line(tuple(sorted(found[key], key=lambda one: one.x))) for key in sorted(found)]


def _glyph(text: pypdfium2.PdfTextPage, at: int, height: float) -> Glyph:
    x, y = ctypes.c_double(), ctypes.c_double()
    pdfium.FPDFText_GetCharOrigin(text, at, x, y)
    matrix = pdfium.FS_MATRIX()
    pdfium.FPDFText_GetMatrix(text, at, matrix)
    name = ctypes.create_string_buffer(100)
    pdfium.FPDFText_GetFontInfo(text, at, name, 100, ctypes.c_int())
    left, bottom, right, top = text.get_charbox(at)
    return Glyph(
        text=chr(pdfium.FPDFText_GetUnicode(text, at)),
        x=x.value,
        baseline=height - y.value,
        size=pdfium.FPDFText_GetFontSize(text, at) * abs(matrix.d),
        font=name.value.decode(errors="replace").partition("+")[2],
        left=left,
        top=height - top,
        right=right,
        bottom=height - bottom,
    )
