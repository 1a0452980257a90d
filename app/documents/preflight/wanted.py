"""What a finished paper must be: said by whoever had it set, held against its bytes by the preflight."""

from collections.abc import Sequence
from dataclasses import dataclass

#: Width and height of a sheet in millimetres, upright.
A4, A3, A5 = (210.0, 297.0), (297.0, 420.0), (148.0, 210.0)

#: No printer in an office reaches nearer to the edge of its paper (millimetres).
EDGE = 5.0

#: The cells of one row of the frozen list, in reading order.
Row = tuple[str, ...]


@dataclass(frozen=True)
class Seal:
    """The empty place for the seal: its *caption*, and the words that it is to press (issuer, date)."""

    caption: str
    pressed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Wanted:
    """What is wanted of a paper. What is ``None`` or empty is not looked at.

    *rows* is the whole list, cell by cell; *rows_again* are the same in other words, when the paper says everything in
    two languages. *tables* are other tables, each with its heads first. *words* are other texts that must stand on it.
    *codes* are what the QR code of each page says, page by page (empty: none on that page), *codes_somewhere* what some
    page says. *margins_mm* are top, right, bottom,
    left: nothing but what belongs to the foot stands outside; *wide_margins_mm* are those of a page that lies on its
    side, which without them none may. *allowed_numbers* are printed on purpose (the office's
    own telephones). *enclosures* are the names of the attached files, all of them. *language* may be empty where a
    file is put together from several.
    """

    language: str
    title: str = ""
    rows: tuple[Row, ...] | None = None
    rows_again: tuple[tuple[Row, ...], ...] = ()
    tables: tuple[tuple[Row, ...], ...] = ()
    words: tuple[str, ...] = ()
    pages: int | None = None
    size_mm: tuple[float, float] | None = None
    margins_mm: tuple[float, float, float, float] | None = None
    wide_margins_mm: tuple[float, float, float, float] | None = None
    edge_mm: float = EDGE
    smallest_pt: float = 0.0
    list_pt: float = 0.0
    codes: tuple[str, ...] | None = None
    codes_somewhere: tuple[str, ...] = ()
    seal: Seal | None = None
    allowed_numbers: tuple[str, ...] = ()
    may_hold_personal_numbers: bool = False
    enclosures: tuple[str, ...] | None = None
    is_tagged: bool = True
    is_bound: bool = False
    """Bound from our sheets and copies of others' papers: looked at as a file, not page by page."""

    def code_of(self, page: int) -> str:
        """What the QR code of *page* (from 1) says; empty where none is wanted."""
        codes: Sequence[str] = self.codes or ()
        return codes[page - 1] if page <= len(codes) else ""
