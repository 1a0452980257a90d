"""The codes on paper: of a notice, and of one page of its sheet at one place; short enough to be read out.

A notice's public code is eight characters and one to check them. A sheet's code begins with the same eight; three more
say at which place the sheet hangs and which page it is; one checks them all.

It follows from the digest, so that it is never stored, sheets that hung years ago have one as well, and whoever
changes a word of a notice gets another code. The characters stand for the digits of a number to the base 31, a prime:
that is why one check character notices every wrong character and every pair of exchanged ones.
"""

import re
import unicodedata
from dataclasses import dataclass

#: digits and letters that nobody mistakes for one another; their number is prime
CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH = 8
#: of the digest's hexadecimal digits so many make the code: 40 bits
HEX_DIGITS = 10
DIGEST_LENGTH = 64
#: what is typed or read for a character that no code contains
TAKEN_FOR = str.maketrans({"I": "L", "1": "L", "U": "V"})

#: characters of a sheet's code that say place and page
MARK_LENGTH = 3
SHEET_LENGTH = LENGTH + MARK_LENGTH + 1
#: places of a notice are numbered from 1 to this; 0 is a paper that belongs to no place
MOST_PLACES = 30
MOST_PAGES = 960

_BASE = len(CHARACTERS)
_POSSIBLE = _BASE**LENGTH
#: a generator of the numbers below 31: all weights differ
_WEIGHTS = tuple(pow(3, place, _BASE) for place in range(1, SHEET_LENGTH))
_ADDRESS = re.compile(r"/v/([^/?#]+)/?", re.IGNORECASE)


@dataclass(frozen=True)
class SheetCode:
    """A sheet's code as it was read: the notice it belongs to, the place's number (0: none), the page from 1."""

    printed: str
    ordinal: int
    page: int

    @property
    def notice_code(self) -> str:
        """The public code of the notice: ``7KQM-3XWA-R``."""
        plain = self.printed.replace("-", "")[:LENGTH]
        return _grouped(plain + _check(plain))


def code_of(digest: str) -> str:
    """The public code of the notice with this digest, as it is printed: ``7KQM-3XWA-R``."""
    characters = _written(int(digest[:HEX_DIGITS], 16) % _POSSIBLE, LENGTH)
    return _grouped(characters + _check(characters))


def sheet_code(digest: str, ordinal: int, page: int) -> str:
    """The code of one page at one place, as it is printed: ``7KQM-3XWA-2A4R``.

    *ordinal* is the place's number on the notice, 0 for a paper without a place; *page* counts from 1. Raises
    ``ValueError`` beyond :data:`MOST_PLACES` or :data:`MOST_PAGES`.
    """
    if not (0 <= ordinal <= MOST_PLACES and 1 <= page <= MOST_PAGES):
        raise ValueError(f"no code for place {ordinal}, page {page}")
    characters = _written(int(digest[:HEX_DIGITS], 16) % _POSSIBLE, LENGTH)
    characters += _written(ordinal * (MOST_PAGES + 1) + page, MARK_LENGTH)
    return _grouped(characters + _check(characters))


def read_sheet_code(typed: str) -> SheetCode | None:
    """The sheet's code that somebody typed or scanned; ``None`` when it is none, or one with a mistake in it.

    A whole address is taken as well. Case, width, blanks and hyphens do not matter.
    """
    found = _ADDRESS.search(unicodedata.normalize("NFKC", typed))
    plain = _plain(found[1] if found else typed).translate(TAKEN_FOR)
    if len(plain) != SHEET_LENGTH or any(character not in CHARACTERS for character in plain):
        return None
    if _check(plain[:-1]) != plain[-1]:
        return None
    ordinal, page = divmod(_number(plain[LENGTH:-1]), MOST_PAGES + 1)
    return SheetCode(_grouped(plain), ordinal, page) if page else None


def read_code(typed: str) -> str | None:
    """The code that somebody typed, as it is printed; ``None`` when it is none, or one with a mistake in it.

    Case, width, blanks and hyphens do not matter, nor do letters that only look like the ones of a code.
    """
    plain = _plain(typed).translate(TAKEN_FOR)
    if len(plain) != LENGTH + 1 or any(character not in CHARACTERS for character in plain):
        return None
    return _grouped(plain) if _check(plain[:LENGTH]) == plain[LENGTH] else None


def looks_like_a_code(typed: str) -> bool:
    """True when as many characters were typed as a code has, with its check character or without."""
    plain = _plain(typed)
    is_number = plain.isdigit() and len(plain) > LENGTH + 1
    return len(plain) in (LENGTH, LENGTH + 1, SHEET_LENGTH - 1, SHEET_LENGTH) and not is_number


def read_digest(typed: str) -> str | None:
    """The beginning of a digest that somebody typed, eight digits at the least; ``None`` when it is none."""
    plain = _plain(typed).lower()
    is_digest = LENGTH <= len(plain) <= DIGEST_LENGTH and all(digit in "0123456789abcdef" for digit in plain)
    return plain if is_digest else None


def digest_beginnings(code: str) -> list[str]:
    """What the digest of a notice with this code begins with: one of these few strings."""
    number = _number(code.replace("-", "")[:LENGTH])
    return [f"{value:0{HEX_DIGITS}x}" for value in range(number, 16**HEX_DIGITS, _POSSIBLE)]


def _plain(typed: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one.isalnum())


def _written(number: int, length: int) -> str:
    characters = ""
    for _ in range(length):
        number, digit = divmod(number, _BASE)
        characters = CHARACTERS[digit] + characters
    return characters


def _number(characters: str) -> int:
    number = 0
    for character in characters:
        number = number * _BASE + CHARACTERS.index(character)
    return number


def _check(characters: str) -> str:
    pairs = zip(_WEIGHTS, characters, strict=False)
    return CHARACTERS[-sum(weight * CHARACTERS.index(one) for weight, one in pairs) % _BASE]


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"
