"""``flask i18n plain``: is the Chinese of the villagers' pages plain enough to be read by everybody, and heard?

Looked at are the texts of the templates that everybody is shown (what extends ``layouts/public.html``, and whatever
those take in) and of the modules that arrange them. Four things are faults: a character outside the first level of
GB 2312 (3,755 characters in daily use), a sentence of more than :data:`LONGEST` Chinese characters, an office word
without a plain one beside it, a number without its unit.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import click
from babel.messages.catalog import Catalog
from jinja2 import Environment, FileSystemLoader, meta, nodes

from app.commands.i18n import APP, Used, i18n, used_messages
from app.web.i18n import catalogue

LONGEST = 25
#: every page for everybody begins with one of these
LAYOUTS = ("layouts/public.html",)
#: modules whose words stand on pages for everybody
MODULES = (
    "app/blueprints/articles/explained.py",
    "app/blueprints/articles/presenter.py",
    "app/domain/articles/rules.py",
    "app/domain/workflow/explained.py",
    "app/domain/workflow/plain_words.py",
    "app/blueprints/board/",
    "app/blueprints/help_requests/following.py",
    "app/blueprints/help_requests/forms.py",
    "app/blueprints/help_requests/sending.py",
    "app/blueprints/money/",
    "app/blueprints/objections/filing.py",
    "app/blueprints/objections/following.py",
    "app/blueprints/objections/forms.py",
    "app/blueprints/objections/presenter.py",
    "app/blueprints/open_data/",
    "app/blueprints/public/",
    "app/blueprints/samples/public.py",
    "app/blueprints/verify/",
    "app/blueprints/why_cards/routes_public.py",
    "app/domain/help_requests/rules.py",
    "app/domain/objections/rules.py",
    "app/domain/reports/way.py",
)
#: read by staff, by programmers, by whoever repeats a draw; and the official words themselves, one tap away
NOT_FOR_VILLAGERS = (
    "app/templates/accounts/",
    "app/templates/documents/",
    "app/templates/open_data/",
    "app/blueprints/open_data/",
    "app/templates/samples/public_draw",
)
#: an office word, and the plain words one of which must stand in the same text
JARGON = {
    "建档立卡": ("登记", "档案"),
    "致贫": ("困难",),
    "数据比对": ("核对",),
    "民主评议": ("评议会", "开会"),
    "监测对象": ("容易返贫",),
    "帮扶责任人": ("帮扶干部",),
    "动态管理": ("每年",),
    "摘要值": ("校验码",),
    "票决": ("投票",),
    "抽查核实": ("上门",),
    "四议两公开": ("开会",),
    "应纳尽纳": (),
    "精准识别": (),
    "贯彻落实": (),
    "予以": (),
    "特此": (),
    "鉴于": (),
    "兹": (),
    "上述": (),
    "届时": (),
    "相关部门": (),
}
UNITS = (
    "户人天个条年月日元分页次张份名岁号项组级时点秒周村镇处行列种位段步栏字倍本批轮台支笔期家件场把封样"
    "%％-—至到、/.：；，。"
)
_HAN = re.compile(r"[㐀-鿿]")
_SENTENCES = re.compile(r"[。！？；：\n]|(?<=[^\d])\.\s")
_NUMBER = re.compile(
    r"(?:%\((?:num|number_of|count|households|people|total)\)[sd]|\d[\d,.]*)\s?(?P<after>.?)"
)


@dataclass(frozen=True)
class Fault:
    """One thing that is not plain: in which text, where it is used, what is wrong."""

    text: str
    place: str
    what: str

    def __str__(self) -> str:
        return f"{self.place}: {self.what}: “{self.text}”"


@cache
def is_common(character: str) -> bool:
    """True for a Chinese character of the first level of GB 2312, and for whatever is no Chinese character."""
    if not _HAN.match(character):
        return True
    try:
        high, _low = character.encode("gb2312")
    except (UnicodeEncodeError, ValueError):
        return False
    return 0xB0 <= high <= 0xD7


def templates_for_everybody() -> set[str]:
    """The templates that everybody is shown, as ``app/templates/…``: pages, what they extend, what they take in."""
    environment = Environment(  # noqa: S701 - nothing is rendered here
        loader=FileSystemLoader(APP / "templates"), extensions=["jinja2.ext.i18n"]
    )
    taken = {
        name: {one for one in meta.find_referenced_templates(_parsed(environment, name)) if one}
        for name in environment.list_templates(extensions=["html"])
    }
    wanted = {name for name in taken if taken[name] & set(LAYOUTS)}
    while True:
        more = {one for name in wanted for one in taken.get(name, ())} - wanted
        if not more:
            break
        wanted |= more
    return {f"app/templates/{name}" for name in wanted}


def _parsed(environment: Environment, name: str) -> nodes.Template:
    source = (APP / "templates" / name).read_text(encoding="utf-8")
    return environment.parse(source)


def texts_for_everybody(used: Iterable[Used]) -> Iterator[tuple[str, str]]:
    """Message id and place of every text that stands on a page for everybody."""
    files = templates_for_everybody()
    for one in used:
        for place in one.places:
            file = place.rsplit(":", 1)[0]
            if file.startswith(NOT_FOR_VILLAGERS):
                continue
            if file in files or file.startswith(MODULES):
                yield one.msgid, place
                break


def faults_of(text: str) -> Iterator[str]:
    """What is not plain in *text*, a Chinese text with placeholders."""
    rare = sorted({character for character in text if not is_common(character)})
    if rare:
        yield f"uncommon characters {''.join(rare)}"
    for sentence in _SENTENCES.split(text):
        length = len(_HAN.findall(sentence))
        if length > LONGEST:
            yield f"a sentence of {length} characters, {LONGEST} at most"
    for word, plain in JARGON.items():
        if word in text and not any(one in text for one in plain):
            yield f"“{word}” without a plain word beside it"
    for match in _NUMBER.finditer(text):
        before = text[: match.start()]
        has_unit = match["after"] in UNITS or (match["after"].isascii() and match["after"].isalpha())
        if not has_unit and not before.endswith(("第", "编号", "No. ", "（", "-", "(")):
            yield f"a number without its unit ({match[0]})"


def faults() -> list[Fault]:
    """What is not plain on the villagers' pages, in the order of the places."""
    merged: Catalog = catalogue("zh")[0]
    found = []
    for msgid, place in texts_for_everybody(used_messages().values()):
        message = merged.get(msgid)
        strings = message.string if message is not None else None
        for text in (strings,) if isinstance(strings, str) else strings or ():
            found += [Fault(text, place, what) for what in faults_of(text)]
    return sorted(found, key=lambda fault: fault.place)


@i18n.command("plain")
def check_plain() -> None:
    """List what is not plain Chinese on the villagers' pages."""
    found = faults()
    for fault in found:
        click.echo(str(fault))
    click.echo(f"{len(found)} fault(s).")
    if found:
        raise SystemExit(1)
