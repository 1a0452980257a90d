"""Digests with this portal's key: two values can be told to be the same, and neither can be read or guessed.

Lives here: :func:`fingerprint`, and :func:`hasher` for many values one after another. The key is set once, when the
application is built. Whoever changes the portal's secret key makes all fingerprints anew: what was decided on the old
ones is asked again.
"""

import hashlib
import hmac

_key: list[bytes] = []
LENGTH = 32


def use_key(key: str) -> None:
    """Take *key* for all fingerprints from now on."""
    _key[:] = [key.encode()]


def fingerprint(purpose: str, *values: str) -> str:
    """32 hexadecimal digits that stand for *values*. Raises ``RuntimeError`` before a key was set."""
    if not _key:
        raise RuntimeError("no key was set for fingerprints (app/core/keyed.py)")
    text = "\x1f".join((purpose, *values))
    return hmac.new(_key[0], text.encode(), hashlib.sha256).hexdigest()[:LENGTH]


def hasher(purpose: str) -> "hashlib.blake2b":
    """A keyed hash of 16 bytes to be copied and fed for each of very many values: a third of the time of the above.

    Raises ``RuntimeError`` before a key was set.
    """
    return hashlib.blake2b(digest_size=16, key=fingerprint(purpose).encode())
