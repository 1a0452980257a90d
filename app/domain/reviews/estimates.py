"""What a sample says about the whole list: how many households are probably wrong, and between which numbers.

Where all had the same chance, the number of wrong ones among those checked is hypergeometric, and the interval is the
exact one that goes with it: every number of wrong households on the list under which what was found is not
improbable, 2.5 % left out on either side. (This is Clopper and Pearson's construction, "The use of confidence or
fiducial limits illustrated in the case of the binomial", Biometrika 26, 1934, for a list that ends: Buonaccorsi, "A
note on confidence intervals for proportions in finite populations", The American Statistician 41, 1987.)

Where some were likelier to be drawn, each checked household counts for as many as its chance says: one that comes up
with probability 1/5 stands for five (the weighting of Horvitz and Thompson, with Hájek's quotient). The chance of
weight *w* is 1 − exp(−w·t), with *t* such that the chances add up to the number drawn: Rosén, "Asymptotic theory for
successive sampling with varying probabilities without replacement", Annals of Mathematical Statistics 43, 1972. The
interval is Clopper and Pearson's on the effective number of checks, (Σ1/p)² ÷ Σ(1/p)², as in Korn and Graubard,
"Confidence intervals for proportions with small expected number of positive counts estimated from survey data",
Survey Methodology 24, 1998.

Households that are checked in any case are known, not estimated, and so are the drawn ones themselves: no interval
goes below what was found wrong, or above what was found right leaves over. Floats are good enough here: nothing is
drawn from these numbers, and they are rounded to whole households, outwards.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

#: what is left out on either side: together 5 %
TAIL = 0.025
#: halvings of an interval of floats, after which nothing is left to halve
HALVINGS = 60
#: terms of the continued fraction; it converges within the square root of the larger parameter
TERMS = 150
#: what floats leave behind in a number of households that is whole
NOISE = 1e-9


@dataclass(frozen=True)
class Statement:
    """What the checks say of a list of *population* households. *low* and *high* are equal for a census.

    *drawn* were checked and *wrong* of them found wrong; *apart* were checked in any case, *apart_wrong* of them
    found wrong, and both are part of *estimate*, *low* and *high*.
    """

    population: int
    drawn: int
    wrong: int
    apart: int
    apart_wrong: int
    estimate: float
    low: int
    high: int

    @property
    def is_census(self) -> bool:
        """Every household was checked: nothing is estimated."""
        return self.drawn + self.apart >= self.population

    @property
    def share(self) -> float:
        """The share of the list that is probably wrong."""
        return self.estimate / self.population if self.population else 0.0


def statement(
    weights: Sequence[int], checked: Sequence[tuple[int, bool]], apart: Sequence[bool], size: int
) -> Statement:
    """What a draw of *size* among households of *weights* says; *checked* are (weight, is wrong) of the drawn.

    *apart* says of each household that was checked in any case whether it is wrong.
    """
    population, found, apart_wrong = len(weights), sum(wrong for _, wrong in checked), sum(apart)
    if not checked or len(checked) >= population:
        estimate, low, high = float(found), found, found if checked else population
    elif len(set(weights)) == 1:
        estimate = found * population / len(checked)
        low, high = finite_interval(population, len(checked), found)
    else:
        estimate, low, high = _weighted(weights, checked, size)
    return Statement(
        population=population + len(apart),
        drawn=len(checked),
        wrong=found,
        apart=len(apart),
        apart_wrong=apart_wrong,
        estimate=estimate + apart_wrong,
        low=low + apart_wrong,
        high=high + apart_wrong,
    )


def _weighted(
    weights: Sequence[int], checked: Sequence[tuple[int, bool]], size: int
) -> tuple[float, int, int]:
    chances = inclusion(weights, size)
    stands_for = [(1 / chances[weight], wrong) for weight, wrong in checked]
    total = sum(number for number, _ in stands_for)
    share = sum(number for number, wrong in stands_for if wrong) / total
    effective = total**2 / sum(number**2 for number, _ in stands_for)
    low, high = interval(effective, share * effective)
    population, found = len(weights), sum(wrong for _, wrong in checked)
    least, most = found, population - (len(checked) - found)
    return (
        min(max(share * population, least), most),
        min(max(math.floor(low * population + NOISE), least), most),
        min(max(math.ceil(high * population - NOISE), least), most),
    )


def inclusion(weights: Sequence[int], size: int) -> dict[int, float]:
    """weight -> the chance of a household with it to be among *size* drawn (Rosén 1972)."""
    if size >= len(weights):
        return dict.fromkeys(weights, 1.0)
    low, high = 0.0, 1.0
    while sum(-math.expm1(-weight * high) for weight in weights) < size:
        high *= 2
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if sum(-math.expm1(-weight * middle) for weight in weights) < size:
            low = middle
        else:
            high = middle
    return {weight: -math.expm1(-weight * high) for weight in sorted(set(weights))}


def finite_interval(population: int, checked: int, wrong: int) -> tuple[int, int]:
    """The numbers of wrong households among *population* between which the truth lies with 95 %, exactly.

    The smallest under which so many or more, and the largest under which so many or fewer, are found wrong among
    *checked* with a probability above 2.5 %. Whole numbers throughout, so there is nothing to round.
    """
    possible = range(wrong, population - (checked - wrong) + 1)
    ways = math.comb(population, checked)

    def chance(truth: int, outcomes: range) -> float:
        return sum(math.comb(truth, k) * math.comb(population - truth, checked - k) for k in outcomes) / ways

    low = next(truth for truth in possible if chance(truth, range(wrong, checked + 1)) > TAIL)
    high = next(truth for truth in reversed(possible) if chance(truth, range(wrong + 1)) > TAIL)
    return low, high


def interval(checked: float, wrong: float) -> tuple[float, float]:
    """Clopper and Pearson's 95 % interval for a share: *wrong* of *checked*, which need not be whole numbers."""
    low = 0.0 if wrong <= 0 else _beta_quantile(TAIL, wrong, checked - wrong + 1)
    high = 1.0 if wrong >= checked else _beta_quantile(1 - TAIL, wrong + 1, checked - wrong)
    return low, high


def _beta_quantile(probability: float, a: float, b: float) -> float:
    low, high = 0.0, 1.0
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _beta_share(middle, a, b) < probability:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta_share(x: float, a: float, b: float) -> float:
    """The regularised incomplete beta function by its continued fraction (DLMF 8.17.22)."""
    if x <= 0 or x >= 1:
        return 0.0 if x <= 0 else 1.0
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta_share(1 - x, b, a)
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    fraction = 1.0
    for m in range(TERMS, 0, -1):
        odd = -(a + m - 1) * (a + b + m - 1) * x / ((a + 2 * m - 2) * (a + 2 * m - 1))
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        fraction = 1 + odd / (1 + even / fraction)
    return front / (a * fraction)
