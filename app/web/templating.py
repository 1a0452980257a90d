"""What templates may use: strict names, filters for dates and money, and a few globals."""

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from decimal import Decimal
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, current_app, g, url_for
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from jinja2 import StrictUndefined
from markupsafe import Markup, escape

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import Message, spell_day
from app.core.permissions import can
from app.web import inline, once
from app.web.access import current_actor
from app.web.area_links import place_url
from app.web.i18n import ENGLISH, addresses_in_languages, current_locale, lang_switch_url, translate
from app.web.navigation import menu, public_foot, public_matters, public_menu

WEEKDAYS_ZH = "一二三四五六日"


def format_day(day: dt.date | None, *, weekday: bool = False, locale: str | None = None) -> str:
    """2026年3月5日 or 5 March 2026; with *weekday* its name behind."""
    if day is None:
        return "—"
    locale = locale or current_locale()
    text = spell_day(day, locale)
    if not weekday:
        return text
    return f"{text} ({day:%A})" if locale == "en" else f"{text}（星期{WEEKDAYS_ZH[day.weekday()]}）"


def format_instant(instant: dt.datetime | None) -> str:
    """Day and minute on the county's clock."""
    if instant is None:
        return "—"
    there = clock.local(instant)
    return f"{format_day(there.date())} {there:%H:%M}"


def format_money(fen: int | None, *, unit: bool = True) -> str:
    """12,345.60 元 / RMB 12,345.60. Whole yuan are written without decimals."""
    if fen is None:
        return "—"
    amount = Decimal(fen) / 100
    text = f"{amount:,.2f}" if fen % 100 else f"{amount:,.0f}"
    if not unit:
        return text
    return f"RMB {text}" if current_locale() == "en" else f"{text} 元"


def bilingual(value: Any) -> str:
    """A bilingual text, a message, or a plain string in the present language."""
    if isinstance(value, BilingualText):
        return value.in_(current_locale())
    if isinstance(value, Message):
        return translate(value)
    return "" if value is None else str(value)


def is_only_chinese(value: Any) -> bool:
    """Whether *value* is a bilingual text of which only the Chinese can be shown on this English page."""
    return isinstance(value, BilingualText) and bool(value.zh) and value.is_missing(current_locale())


def message(value: Any) -> str:
    """A message (or its stored form, or a message id) in the present language."""
    if isinstance(value, dict):
        value = Message.from_data(value)
    return translate(value)


def with_labels(rows: Markup, columns: Sequence[Any]) -> Markup:
    """The rows of a table with each cell telling the words above its column, for a page too narrow for columns.

    *columns* as the table component takes them; a row's own heading and a column without words get none.
    """
    labels = [column if isinstance(column, str) else str(column[0]) for column in columns]
    at = -1

    def label(found: re.Match[str]) -> str:
        nonlocal at
        at = -1 if found[1] == "tr" else at + 1
        if found[1] != "td" or at >= len(labels) or not labels[at]:
            return found[0]
        return f'{found[0]} data-label="{escape(labels[at])}"'

    return Markup(_ROWS_AND_CELLS.sub(label, rows))  # noqa: S704 - rows are markup already, labels are escaped


_ROWS_AND_CELLS = re.compile(r"<(tr|td|th)\b")


@lru_cache
def _fingerprint(path: Path, _changed_ns: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def asset(name: str) -> str:
    """The address of a static file, with its digest, so that it may be kept for a year."""
    path = Path(str(current_app.static_folder)) / name
    url = url_for("static", filename=name, v=_fingerprint(path, path.stat().st_mtime_ns))
    return url.removeprefix(ENGLISH)


def _staff_globals() -> dict[str, Any]:
    if not g.get("private"):
        return {}
    actor = current_actor()
    return {"actor": actor, "can": lambda permission, subject=None: can(actor, permission, subject)}


def init_app(app: Flask) -> None:
    """Bind filters and globals to *app*."""
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters.update(
        day=format_day, instant=format_instant, money=format_money, bilingual=bilingual, message=message
    )
    app.jinja_env.filters["with_labels"] = with_labels
    app.jinja_env.tests["only_chinese"] = is_only_chinese
    app.jinja_env.globals.update(
        addresses_in_languages=addresses_in_languages,
        asset=asset,
        csrf_token=generate_csrf,
        current_locale=current_locale,
        lang_switch_url=lang_switch_url,
        actor_posts=actor_posts,
        menu=menu,
        once_key=once.new_key,
        page_lang=current_locale,
        place_url=place_url,
        public_foot=public_foot,
        public_matters=public_matters,
        public_menu=public_menu,
        early_script=inline.script_element,
        public_style=inline.style_element,
        today=clock.today,
    )
    app.context_processor(_staff_globals)
    app.context_processor(lambda: {"site_name": bilingual(site_name())})


def site_name() -> BilingualText:
    """Whose portal this is: the county and its township, asked of the database once and then kept."""
    provider = current_app.extensions.get("site_name")
    return provider() if provider is not None else BilingualText("公示", "Gongshi")


def actor_posts() -> list[str]:
    """What the reader is and where, e.g. ``["Village officer, Linquan"]``."""
    posts = current_user.posts if current_user.is_authenticated else ()
    return [
        gettext("%(role)s, %(place)s", role=gettext(role.label), place=place.in_(current_locale()))
        for role, place in posts
    ]
