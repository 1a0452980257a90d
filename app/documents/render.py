"""From HTML to PDF. The only module that knows the engine (WeasyPrint).

Whatever text comes in, the engine reads nothing but ``data:`` addresses and the project's own pictures
(``picture:seal-place.svg``), and whatever it cannot read or draw stops the print. The same HTML gives the same bytes.
Lives elsewhere: what stands on a paper (``papers.py``, the templates), where its bytes are kept (``store.py``).
"""

import copy
import gc
import logging
import re
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from app.documents import fonts
from app.documents.faults import MissingGlyphs, NoChineseFont, PaperTooLarge, ResourceRefused
from app.documents.fontfiles import slim_fonts

PICTURES = Path(__file__).resolve().parent.parent / "static" / "img"
VARIANT = "pdf/ua-1"
MAX_CHARACTERS = 12_000_000
MAX_RUN = 20_000

#: Control characters, bidirectional overrides and other marks that are invisible, or reorder what is read.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff"
    "\ufff9-\ufffc\ufffe\uffff\ud800-\udfff\U000e0000-\U000e007f]"
)
_LONG_RUN = re.compile(rf">[^<>]{{{MAX_RUN}}}")

# One paper at a time: threads gain nothing in pure Python, and the peak of memory stays that of one paper.
_lock = threading.Lock()


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
    fetcher: Any
    fatal: type[BaseException]
    fonts: Any
    binding: Any


@lru_cache
def _engine() -> _Engine:
    if not fonts.has_chinese_font():
        raise NoChineseFont
    import weasyprint
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

    return _Engine(
        html=weasyprint.HTML,
        css=weasyprint.CSS,
        fetcher=OwnFilesOnly(allowed_protocols=("data",), allow_redirects=False, fail_on_errors=True),
        fatal=urls.FatalURLFetchingError,
        fonts=FontConfiguration(),
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


@dataclass(frozen=True)
class Part:
    """One paper of several in a file: its mark-up and styles, and how often its pages come one after another."""

    html: str
    css: Sequence[str]
    copies: int = 1


def render(html: str, *, css: Sequence[str], lang: str) -> bytes:
    """The PDF of *html* in the styles of *css*.

    Raises :class:`MissingGlyphs`, :class:`ResourceRefused`, :class:`PaperTooLarge` or :class:`NoChineseFont`.
    """
    return render_together([Part(html, css)], lang=lang)


def render_together(parts: Sequence[Part], *, lang: str, title: str = "") -> bytes:
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
        data: bytes = document.write_pdf(pdf_variant=VARIANT, finisher=_finish)
        missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    if missing:
        raise MissingGlyphs(missing)
    return data


def render_marked(html: str, *, css: Sequence[str], lang: str) -> tuple[bytes, dict[str, int]]:
    """The PDF of *html*, and on which of its pages (from 0) each element with an id begins.

    Raises what :func:`render` raises.
    """
    with _all_laid_out([Part(html, css)], lang) as documents:
        document = documents[0]
        data: bytes = document.write_pdf(finisher=_finish)
        missing = {chr(code) for font in document.fonts.values() for code in font.missing}
        found: dict[str, int] = {}
        for number, page in enumerate(document.pages):
            for name in page.anchors:
                found.setdefault(name, number)
    if missing:
        raise MissingGlyphs(missing)
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


def _finish(document: Any, pdf: Any) -> None:
    slim_fonts(document, pdf, _engine().binding)


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
            yield [_lay_out(text, part.css, engine) for text, part in zip(texts, parts, strict=True)]
        except RecursionError as error:
            raise PaperTooLarge from error
        except engine.fatal as error:  # not an Exception: it would end the worker
            raise ResourceRefused(str(error)) from error
        if complaints:
            raise ResourceRefused(complaints[0])


def _lay_out(text: str, css: Sequence[str], engine: _Engine) -> Any:
    styles = [engine.css(string=sheet, url_fetcher=engine.fetcher, font_config=engine.fonts) for sheet in css]
    return engine.html(string=text, url_fetcher=engine.fetcher).render(
        stylesheets=styles, font_config=engine.fonts, pdf_variant=VARIANT
    )


@contextmanager
def _heard() -> Iterator[list[str]]:
    """The engine's complaints within the block."""
    logger, handler = logging.getLogger("weasyprint"), _Complaints()
    logger.addHandler(handler)
    try:
        yield handler.messages
    finally:
        logger.removeHandler(handler)


@contextmanager
def _collector_at_rest() -> Iterator[None]:
    """Fewer rounds of the garbage collector: the engine's objects all live until the paper is written."""
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)
