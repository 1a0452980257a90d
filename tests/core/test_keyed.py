"""Fingerprints: the same for the same values under one key, and different for everything else."""

import re

import pytest

from app.core import keyed


@pytest.fixture
def key():
    """Another key for one test; the portal's own is put back."""
    kept = list(keyed._key)
    keyed.use_key("a key of this test")
    yield
    keyed._key[:] = kept


def test_a_fingerprint_is_the_same_for_the_same_values(key) -> None:
    mark = keyed.fingerprint("duplicate/id", "520581197005060013")
    assert re.fullmatch(r"[0-9a-f]{32}", mark)
    assert mark == keyed.fingerprint("duplicate/id", "520581197005060013")


def test_purpose_values_and_key_all_count(key) -> None:
    marks = {
        keyed.fingerprint("one", "a", "bc"),
        keyed.fingerprint("one", "ab", "c"),
        keyed.fingerprint("two", "a", "bc"),
    }
    keyed.use_key("another one")
    assert len(marks | {keyed.fingerprint("one", "a", "bc")}) == 4


def test_without_a_key_there_is_none(key) -> None:
    keyed._key.clear()
    with pytest.raises(RuntimeError, match="no key"):
        keyed.fingerprint("one", "a")
