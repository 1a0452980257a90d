"""The draw itself: even where weights are equal, in proportion where not, the same everywhere, never again."""

import _pydecimal
import datetime as dt
import decimal
import hashlib
import json
import os
import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from app.domain.reviews import sampling

ROOT = Path(__file__).parents[3]
RECIPE = ROOT / "docs" / "repeat_draw.py"
#: 99.9 % points of chi-square, by degrees of freedom (NIST/SEMATECH e-Handbook, table 1.3.6.7.4)
CHI_SQUARE = {9: 27.877, 19: 43.820, 44: 78.750}
DRAWS = 2000


def seed(number: int) -> str:
    return hashlib.sha256(f"draw {number}".encode()).hexdigest()


def chi_square(counts: list[int], expected: float) -> float:
    return sum((count - expected) ** 2 / expected for count in counts)


def test_with_equal_weights_everybody_is_drawn_as_often() -> None:
    weights = dict.fromkeys(range(1, 21), 1)
    drawn = Counter(number for n in range(DRAWS) for number in sampling.draw(seed(n), weights, 1))
    assert chi_square([drawn[number] for number in weights], DRAWS / 20) < CHI_SQUARE[19]


def test_with_equal_weights_every_pair_is_drawn_as_often() -> None:
    weights = dict.fromkeys(range(1, 11), 3)
    pairs = Counter(frozenset(sampling.draw(seed(n), weights, 2)) for n in range(DRAWS))
    assert chi_square([*pairs.values(), *[0] * (45 - len(pairs))], DRAWS / 45) < CHI_SQUARE[44]


def test_with_equal_weights_every_place_in_the_order_is_as_likely() -> None:
    weights = dict.fromkeys(range(1, 11), 1)
    last = Counter(sampling.draw(seed(n), weights, 10)[-1] for n in range(DRAWS))
    assert chi_square([last[number] for number in weights], DRAWS / 10) < CHI_SQUARE[9]


def test_who_weighs_more_is_drawn_first_in_proportion() -> None:
    weights = {**dict.fromkeys(range(1, 9), 1), 9: 4, 10: 8}
    first = Counter(sampling.draw(seed(n), weights, 1)[0] for n in range(DRAWS))
    assert first[10] / DRAWS == pytest.approx(8 / 20, abs=0.03)
    assert first[9] / DRAWS == pytest.approx(4 / 20, abs=0.03)
    assert sum(first[number] for number in range(1, 9)) / DRAWS == pytest.approx(8 / 20, abs=0.03)
    assert first[10] > first[9] > max(first[number] for number in range(1, 9))


def test_a_weight_can_only_bring_a_household_forward() -> None:
    for n in range(200):
        before = sampling.draw(seed(n), dict.fromkeys(range(1, 31), 1), 30)
        after = sampling.draw(seed(n), {**dict.fromkeys(range(1, 31), 1), 7: 5}, 30)
        assert after.index(7) <= before.index(7)
        assert [one for one in after if one != 7] == [one for one in before if one != 7]


def test_nobody_is_drawn_twice_and_nobody_who_is_not_there() -> None:
    weights = {number: 1 + number % 3 for number in range(1, 41)}
    drawn = sampling.draw(seed(1), weights, 12)
    assert len(set(drawn)) == 12
    assert set(drawn) <= set(weights)
    assert sampling.draw(seed(1), weights, 0) == []
    assert sorted(sampling.draw(seed(1), weights, 99)) == sorted(weights)


def test_a_larger_sample_begins_with_the_smaller_one() -> None:
    weights = {number: 1 + number % 4 for number in range(1, 61)}
    assert sampling.draw(seed(3), weights, 20)[:7] == sampling.draw(seed(3), weights, 7)


def test_the_order_of_the_households_does_not_matter() -> None:
    weights = {number: 1 + number % 4 for number in range(1, 61)}
    turned = list(weights.items())
    random.Random(5).shuffle(turned)
    assert sampling.draw(seed(3), dict(turned), 12) == sampling.draw(seed(3), weights, 12)


def test_the_callers_decimal_context_does_not_matter() -> None:
    weights = {number: 1 + number % 4 for number in range(1, 61)}
    usual = sampling.draw(seed(4), weights, 12)
    strange = decimal.Context(prec=3, rounding=decimal.ROUND_UP, Emax=9, Emin=-9)
    strange.traps[decimal.Inexact] = strange.traps[decimal.FloatOperation] = True
    with decimal.localcontext(strange):
        assert sampling.draw(seed(4), weights, 12) == usual


