"""From HTML to PDF. The only module that knows the engine (WeasyPrint).

Whatever text comes in, the engine reads nothing but ``data:`` addresses and the project's own pictures
(``picture:seal-place.svg``), and whatever it cannot read or draw stops the print. The same HTML gives the same bytes.
Papers are PDF/A-3a and PDF/UA-1 in one file (``archive.py``); stamps, which are laid over finished pages, are neither.
Lives elsewhere: what stands on a paper (``papers.py``, the templates), where its bytes are kept (``store.py``).
"""

import copy
import datetime as dt
import gc
import itertools
import logging
import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.documents import fonts
from app.documents.archive import identified, make_archivable
from app.documents.faults import MissingGlyphs, NoChineseFont, PaperTooLarge, ResourceRefused
from app.documents.fontfiles import SlimFonts
from app.documents.passages import passages_of

PICTURES = Path(__file__).resolve().parent.parent / "static" / "img"
VARIANT = "pdf/a-3a"
MAX_CHARACTERS = 12_000_000
MAX_RUN = 20_000
#: A paper that grows beyond these is given up: pages, and seconds of processor for laying out.
MAX_PAGES = 2_000
MAX_SECONDS = 600
#: After so many papers what they left behind is collected: pages and fonts point at each other, 2 to 40 MB a paper,
#: most of it outside Python, where the collector's own reckoning does not see it.
PAPERS_A_COLLECTION = 10
COLOURS = "srgb"
#: Elements that hold the whole of a page and may say its language.
OUTER = ("html", "body", "main", "article")
#: The universal rule of the engine's own style sheet that lists need; the others serve footnotes, and we have none.
MARKER = "::marker "

#: Control characters, bidirectional overrides and other marks that are invisible, or reorder what is read.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
#: What stands for a character by agreement only: a font that has it draws what it likes.
_PRIVATE_USE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")
_LONG_RUN = re.compile(rf">[^<>]{{{MAX_RUN}}}")
#: so many style sheets are kept as the engine has read them
MOST_SHEETS = 64

# One paper at a time: threads gain nothing in pure Python, and the peak of memory stays that of one paper.
_lock = threading.Lock()
_papers = itertools.count(1)


class _Watch(logging.Handler):
    """Gives a paper up that has no end: the engine says in its log which page it is at."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self._until = time.thread_time() + MAX_SECONDS

    def emit(self, record: logging.LogRecord) -> None:
        page = record.args[0] if isinstance(record.args, tuple) and record.args else 0
        if time.thread_time() > self._until or (isinstance(page, int) and page > MAX_PAGES):
            raise PaperTooLarge


class _Complaints(logging.Handler):
    """What the engine only logs: a picture that could not be decoded, a mark-up fault that breaks PDF/UA."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.messages: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.messages.append(record.getMessage())


@dataclass(frozen=True)
class _Engine:
    """The engine's parts, loaded with the first paper and then kept: an ordinary request never pays for them."""

    html: Any
    css: Any
    attachment: Any
    fetcher: Any
    fatal: type[BaseException]
    fonts: Any
    colours: Any
    binding: Any
    sheets: dict[str, Any] = field(default_factory=dict)


@lru_cache
def _engine() -> _Engine:
    if not fonts.has_chinese_font():
        raise NoChineseFont
    fonts.use_own_configuration()
    import weasyprint
    from weasyprint import html as built_in
    from weasyprint import urls
    from weasyprint.text import ffi
    from weasyprint.text.fonts import FontConfiguration, get_hb_object_data

    class OwnFilesOnly(urls.URLFetcher):
        """Reads ``data:`` and ``picture:``; everything else, also ``file:``, is refused."""

        def fetch(self, url: str, headers: Any = None) -> Any:
            if url.startswith("picture:"):
                path = (PICTURES / url.removeprefix("picture:")).resolve()
                if not path.is_relative_to(PICTURES):
                    raise ValueError(f"outside the project's pictures: {url}")
                return urls.URLFetcherResponse(url, path.read_bytes())
            return super().fetch(url, headers)

    lean = weasyprint.CSS(
        string=_without_universal_rules(built_in.UA), counter_style=built_in.UA_COUNTER_STYLE
    )

    class Lean(weasyprint.HTML):
        """Without style objects for marks and footnotes that an element does not have: a quarter of the memory."""

        def _ua_stylesheets(self, forms: bool = False) -> list[Any]:
            return super()._ua_stylesheets(forms) if forms else [lean]

    return _Engine(
        html=Lean,
        css=weasyprint.CSS,
        attachment=weasyprint.Attachment,
        fetcher=OwnFilesOnly(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True),
        fatal=urls.FatalURLFetchingError,
        fonts=FontConfiguration(),
        colours=SimpleNamespace(  # as the engine's own, whose bytes are not the same a second time
            name="sRGB IEC61966-2.1",
            content=(files("weasyprint.pdf") / "sRGB2014.icc").read_bytes(),
            components=("r", "g", "b"),
        ),
        binding=SimpleNamespace(
            ffi=ffi.ffi,
            harfbuzz=ffi.harfbuzz,
            harfbuzz_subset=ffi.harfbuzz_subset,
            data_of=get_hb_object_data,
        ),
    )


