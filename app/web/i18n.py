"""Languages: Chinese unless English is asked for, catalogues read from one ``.po`` part per room.

The address an office prints on paper must look the same to everybody, so the browser's own language is not
asked: ``?lang=`` decides, then the cookie ``lang``, then Chinese.
"""

import io
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, Response, g, has_request_context, request, url_for
from flask_babel import Babel, Domain, force_locale, get_locale, gettext

from app.core import clock
from app.core.messages import Message

LOCALES = ("zh", "en")
COOKIE = "lang"
TRANSLATIONS = Path(__file__).resolve().parent.parent / "translations"


def catalogue(locale: str) -> Catalog:
    """All parts of a language merged. Raises ``ValueError`` when two parts translate one message differently."""
    merged = Catalog(locale=locale, domain="messages")
    for path in sorted((TRANSLATIONS / locale).glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=locale):
                if not message.id or not message.string:
                    continue
                earlier = merged.get(message.id)
                if earlier is not None and earlier.string != message.string:
                    raise ValueError(f"{path.name}: “{message.id}” is translated differently in another part")
                merged.add(message.id, message.string, flags=message.flags)
    return merged


@lru_cache
def translations(locale: str) -> NullTranslations:
    """The merged catalogue of *locale*, ready for gettext. English is the language of the message ids."""
    if locale == "en":
        return NullTranslations()
    buffer = io.BytesIO()
    write_mo(buffer, catalogue(locale))
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
    arguments: dict[str, Any] = {**request.args.to_dict(flat=False), "lang": locale}
    if request.method != "GET" or request.endpoint is None or request.url_rule is None:
        return f"/?lang={locale}"
    return url_for(request.endpoint, **(request.view_args or {}), **arguments)


def _remember_choice(response: Response) -> Response:
    wanted = request.args.get("lang")
    if wanted in LOCALES and request.cookies.get(COOKIE) != wanted:
        response.set_cookie(COOKIE, wanted, max_age=31_536_000, samesite="Lax", httponly=True)
    return response


def init_app(app: Flask) -> None:
    """Bind languages to *app*."""
    app.config["BABEL_DEFAULT_LOCALE"] = "zh"
    app.config["BABEL_DEFAULT_TIMEZONE"] = str(clock.COUNTY_ZONE)
    babel.init_app(app, locale_selector=choose_locale, default_domain="messages")
    translations("zh")
    app.after_request(_remember_choice)
    app.before_request(lambda: setattr(g, "locale", choose_locale()))
