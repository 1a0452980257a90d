"""Drawing a sample that nobody can steer and anybody can repeat. Pure: no session, no clock, no float.

Each household in the draw is known by its number on the notice. The seed is the SHA-256 of what was frozen (the
notice's digest) and of what nobody could know then (a public value of a later day). A number gets the SHA-256 of
``seed:number``, read as a fraction *u* between 0 and 1, and the key −ln(u) ÷ weight; the smallest keys are drawn. That
is weighted random sampling without replacement: the keys are exponential waiting times, and whoever has weight 3
comes up three times as fast (Efraimidis and Spirakis, "Weighted random sampling with a reservoir", Information
Processing Letters 97, 2006, algorithm A, with the logarithm taken of its keys).

The logarithm is computed with :mod:`decimal` to a fixed number of digits, correctly rounded as that module promises:
a float's ``math.log`` is whatever the machine's C library makes of the last bit, and two machines could disagree on
two keys that lie close together. All operations are those of one private context, so that the caller's precision or
rounding changes nothing.
"""

import datetime as dt
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Context, Decimal, DivisionByZero, InvalidOperation, Overflow
from typing import Any

#: name and version of the method, part of the seed and of the published record
METHOD = "gongshi-draw"
VERSION = 1
#: how samples were drawn before weights: the smallest SHA-256 of ``seed:entry``
PLAIN_METHOD = "gongshi-draw-0"
DIGITS = 60
EXACT = Context(
    prec=DIGITS,
    rounding=ROUND_HALF_EVEN,
    Emin=-999_999,
    Emax=999_999,
    capitals=1,
    clamp=0,
    flags=[],
    traps=[DivisionByZero, InvalidOperation, Overflow],
)
#: twice the number of SHA-256 values: u = (2·digest + 1) / SCALE lies strictly between 0 and 1
SCALE = Decimal(2**257)


@dataclass(frozen=True)
class Inputs:
    """What the seed is made of. Without a public value *source* and *value* are empty and *day* is nothing."""

    digest: str
    list_name: str
    level: str
    source: str = ""
    day: dt.date | None = None
    value: str = ""

    @property
    def seed(self) -> str:
        """SHA-256 of the lines of the inputs, in this order, joined by line feeds: 64 hexadecimal digits."""
        day = self.day.isoformat() if self.day is not None else ""
        lines = [
            f"{METHOD} {VERSION}",
            self.digest,
            self.list_name,
            self.level,
            self.source,
            day,
            self.value,
        ]
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    def as_data(self) -> dict[str, Any]:
        """The inputs as they are kept and published."""
        return {
            "method": METHOD,
            "version": VERSION,
            "digest": self.digest,
            "list": self.list_name,
            "level": self.level,
            "source": self.source,
            "day": self.day.isoformat() if self.day is not None else "",
            "value": self.value,
        }


def key_of(seed: str, number: int, weight: int) -> Decimal:
    """The waiting time of *number* under *weight*: the smaller, the earlier it is drawn."""
    digest = int.from_bytes(hashlib.sha256(f"{seed}:{number}".encode()).digest(), "big")
    fraction = EXACT.divide(Decimal(2 * digest + 1), SCALE)
    return EXACT.divide(EXACT.ln(fraction).copy_negate(), Decimal(weight))


def draw(seed: str, weights: Mapping[int, int], size: int) -> list[int]:
    """*size* of the numbers in *weights*, in the order in which they come up; the same everywhere and always.

    It depends on nothing but the seed and the pairs of number and weight, whatever their order.
    """
    if any(weight < 1 for weight in weights.values()):
        raise ValueError("a weight is at least 1")
    keys = {number: key_of(seed, number, weight) for number, weight in weights.items()}
    return sorted(keys, key=lambda number: (keys[number], number))[: max(0, size)]


def weight_of(reasons: Iterable[str], extra: Mapping[str, int]) -> int:
    """1, and what the policy adds for each reason."""
    return 1 + sum(extra[reason] for reason in set(reasons))
