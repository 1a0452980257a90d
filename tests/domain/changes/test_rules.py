"""What a change does to size and income a head, and what contradicts what: without a database."""

import pytest

from app.domain.changes.models import ChangeKind as K
from app.domain.changes.models import ChangeRequest
from app.domain.changes.rules import Effect, Measure, after, contradict, side_of, without_numbers


@pytest.mark.parametrize(
    ("kind", "here", "there", "moving", "expected"),
    [
        (K.BIRTH, Measure(3, 900), None, 1, (Measure(4, 900), None)),
        (K.DEATH, Measure(3, 900), None, 2, (Measure(1, 900), None)),
        (K.SPLIT, Measure(5, 900), None, 2, (Measure(3, 900), Measure(2, None))),
        (K.MERGE, Measure(2, 900), Measure(3, 100), 0, (Measure(0, None), Measure(5, 1000))),
        (K.MERGE, Measure(2, 900), Measure(3, None), 0, (Measure(0, None), Measure(5, 900))),
        (K.MERGE, Measure(2, None), Measure(3, None), 0, (Measure(0, None), Measure(5, None))),
    ],
)
def test_people_and_income_afterwards(kind, here, there, moving, expected) -> None:
    assert after(kind, here, there, moving) == expected


@pytest.mark.parametrize(
    ("before", "now", "line", "said"),
    [
        (Measure(3, 900), Measure(2, 900), 400, (False, True, False)),
        (Measure(3, 900), Measure(2, 900), 500, (False, False, False)),
        (Measure(2, 900), Measure(3, 900), 400, (False, False, True)),
        (Measure(1, 900), Measure(0, 900), 400, (True, False, False)),
        (Measure(3, 900), Measure(2, 900), None, (False, False, False)),
        (Measure(3, None), Measure(2, None), 400, (False, False, False)),
    ],
)
def test_what_a_side_says_against_the_line(before, now, line, said) -> None:
    side = side_of(household=None, before=before, now=now, line_fen=line)
    assert (side.vanishes, side.rises_above, side.falls_below) == said


def test_a_household_without_people_has_no_income_a_head() -> None:
    assert Measure(0, 900).per_head_fen is None
    assert Measure(3, 1000).per_head_fen == 333


def test_an_effect_survives_being_kept() -> None:
    side = side_of(household=None, before=Measure(3, 900), now=Measure(2, 900), line_fen=400)
    effect = Effect("2026-05-11", 2025, 400, (side,))
    assert Effect.from_data(effect.as_data()) == effect


def asked(kind: K, household: int = 1, other: int | None = None, **payload) -> ChangeRequest:
    return ChangeRequest(kind=kind, household_id=household, other_household_id=other, payload=payload)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (asked(K.DEATH, members=[1]), asked(K.MARRIED_OUT, members=[1, 2]), True),
        (asked(K.DEATH, members=[1]), asked(K.MARRIED_OUT, members=[2]), False),
        (asked(K.SPLIT, members=[1]), asked(K.DEATH, members=[2]), True),
        (asked(K.MERGE, 1, 2), asked(K.BIRTH, 2, person={"name": "甲"}), True),
        (asked(K.MERGE, 1, 2), asked(K.BIRTH, 3, person={"name": "甲"}), False),
        (asked(K.BIRTH, person={"name": "甲"}), asked(K.BIRTH, person={"name": "甲"}), True),
        (asked(K.BIRTH, person={"name": "甲"}), asked(K.BIRTH, person={"name": "乙"}), False),
    ],
)
def test_what_contradicts_what(one, other, expected) -> None:
    assert contradict(one, other) is expected
    assert contradict(other, one) is expected


def test_a_decided_request_keeps_no_number() -> None:
    payload = {"person": {"name": "甲", "id_number": "520581197005060013"}, "base": {"version": 1}}
    kept = without_numbers(payload)
    assert "520581197005060013" not in str(kept)
    assert kept["person"]["id_number_masked"] == "52*************013"
    assert kept["base"] == {"version": 1}
