"""``flask i18n check``: is every text that people read translated, and into one wording only?"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from flask import Flask
from flask.cli import AppGroup

from app.web.i18n import catalogue

i18n = AppGroup("i18n", help="Texts in two languages.")

APP = Path(__file__).resolve().parent.parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
OPTIONS = {"templates/**.html": {"trimmed": "true"}, "templates/**.txt": {"trimmed": "true"}}
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PLACE = re.compile(r"%\((\w+)\)[sd]")


@dataclass
class Used:
    """A message id, its plural if it has one, and every place (``file:line``) where it stands."""

    msgid: str
    plural: str | None = None
    places: list[str] = field(default_factory=list)

    @property
    def placeholders(self) -> set[str]:
        return set(PLACE.findall(f"{self.msgid} {self.plural or ''}"))


def used_messages() -> dict[str, Used]:
    """Every message id in code and templates."""
    found: dict[str, Used] = {}
    for file, line, message, _comments, _context in extract_from_dir(str(APP), METHODS, OPTIONS, KEYWORDS):
        if not message:
            continue
        msgid, plural = (message, None) if isinstance(message, str) else (message[0], message[1])
        used = found.setdefault(msgid, Used(msgid))
        used.plural = used.plural or plural
        used.places.append(f"app/{file}:{line}")
    return found


def untranslated(merged: Catalog, used: Mapping[str, Used]) -> list[Used]:
    """The messages without Chinese, in the order of their places."""
    return sorted(
        (one for one in used.values() if merged.get(one.msgid) is None), key=lambda one: one.places[0]
    )


def unused(merged: Catalog, used: Mapping[str, Used]) -> list[str]:
    """The message ids of the catalogue that nothing uses any more."""
    return sorted(msgid for message in merged if (msgid := _msgid(message.id)) and msgid not in used)


def mismatched(merged: Catalog, used: Mapping[str, Used]) -> list[str]:
    """The message ids whose Chinese names other things than they do."""
    wrong = []
    for message in merged:
        one = used.get(_msgid(message.id))
        strings = [message.string] if isinstance(message.string, str) else list(message.string or ())
        if one is not None and set(PLACE.findall(" ".join(strings))) != one.placeholders:
            wrong.append(one.msgid)
    return sorted(wrong)


def faults() -> list[str]:
    """What is wrong with the catalogues, one sentence each."""
    merged, found = catalogue("zh")
    used = used_messages()
    found += [f"{one.places[0]}: no Chinese for “{one.msgid}”" for one in untranslated(merged, used)]
    found += [f"“{msgid}” and its Chinese have other placeholders" for msgid in mismatched(merged, used)]
    return found


def superfluous() -> list[str]:
    """The translations that nothing uses."""
    return unused(catalogue("zh")[0], used_messages())


def _msgid(given: str | tuple[str, ...] | list[str]) -> str:
    return given if isinstance(given, str) else given[0]


@i18n.command("check")
@click.option(
    "--unused", "also_unused", is_flag=True, help="Name the translations that nothing uses as well."
)
def check(also_unused: bool) -> None:
    """List every text without Chinese, and every contradiction between the parts. Exit code 1 if there is one."""
    found = faults()
    for fault in found:
        click.echo(fault)
    for msgid in superfluous() if also_unused else ():
        click.echo(f"not used: “{msgid}”")
    click.echo(f"{len(found)} fault(s), {len(used_messages())} texts.")
    if found:
        raise SystemExit(1)


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(i18n)
