"""Languages: Chinese unless English is asked for, catalogues read from one ``.po`` part per room.

The address an office prints on paper must look the same to everybody, so the browser's own language is not
asked. Pages for everybody carry their language in their address: ``/notices`` is Chinese, ``/en/notices`` the same
page in English, so that each can be kept as a file. Elsewhere ``?lang=`` decides, then the cookie ``lang``, then
Chinese. ``?lang=`` is understood everywhere.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
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

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

#: what an address in English begins with
ENGLISH = "/en"
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


class LanguagePrefix:
    """WSGI: an address that begins with ``/en`` is the same address in English; links on its page stay there."""

    def __init__(self, app: "WSGIApplication") -> None:
        self.app = app

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Any:
        path = environ.get("PATH_INFO", "")
        if path == ENGLISH or path.startswith(f"{ENGLISH}/"):
            environ["SCRIPT_NAME"] = environ.get("SCRIPT_NAME", "") + ENGLISH
            environ["PATH_INFO"] = path[len(ENGLISH) :] or "/"
        return self.app(environ, start_response)


def is_prefixed() -> bool:
    """True when the address asked for begins with ``/en``."""
    return has_request_context() and request.script_root.endswith(ENGLISH)


def is_for_everybody(endpoint: str | None) -> bool:
    """True for a page whose language stands in its address: one that everybody may open."""
    view = current_app.view_functions.get(endpoint or "")
    return getattr(view, "access", None) == "public"


def choose_locale() -> str:
    """``?lang=``, else what the address begins with, else (not on a page for everybody) the cookie, else Chinese."""
    if not has_request_context():
        return "zh"
    wanted = [request.args.get("lang"), "en" if is_prefixed() else None]
    if not is_for_everybody(request.endpoint):
        wanted.append(request.cookies.get(COOKIE))
    return next((locale for locale in wanted if locale in LOCALES), "zh")


def in_its_language(endpoint: str, url: str) -> str:
    """*url* of a page for everybody, beginning with ``/en`` when the present page is in English."""
    if not has_request_context() or not url.startswith("/") or not is_for_everybody(endpoint):
        return url
    return f"{ENGLISH}{url}" if current_locale() == "en" and not is_prefixed() else url


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
    root = request.script_root.removesuffix(ENGLISH)
    if is_for_everybody(request.endpoint):
        root += ENGLISH if locale == "en" else ""
        return f"{root}{path}?{urlencode(arguments)}" if arguments else f"{root}{path}"
    return f"{root}{path}?{urlencode([*arguments, ('lang', locale)])}"


def addresses_in_languages() -> list[tuple[str, str]]:
    """Language and whole address of the present page for everybody; none where the site's own name is not set."""
    root: str = current_app.extensions["gongshi"].public_address
    if not root or not has_request_context() or not is_for_everybody(request.endpoint):
        return []
    path = quote(request.path)
    return [("zh", f"{root}{path}"), ("en", f"{root}{ENGLISH}{path}")]


def _can_be_fetched() -> bool:
    rule = request.url_rule
    return rule is None or "GET" in (rule.methods or ())


def _remember_choice(response: Response) -> Response:
    """Off the pages for everybody, a choice of language is kept in a cookie; a paper in English is no such choice."""
    if is_for_everybody(request.endpoint) or request.endpoint == "static":
        return response
    wanted = request.args.get("lang")
    if wanted not in LOCALES or response.mimetype != "text/html":
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
    app.wsgi_app = LanguagePrefix(app.wsgi_app)  # type: ignore[method-assign]  # Flask's documented way to wrap the app
    app.after_request(_remember_choice)
    app.before_request(lambda: setattr(g, "locale", choose_locale()))
