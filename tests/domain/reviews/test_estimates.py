"""What a sample says of its list: against tables, against counting it out, and never more than it knows."""

import math
import random

import pytest

from app.domain.reviews import sampling
from app.domain.reviews.estimates import finite_interval, inclusion, interval, statement

#: Clopper and Pearson's 95 % limits as printed in tables: (checked, wrong) -> (low, high)
TABLE = {
    (5, 0): (0.0, 0.5218),
    (10, 0): (0.0, 0.3085),
    (10, 1): (0.0025, 0.4450),
    (10, 5): (0.1871, 0.8129),
    (20, 1): (0.0013, 0.2487),
    (20, 10): (0.2720, 0.7280),
    (30, 30): (0.8843, 1.0),
    (50, 5): (0.0333, 0.2181),
    (100, 50): (0.3983, 0.6017),
}


@pytest.mark.parametrize(("checked", "wrong"), TABLE)
def test_the_interval_is_that_of_the_tables(checked: int, wrong: int) -> None:
    assert interval(checked, wrong) == pytest.approx(TABLE[checked, wrong], abs=0.0001)


def test_the_interval_takes_numbers_between_whole_ones() -> None:
    assert interval(10, 1)[0] < interval(10.5, 1.4)[0] < interval(11, 2)[0]
    assert interval(10, 1)[1] < interval(10.5, 1.6)[1] < interval(10, 2)[1]


@pytest.mark.parametrize(("population", "checked"), [(12, 4), (60, 12), (25, 24), (9, 1)])
def test_the_exact_interval_holds_the_truth_in_95_of_100_lists_whatever_it_is(
    population: int, checked: int
) -> None:
    limits = [finite_interval(population, checked, wrong) for wrong in range(checked + 1)]
    for truth in range(population + 1):
        ways = math.comb(population, checked)
        held = sum(
            math.comb(truth, wrong) * math.comb(population - truth, checked - wrong)
            for wrong, (low, high) in enumerate(limits)
            if low <= truth <= high
        )
        assert held / ways >= 0.95


def test_the_exact_interval_of_some_lists_counted_out_by_hand() -> None:
    assert finite_interval(4, 2, 0) == (0, 2)
    assert finite_interval(4, 2, 1) == (1, 3)
    assert finite_interval(60, 12, 1) == (1, 21)
    assert finite_interval(10, 10, 3) == (3, 3)


def test_with_a_list_without_end_both_intervals_agree() -> None:
    low, high = finite_interval(20_000, 50, 5)
    assert (low / 20_000, high / 20_000) == pytest.approx(interval(50, 5), abs=0.002)


def test_chances_add_up_to_the_number_drawn() -> None:
    weights = [1] * 30 + [3] * 5 + [6] * 2
    chances = inclusion(weights, 8)
    assert sum(chances[weight] for weight in weights) == pytest.approx(8)
    assert chances[1] < chances[3] < chances[6] < 1


def test_chances_are_those_with_which_the_draw_draws() -> None:
    weights = {**dict.fromkeys(range(1, 25), 1), **dict.fromkeys(range(25, 31), 4)}
    chances, times = inclusion(list(weights.values()), 6), 600
    heavy = sum(number > 24 for n in range(times) for number in sampling.draw(f"{n:064x}", weights, 6)) / (
        6 * times
    )
    assert heavy == pytest.approx(chances[4], abs=0.04)


def test_equal_weights_speak_in_plain_shares() -> None:
    said = statement([2] * 60, [(2, True)] + [(2, False)] * 11, [], 12)
    assert (said.population, said.drawn, said.wrong) == (60, 12, 1)
    assert said.estimate == pytest.approx(5)
    assert (said.low, said.high) == (1, 21)
    assert not said.is_census


def test_who_was_likelier_to_be_drawn_counts_for_less() -> None:
    weights = [1] * 40 + [5] * 10
    checked = [(1, False)] * 6 + [(5, False)] * 5
    light = statement(weights, [(1, True), *checked], [], 12)
    heavy = statement(weights, [(5, True), *checked], [], 12)
    assert heavy.estimate < light.estimate
    assert heavy.high < light.high


@pytest.mark.parametrize("weights", [[1] * 20, [1, 2, 3, 4] * 5])
def test_no_interval_contradicts_what_was_seen(weights: list[int]) -> None:
    for wrong in range(6):
        checked = [(weights[place], place < wrong) for place in range(5 + wrong % 2)]
        found = sum(is_wrong for _, is_wrong in checked)
        said = statement(weights, checked, [], len(checked))
        assert found <= said.low <= said.high <= 20 - (len(checked) - found)
        assert said.low <= said.estimate <= said.high


def test_all_checked_needs_no_estimate() -> None:
    said = statement([1, 2, 3], [(1, False), (2, True), (3, False)], [True], 3)
    assert said.is_census
    assert (said.estimate, said.low, said.high, said.population) == (2, 2, 2, 4)


def test_households_checked_in_any_case_are_known_and_added() -> None:
    alone = statement([1] * 30, [(1, False)] * 6, [], 6)
    beside = statement([1] * 30, [(1, False)] * 6, [True, False], 6)
    assert (beside.low, beside.high) == (alone.low + 1, alone.high + 1)
    assert beside.population == 32
    assert (beside.apart, beside.apart_wrong) == (2, 1)


def test_a_list_of_which_only_mandatory_households_stand_is_a_census() -> None:
    said = statement([], [], [False, True], 0)
    assert said.is_census
    assert (said.low, said.high) == (1, 1)


def test_the_weighted_interval_holds_the_truth_about_as_often_as_it_says() -> None:
    """Simulated with the real draw: weights bound to being wrong, as risk weights should be."""
    weights = {number: 1 + 3 * (number % 5 == 0) for number in range(1, 61)}
    wrong = {number for number in weights if number % 10 == 0 or number in (7, 31)}
    held = 0
    for n in range(150):
        drawn = sampling.draw(f"{n + 7:064x}", weights, 15)
        said = statement(
            list(weights.values()), [(weights[one], one in wrong) for one in drawn], [], len(drawn)
        )
        held += said.low <= len(wrong) <= said.high
    assert held / 150 >= 0.94


def test_random_lists_never_break_it() -> None:
    chance = random.Random(11)
    for _ in range(200):
        weights = [chance.randint(1, 9) for _ in range(chance.randint(1, 40))]
        size = chance.randint(1, len(weights))
        checked = [(weight, chance.random() < 0.3) for weight in chance.sample(weights, size)]
        said = statement(weights, checked, [], size)
        assert 0 <= said.low <= said.high <= len(weights)
