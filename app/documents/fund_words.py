"""How sums, quantities and days stand on the notices of funds and projects: in both languages at once. Pure.

Amounts come as integer fen, quantities as thousandths of the unit of a project's kind, days as ISO text.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message, spell_day
from app.documents.papers import NOTHING, Text
from app.documents.typesetting import set_text
from app.domain.funds import rules
from app.domain.projects.kinds import UNIT_LABELS, Unit

#: stands before a sum in capital numerals
CURRENCY = "人民币"


def amount(fen: int) -> str:
    """A sum as it stands under a heading that says yuan: ``1,200,000.00``."""
    return rules.yuan(fen)


def capitals(fen: int) -> str:
    """A sum in capital numerals (大写), which nobody changes with a stroke: ``人民币壹佰贰拾万元整``."""
    return CURRENCY + rules.capitals(fen)


def yuan(fen: int) -> BilingualText:
    """A sum in a sentence."""
    return BilingualText(f"{amount(fen)}元", f"{amount(fen)} yuan")


def yuan_in_full(fen: int) -> BilingualText:
    """A sum in a sentence; in Chinese with its capital numerals behind it."""
    return BilingualText(f"{amount(fen)}元（{capitals(fen)}）", f"{amount(fen)} yuan")


def number(milli: int) -> str:
    """A quantity without its unit: ``26.4``, ``1,000``."""
    whole, rest = divmod(milli, 1000)
    return f"{whole:,}" + (f".{rest:03}".rstrip("0") if rest else "")


def quantity(milli: int, unit: str) -> Text:
    """A quantity in its unit (the value of a ``Unit``); empty for nought."""
    if not milli:
        return ""
    try:
        label = UNIT_LABELS[Unit(unit)]
    except ValueError:
        return number(milli)
    return Message(N_("%(number)s %(unit)s"), number=number(milli), unit=Message(label))


def day(iso: str | None) -> Text:
    """A day in words; empty without one."""
    if not iso:
        return ""
    found = dt.date.fromisoformat(iso)
    return BilingualText(spell_day(found, "zh"), spell_day(found, "en"))


def span(first: str | None, last: str | None) -> Text:
    """From when to when; what is not known is left out."""
    if first and last:
        return Message(N_("%(first)s to %(last)s"), first=day(first), last=day(last))
    if last:
        return Message(N_("by %(day)s"), day=day(last))
    return Message(N_("from %(day)s on"), day=day(first)) if first else ""


def text(value: Any) -> Text:
    """A text as it stands in the facts (``{"zh", "en"}``, or a plain one), set for paper."""
    if isinstance(value, Mapping):
        if "msgid" in value:
            return Message.from_data(dict(value))
        return BilingualText(set_text(value.get("zh") or ""), value.get("en") or None)
    return "" if value is None else set_text(str(value))


def pair(value: Any) -> BilingualText:
    """A name in two languages; empty where there is none."""
    found = text(value)
    return found if isinstance(found, BilingualText) else BilingualText(str(found)) if found else NOTHING


def label(value: Any, labels: Mapping[Any, str]) -> Text:
    """The words for the value of a choice; what is already words stays."""
    if isinstance(value, str):
        for one, words in labels.items():
            if str(one) == value:
                return Message(words)
    return text(value)


def is_empty(value: Text) -> bool:
    """True when nothing would be printed."""
    return not (value.zh or value.en) if isinstance(value, BilingualText) else not value


def lines(*values: Text) -> tuple[Text, ...]:
    """*values* without the empty ones."""
    return tuple(one for one in values if not is_empty(one))


def joined(values: tuple[Text, ...]) -> Text:
    """*values* one behind the other, with the mark that lists have."""
    found = lines(*values)
    if not found:
        return ""
    whole = found[0]
    for one in found[1:]:
        whole = Message(N_("%(first)s, %(second)s"), first=whole, second=one)
    return whole
