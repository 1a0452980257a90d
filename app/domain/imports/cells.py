"""One cell: from what a clerk typed to a value, or to the reason why it cannot be read.

Lives here: pure functions from a raw cell to text, number, money, yes/no, date. Each returns the value or raises
:class:`Unreadable` with problem and advice. Does not live here: identity numbers and telephones (``numbers.py``), which
cell is which field (``headers.py``).
"""

import re
import unicodedata
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from typing import Final

from app.core.messages import N_, Message
from app.core.personal_numbers import has_personal_number
from app.domain.households.codes import CodeList

Cell = str | float | int | bool | None
"""A raw cell as the reader hands it over; dates arrive as ISO text."""

EMPTY_MARKS: Final = frozenset(
    {"", "-", "--", "—", "——", "–", "/", "\\", "无", "空", "n/a", "#n/a", "null", "none", "未填"}
)
_YES: Final = frozenset(
    [
        "是",
        "有",
        "√",
        "✓",
        "✔",
        "☑",
        "对",
        "y",
        "yes",
        "true",
        "1",
        "1.0",
        "已参加",
        "参加",
        "已参保",
        "参保",
        "享受",
        "已享受",
        "v",
    ]
)
_NO: Final = frozenset(
    [
        "否",
        "无",
        "没有",
        "×",
        "✗",
        "✘",
        "☐",
        "不是",
        "n",
        "no",
        "false",
        "0",
        "0.0",
        "未参加",
        "未参保",
        "不享受",
        "未享受",
        "x",
        "不参加",
        "未",
    ]
)

_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SPACES = re.compile(r"\s+")
_FORMULA_TEXT = re.compile(r'="(.*)"')
_DOTS = re.compile("[•‧∙⋅・･․.．●]")
_NUMBER = re.compile(r"([+-]?\d+(?:\.\d*)?|[+-]?\.\d+)(.*)", re.DOTALL)
_THOUSANDS = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_SCIENTIFIC = re.compile(r"[+-]?\d(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_DATE = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]\d{1,2}:.*)?")
_MONTH = re.compile(r"(?:19|20)\d{2}\s*[-/.年]?\s*(?:0?[1-9]|1[0-2])\s*月?")
_COMPACT_DATE = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\.0)?")

UNITS: Final = {
    "yuan": frozenset({"", "元", "块", "块钱", "元整", "rmb", "¥", "元/年", "元/人"}),
    "mu": frozenset({"", "亩", "亩地"}),
    "square_metres": frozenset({"", "㎡", "m2", "m²", "平方米", "平米", "平方", "平"}),
    "people": frozenset({"", "人", "口", "口人", "个", "个人"}),
    "months": frozenset({"", "月", "个月", "个"}),
    "years": frozenset({"", "年", "年份"}),
}
_EXCEL_EPOCH = date(1899, 12, 30)


class Unreadable(Exception):
    """The cell cannot be read; says why and what to do."""

    def __init__(self, problem: Message, advice: Message) -> None:
        super().__init__(problem.msgid)
        self.problem = problem
        self.advice = advice


def text_of(raw: Cell) -> str:
    """The cell as one line of text: without control and direction marks, blanks at the ends or doubled."""
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "是" if raw else "否"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else repr(raw)
    if not isinstance(raw, str):
        return str(raw)
    if raw.isalnum() and (raw.isascii() or unicodedata.is_normalized("NFKC", raw)):
        return raw
    text = _CONTROLS.sub("", raw)
    text = _SPACES.sub(" ", text).strip()
    if text.startswith("="):
        wrapped = _FORMULA_TEXT.fullmatch(text)
        text = wrapped.group(1) if wrapped else text
    return text.lstrip("'‘’`").strip()


def acceptable(text: str, longest: int, advice: str) -> str:
    """*text* as it stands; raises :class:`Unreadable` when too long, or (with *advice*) with a person's number."""
    if len(text) > longest:
        raise Unreadable(
            Message(N_("At most %(most)s characters."), most=longest), Message(N_("Say it more shortly."))
        )
    if has_personal_number(half_width(text)):
        raise Unreadable(
            Message(N_("This looks like the number of a person's identity card, bank card or telephone.")),
            Message(advice),
        )
    return text


def printable(text: str) -> str:
    """*text* without control and direction marks, otherwise as it stands."""
    return _CONTROLS.sub("", text)


def half_width(raw: Cell) -> str:
    """The cell as text with full-width digits, letters and signs turned into ordinary ones."""
    return unicodedata.normalize("NFKC", text_of(raw))


def is_blank(raw: Cell) -> bool:
    """Whether the cell holds nothing, or a mark that means nothing."""
    if raw is None or raw == "":
        return True
    return isinstance(raw, str) and text_of(raw).lower() in EMPTY_MARKS


def name_of(raw: Cell) -> str:
    """A person's name: without blanks between Chinese characters, with the one middle dot of the standard."""
    text = _DOTS.sub("·", half_width(raw)).replace("··", "·").strip("·*")
    if text.isascii():
        return text
    return re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)


