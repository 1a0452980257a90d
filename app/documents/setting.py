"""Setting a paper: a template in one language with its style sheets becomes HTML, then PDF."""

import functools
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flask import current_app
from flask_babel import force_locale, gettext
from markupsafe import Markup

from app.documents import preflight, render
from app.documents.preflight import asked
from app.documents.qr_codes import qr_code
from app.documents.store import ROOT
from app.documents.typesetting import keep, paragraphs

FOLDER = ROOT / "templates" / "documents"
LANGUAGES = ("zh", "en")
#: asks for a paper in Chinese and, behind it in the same file, in English
BOTH = "both"


@functools.lru_cache
def style(name: str) -> str:
    """A style sheet of the papers' own folder."""
    return Path(FOLDER / name).read_text(encoding="utf-8")


def languages_of(lang: str) -> tuple[str, ...]:
    """The languages of a paper that is asked for in *lang*, in the order of its pages."""
    return LANGUAGES if lang == BOTH else (lang,)


@contextmanager
def speaking(lang: str) -> Iterator[Callable[[str], str]]:
    """Within the block texts are in *lang*, whatever the reader's own language; gives the translator."""
    with force_locale(lang):
        yield gettext


def drawn_code(address: str) -> Markup:
    """A QR code as a template draws it: the preflight will look for it on the finished paper."""
    asked.tell_code(address)
    return qr_code(address)


def html_of(template: str, lang: str, **context: Any) -> str:
    """The HTML of *template* in *lang*, with nothing of the reader's request in it."""
    asked.tell_values(context)
    with speaking(lang):
        return current_app.jinja_env.get_template(f"documents/{template}").render(
            lang="zh-CN" if lang == "zh" else "en",
            language=lang,
            qr_code=drawn_code,
            keep=keep,
            paragraphs=paragraphs,
            **context,
        )


def set_paper(template: str, lang: str, *, sheets: tuple[str, ...], **context: Any) -> bytes:
    """The PDF of *template* in *lang*. Raises what :func:`set_parts` raises."""
    return set_parts(lambda one: [part_of(template, one, sheets=sheets, **context)], lang)


def part_of(template: str, lang: str, *, sheets: tuple[str, ...], **context: Any) -> render.Part:
    """*template* in one language, ready to be set alone or in a file with other papers."""
    return render.Part(html_of(template, lang, **context), [style(name) for name in sheets])


def set_parts(
    parts_in: Callable[[str], Sequence[render.Part]],
    lang: str,
    *,
    title_in: Callable[[str], str] | None = None,
) -> bytes:
    """The PDF of the papers that *parts_in* gives for a language; in :data:`BOTH` the Chinese ones, then the English.

    Each paper is a pass of its own: neither page numbers nor bookmarks know of the other language's. Raises what
    :func:`app.documents.render.render` raises, and :class:`app.documents.faults.NotFitToPrint`.
    """
    languages = languages_of(lang)
    with asked.listening() as said:
        parts = [part for one in languages for part in parts_in(one)]
        title = title_in(languages[0]) if title_in is not None else ""
    data = render.render_together(parts, lang=lang if lang != BOTH else "", title=title)
    return preflight.ensure(data, said.wanted(languages[0]))
