"""The code on a receipt: four common Chinese words, the same as 13 digits, and as text for a QR code.

A code is derived from the portal's key, the receipt's *purpose*, number and salt, so it is never stored; what is
stored is its fingerprint (:attr:`Code.key`), by which whoever has only the code finds the receipt. A *purpose* keeps
the codes of different papers apart: whoever has the code of an objection has nothing of an application's.

A room that gives out receipts stores ``code_of(PURPOSE, number, salt).key`` in a unique column (a new salt when that
key is taken), shows the code's ``words``, ``digits`` and ``qr_text(address)``, and finds the row again by
``read_code(typed, PURPOSE).keys``. The words stand in ``receipt_words.txt``; their order is part of every code that
was ever given out, so that file is never changed.

Slips given out before had eight letters and digits beside their number: :func:`derive_secret`,
:func:`is_same_secret`. Whoever looks up such a receipt asks also for a number that does not exist.
"""

import hashlib
import hmac
import re
import secrets
import unicodedata
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from pathlib import Path

from pypinyin import lazy_pinyin

from app.core import keyed
from app.core.messages import N_, Message

#: whose receipts there are
OBJECTION, APPLICATION, HELP_REQUEST = "objection", "application", "help_request"

WORDS_IN_CODE = 4
DIGITS_IN_CODE = 13
#: so many different codes: twelve digits, and a thirteenth to check them
CODES = 10**12
#: the words hold a little more than the digits; the rest checks them
CHECKS = 17
GROUPS = (3, 3, 3, 4)

#: letters and digits that nobody mistakes for one another on paper; codes of slips given out before
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH = 8


@dataclass(frozen=True)
class Code:
    """One receipt's code. *value* is the number behind words and digits."""

    purpose: str
    value: int

    @property
    def words(self) -> tuple[str, ...]:
        """Four words of two characters, in their order."""
        left, found = self.value * CHECKS + _check_of(self.value), []
        for _ in range(WORDS_IN_CODE):
            left, index = divmod(left, len(word_list()))
            found.append(word_list()[index])
        return tuple(reversed(found))

    @property
    def plain_digits(self) -> str:
        """Thirteen digits without a blank, the last one a check digit."""
        digits = f"{self.value:0{DIGITS_IN_CODE - 1}d}"
        return digits + _check_digit(digits)

    @property
    def digits(self) -> str:
        """The same in groups, as they are read out: ``123 456 789 0123``."""
        plain, groups = self.plain_digits, []
        for length in GROUPS:
            groups.append(plain[:length])
            plain = plain[length:]
        return " ".join(groups)

    @property
    def key(self) -> str:
        """The fingerprint by which the receipt is found: 32 characters that say nothing about the code."""
        return keyed.fingerprint("receipt code", self.purpose, self.plain_digits)

    def qr_text(self, address: str) -> str:
        """What a QR code says: *address* of the page that follows a receipt, and the code where no server sees it."""
        return f"{address}#{self.plain_digits}"


@dataclass(frozen=True)
class Typed:
    """What somebody typed: the *keys* it may stand for, the likeliest first, or the *problem* with it."""

    keys: tuple[str, ...] = ()
    problem: Message | None = None


def code_of(purpose: str, number: str, salt: str) -> Code:
    """The code of the receipt *number* of a *purpose*. Needs the key of :mod:`app.core.keyed`."""
    return Code(purpose, int(keyed.fingerprint("receipt", purpose, number, salt), 16) % CODES)


def new_code(purpose: str, number: str, is_taken: Callable[[str], bool]) -> tuple[str, str]:
    """Salt and key of a code for receipt *number* that, as *is_taken* says of its key, nobody else has."""
    while True:
        salt = secrets.token_hex(16)
        key = code_of(purpose, number, salt).key
        if not is_taken(key):
            return salt, key


