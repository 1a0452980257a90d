"""What of a notice's rows and words may be shown, on the web and on the board. Pure.

A row goes through :func:`shown_rows` before anybody but staff sees it: heads' names as the policy displays them, a
minor's only as a family name, optional columns only where the policy lets them stand. Free text that officers wrote
goes through :func:`without_names`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from app.core.bilingual import BilingualText
from app.domain.households.codelist import CodeList
from app.domain.households.codes import ATTRIBUTE, CAUSE
from app.domain.notices.rules import HEALTH_CAUSES, hide_name, shown_name
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay, NoticeColumn

#: identity numbers and bank cards (15 digits and more), mobile numbers (11, beginning with 1); never an office's number
_PERSONAL_NUMBER = re.compile(r"(?<!\d)(?:(?:\d[ -]?){14,19}[\dXx]|1\d{2}[ -]?\d{4}[ -]?\d{4})(?!\d)")
_DIGITS = re.compile(r"\d+")
_CHINESE = {digit: value for value, digit in enumerate("一二三四五六七八九十", 1)}

#: sequence, group, head's name, people, optional columns: as the frozen rows are read from the database
RowValues = tuple[int, str, str, int, dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A row of a notice as its reader may see it. *attribute* and *cause* are ``None`` where they may not stand."""

    sequence: int
    group_name: str
    head_name: str
    people: int
    attribute: BilingualText | None = None
    cause: BilingualText | None = None


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

    What is hidden cannot be found out by searching for parts of it: a hidden name is found by its shown part, or
    by its whole.
    """
    columns = {column.value for column in policy.shown_columns}
    found = []
    for sequence, group_name, name, people, extra in rows:
        more = extra or {}
        is_minor = bool(more.get("minor"))
        shown = shown_name(name, display, is_minor=is_minor)
        if search and search not in shown and (is_minor or search != name):
            continue
        found.append(
            ShownRow(
                sequence,
                group_name,
                shown,
                people,
                _label(ATTRIBUTE, more.get("attribute")) if "attribute" in columns else None,
                _cause(more.get("cause"), policy) if "cause" in columns else None,
            )
        )
    return sorted(found, key=lambda row: (group_key(row.group_name), row.sequence))


def optional_columns(policy: Policy) -> tuple[str, ...]:
    """Which of the optional columns stand on notices: ``attribute``, ``cause``."""
    optional = (NoticeColumn.ATTRIBUTE, NoticeColumn.CAUSE)
    return tuple(column.value for column in policy.shown_columns if column in optional)


def groups_of(rows: Sequence[ShownRow]) -> list[ShownGroup]:
    """The groups of *rows* with their numbers, in the order of the list."""
    counted: dict[str, tuple[int, int]] = {}
    for row in rows:
        households, people = counted.get(row.group_name, (0, 0))
        counted[row.group_name] = (households + 1, people + row.people)
    return [ShownGroup(name, *numbers) for name, numbers in counted.items()]


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
    return _PERSONAL_NUMBER.sub("***", text)


def has_personal_number(text: str) -> bool:
    """True when an identity number, a bank card or a mobile number stands in *text*."""
    return _PERSONAL_NUMBER.search(text) is not None


def _label(codes: CodeList, value: Any) -> BilingualText | None:
    if not value:
        return None
    return BilingualText(codes.label(str(value), "zh"), codes.label(str(value), "en"))


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
