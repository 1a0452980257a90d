"""Numbers that belong to a person, found in text: identity, bank card, mobile telephone; never an office's."""

import re
import unicodedata

from app.core.errors import Invalid
from app.core.messages import N_, Message

#: identity numbers and bank cards (15 digits and more), mobile numbers (11, beginning with 1)
PATTERN = re.compile(r"(?<!\d)(?:(?:\d[ -]?){14,19}[\dXx]|1\d{2}[ -]?\d{4}[ -]?\d{4})(?!\d)")
HIDDEN = "***"


def has_personal_number(text: str) -> bool:
    """True when an identity number, a bank card or a mobile number stands in *text*."""
    return PATTERN.search(text) is not None


def without_personal_numbers(text: str) -> str:
    """*text* with each such number hidden."""
    return PATTERN.sub(HIDDEN, text)


def find_personal_numbers(text: str) -> list[tuple[int, str]]:
    """Line (from 1) and last four characters of each such number, however wide its digits were typed."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        plain = "".join(c for c in unicodedata.normalize("NFKC", line) if unicodedata.category(c) != "Cf")
        found += [(number, match[0][-4:]) for match in PATTERN.finditer(plain)]
    return found


def check_texts(**texts: str | None) -> None:
    """Raises :class:`Invalid` where a text holds an identity number, a bank card or a mobile telephone."""
    for field, text in texts.items():
        if text and has_personal_number(unicodedata.normalize("NFKC", text)):
            raise Invalid(
                Message(
                    N_(
                        "This looks like the number of a person's identity card, bank card or telephone. "
                        "Leave it out: it belongs on the signed paper, which only the office sees."
                    )
                ),
                field,
            )