def printable(text: str) -> str:
    """*text* without what cannot be printed or would change the order in which it is read."""
    return _UNPRINTABLE.sub("", text)


def _without_universal_rules(sheet: str) -> str:
    lines = (f"li{line}" if line.startswith(MARKER) else line for line in sheet.splitlines())
    return "\n".join(line for line in lines if not line.startswith("::"))


@dataclass(frozen=True)
class Part:
    """One paper of several in a file: its mark-up and styles, and how often its pages come one after another."""

    html: str
    css: Sequence[str]
    copies: int = 1


@dataclass(frozen=True)
class Enclosure:
    """A file that travels within the paper, such as its list as data. *dated_on* is what the file says of its age."""

    name: str
    media_type: str
    data: bytes
    description: str
    dated_on: dt.date = dt.date(2000, 1, 1)


def render(html: str, *, css: Sequence[str], lang: str, enclosures: Sequence[Enclosure] = ()) -> bytes:
    """The PDF of *html* in the styles of *css*, with *enclosures* embedded as data of it.

    Raises :class:`MissingGlyphs`, :class:`ResourceRefused`, :class:`PaperTooLarge` or :class:`NoChineseFont`.
    """
    return render_together([Part(html, css)], lang=lang, enclosures=enclosures)


def render_together(
    parts: Sequence[Part], *, lang: str, title: str = "", enclosures: Sequence[Enclosure] = ()
) -> bytes:
    """One PDF of several papers, each with its own page numbers and bookmarks. Without *title* it has the first one's.

    Copies are laid out once and drawn again, without bookmarks of their own. Raises what :func:`render` raises.
    """
    with _all_laid_out(parts, lang) as documents:
        document = documents[0]
        if len(parts) > 1 or parts[0].copies > 1:
            laid = zip(parts, documents, strict=True)
            document = document.copy(
                [page for part, one in laid for page in _repeated(one.pages, part.copies)]
            )
        document.metadata.title = title or document.metadata.title
        document.metadata.attachments.extend(_attached(one) for one in enclosures)
        media_types = [one.media_type for one in enclosures]
        return _written(document, parts, variant=VARIANT, media_types=media_types)


def render_stamps(html: str, *, css: Sequence[str], lang: str) -> bytes:
    """A PDF without tags whose pages are laid over those of a paper (``stamping.py``).

    Raises what :func:`render` raises.
    """
    parts = [Part(html, css)]
    with _all_laid_out(parts, lang) as documents:
        return _written(documents[0], parts)


def render_marked(html: str, *, css: Sequence[str], lang: str) -> tuple[bytes, dict[str, int]]:
    """The PDF of *html* without tags, and on which of its pages (from 0) each element with an id begins.

    Raises what :func:`render` raises.
    """
    parts = [Part(html, css)]
    with _all_laid_out(parts, lang) as documents:
        data = _written(documents[0], parts)
        found: dict[str, int] = {}
        for number, page in enumerate(documents[0].pages):
            for name in page.anchors:
                found.setdefault(name, number)
    return data, found


def _repeated(pages: Sequence[Any], copies: int) -> Iterator[Any]:
    yield from pages
    for _ in range(copies - 1):
        for page in pages:
            again = copy.copy(page)
            again.bookmarks = []
            yield again


def count_pages(html: str, *, css: Sequence[str], lang: str) -> int:
    """How many pages *html* takes, without writing them: for choosing a tighter setting before printing."""
    with _all_laid_out([Part(html, css)], lang) as documents:
        return len(documents[0].pages)


def _attached(one: Enclosure) -> Any:
    at = dt.datetime.combine(one.dated_on, dt.time(), dt.UTC)
    return _engine().attachment(
        string=one.data,
        name=one.name,
        description=one.description,
        created=at,
        modified=at,
        relationship="Data",
        url_fetcher=_engine().fetcher,
    )


