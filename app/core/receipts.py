"""The code on a receipt: derived from the number, so never stored, and known again however it is typed.

A *purpose* keeps the codes of different papers apart: whoever has the code of an objection has nothing of an
application's. Whoever looks up a receipt asks :func:`is_same_secret` also for a number that does not exist.
"""

import hashlib
import hmac
import unicodedata

#: letters and digits that nobody mistakes for one another on paper
ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
SECRET_LENGTH = 8
#: whose receipts there are
OBJECTION, APPLICATION = "objection", "application"


def derive_secret(key: str, purpose: str, number: str, salt: str) -> str:
    """The secret on the receipt *number* of a *purpose*, e.g. ``7KQM-3XWA``."""
    digest = hmac.new(key.encode(), f"{purpose}:{number}:{salt}".encode(), hashlib.sha256).digest()
    letters = "".join(ALPHABET[byte % len(ALPHABET)] for byte in digest[:SECRET_LENGTH])
    return f"{letters[:4]}-{letters[4:]}"


def is_same_secret(typed: str, secret: str) -> bool:
    """True when *typed* is *secret*, whatever its case, width, blanks and hyphens."""
    plain = "".join(c for c in unicodedata.normalize("NFKC", typed).upper() if c in ALPHABET)
    return hmac.compare_digest(plain, secret.replace("-", ""))
