"""``flask i18n check``: is every text that people read translated, and once only?"""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from babel.messages.extract import extract_from_dir
from flask import Flask
from flask.cli import AppGroup

from app.web.i18n import catalogue

i18n = AppGroup("i18n", help="Texts in two languages.")

APP = Path(__file__).resolve().parent.parent
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2"), ("templates/**.txt", "jinja2")]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "N_": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
}
PLACE = re.compile(r"%\((\w+)\)[sd]")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


def used_messages() -> dict[str | tuple[str, ...], str]:
    """Every message id in code and templates, with the first place where it stands."""
    found: dict[str | tuple[str, ...], str] = {}
    extracted = extract_from_dir(
        str(APP), METHODS, {"**.html": {"trimmed": "true"}, "**.txt": {"trimmed": "true"}}, KEYWORDS
    )
    for file, line, message, _comments, _context in extracted:
        if message:
            found.setdefault(message, f"app/{file}:{line}")
    return found


def faults() -> Iterator[str]:
    """What is wrong with the catalogues, one sentence each."""
    merged, conflicts = catalogue("zh")
    yield from conflicts
    used = used_messages()
    for message, place in sorted(used.items(), key=lambda item: item[1]):
        translated = merged.get(message)
        if translated is None:
            yield f"{place}: no Chinese for “{_first(message)}”"
        elif _places(translated.string) != _places(message):
            yield f"{place}: “{_first(message)}” and its Chinese have other placeholders"
        if (
            CHINESE.search(_first(message))
            and len(CHINESE.findall(_first(message))) > len(_first(message)) / 2
        ):
            yield f"{place}: “{_first(message)}” is a message id in Chinese"


def superfluous() -> list[str]:
    """Message ids of the catalogues that nothing uses any more."""
    used = {_first(message) for message in used_messages()}
    return sorted(_first(m.id) for m in catalogue("zh")[0] if m.id and _first(m.id) not in used)


def _first(message: str | tuple[str, ...] | list[str]) -> str:
    return message if isinstance(message, str) else message[0]


def _places(texts: str | tuple[str, ...] | list[str]) -> set[str]:
    """The placeholders of a text, or of all forms of a plural (a singular may leave its number out)."""
    every = [texts] if isinstance(texts, str) else texts
    names = Counter(name for text in every for name in PLACE.findall(text))
    return set(names)


@i18n.command("check")
@click.option("--unused", is_flag=True, help="List translations that nothing uses as well.")
def check(unused: bool) -> None:
    """List every text without Chinese, and every contradiction between the parts. Exit code 1 if there is one."""
    wrong = list(faults())
    for fault in wrong:
        click.echo(fault)
    if unused:
        for message in superfluous():
            click.echo(f"not used: “{message}”")
    click.echo(f"{len(wrong)} fault(s), {len(used_messages())} texts.")
    if wrong:
        raise SystemExit(1)


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(i18n)
