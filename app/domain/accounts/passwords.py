"""Password hashes (Argon2id) and one-time passwords. Hashing is slow on purpose: never inside a transaction."""

import secrets

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.domain.accounts.rules import normalised

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)

#: without the letters and digits that are taken for one another on paper
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"

#: a hash of nothing, so that an unknown account takes as long as a known one
NO_ACCOUNT = _hasher.hash(secrets.token_hex(16))


def hash_password(password: str) -> str:
    """The hash to store."""
    return _hasher.hash(normalised(password))


def is_right(password_hash: str, password: str) -> bool:
    """Does *password* belong to *password_hash*?"""
    try:
        return _hasher.verify(password_hash, normalised(password))
    except (VerificationError, InvalidHashError):
        return False


def is_outdated(password_hash: str) -> bool:
    """Was it made with other parameters than today's? Then it is made anew at the next sign-in."""
    return _hasher.check_needs_rehash(password_hash)


def one_time_password() -> str:
    """A password to be read from a slip of paper and changed at the first sign-in, e.g. ``k3mw-p8rt-zc4h``."""
    return "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(3))
