"""What is due when, and how it stands on a day: pure, from the catalogue, the policy and the working calendar.

A general matter is published at least each quarter, the accounts of a village with much money each month, a major
matter at once (Organic Law of Villagers' Committees, art. 30).
"""

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.domain.articles.rules import QUARTER_LABELS
from app.domain.calendars.rules import Calendar, add_working_days, next_workday
from app.domain.disclosures.catalogue import Duty, Item, Span
from app.domain.policies.rules import Policy

TWO_MONTHS, MONTHS_OF_QUARTER, MONTHS_OF_YEAR = 2, 3, 12
LONGEST_SUBJECT, LONGEST_WHERE = 160, 120


class Status(StrEnum):
    """How one thing stands on a day. ``coming``: its time is not over yet, so it is not due."""

    DONE = "done"
    DONE_LATE = "done_late"
    DUE = "due"
    LATE = "late"
    COMING = "coming"


STATUS_LABELS = {
    Status.DONE: N_("published"),
    Status.DONE_LATE: N_("published too late"),
    Status.DUE: N_("to be published"),
    Status.LATE: N_("late"),
    Status.COMING: N_("comes next"),
}
DUTY_LABELS = {
    Duty.VILLAGE: N_("The village"),
    Duty.VILLAGE_AND_ABOVE: N_("The village, and who decides above it"),
    Duty.HOLDER: N_("Who holds the money: township or county"),
}


@dataclass(frozen=True)
class Period:
    """A month or a quarter: its code (``2014-Q1``, ``2014-03``), its first and its last day."""

    code: str
    first_day: dt.date
    last_day: dt.date

    @property
    def words(self) -> Message:
        year = self.first_day.year
        if "Q" in self.code:
            quarter = Message(QUARTER_LABELS[int(self.code[-1])])
            return Message(N_("%(quarter)s of %(year)s"), quarter=quarter, year=year)
        first, last = self.first_day.month, self.last_day.month
        if first != last:
            return Message(N_("months %(first)s and %(last)s of %(year)s"), first=first, last=last, year=year)
        return Message(N_("month %(month)s of %(year)s"), month=first, year=year)

    @property
    def quarter(self) -> int | None:
        """1 to 4, or nothing for a month."""
        return int(self.code[-1]) if "Q" in self.code else None


@dataclass(frozen=True)
class Evidence:
    """That it was published: the day, where, and by what. *disclosure_id* is none where a notice counts by itself."""

    on: dt.date
    where: BilingualText | None = None
    notice: str = ""
    article: str = ""
    paper_id: int | None = None
    disclosure_id: int | None = None


@dataclass(frozen=True)
class Due:
    """One thing that a village has to publish: which entry, for which period or about what, since when, by when.

    *key* names it within its village and year: ``accounts.2014-Q1``, ``matter.12``, ``start.XM2014-…``.
    """

    key: str
    item: Item
    since: dt.date
    due_on: dt.date
    about: BilingualText | Message
    evidence: Evidence | None = None
    period: Period | None = None
    matter_id: int | None = None
    project: str = ""

    def status(self, on: dt.date) -> Status:
        """How it stands on a day."""
        if self.evidence is not None:
            return Status.DONE if self.evidence.on <= self.due_on else Status.DONE_LATE
        if self.period is not None and on <= self.period.last_day:
            return Status.COMING
        return Status.DUE if on <= self.due_on else Status.LATE

    @property
    def earliest(self) -> dt.date:
        """The first day on which it can have been published: the last of its period, or the day it came about."""
        return self.period.last_day if self.period is not None else self.since

    @property
    def is_by_hand(self) -> bool:
        """Somebody records that it was published; notices of projects count by themselves."""
        return self.item.notice is None


@dataclass(frozen=True)
class Counts:
    """Of what was due by a day: how much is published, is still in time, is late. *late_once*: published too late."""

    done: int = 0
    due: int = 0
    late: int = 0
    late_once: int = 0

    @property
    def total(self) -> int:
        return self.done + self.due + self.late