def number_of(raw: Cell, unit: str) -> Decimal | None:
    """A number with or without its unit behind it (``2,736元``, ``１．４亩``, ``0.5万元``)."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        return _finite(Decimal(str(raw)))
    if is_blank(raw):
        return None
    text = _THOUSANDS.sub("", half_width(raw).replace(" ", "")).lstrip("¥约")
    if _SCIENTIFIC.fullmatch(text):
        return _finite(Decimal(text))
    match = _NUMBER.fullmatch(text)
    if match is None:
        raise _not_a_number()
    digits, rest = match.group(1), match.group(2).lower()
    factor = 1
    if rest.startswith("万"):
        factor, rest = 10_000, rest[1:]
    if rest not in UNITS[unit] and rest.strip("()") not in UNITS[unit]:
        raise _not_a_number()
    try:
        return _finite(Decimal(digits) * factor)
    except InvalidOperation as error:
        raise _not_a_number() from error


def whole_number_of(raw: Cell, unit: str, lowest: int, highest: int) -> int | None:
    """A whole number within bounds."""
    number = number_of(raw, unit)
    if number is None:
        return None
    if number != number.to_integral_value() or not lowest <= number <= highest:
        raise Unreadable(
            Message(
                N_("The number must be a whole number from %(low)s to %(high)s."), low=lowest, high=highest
            ),
            Message(N_("Correct the number in the workbook.")),
        )
    return int(number)


def measure_of(raw: Cell, unit: str, highest: int) -> Decimal | None:
    """An area or the like: not negative, two decimals."""
    number = number_of(raw, unit)
    if number is None:
        return None
    if not 0 <= number <= highest:
        raise Unreadable(
            Message(N_("The number must lie between 0 and %(high)s."), high=highest),
            Message(N_("Correct the number in the workbook.")),
        )
    return number.quantize(Decimal("0.01"))


def fen_of(raw: Cell) -> int | None:
    """Yuan in the cell, fen out of it."""
    if type(raw) is float and abs(raw) < 1e9:
        return round(raw * 100)
    number = number_of(raw, "yuan")
    if number is None:
        return None
    if abs(number) >= 1_000_000_000:
        raise Unreadable(
            Message(N_("The amount is impossibly high.")),
            Message(N_("Correct the amount in the workbook, in yuan.")),
        )
    return int((number * 100).to_integral_value())


def yes_no_of(raw: Cell) -> bool | None:
    """Yes or no as clerks write it: 是 / 否, 有 / 无, √ / ×, 1 / 0."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, bool):
        return raw
    text = half_width(raw).lower().replace(" ", "")
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text in EMPTY_MARKS:
        return None
    raise Unreadable(
        Message(N_("This is neither yes nor no.")),
        Message(N_("Write “是” or “否”, or leave the cell empty.")),
    )


def date_of(raw: Cell) -> date | None:
    """A date as text in any usual form, or as the day number that Excel keeps."""
    if is_blank(raw):
        return None
    if isinstance(raw, (int, float)) and not isinstance(raw, bool) and 1 <= raw < 80_000:
        return _EXCEL_EPOCH + timedelta(days=int(raw))
    text = half_width(raw)
    match = _DATE.fullmatch(text) or _COMPACT_DATE.fullmatch(text)
    if match is None and text.isdigit() and 1 <= int(text) < 80_000:
        return _EXCEL_EPOCH + timedelta(days=int(text))
    try:
        if match is not None:
            return date(*(int(part) for part in match.groups()))
    except ValueError:
        pass
    raise Unreadable(
        Message(N_("This is not a date that exists.")), Message(N_("Write the date as 2013-12-31."))
    )


def birth_date_of(raw: Cell) -> date | None:
    """A date of birth; one without its day (``1982.11``, ``1982年11月``) says too little and is left out."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        raw = str(int(raw)) if float(raw).is_integer() and raw >= 100_000 else raw
        if isinstance(raw, float) and 1890 <= raw <= 2100:
            return None
    if isinstance(raw, str) and _MONTH.fullmatch(half_width(raw)):
        return None
    return date_of(raw)


def code_of(raw: Cell, codes: CodeList) -> str | None:
    """The one value of a code list that the cell means."""
    if raw is None or raw == "":
        return None
    text = text_of(raw)
    value = codes.find(text)
    if value is not None:
        return value
    if text.lower() in EMPTY_MARKS:
        return None
    raise unknown_code(codes)


def codes_of(raw: Cell, codes: CodeList) -> tuple[str, ...]:
    """All the values that a cell names, separated by 、 or the like."""
    if raw is None or raw == "":
        return ()
    text = text_of(raw)
    found, unknown = codes.find_all(text)
    if not unknown:
        return found
    if text.lower() in EMPTY_MARKS:
        return ()
    raise unknown_code(codes)


def unknown_code(codes: CodeList) -> Unreadable:
    """The complaint about a word that is not in the list, with the words that are."""
    allowed = "、".join(item.zh for item in codes.items[:30])
    return Unreadable(
        Message(N_("This word is not in the list of allowed values.")),
        Message(N_("Write one of: %(allowed)s"), allowed=allowed),
    )


def _finite(number: Decimal) -> Decimal:
    if not number.is_finite():
        raise _not_a_number()
    return number


def _not_a_number() -> Unreadable:
    return Unreadable(
        Message(N_("This is not a number.")),
        Message(N_("Write digits only, without words around them.")),
    )