def test_it_is_the_draw_that_was_published_once() -> None:
    """Known answers: if this fails on a machine, that machine draws differently from all others."""
    inputs = sampling.Inputs(
        digest="ab" * 32,
        list_name="2026-identification/520581107201/1",
        level="township",
        source="公开数值",
        day=dt.date(2026, 5, 12),
        value="351",
    )
    assert inputs.seed == "435ccc98f15518f650fb302aa0bbde18cd62168503565b90df672c093d138d04"
    weights = {number: 1 + number % 4 for number in range(1, 31)}
    assert sampling.draw(inputs.seed, weights, 8) == [1, 6, 29, 14, 3, 24, 10, 15]
    assert (
        str(sampling.key_of(inputs.seed, 1, 2))
        == "0.0596821212034526208412551310642206864340345041787699214395815"
    )


def test_any_change_of_what_went_in_gives_another_seed() -> None:
    base = {"digest": "d", "list_name": "l", "level": "county", "source": "s", "value": "351"}
    day = dt.date(2026, 5, 12)
    seeds = {
        sampling.Inputs(**base, day=day).seed,
        sampling.Inputs(**base, day=day + dt.timedelta(days=1)).seed,
    }
    for name in base:
        seeds.add(sampling.Inputs(**{**base, name: "other"}, day=day).seed)
    assert len(seeds) == 7


def test_a_weight_below_one_is_a_fault() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        sampling.draw(seed(1), {1: 1, 2: 0}, 1)


def test_weights_add_up_and_no_reason_counts_twice() -> None:
    extra = {"relative": 3, "objection": 2}
    assert sampling.weight_of([], extra) == 1
    assert sampling.weight_of(["relative", "objection", "relative"], extra) == 6


@pytest.mark.parametrize(
    "how", [["-I"], ["-I", "-X", "utf8=0"], ["PYTHONHASHSEED=0"], ["PYTHONHASHSEED=4242"]]
)
def test_the_published_recipe_repeats_a_draw_in_a_fresh_interpreter(tmp_path: Path, how: list[str]) -> None:
    """Exactly the program of the public page, isolated from all that is installed here, or with another hash seed."""
    inputs = sampling.Inputs("cd" * 32, "a/b/1", "county", "开奖号码", dt.date(2014, 5, 5), "262")
    weights = {number: 1 + number % 5 for number in range(1, 121)}
    record = inputs.as_data() | {
        "seed": inputs.seed,
        "size": 24,
        "entries": [{"number": number, "weight": weight} for number, weight in weights.items()],
        "drawn": sampling.draw(inputs.seed, weights, 24),
    }
    file = tmp_path / "draw.json"
    file.write_text(json.dumps(record, ensure_ascii=False), encoding="utf-8")
    told = _repeat(file, how)
    assert told.returncode == 0, told.stdout + told.stderr
    assert f"drawn: {' '.join(str(number) for number in record['drawn'])}" in told.stdout
    record["drawn"] = record["drawn"][1:] + record["drawn"][:1]
    file.write_text(json.dumps(record), encoding="utf-8")
    assert _repeat(file, how).returncode == 1


def _repeat(file: Path, how: list[str]) -> subprocess.CompletedProcess[str]:
    options = [one for one in how if "HASHSEED" not in one]
    seeds = dict(one.split("=") for one in how if "HASHSEED" in one)
    command = [sys.executable, *options, str(RECIPE), str(file)]
    return subprocess.run(
        command, capture_output=True, encoding="utf-8", env={**os.environ, **seeds}, check=False
    )


def test_python_and_c_compute_the_same_keys() -> None:
    """The module written in Python alone, as other interpreters use it, agrees digit by digit."""
    context = _pydecimal.Context(prec=sampling.DIGITS, rounding=_pydecimal.ROUND_HALF_EVEN)
    for number in range(1, 11):
        digest = int.from_bytes(hashlib.sha256(f"{seed(9)}:{number}".encode()).digest(), "big")
        fraction = context.divide(_pydecimal.Decimal(2 * digest + 1), _pydecimal.Decimal(2**257))
        key = context.divide(context.ln(fraction).copy_negate(), _pydecimal.Decimal(3))
        assert str(key) == str(sampling.key_of(seed(9), number, 3))
