"""The code on a receipt: four words, digits, a QR code; and the eight characters of earlier slips."""

import hashlib
import itertools

import pytest

from app.core import keyed
from app.core.receipts import (
    ALPHABET,
    APPLICATION,
    OBJECTION,
    Code,
    code_of,
    derive_secret,
    is_same_secret,
    read_code,
    sound_of,
    word_list,
)


@pytest.fixture
def key():
    """Another key for one test; the portal's own is put back."""
    kept = list(keyed._key)
    keyed.use_key("a key of this test")
    yield
    keyed._key[:] = kept


@pytest.fixture
def code(key) -> Code:
    return code_of(OBJECTION, "Y2026-00001", "salt")


def test_the_words_are_as_many_as_the_codes_rest_on_and_never_change() -> None:
    assert len(word_list()) == len(set(word_list())) == 2048
    assert hashlib.sha256(" ".join(word_list()).encode()).hexdigest().startswith("7cce2ee062cb78b6")


def test_every_word_has_two_common_characters() -> None:
    for word in word_list():
        assert len(word) == 2
        # the first level of GB 2312: the 3,755 characters of daily use
        assert all(0xB0 <= character.encode("gb2312")[0] <= 0xD7 for character in word), word


def test_no_two_words_sound_alike_even_in_the_south() -> None:
    assert len({sound_of(word) for word in word_list()}) == 2048


def test_a_code_follows_from_purpose_number_and_salt(key) -> None:
    code = code_of(OBJECTION, "Y2026-00001", "salt")
    assert code == code_of(OBJECTION, "Y2026-00001", "salt")
    others = {
        code_of(APPLICATION, "Y2026-00001", "salt").value,
        code_of(OBJECTION, "Y2026-00002", "salt").value,
        code_of(OBJECTION, "Y2026-00001", "pepper").value,
    }
    assert len(others | {code.value}) == 4


def test_a_code_depends_on_the_key_of_the_portal(code) -> None:
    keyed.use_key("another key")
    assert code_of(OBJECTION, "Y2026-00001", "salt").value != code.value


def test_the_key_of_a_code_tells_nothing_and_differs_by_purpose(code) -> None:
    assert len(code.key) == 32
    assert code.plain_digits not in code.key
    assert Code(APPLICATION, code.value).key != code.key


@pytest.mark.parametrize("value", [0, 1, 16, 17, 123_456_789_012, 10**12 - 1])
def test_words_and_digits_lead_back_to_the_same_code(key, value) -> None:
    code = Code(OBJECTION, value)
    assert len(code.words) == 4
    assert len(code.plain_digits) == 13
    assert read_code(" ".join(code.words), OBJECTION).keys[0] == code.key
    assert read_code(code.digits, OBJECTION).keys == (code.key,)


def test_it_does_not_matter_how_the_words_are_typed(code) -> None:
    one, two, three, four = code.words
    for typed in (
        f"{one}{two}{three}{four}",
        f" {one}，{two}、{three}/ {four}。\n",
        f"1.{one} 2.{two} 3.{three} 4.{four}",
    ):
        assert read_code(typed, OBJECTION).keys[0] == code.key
    for order in itertools.permutations(code.words):
        assert code.key in read_code(" ".join(order), OBJECTION).keys


def test_a_word_written_with_other_characters_of_the_same_sound_is_understood(key) -> None:
    code = next(code for value in range(10**6) if "电灯" in (code := Code(OBJECTION, value * 977)).words)
    assert code.key in read_code(" ".join(code.words).replace("电灯", "店等"), OBJECTION).keys


def test_it_does_not_matter_how_the_digits_are_typed(code) -> None:
    plain = code.plain_digits
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in plain)
    for typed in (plain, code.digits, "-".join(plain), f" {wide} "):
        assert read_code(typed, OBJECTION).keys == (code.key,)


def test_the_wrong_word_is_named(code) -> None:
    typed = read_code(" ".join([*code.words[:3], "甲乙"]), OBJECTION)
    assert typed.keys == ()
    assert typed.problem is not None
    assert typed.problem.params == {"words": "甲乙"}


def test_too_few_words_and_digits_are_said(code) -> None:
    for typed in ("".join(code.words[:3]), code.plain_digits[:-1], "", "abc", code.plain_digits + "1"):
        answer = read_code(typed, OBJECTION)
        assert answer.keys == ()
        assert answer.problem is not None


def test_every_wrong_digit_and_every_exchange_of_neighbours_is_noticed(code) -> None:
    plain = code.plain_digits
    for at, digit in enumerate(plain):
        for other in set("0123456789") - {digit}:
            assert read_code(plain[:at] + other + plain[at + 1 :], OBJECTION).problem is not None
    for at in range(12):
        if plain[at] != plain[at + 1]:
            swapped = plain[:at] + plain[at + 1] + plain[at] + plain[at + 2 :]
            assert read_code(swapped, OBJECTION).problem is not None


def test_a_code_of_another_purpose_is_another_key(code) -> None:
    assert read_code(code.digits, APPLICATION).keys != (code.key,)


def test_in_a_qr_code_the_code_stands_where_no_server_sees_it(code) -> None:
    address = code.qr_text("https://example.org/objections")
    assert address == f"https://example.org/objections#{code.plain_digits}"


def test_the_secret_follows_from_key_purpose_number_and_salt() -> None:
    secret = derive_secret("key", "objection", "Y2026-00001", "salt")
    assert secret == derive_secret("key", "objection", "Y2026-00001", "salt")
    others = [
        ("other", "objection", "Y2026-00001", "salt"),
        ("key", "application", "Y2026-00001", "salt"),
        ("key", "objection", "Y2026-00002", "salt"),
        ("key", "objection", "Y2026-00001", "pepper"),
    ]
    assert secret not in {derive_secret(*other) for other in others}
    assert len(secret) == 9
    assert set(secret.replace("-", "")) <= set(ALPHABET)


def test_slips_that_were_handed_out_stay_valid() -> None:
    assert derive_secret("key", "objection", "Y2026-00001", "salt") == "C99V-HBWT"


def test_a_secret_is_known_again_however_it_is_typed() -> None:
    assert is_same_secret("7kqm 3xwa", "7KQM-3XWA")
    assert is_same_secret(" 7KQM3XWA ", "7KQM-3XWA")
    assert is_same_secret("７ＫＱＭ－３ｘｗａ", "7KQM-3XWA")
    for wrong in ("", "7KQM-3XWB", "7KQM-3XW", "7KQM-3XWAA", "钥匙"):
        assert not is_same_secret(wrong, "7KQM-3XWA")
