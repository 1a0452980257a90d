"""How far something is, which light it shows, how much time is left, how a quarter runs. All pure."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from app.core.messages import N_, Message
from app.domain.policies.rules import Policy

FULL = 100
MONTHS_OF_QUARTER = 3
LAST_QUARTER = 4


class Light(StrEnum):
    """How a task stands: done, in time (green), behind (orange), overdue (red), or not begun."""

    DONE = "done"
    IN_TIME = "in_time"
    BEHIND = "behind"
    OVERDUE = "overdue"
    COMING = "coming"


LIGHT_LABELS = {
    Light.OVERDUE: N_("overdue"),
    Light.BEHIND: N_("behind its time"),
    Light.IN_TIME: N_("in time"),
    Light.DONE: N_("all done"),
    Light.COMING: N_("not begun"),
}
#: what needs somebody first
URGENCY = tuple(LIGHT_LABELS)


@dataclass(frozen=True)
class Reached:
    """*done* of *whole*. *nothing_is_done*: of nothing everything is done."""

    done: int = 0
    whole: int = 0
    nothing_is_done: bool = False

    def __add__(self, other: "Reached") -> "Reached":
        return Reached(
            self.done + other.done, self.whole + other.whole, self.nothing_is_done and other.nothing_is_done
        )

    @cached_property
    def percent(self) -> int:
        """Whole per cent, never 100 before all is done."""
        if self.whole <= 0:
            return FULL if self.nothing_is_done else 0
        return min(FULL, self.done * FULL // self.whole)

    @property
    def is_done(self) -> bool:
        return self.percent >= FULL


def total(reached: Iterable[Reached]) -> Reached:
    """All together. Parts with nothing to count add nothing; nothing at all is not done."""
    found = list(reached)
    whole = sum(one.whole for one in found)
    return Reached(
        sum(min(one.done, one.whole) for one in found),
        whole,
        bool(found) and all(one.nothing_is_done for one in found),
    )


def expected_percent(starts_on: dt.date, due_on: dt.date, on: dt.date) -> int:
    """How much of the time is over at the end of *on*, in whole per cent."""
    days = (due_on - starts_on).days + 1
    gone = min(max((on - starts_on).days + 1, 0), days)
    return gone * FULL // days


def light_of(reached: Reached, starts_on: dt.date, due_on: dt.date, today: dt.date, policy: Policy) -> Light:
    """The light that *reached* shows today, by the days and the percentage of the policy.

    What is one thing, done or not, is not behind its time before the deadline is near.
    """
    if reached.is_done:
        return Light.DONE
    if today > due_on:
        return Light.OVERDUE
    if today < starts_on:
        return Light.COMING
    lag = expected_percent(starts_on, due_on, today) - reached.percent
    is_near = (due_on - today).days <= policy.task_near_days
    is_behind = lag > policy.task_lag_percent and reached.whole != 1
    return Light.BEHIND if is_near or is_behind else Light.IN_TIME


def worst(lights: Iterable[Light]) -> Light:
    """The light that needs somebody first; not begun of none."""
    found = set(lights)
    return next((light for light in URGENCY if light in found), Light.COMING)


def countdown_words(due_on: dt.date, today: dt.date) -> Message:
    """How many days are left, or have passed since."""
    left = (due_on - today).days
    if left < 0:
        return Message(N_("%(days)s days over"), days=-left)
    if left == 0:
        return Message(N_("Today is the last day."))
    return Message(N_("%(days)s days left"), days=left)


@dataclass(frozen=True)
class Quarter:
    """A quarter of a year."""

    year: int
    number: int

    @property
    def first_day(self) -> dt.date:
        return dt.date(self.year, MONTHS_OF_QUARTER * (self.number - 1) + 1, 1)

    @property
    def last_day(self) -> dt.date:
        after = self.following
        return after.first_day - dt.timedelta(days=1)

    @property
    def following(self) -> "Quarter":
        if self.number == LAST_QUARTER:
            return Quarter(self.year + 1, 1)
        return Quarter(self.year, self.number + 1)

    @property
    def before(self) -> "Quarter":
        return (
            Quarter(self.year - 1, LAST_QUARTER) if self.number == 1 else Quarter(self.year, self.number - 1)
        )

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"


def quarter_of(day: dt.date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day.year, (day.month - 1) // MONTHS_OF_QUARTER + 1)


def points_cents(done: int, whole: int, most: int) -> int | None:
    """Hundredths of the *most* points for *done* of *whole*, rounded down; nothing where there was nothing."""
    if whole <= 0:
        return None
    return min(max(done, 0), whole) * most * FULL // whole


def score_of_hundred(points: Iterable[tuple[int | None, int]]) -> int | None:
    """Hundredths of 100 points, from (points in hundredths, most) of what could be assessed; nothing of nothing."""
    assessed = [(got, most) for got, most in points if got is not None and most > 0]
    most = sum(one for _got, one in assessed)
    return sum(got for got, _most in assessed) * FULL // most if most else None


def cents_text(cents: int) -> str:
    """Hundredths as people write them: 8050 is ``80.5``."""
    return f"{cents / FULL:.2f}".rstrip("0").rstrip(".")
