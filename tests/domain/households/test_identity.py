"""Identity numbers: what they say and what can be wrong with them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import ric

from app.domain.households import identity
from app.domain.households.identity import IdFault

GOOD = "511903198211243631"


def numbered(born: date, serial: int) -> str:
    body = f"511903{born:%Y%m%d}{serial:03d}"
    return body + ric.calc_check_digit(body + "0")


def test_a_sound_number_says_birth_and_sex() -> None:
    assert identity.fault_of(GOOD) is None
    assert identity.facts_of(GOOD) == identity.IdFacts(date(1982, 11, 24), "male")


@pytest.mark.parametrize(
    ("number", "fault"),
    [
        ("", IdFault.LENGTH),
        ("51190319821124363", IdFault.LENGTH),
        ("51190319821124363x", IdFault.CHARACTERS),
        ("A11903198211243631", IdFault.CHARACTERS),
        ("011903198211243631", IdFault.CHARACTERS),
        ("511903198213243631", IdFault.DATE),
        ("511903188011243631", IdFault.DATE),
        ("511903198211243632", IdFault.CHECK_DIGIT),
    ],
)
def test_faults(number: str, fault: IdFault) -> None:
    assert identity.fault_of(number) is fault
    assert identity.facts_of(number) is None


def test_nobody_is_born_after_the_day_of_reference() -> None:
    number = numbered(date(2014, 5, 1), 12)
    assert identity.fault_of(number, date(2013, 12, 31)) is IdFault.DATE
    assert identity.fault_of(number, date(2014, 12, 31)) is None


@given(
    st.dates(date(1900, 1, 1), date(2012, 12, 31)), st.integers(0, 999), st.integers(0, 16), st.integers(1, 9)
)
def test_any_single_mistyped_digit_is_noticed(born: date, serial: int, place: int, step: int) -> None:
    number = numbered(born, serial)
    assert identity.fault_of(number) is None
    mistyped = number[:place] + str((int(number[place]) + step) % 10) + number[place + 1 :]
    assert identity.fault_of(mistyped) is not None


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 999))
def test_15_digits_become_the_same_18(born: date, serial: int) -> None:
    number = numbered(born, serial)
    assert identity.upgraded(number[:6] + number[8:17]) == number


def test_what_cannot_be_upgraded() -> None:
    assert identity.upgraded("511903821324363") is None
    assert identity.upgraded("5119038211243") is None


def test_ages_are_full_years() -> None:
    assert identity.age_on(date(1998, 1, 1), date(2013, 12, 31)) == 15
    assert identity.age_on(date(1998, 12, 31), date(2013, 12, 31)) == 15
    assert identity.age_on(date(1998, 12, 31), date(2013, 12, 30)) == 14
    assert identity.age_on(date(2012, 2, 29), date(2013, 2, 28)) == 0
    assert identity.age_on(date(2012, 2, 29), date(2013, 3, 1)) == 1
