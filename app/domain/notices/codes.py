"""A notice's public code: eight characters and one to check them, short enough to be read out over the telephone.

It follows from the digest, so that it is never stored, sheets that hung years ago have one as well, and whoever
changes a word of a notice gets another code. The characters stand for the digits of a number to the base 31, a prime:
that is why one check character notices every wrong character and every pair of exchanged ones.
"""

import unicodedata

#: digits and letters that nobody mistakes for one another; their number is prime
CHARACTERS = "23456789ABCDEFGHJKLMNPQRSTVWXYZ"
LENGTH = 8
#: of the digest's hexadecimal digits so many make the code: 40 bits
HEX_DIGITS = 10
DIGEST_LENGTH = 64
#: what is typed or read for a character that no code contains
TAKEN_FOR = str.maketrans({"I": "L", "1": "L", "U": "V"})

_BASE = len(CHARACTERS)
_POSSIBLE = _BASE**LENGTH
#: a generator of the numbers below 31: all nine weights differ
_WEIGHTS = tuple(pow(3, place, _BASE) for place in range(1, LENGTH + 1))


def code_of(digest: str) -> str:
    """The public code of the notice with this digest, as it is printed: ``7KQM-3XWA-R``."""
    rest, characters = int(digest[:HEX_DIGITS], 16) % _POSSIBLE, ""
    for _ in range(LENGTH):
        rest, digit = divmod(rest, _BASE)
        characters = CHARACTERS[digit] + characters
    return _grouped(characters + _check(characters))


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
    return len(_plain(typed)) in (LENGTH, LENGTH + 1)


def read_digest(typed: str) -> str | None:
    """The beginning of a digest that somebody typed, eight digits at the least; ``None`` when it is none."""
    plain = _plain(typed).lower()
    is_digest = LENGTH <= len(plain) <= DIGEST_LENGTH and all(digit in "0123456789abcdef" for digit in plain)
    return plain if is_digest else None


def digest_beginnings(code: str) -> list[str]:
    """What the digest of a notice with this code begins with: one of these few strings."""
    number = 0
    for character in code.replace("-", "")[:LENGTH]:
        number = number * _BASE + CHARACTERS.index(character)
    return [f"{value:0{HEX_DIGITS}x}" for value in range(number, 16**HEX_DIGITS, _POSSIBLE)]


def _plain(typed: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFKC", typed).upper() if one.isalnum())


def _check(characters: str) -> str:
    pairs = zip(_WEIGHTS, characters, strict=True)
    return CHARACTERS[-sum(weight * CHARACTERS.index(one) for weight, one in pairs) % _BASE]


def _grouped(plain: str) -> str:
    return f"{plain[:4]}-{plain[4:8]}-{plain[8:]}"
