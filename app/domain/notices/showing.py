"""What of a notice's rows and words may be shown, on the web and on the board. Pure.

A row goes through :func:`shown_rows` before anybody but staff sees it: heads' names as the policy displays them, a
minor's only as a family name, optional columns only where the policy lets them stand. Free text that officers wrote
goes through :func:`without_names`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core.bilingual import BilingualText
from app.core.personal_numbers import has_personal_number as has_personal_number
from app.core.personal_numbers import without_personal_numbers
from app.domain.households.codelist import CodeList
from app.domain.households.codes import ATTRIBUTE, CAUSE, MONITORING_KIND, RISK
from app.domain.notices.rules import HEALTH_CAUSES, hide_name, public_risks, shown_name
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay, NoticeColumn

_DIGITS = re.compile(r"\d+")
_CHINESE = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}

#: sequence, group, head's name, people, optional columns: as the frozen rows are read from the database
RowValues = tuple[int, str, str, int, dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a notice as its reader may see it. *attribute* and *cause* are ``None`` where they may not stand.

    On a roll of beneficiaries *amount_fen* and *goods* are what was received, in money and in kind. Of a household at
    risk *watch* is of which kind it is, *risk* what threatens it, *help* what is done.
    """

    sequence: int
    group_name: str
    head_name: str
    people: int
    attribute: BilingualText | None = None
    cause: BilingualText | None = None
    amount_fen: int | None = None
    goods: BilingualText | None = None
    watch: BilingualText | None = None
    risk: BilingualText | None = None
    help: BilingualText | None = None


@dataclass(frozen=True, slots=True)
class ShownGroup:
    """A villagers' group on a notice: its name and how many households and people of it stand there."""

    name: str
    households: int
    people: int


def shown_rows(
    rows: Iterable[RowValues], policy: Policy, display: NameDisplay, *, search: str = ""
) -> list[ShownRow]:
    """The rows, group by group, as they may be shown; *search* keeps those whose head is called so.

    *search* is compared with what is shown, never with what is hidden: see :func:`is_meant`.
    """
    columns = {column.value for column in policy.shown_columns}
    found = []
    for sequence, group_name, name, people, extra in rows:
        more = extra or {}
        is_minor = bool(more.get("minor"))
        shown = shown_name(name, display, is_minor=is_minor)
        if search and not is_meant(search, shown, display, is_minor=is_minor):
            continue
        found.append(
            ShownRow(
                sequence,
                group_name,
                shown,
                people,
                _label(ATTRIBUTE, more.get("attribute")) if "attribute" in columns else None,
                _cause(more.get("cause"), policy) if "cause" in columns else None,
                more.get("amount_fen"),
                _goods(more.get("goods")),
                _label(MONITORING_KIND, more.get("watch")),
                _labels(RISK, public_risks(more.get("risks") or (), policy)),
                _phrase([_goods(one) for one in more.get("help") or ()]),
            )
        )
    return sorted(found, key=lambda row: (group_key(row.group_name), row.sequence))


def is_meant(search: str, shown: str, display: NameDisplay, *, is_minor: bool) -> bool:
    """True when somebody who looks for *search* may mean the row whose head is *shown*.

    A whole name is hidden as the row is before the two are compared. So a household finds itself by its name, and
    trying out names tells nothing that does not stand there already.
    """
    return search in shown or shown_name(search, display, is_minor=is_minor) == shown


def certain_sign(search: str) -> str:
    """A sign that stands in the name of every row that *search* may mean; "" where there is none.

    What is shown of a name are its own signs and stars; and whoever gives a whole name gives its first sign. A name of
    one sign is shown as a star alone and may be meant by any.
    """
    return search.lstrip("*")[:1]


def photographs_are_clear(policy: Policy, board_name: NameDisplay) -> bool:
    """True when a photograph of the sheet shows no more of a name than the page itself."""
    return policy.web_name is NameDisplay.FULL or board_name is NameDisplay.MASKED


def optional_columns(policy: Policy) -> tuple[str, ...]:
    """Which of the optional columns stand on notices: ``attribute``, ``cause``."""
    optional = (NoticeColumn.ATTRIBUTE, NoticeColumn.CAUSE)
    return tuple(column.value for column in policy.shown_columns if column in optional)


@lru_cache(maxsize=1000)
def group_key(name: str) -> tuple[int, str]:
    """Sorts 2组 before 10组 and 二组 before 十组; what has no number comes last."""
    if digits := _DIGITS.search(name):
        return int(digits[0][:9]), name
    numerals = re.search("[一二三四五六七八九十]+", name)
    return (_chinese_number(numerals[0]) if numerals else 10**9), name


def without_names(text: str, names: Iterable[str]) -> str:
    """*text* with each of *names* reduced to its family name, and without identity, card and mobile numbers."""
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, hide_name(name))
    return without_personal_numbers(text)


def _label(codes: CodeList, value: Any) -> BilingualText | None:
    return _label_of(codes, str(value)) if value else None


def _labels(codes: CodeList, values: Iterable[str]) -> BilingualText | None:
    return _phrase([_label_of(codes, one) for one in values])


def _phrase(texts: Iterable[BilingualText | None]) -> BilingualText | None:
    """Several short texts as one."""
    said = [one for one in texts if one is not None]
    if not said:
        return None
    return BilingualText("、".join(one.zh or "" for one in said), ", ".join(one.in_("en") for one in said))


@lru_cache(maxsize=1000)
def _label_of(codes: CodeList, value: str) -> BilingualText:
    return BilingualText(codes.label(value, "zh"), codes.label(value, "en"))


def _goods(value: Any) -> BilingualText | None:
    return BilingualText(value.get("zh") or "", value.get("en")) if value else None


def _cause(value: Any, policy: Policy) -> BilingualText | None:
    if value in HEALTH_CAUSES and not policy.health_causes_public:
        return None
    return _label(CAUSE, value)


def _chinese_number(text: str) -> int:
    """十二 → 12, 二十 → 20, 三 → 3."""
    tens, ten, units = text.partition("十")
    if not ten:
        return _CHINESE[tens[-1]]
    return 10 * _CHINESE.get(tens[-1:], 1) + _CHINESE.get(units[-1:], 0)
