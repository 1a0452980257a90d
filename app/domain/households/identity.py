"""What an identity number says and whether it can be right (GB 11643), and the two older relatives of it.

Lives here: pure functions over the text of a number; the check digit by python-stdnum. The area code in front is not
held against a list: codes of districts that were dissolved stay on the cards of those born there.
Does not live here: reading a workbook's cell (``app/domain/imports/cells.py``), duplicates (``checkups``).
"""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum.cn import ric

_SHAPE = re.compile(r"[1-9]\d{16}[\dX]")
_OLD_SHAPE = re.compile(r"[1-9]\d{14}")
_DISABILITY_SHAPE = re.compile(r"[1-9]\d{16}[\dX][1-7][1-4](?:B\d)?")
_EARLIEST = date(1890, 1, 1)


class IdFault(StrEnum):
    """Why an identity number cannot be right."""

    LENGTH = "length"
    CHARACTERS = "characters"
    DATE = "date"
    CHECK_DIGIT = "check_digit"


@dataclass(frozen=True, slots=True)
class IdFacts:
    """What a sound number says of its holder."""

    born_on: date
    sex: str


def fault_of(number: str, as_of: date | None = None) -> IdFault | None:
    """The first thing that is wrong with an 18-digit number, or nothing. No birth after *as_of*."""
    if len(number) != 18:
        return IdFault.LENGTH
    if not _SHAPE.fullmatch(number):
        return IdFault.CHARACTERS
    born_on = birth_date_of(number)
    if born_on is None or born_on < _EARLIEST or (as_of is not None and born_on > as_of):
        return IdFault.DATE
    if ric.calc_check_digit(number) != number[-1]:
        return IdFault.CHECK_DIGIT
    return None


def birth_date_of(number: str) -> date | None:
    """The date of birth inside an 18-digit number, also when the check digit is wrong."""
    if len(number) != 18 or not number[6:14].isdigit():
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def sex_of(number: str) -> str | None:
    """``male`` or ``female`` by the last digit but one."""
    if len(number) != 18 or not number[16].isdigit():
        return None
    return "male" if int(number[16]) % 2 else "female"


def facts_of(number: str) -> IdFacts | None:
    """Birth and sex of a sound number, nothing for a faulty one."""
    if fault_of(number) is not None:
        return None
    born_on, sex = birth_date_of(number), sex_of(number)
    return IdFacts(born_on, sex) if born_on and sex else None


def upgraded(number: str) -> str | None:
    """The 18-digit number that a 15-digit one of the first generation stands for, or nothing."""
    if not _OLD_SHAPE.fullmatch(number):
        return None
    longer = f"{number[:6]}19{number[6:]}"
    longer += ric.calc_check_digit(longer + "0")
    return longer if fault_of(longer) is None else None


def without_disability_digits(number: str) -> str | None:
    """The identity number inside a disability card's (kind and degree behind it), or nothing."""
    return number[:18] if _DISABILITY_SHAPE.fullmatch(number) else None


def age_on(born_on: date, day: date) -> int:
    """Full years of age on *day*."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
