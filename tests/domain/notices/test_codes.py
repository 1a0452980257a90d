"""The public code of a notice: found again however it is typed, and no mistake goes unnoticed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.notices.codes import (
    CHARACTERS,
    code_of,
    digest_beginnings,
    looks_like_a_code,
    read_code,
    read_digest,
)

digests = st.text("0123456789abcdef", min_size=64, max_size=64)
places = st.integers(0, 8)


def put(code: str, changed: dict[int, str]) -> str:
    plain = code.replace("-", "")
    return "".join(changed.get(place, one) for place, one in enumerate(plain))


@given(digests)
def test_a_code_is_read_again_and_leads_back_to_its_digest(digest: str) -> None:
    code = code_of(digest)
    assert read_code(code) == code
    assert set(code.replace("-", "")) <= set(CHARACTERS)
    assert [len(part) for part in code.split("-")] == [4, 4, 1]
    assert digest[:10] in digest_beginnings(code)
    assert len(digest_beginnings(code)) <= 2
    assert all(code_of(f"{beginning}{'0' * 54}") == code for beginning in digest_beginnings(code))


@given(digests, places, st.sampled_from(CHARACTERS))
def test_every_wrong_character_is_noticed(digest: str, place: int, wrong: str) -> None:
    code = code_of(digest)
    typed = put(code, {place: wrong})
    assert (read_code(typed) is None) == (typed != code.replace("-", ""))


@given(digests, places, places)
def test_every_exchange_of_two_characters_is_noticed(digest: str, one: int, other: int) -> None:
    plain = code_of(digest).replace("-", "")
    typed = put(plain, {one: plain[other], other: plain[one]})
    assert (read_code(typed) is None) == (typed != plain)


def test_the_codes_of_papers_that_hang_stay_the_same() -> None:
    assert code_of("0" * 64) == "2222-2222-2"
    assert code_of("3f9a12cd" * 8) == "BXSL-K5QQ-2"


@pytest.mark.parametrize(
    "typed",
    ["bxsl k5qq 2", "BXSLK5QQ2", " ＢＸＳＬ－ｋ５ｑｑ－２ ", "BXSL K5QQ - 2", "BXS1-K5QQ-2", "bxsi k5qq 2"],
)
def test_a_code_is_known_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "BXSL-K5QQ-2"


@pytest.mark.parametrize("typed", ["", "FW8V-NBF8", "BXSL-K5QQ-2W", "0W8V-NBF8-W", "编号", "FW8V-NBF8-X"])
def test_what_is_no_code_is_refused(typed: str) -> None:
    assert read_code(typed) is None


def test_eight_characters_are_taken_for_a_code_without_its_last() -> None:
    assert looks_like_a_code("bxsl k5qq")
    assert looks_like_a_code("bxsl k5qq x")
    assert not looks_like_a_code("2014-521-002-1")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("3F9A 12CD", "3f9a12cd"), ("3f9a12cd" * 8, "3f9a12cd" * 8), ("3F9A12C", None), ("xyz" * 4, None)],
)
def test_the_long_code_is_read_as_it_was_printed(typed: str, read: str | None) -> None:
    assert read_digest(typed) == read
