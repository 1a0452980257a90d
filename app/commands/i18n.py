"""``flask i18n check``: which message ids of code and templates have no Chinese yet, and which are used no more.

Gathering the ids lives here; reading the catalogues is ``app/web/i18n.py``. A test asks the same questions.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_python
from flask import Flask
from jinja2.ext import babel_extract

from app.web.i18n import catalogue

SOURCE = Path(__file__).resolve().parent.parent
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
}
#: as the templates' environment trims its blocks (app/web/templating.py)
TEMPLATE_OPTIONS = {"encoding": "utf-8", "trim_blocks": "true", "lstrip_blocks": "true", "silent": "false"}


@dataclass
class Used:
    """A message id of the source: its plural if it has one, and where it stands."""

    msgid: str
    plural: str | None = None
    places: list[str] = field(default_factory=list)


def used_messages() -> dict[str, Used]:
    """Every message id in ``app/``, by id."""
    found: dict[str, Used] = {}
    for path in sorted([*SOURCE.rglob("*.py"), *SOURCE.glob("templates/**/*.html")]):
        for line, texts in _extracted(path):
            singular, plural = (texts[0], texts[1]) if isinstance(texts, tuple) else (texts, None)
            if not isinstance(singular, str) or not singular:
                continue
            used = found.setdefault(singular, Used(singular))
            used.plural = used.plural or plural
            used.places.append(f"{path.relative_to(SOURCE.parent)}:{line}")
    return found


def _extracted(path: Path) -> Iterator[tuple[int, Any]]:
    with path.open("rb") as file:
        if path.suffix == ".py":
            rows = extract_python(file, KEYWORDS, (), {"encoding": "utf-8"})
        else:
            rows = babel_extract(file, list(KEYWORDS), (), TEMPLATE_OPTIONS)
        for line, function, texts, _comments in rows:
            if KEYWORDS.get(str(function)) is None and isinstance(texts, tuple | list):
                texts = texts[0]
            yield line, tuple(texts[:2]) if isinstance(texts, tuple | list) else texts


def untranslated(chinese: Catalog, used: dict[str, Used]) -> list[Used]:
    """The messages without Chinese, in order of their first place."""
    missing = [one for one in used.values() if not _translation(chinese, one.msgid)]
    return sorted(missing, key=lambda one: one.places[0])


def unused(chinese: Catalog, used: dict[str, Used]) -> list[str]:
    """The translated message ids that no source mentions."""
    ids = [message.id[0] if isinstance(message.id, tuple | list) else message.id for message in chinese]
    return sorted(str(msgid) for msgid in ids if msgid and msgid not in used)


def _translation(chinese: Catalog, msgid: str) -> str:
    message = chinese.get(msgid)
    if message is None:
        return ""
    return "".join(message.string) if isinstance(message.string, tuple | list) else message.string


def register(app: Flask) -> None:
    """Add the group to *app*."""

    @app.cli.group("i18n", help="Languages of the pages.")
    def group() -> None:
        pass

    @group.command("check", help="List what has no Chinese, and what is translated but used no more.")
    def check() -> None:
        used, chinese = used_messages(), catalogue("zh")
        missing, spare = untranslated(chinese, used), unused(chinese, used)
        for one in missing:
            click.echo(f"{one.places[0]}: {one.msgid!r}")
        for msgid in spare:
            click.echo(f"used no more: {msgid!r}")
        if missing:
            raise click.ClickException(f"{len(missing)} of {len(used)} messages have no Chinese.")
        click.echo(f"All {len(used)} messages have Chinese.")