def _language_of(page: Any) -> str:
    """The language that the mark-up gives to what stands on *page*: the innermost of the page's outer elements."""
    said, box = "", page._page_box
    while box is not None:
        element = getattr(box, "element", None)
        if element is not None and element.tag not in OUTER:
            break
        said = said if element is None else element.get("lang", said)
        box = next(
            (one for one in getattr(box, "children", ()) if getattr(one, "element", None) is not None), None
        )
    return said


def _written(
    document: Any, parts: Sequence[Part], *, variant: str | None = None, media_types: Sequence[str] = ()
) -> bytes:
    def finish(laid_out: Any, pdf: Any) -> None:
        laid_out.fonts.slim(pdf)
        if variant:
            make_archivable(pdf, media_types, [_language_of(page) for page in laid_out.pages])

    document.fonts = SlimFonts(_engine().binding)
    if variant:  # the engine would leave the profile's file open
        document.color_profiles[COLOURS] = _engine().colours
        document.output_intent = COLOURS
    data: bytes = document.write_pdf(
        pdf_variant=variant, output_intent="", pdf_identifier=False, finisher=finish
    )
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    missing.update(one for part in parts for one in _PRIVATE_USE.findall(part.html))
    if missing:
        raise MissingGlyphs(missing, passages_of((part.html for part in parts), missing))
    return identified(data) if variant else data


@contextmanager
def _all_laid_out(parts: Sequence[Part], lang: str) -> Iterator[list[Any]]:
    texts = [printable(part.html) for part in parts]
    if sum(map(len, texts)) > MAX_CHARACTERS or any(_LONG_RUN.search(text) for text in texts):
        raise PaperTooLarge
    if any(f'<html lang="{lang}' not in text[:200] for text in texts):
        raise ValueError("a paper's mark-up begins with the language it is printed in")
    with _lock, _collector_at_rest(), _heard() as complaints:
        engine = _engine()
        try:
            styles = [[_read_sheet(sheet, engine, complaints) for sheet in part.css] for part in parts]
            yield [_lay_out(text, read, engine) for text, read in zip(texts, styles, strict=True)]
        except RecursionError as error:
            raise PaperTooLarge from error
        except engine.fatal as error:  # not an Exception: it would end the worker
            raise ResourceRefused(str(error)) from error
        if complaints:
            raise ResourceRefused(complaints[0])


def _read_sheet(sheet: str, engine: _Engine, complaints: Sequence[str]) -> Any:
    """A style sheet as the engine uses it, kept for the next paper unless the engine complained of it."""
    if sheet in engine.sheets:
        return engine.sheets[sheet]
    heard = len(complaints)
    read = engine.css(string=sheet, url_fetcher=engine.fetcher, font_config=engine.fonts)
    if len(complaints) == heard:
        if len(engine.sheets) >= MOST_SHEETS:
            engine.sheets.clear()
        engine.sheets[sheet] = read
    return read


def _lay_out(text: str, styles: Sequence[Any], engine: _Engine) -> Any:
    return engine.html(string=text, url_fetcher=engine.fetcher).render(
        stylesheets=styles, font_config=engine.fonts, pdf_variant=VARIANT
    )


@contextmanager
def _heard() -> Iterator[list[str]]:
    """The engine's complaints within the block, which ends when the paper takes too long."""
    logger, handler = logging.getLogger("weasyprint"), _Complaints()
    progress, watch = logging.getLogger("weasyprint.progress"), _Watch()
    level, passed_on = progress.level, progress.propagate
    logger.addHandler(handler)
    progress.addHandler(watch)
    progress.setLevel(logging.INFO)
    progress.propagate = False
    try:
        yield handler.messages
    finally:
        progress.setLevel(level)
        progress.propagate = passed_on
        progress.removeHandler(watch)
        logger.removeHandler(handler)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Fewer rounds of the garbage collector: the engine's objects all live until the paper is written.

    What is there then counts as old, and old objects are seldom looked at: earlier papers are collected by count.
    A process that set aside what it loaded at its start (``gc.freeze``) keeps it set aside: it is not looked at again.
    """
    if next(_papers) % PAPERS_A_COLLECTION == 0:
        gc.collect()
    before, has_set_aside = gc.get_threshold(), gc.get_freeze_count() > 0
    if not has_set_aside:
        gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
        if not has_set_aside:
            gc.unfreeze()
