"""Identity, household and telephone numbers as they stand in workbooks, with all that Excel does to them.

Lives here: pure functions from a raw cell to :class:`NumberRead`. Does not live here: what an identity number says
(``app/domain/households/identity.py``), other cells (``cells.py``).
"""

import re
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.households import identity
from app.domain.imports.cells import EMPTY_MARKS, Cell, Unreadable, half_width

_NOT_ID = re.compile(r"[\s\-_.,·'\"`*:：()（）]+")
_NOT_DIGITS = re.compile(r"[^\d]+")
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+?\d+", re.IGNORECASE)
_NO_ID_YET = frozenset({"无", "暂无", "未上户", "无身份证", "没有", "未办理", "无户口"})

EXACT_IN_EXCEL = 10**15
"""Excel keeps fifteen digits of a number; whatever stands behind them becomes zeros."""


@dataclass(frozen=True, slots=True)
class NumberRead:
    """A number as it is kept, and a remark when it is kept although something was odd."""

    number: str
    remark: Unreadable | None = None
    disability_card: str | None = None


def _lost_digits() -> Unreadable:
    return Unreadable(
        Message(N_("Excel has kept this as a number, so that the last digits are lost.")),
        Message(N_("Format the column as text, then type or copy the number again from the card.")),
    )


def is_number_beyond_excel(raw: Cell) -> bool:
    """Whether a long number was stored as a number (or as 5.1E+17) and has lost digits."""
    if isinstance(raw, (int, float)) and not isinstance(raw, bool):
        size = abs(raw)
        return size >= EXACT_IN_EXCEL * 100 or (size >= EXACT_IN_EXCEL and int(raw) % 10 == 0)
    if not isinstance(raw, str) or "+" not in raw:
        return False
    return _SCIENTIFIC.fullmatch(half_width(raw).replace(" ", "")) is not None


def id_number_of(raw: Cell) -> NumberRead | None:
    """An identity number: upper case, without blanks; a 15-digit one is brought to 18, a disability card's cut to 18.

    Raises :class:`Unreadable` when digits are lost or it cannot be such a number at all; a wrong date or check digit
    is kept with a remark, for the card in the drawer may really say so.
    """
    if raw is None or raw == "":
        return None
    if is_number_beyond_excel(raw):
        raise _lost_digits()
    if isinstance(raw, float) and raw.is_integer():
        raw = str(int(raw))
    text = (
        raw if isinstance(raw, str) and raw.isascii() and raw.isalnum() else _NOT_ID.sub("", half_width(raw))
    )
    text = text.upper()
    if text.lower() in EMPTY_MARKS or text in _NO_ID_YET:
        return None
    card = identity.without_disability_digits(text) if len(text) > 18 else None
    if card is not None:
        read = _judged(card)
        return NumberRead(read.number, read.remark, text)
    if len(text) == 15 and (longer := identity.upgraded(text)) is not None:
        return NumberRead(
            longer,
            Unreadable(
                Message(N_("This is an identity number of the first generation with 15 digits.")),
                Message(N_("It is taken over with 18 digits; compare it with the present card.")),
            ),
        )
    return _judged(text)


def _judged(text: str) -> NumberRead:
    fault = identity.fault_of(text)
    if fault is None:
        return NumberRead(text)
    if fault is identity.IdFault.LENGTH:
        raise Unreadable(
            Message(N_("An identity number has 18 characters, this one has %(length)s."), length=len(text)),
            Message(N_("Type the number again from the card.")),
        )
    if fault is identity.IdFault.CHARACTERS:
        raise Unreadable(
            Message(N_("An identity number has 17 digits and a digit or X at its end.")),
            Message(N_("Type the number again from the card.")),
        )
    problem = (
        Message(N_("The date of birth inside the identity number does not exist."))
        if fault is identity.IdFault.DATE
        else Message(N_("The check digit of the identity number is wrong: at least one digit is not right."))
    )
    return NumberRead(text, Unreadable(problem, Message(N_("Compare it with the card, digit by digit."))))


def register_number_of(raw: Cell) -> str:
    """A household's or person's number in the register: the digits and letters, nothing around them."""
    if raw is None or raw == "":
        return ""
    if is_number_beyond_excel(raw):
        raise _lost_digits()
    if isinstance(raw, str) and raw.isascii() and raw.isalnum():
        return raw
    if isinstance(raw, float) and raw.is_integer():
        return str(int(raw))
    text = half_width(raw).replace(" ", "").strip("'\"")
    return "" if text.lower() in EMPTY_MARKS else text.upper()[:30]


def phone_of(raw: Cell) -> NumberRead | None:
    """A telephone number as digits; anything but 11 digits is kept with a remark."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, float) and raw.is_integer():
        raw = str(int(raw))
    text = half_width(raw).replace(" ", "")
    if text.lower() in EMPTY_MARKS:
        return None
    parts = [part for part in re.split(r"[/、,;，；]", text) if part]
    first = _NOT_DIGITS.sub("", parts[0]) if parts else ""
    if len(first) == 13 and first.startswith("86"):
        first = first[2:]
    if len(first) == 11 and len(parts) == 1:
        return NumberRead(first)
    if len(first) == 11:
        remark = Unreadable(
            Message(N_("The cell holds several telephone numbers; the first one is taken.")),
            Message(N_("Write the others into the remarks column.")),
        )
        return NumberRead(first, remark)
    remark = Unreadable(
        Message(N_("A telephone number has 11 digits.")), Message(N_("Ask the household for the number."))
    )
    return NumberRead(first[:20], remark)


def account_of(raw: Cell) -> str:
    """A bank account as digits; digits lost by Excel are a fault."""
    if raw is None or raw == "":
        return ""
    if is_number_beyond_excel(raw):
        raise _lost_digits()
    text = half_width(raw if not isinstance(raw, float) else str(int(raw))).replace(" ", "").replace("-", "")
    return "" if text.lower() in EMPTY_MARKS else text[:30]
