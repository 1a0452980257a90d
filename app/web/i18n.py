"""Languages: Chinese unless English is asked for, catalogues read from one ``.po`` part per room.

The address an office prints on paper must look the same to everybody, so the browser's own language is not
asked: ``?lang=`` decides, then the cookie ``lang``, then Chinese.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import structlog
from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as CatalogMessage
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, current_app, g, has_request_context, request
from flask_babel import Babel, Domain, force_locale, get_locale, gettext
from werkzeug.datastructures import MultiDict

from app.core import clock
from app.core.messages import Message

LOCALES = ("zh", "en")
COOKIE = "lang"
log = structlog.get_logger("gongshi")
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def catalogue(locale: str) -> tuple[Catalog, list[str]]:
    """All parts of a language merged, and what is wrong with them: where two differ, the first one holds."""
    merged, faults = Catalog(locale=locale, domain="messages"), []
    for path in sorted((TRANSLATIONS / locale).glob("*.po")):
        with path.open("rb") as file:
            part = read_po(file, locale=locale, abort_invalid=True)
        for message in part:
            if not message.id or not _is_translated(message):
                continue
            earlier = merged.get(message.id)
            if message.fuzzy:
                faults.append(f"{path.name}: “{message.id}” is marked fuzzy: read it over, remove the mark")
            elif earlier is None:
                merged.add(message.id, message.string, flags=message.flags)
            elif earlier.string != message.string:
                faults.append(f"{path.name}: “{message.id}” is translated differently in another part")
    return merged, faults


def _is_translated(message: CatalogMessage) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
    return all(strings)


@lru_cache
def translations(locale: str) -> NullTranslations:
    """The merged catalogue of *locale*, ready for gettext. English is the language of the message ids."""
    if locale == "en":
        return NullTranslations()
    merged, faults = catalogue(locale)
    for fault in faults:
        log.warning("catalogue", fault=fault)
    buffer = io.BytesIO()
    write_mo(buffer, merged)
    buffer.seek(0)
    return Translations(fp=buffer)


class PartsDomain(Domain):
    """Flask-Babel's domain, reading the merged parts instead of compiled files."""

    def get_translations(self) -> NullTranslations:
        return translations(current_locale())


class PartsBabel(Babel):
    """Flask-Babel with :class:`PartsDomain` as its only domain."""

    domain_instance = PartsDomain(domain="messages")


babel = PartsBabel()


def choose_locale() -> str:
    """``?lang=``, else the cookie, else Chinese."""
    if not has_request_context():
        return "zh"
    for wanted in (request.args.get("lang"), request.cookies.get(COOKIE)):
        if wanted in LOCALES:
            return str(wanted)
    return "zh"


def current_locale() -> str:
    """``zh`` or ``en``."""
    locale = get_locale()
    return "en" if locale is not None and locale.language == "en" else "zh"


def translate(message: Message | str) -> str:
    """A domain message (or a bare message id) in the present language."""
    if isinstance(message, Message):
        return message.render(gettext, current_locale())
    return str(gettext(message))


def in_locale(locale: str) -> Any:
    """A context in which texts are in *locale*, e.g. for a paper in the language of its address."""
    return force_locale(locale)


def lang_switch_url(locale: str = "") -> str:
    """The present page in another language (the one it is not in now, unless *locale* says which)."""
    locale = locale or ("zh" if current_locale() == "en" else "en")
    asked = request.args if request.method in ("GET", "HEAD") else MultiDict()
    arguments = [(name, value) for name, value in asked.items(multi=True) if name != "lang"]
    path = "/" + quote(request.path.lstrip("/")) if _can_be_fetched() else "/"
    return f"{request.script_root}{path}?{urlencode([*arguments, ('lang', locale)])}"


def _can_be_fetched() -> bool:
    rule = request.url_rule
    return rule is None or "GET" in (rule.methods or ())


def _remember_choice(response: Response) -> Response:
    wanted = request.args.get("lang")
    if (
        wanted not in LOCALES or response.mimetype != "text/html"
    ):  # a sheet in English is no wish for English pages
        if request.endpoint != "static":
            response.vary.add("Cookie")
        return response
    if request.cookies.get(COOKIE) != wanted:
        secure = bool(current_app.config["SESSION_COOKIE_SECURE"])
        response.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="Lax", httponly=True, secure=secure)
    return response


def init_app(app: Flask) -> None:
    """Bind languages to *app*."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(clock.COUNTY_ZONE)
    babel.init_app(app, locale_selector=choose_locale, default_domain="messages")
    translations("zh")
    app.after_request(_remember_choice)
    app.before_request(lambda: setattr(g, "locale", choose_locale()))
