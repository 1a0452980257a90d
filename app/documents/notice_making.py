"""From the composed notice to finished sheets: set once, stamped for each place, looked over. Without app or database.

So that it runs in a worker process of the workshop. Lives elsewhere: what stands on the sheets and in which words
(``notice_sheets.py``, the templates), the engine (``render.py``), what is looked at (``preflight/``).
"""

import dataclasses
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from urllib.parse import urlsplit

import jinja2

from app.documents import preflight, render, stamping
from app.documents.preflight import Wanted
from app.documents.qr_codes import qr_code
from app.documents.titles import width
from app.domain.notices.codes import sheet_code

FOLDER = Path(__file__).resolve().parent.parent / "templates" / "documents"
#: the large sheet is the same page magnified, so that both break alike
MAGNIFIED = 2**0.5
PLAIN = "standard"
#: the settings of the words beside a code (``sheet_stamp.css``): lines that have room under the code, ems in a line
FITS = (("open", 3, 23.0), ("close", 4, 27.5), ("closest", 6, 30.5))
#: how much more than its width a line takes, as it breaks between words
WORDS_WRAP = 1.1
_MEASURE = re.compile(r"(?<![\w#.-])(-?\d*\.?\d+)(pt|mm)\b")


@dataclass(frozen=True)
class Article:
    """A notice in one language: *cover* its text down to the place for the seal, *rest* the list behind it."""

    lang: str
    cover: str
    rest: str


@dataclass(frozen=True)
class Composed:
    """A notice ready to be set, in one language or two: mark-up, styles, and what travels within the file.

    *steps* are the settings of the text from open to dense: the first in which it takes one page is used.
    """

    lang: str
    head: str
    articles: tuple[Article, ...]
    css: tuple[str, ...]
    frame: str
    steps: tuple[str, ...]
    enclosures: tuple[render.Enclosure, ...]
    wanted: Wanted


@dataclass(frozen=True)
class Stamp:
    """What is laid over the pages of the sheet of one place. *lines* are formats over ``page`` and ``pages``.

    *address* is what stands before the code in the QR code (``HTTPS://HOST/V/``); without it there is none.
    """

    ordinal: int
    digest: str
    address: str
    lang: str
    size: str
    css: tuple[str, ...]
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Made:
    """The base without a place, and the finished sheets by the ordinal of their place."""

    base: bytes
    sheets: dict[int, bytes]


def make_sheets(composed: Composed, stamps: Sequence[Stamp], base: bytes | None = None) -> Made:
    """The sheets of all the places of *stamps*; the notice itself is set once, unless *base* is at hand.

    Raises :class:`app.documents.faults.PaperFault`, whichever sheet is not fit to print.
    """
    base = base or set_base(composed)
    return Made(base, {stamp.ordinal: make_sheet(base, stamp, composed.wanted) for stamp in stamps})


def set_base(composed: Composed) -> bytes:
    """The notice without a place, looked over. Raises what :func:`app.documents.render.render` raises."""
    body = "".join(
        _opened(composed, article, _density(composed, article)) + article.cover + article.rest + "</article>"
        for article in composed.articles
    )
    html = f"{composed.head}<body>{body}</body></html>"
    return render.render(html, css=composed.css, lang=composed.lang, enclosures=composed.enclosures)


def make_sheet(base: bytes, stamp: Stamp, wanted: Wanted) -> bytes:
    """*base* with the stamp of a place on each page. Raises :class:`~app.documents.preflight.NotFitToPrint`."""
    pages = stamping.count_pages(base)
    html = stamp_html(stamp, pages, wide=stamping.wide_pages(base))
    marks = render.render_stamps(html, css=stamp.css, lang=stamp.lang)
    data = stamping.stamped(base, marks)
    codes = tuple(said_by(stamp, page) for page in range(1, pages + 1)) if stamp.address else ()
    preflight.ensure(data, dataclasses.replace(wanted, codes=codes, pages=pages))
    return data


def said_by(stamp: Stamp, page: int) -> str:
    """What the QR code of *page* says: in capitals and digits alone, which makes it coarser and easier to read."""
    return f"{stamp.address}{sheet_code(stamp.digest, stamp.ordinal, page)}"


def capitals(public_url: str) -> str:
    """The address before a sheet's code in capitals; empty when *public_url* is none.

    The host does not mind capitals, nor does ``/V/``. A path before it might, and is left as it is.
    """
    root = public_url.rpartition("/v/")[0]
    parts = urlsplit(root)
    if not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc}".upper() + f"{parts.path}/V/"


def magnified(sheet: str, factor: float = MAGNIFIED) -> str:
    """A style sheet with every measure in points and millimetres *factor* times as large."""
    return _MEASURE.sub(lambda match: f"{round(float(match[1]) * factor, 3):g}{match[2]}", sheet)


def stamp_html(stamp: Stamp, pages: int, *, wide: Sequence[int] = ()) -> str:
    """The mark-up of what is laid over a paper of so many pages; those in *wide* lie on their side."""
    marks = [
        (
            qr_code(said_by(stamp, page)) if stamp.address else "",
            sheet_code(stamp.digest, stamp.ordinal, page),
            [line % {"page": page, "pages": pages} for line in stamp.lines],
        )
        for page in range(1, pages + 1)
    ]
    fit = _fit([line % {"page": pages, "pages": pages} for line in stamp.lines])
    return (
        _environment().get_template("sheet_stamp.html").render(stamp=stamp, marks=marks, fit=fit, wide=wide)
    )


def _fit(lines: Sequence[str]) -> str:
    """The first setting in which the words beside the code fit the margin; the last one where none does."""
    for name, room, ems in FITS:
        if sum(max(1, math.ceil(width(line) * WORDS_WRAP / ems)) for line in lines) <= room:
            return name
    return FITS[-1][0]


def _density(composed: Composed, article: Article) -> str:
    """The first step in which the text takes one page; where none does, the first: there is room on the second."""
    for step in composed.steps if len(composed.steps) > 1 else ():
        html = (
            f"{composed.head}<body>{_opened(composed, article, step)}{article.cover}</article></body></html>"
        )
        if render.count_pages(html, css=composed.css, lang=composed.lang) == 1:
            return step
    return composed.steps[0]


def _opened(composed: Composed, article: Article, density: str) -> str:
    language = "zh-CN" if article.lang == "zh" else "en"
    return f'<article class="notice {article.lang} {density} {composed.frame}" lang="{language}">'


@lru_cache
def _environment() -> jinja2.Environment:
    loader = jinja2.FileSystemLoader(FOLDER)
    return jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
