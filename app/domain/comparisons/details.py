"""What of a file's row may be kept with a hit: short texts in which no personal number stands. Pure."""

import datetime as dt
import re
import unicodedata

from app.domain.imports.cells import EMPTY_MARKS, Cell, Unreadable, date_of, text_of

LONGEST_TEXT = 80
MASK = "***"
_FEWEST_DIGITS = 9

#: nine digits and more, also with single blanks or hyphens between them: identity, card, account, telephone numbers
_LONG_NUMBER = re.compile(r"(?<![A-Za-z0-9])\+?\d(?:[ \-.]?\d){7,}[ \-.]?[\dXx]")
_AREA_AND_TELEPHONE = re.compile(r"\(?0\d{2,3}[)\- ]\s?\d{7,8}")
_DAY = re.compile(
    r"(?<![\d\-.])\d{4}[-/.年]\d{1,2}(?:[-/.月]\d{1,2}日?)?(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?(?![\d\-.])"
)


def without_numbers(text: str) -> str:
    """*text* with everything masked that looks like a personal number; days stay readable."""
    if len(text) < _FEWEST_DIGITS or text.isalpha() or sum(map(str.isdigit, text)) < _FEWEST_DIGITS:
        return text
    plain = unicodedata.normalize("NFKC", text)
    days: list[str] = []

    def keep(match: re.Match[str]) -> str:
        days.append(match[0])
        return f"\x00{chr(0xE000 + len(days) - 1)}\x00"

    masked = _AREA_AND_TELEPHONE.sub(MASK, _LONG_NUMBER.sub(MASK, _DAY.sub(keep, plain)))
    for index, day in enumerate(days):
        masked = masked.replace(f"\x00{chr(0xE000 + index)}\x00", day)
    return masked


def has_number(text: str) -> bool:
    """True when something that looks like a personal number stands in *text*."""
    return without_numbers(text) != text


def kept_text(raw: Cell, heading: str) -> str:
    """A cell as it is kept with a hit, or nothing."""
    text = raw if isinstance(raw, str) and raw.isalpha() else text_of(raw)
    if text.lower() in EMPTY_MARKS:
        return ""
    if heading.endswith(("日期", "时间")) and (day := day_of(raw)) is not None:
        return day.isoformat()
    return without_numbers(text)[:LONGEST_TEXT]


def day_of(raw: Cell) -> dt.date | None:
    """The day in a cell, if it says one between 1900 and 2200."""
    try:
        if isinstance(raw, str) and len(raw) == 10 and raw[4] == raw[7] == "-" and raw.isascii():
            day: dt.date | None = dt.date.fromisoformat(raw)
        else:
            day = date_of(raw)
    except (Unreadable, ValueError):
        return None
    return day if day is not None and 1900 <= day.year <= 2200 else None