def read_code(typed: str, purpose: str) -> Typed:
    """Understand four words or thirteen digits, however they are typed.

    Blanks, punctuation and full width do not matter, nor does the order of the words, nor characters that sound
    like those of a word. What cannot be a code is said in plain words, without a look at any receipt.
    """
    plain = unicodedata.normalize("NFKC", typed)
    characters = "".join(c for c in plain if "\u4e00" <= c <= "\u9fff")
    if characters:
        return _read_words(characters, purpose)
    return _read_digits("".join(c for c in plain if c in "0123456789"), purpose)


@cache
def word_list() -> tuple[str, ...]:
    """The 2,048 words, in the order that the codes rest on."""
    return tuple(Path(__file__).with_name("receipt_words.txt").read_text(encoding="utf-8").split())


@cache
def _index() -> dict[str, int]:
    return {word: number for number, word in enumerate(word_list())}


@cache
def _index_by_sound() -> dict[str, int]:
    return {sound_of(word): number for number, word in enumerate(word_list())}


def sound_of(word: str) -> str:
    """How a word sounds to somebody who keeps neither tones nor zh and z, n and l, -ng and -n, hu and f apart."""
    sounds = []
    for sound in lazy_pinyin(word):
        sound = re.sub(r"^([zcs])h", r"\1", sound)
        sound = re.sub(r"^l", "n", sound)
        sound = re.sub(r"^hu(?=.)", "f", sound)
        sounds.append(re.sub(r"ng$", "n", re.sub(r"^hu$", "fu", sound)))
    return " ".join(sounds)


def _read_words(characters: str, purpose: str) -> Typed:
    words = [characters[at : at + 2] for at in range(0, len(characters), 2)]
    if len(characters) != 2 * WORDS_IN_CODE:
        return Typed(
            problem=Message(N_("The code has four words of two characters each. Look at your slip again."))
        )
    found = [_index().get(word, _index_by_sound().get(sound_of(word))) for word in words]
    if unknown := [word for word, index in zip(words, found, strict=True) if index is None]:
        return Typed(
            problem=Message(
                N_("No slip has this word: %(words)s. Look at your slip again."), words="、".join(unknown)
            )
        )
    codes = dict.fromkeys(
        code for order in permutations(found) if (code := _code_of_words(order, purpose)) is not None
    )
    if not codes:
        return Typed(
            problem=Message(
                N_("These four words do not belong together. One of them is wrong; look at your slip.")
            )
        )
    return Typed(tuple(code.key for code in codes))


def _code_of_words(indices: tuple[int | None, ...], purpose: str) -> Code | None:
    number = 0
    for index in indices:
        number = number * len(word_list()) + (index or 0)
    value, check = divmod(number, CHECKS)
    return Code(purpose, value) if value < CODES and check == _check_of(value) else None


def _read_digits(digits: str, purpose: str) -> Typed:
    if len(digits) != DIGITS_IN_CODE:
        return Typed(
            problem=Message(
                N_("The code has four words, or %(length)s digits; %(found)s digits were typed."),
                length=DIGITS_IN_CODE,
                found=len(digits),
            )
        )
    if _check_digit(digits[:-1]) != digits[-1]:
        return Typed(
            problem=Message(N_("One digit is wrong, or two are exchanged. Look at your slip again."))
        )
    return Typed((Code(purpose, int(digits[:-1])).key,))


def _check_of(value: int) -> int:
    return zlib.crc32(str(value).encode()) % CHECKS


def _check_digit(digits: str) -> str:
    """ISO/IEC 7064, MOD 11,10: finds every wrong digit and every two that were exchanged."""
    product = 10
    for digit in digits:
        product = ((product + int(digit)) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def derive_secret(key: str, purpose: str, number: str, salt: str) -> str:
    """The eight characters on an earlier slip of the receipt *number* of a *purpose*, e.g. ``7KQM-3XWA``."""
    digest = hmac.new(key.encode(), f"{purpose}:{number}:{salt}".encode(), hashlib.sha256).digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:SECRET_LENGTH])
    return f"{letters[:4]}-{letters[4:]}"


def is_same_secret(typed: str, secret: str) -> bool:
    """True when *typed* is *secret*, whatever its case, width, blanks and hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c in ALPHABET)
    return hmac.compare_digest(plain, secret.replace("-", ""))
