"""How often whom: the policy's rule of visits, stretches of the calendar, and what is owed. Pure.

A household is overdue when the last whole stretch ended with fewer visits than the rule asks for and nobody has come
since. Withdrawn records do not count, calls by telephone only where the policy says so.
"""

import datetime as dt
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.assistance.models import Visitor, VisitWay
from app.domain.pairings.models import PairingRole
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import VisitPeriod

VISITOR_LABELS = {
    Visitor.HELPER: N_("Helper"),
    Visitor.SECOND_HELPER: N_("Second helper"),
    Visitor.TEAM: N_("Resident team"),
    Visitor.VILLAGE: N_("Village officer"),
    Visitor.OTHER: N_("Somebody else"),
}
WAY_LABELS = {VisitWay.AT_HOME: N_("at home"), VisitWay.BY_TELEPHONE: N_("by telephone")}
PERIOD_WORDS = {
    VisitPeriod.WEEK: N_("%(who)s: %(times)s a week"),
    VisitPeriod.MONTH: N_("%(who)s: %(times)s a month"),
    VisitPeriod.TWO_MONTHS: N_("%(who)s: %(times)s in two months"),
    VisitPeriod.QUARTER: N_("%(who)s: %(times)s a quarter"),
    VisitPeriod.YEAR: N_("%(who)s: %(times)s a year"),
}
_MONTHS = {VisitPeriod.MONTH: 1, VisitPeriod.TWO_MONTHS: 2, VisitPeriod.QUARTER: 3, VisitPeriod.YEAR: 12}
_DAY = dt.timedelta(days=1)
#: who visits as which helper of the household
HELPERS = {Visitor.HELPER: PairingRole.FIRST, Visitor.SECOND_HELPER: PairingRole.SECOND}


@dataclass(frozen=True)
class Span:
    """A stretch of the calendar, both days within it."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True)
class VisitRule:
    """*times* visits by *visitor* to each household within each *period*; *by_telephone*: a call counts as one."""

    visitor: Visitor
    times: int
    period: VisitPeriod
    by_telephone: bool = False

    @property
    def role(self) -> PairingRole | None:
        """As which helper of a household one visits; nothing for the others."""
        return HELPERS.get(self.visitor)

    @property
    def words(self) -> Message:
        """The rule in few words."""
        who = Message(VISITOR_LABELS[self.visitor])
        said = Message(PERIOD_WORDS[self.period], who=who, times=self.times)
        return Message(N_("%(rule)s, also by telephone"), rule=said) if self.by_telephone else said


@dataclass(frozen=True)
class Duty:
    """What a household is owed under a rule: *done* of its times by *until*; *missed* of the stretch before."""

    rule: VisitRule
    done: int
    until: dt.date
    missed: int = 0

    @property
    def left(self) -> int:
        """Visits still owed in this stretch."""
        return max(0, self.rule.times - self.done)

    @property
    def is_overdue(self) -> bool:
        """The stretch before ended short, and nobody has come since."""
        return self.missed > 0 and self.done == 0


def rules_of(policy: Policy) -> tuple[VisitRule, ...]:
    """The rules that the policy lays down; a number of 0 lays down none."""
    found = (
        VisitRule(Visitor.HELPER, policy.visit_helper_times, policy.visit_helper_period),
        VisitRule(
            Visitor.SECOND_HELPER,
            policy.visit_second_times,
            policy.visit_second_period,
            policy.visit_second_by_telephone,
        ),
        VisitRule(Visitor.TEAM, policy.visit_team_times, policy.visit_team_period),
        VisitRule(Visitor.VILLAGE, policy.visit_village_times, policy.visit_village_period),
    )
    return tuple(rule for rule in found if rule.times)


def span_of(period: VisitPeriod, on: dt.date) -> Span:
    """The stretch that contains a day: weeks from Monday, the others by the calendar."""
    if period is VisitPeriod.WEEK:
        first = on - on.weekday() * _DAY
        return Span(first, first + 6 * _DAY)
    months = _MONTHS[period]
    month = (on.month - 1) // months * months + 1
    after = month + months
    following = dt.date(on.year + (after > 12), after - 12 if after > 12 else after, 1)
    return Span(dt.date(on.year, month, 1), following - _DAY)


def span_before(period: VisitPeriod, on: dt.date) -> Span:
    """The last whole stretch before the one that contains a day."""
    return span_of(period, span_of(period, on).first - _DAY)


def duty_of(rule: VisitRule, visited: list[dt.date], since: dt.date | None, today: dt.date) -> Duty:
    """What is owed on *today*, given the days of visits that count and the day *since* which it is owed.

    A stretch that had begun before *since* is not held against anybody.
    """
    now, before = span_of(rule.period, today), span_before(rule.period, today)
    done = sum(now.first <= day <= now.last for day in visited)
    earlier = sum(before.first <= day <= before.last for day in visited)
    is_owed = since is not None and since <= before.first
    return Duty(rule, done, now.last, max(0, rule.times - earlier) if is_owed else 0)