def count(dues: Iterable[Due], on: dt.date) -> Counts:
    """How *dues* stand on a day, by number; what only comes is not counted."""
    found = [one.status(on) for one in dues]
    late_once = found.count(Status.DONE_LATE)
    return Counts(
        done=found.count(Status.DONE) + late_once,
        due=found.count(Status.DUE),
        late=found.count(Status.LATE),
        late_once=late_once,
    )


def next_first(dues: Iterable[Due], on: dt.date) -> list[Due]:
    """What is still to be published, by its last day: the late first, then the due, then what comes."""
    waiting = [one for one in dues if one.evidence is None]
    return sorted(waiting, key=lambda one: (one.due_on, one.item.code, one.key))


def published(dues: Iterable[Due]) -> list[Due]:
    """What was published, the last first."""
    done = [(one.evidence.on, one.key, one) for one in dues if one.evidence is not None]
    return [one for _on, _key, one in sorted(done, key=lambda found: found[:2], reverse=True)]


def periods_of(item: Item, policy: Policy, year: int) -> list[Period]:
    """The periods of *year* for which a recurring *item* is published: months or quarters."""
    months = policy.village_finance_months if item.span is Span.ACCOUNTS else MONTHS_OF_QUARTER
    found = []
    for first in range(1, MONTHS_OF_YEAR + 1, months):
        first_day, after = dt.date(year, first, 1), _month_after(year, first + months - 1)
        code = f"{year}-Q{first // 3 + 1}" if months == MONTHS_OF_QUARTER else f"{year}-{first:02}"
        found.append(Period(code, first_day, after - dt.timedelta(days=1)))
    return found


def asked_periods(
    item: Item, policy: Policy, year: int, since: dt.date, on: dt.date, told: Collection[str] = ()
) -> list[Period]:
    """The periods asked for on a day: from that of *since* to the one that runs; those in *told* in any case."""
    found = []
    for period in periods_of(item, policy, year):
        begun = period.last_day >= since and period.first_day <= on
        if begun or period.code in told:
            found.append(period)
    return found


def period_due_on(period: Period, policy: Policy, calendar: Calendar) -> dt.date:
    """The last day for a period: the policy's day of the month after it, or the first worked day from there."""
    after = period.last_day + dt.timedelta(days=1)
    return next_workday(after.replace(day=policy.village_finance_day), calendar)


def matter_due_on(item: Item, since: dt.date, policy: Policy, calendar: Calendar) -> dt.date:
    """The last day for something that came about on *since*.

    A major matter: so many days of any kind. An entry of the catalogue, a project: so many working days.
    """
    if item.span is Span.AT_ONCE:
        return since + dt.timedelta(days=policy.major_matter_days)
    days = policy.disclosure_days if item.span is Span.CATALOGUE else policy.project_notice_days
    return add_working_days(since, days, calendar)


def span_words(item: Item, policy: Policy) -> Message:
    """When *item* is published, in words with the policy's numbers."""
    if item.span is Span.ACCOUNTS and policy.village_finance_months == 1:
        return Message(N_("Each month, by day %(day)s of the next."), day=policy.village_finance_day)
    if item.span is Span.ACCOUNTS and policy.village_finance_months == TWO_MONTHS:
        return Message(N_("Every two months, by day %(day)s of the next."), day=policy.village_finance_day)
    if item.recurs:
        return Message(
            N_("Each quarter, by day %(day)s of the month after it."), day=policy.village_finance_day
        )
    if item.span is Span.AT_ONCE:
        if policy.major_matter_days == 0:
            return Message(N_("On the same day."))
        return Message(N_("Within %(days)s days."), days=policy.major_matter_days)
    days = policy.disclosure_days if item.span is Span.CATALOGUE else policy.project_notice_days
    return Message(N_("Within %(days)s working days."), days=days)


def _month_after(year: int, month: int) -> dt.date:
    return dt.date(year + 1, 1, 1) if month == MONTHS_OF_YEAR else dt.date(year, month + 1, 1)
