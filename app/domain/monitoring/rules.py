"""What each step of a case asks for, and until when it is due. All pure.

Sources: guiding opinion of 2021 on monitoring against a return to poverty (three kinds, three ways of finding, visit,
consent and comparison, review and village notice, township, county, announcement; release by the same steps); the day
counts are a policy's and differ from province to province.
"""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.calendars.rules import Calendar, DayKind, deadline
from app.domain.households.codes import RISK
from app.domain.monitoring.models import FoundBy, Watch, WatchKind, WatchState
from app.domain.policies.rules import Policy

S = WatchState

KIND_LABELS = {
    WatchKind.UNSTABLE: N_("Out of poverty and unstable"),
    WatchKind.MARGINAL: N_("Close to poverty"),
    WatchKind.SUDDEN: N_("In sudden hardship"),
}
FOUND_LABELS = {
    FoundBy.OWN_REPORT: N_("The household said so itself"),
    FoundBy.VISIT: N_("Found on a visit"),
    FoundBy.DEPARTMENT: N_("A department warned"),
}
#: a sign of risk is entered within a year; an older day is a slip of the pen
FOUND_AT_MOST_AGO = dt.timedelta(days=366)
#: so many risks of a household are named at the most
RISKS_MOST = 5
#: steps whose signed paper is asked for, and what it is
PAPERS = {
    "visit": N_("Signed visit sheet with consent and authorisation"),
    "post": N_("Signed minutes of the villagers' review"),
    "post_release": N_("Signed sheet of the visit and of the review"),
}
#: steps at which so many people at the least are named
PEOPLE = {"visit": 2, "post_release": 2}


@dataclass(frozen=True)
class Due:
    """What is to be done next and its last day."""

    what: str
    on: dt.date

    def is_late(self, today: dt.date) -> bool:
        """Its last day is over."""
        return today > self.on


WAITS_FOR = {
    S.FOUND: N_("Visit"),
    S.VISITED: N_("Comparison of the data"),
    S.COMPARED: N_("Review and village notice"),
    S.POSTED: N_("Check by the township"),
    S.TOWNSHIP: N_("Approval and announcement"),
}


def next_due(watch: Watch, policy: Policy, calendar: Calendar) -> Due | None:
    """The clock that runs now; nothing once the household is watched, released or dismissed."""
    if watch.state not in WAITS_FOR:
        return None
    whole = _working(watch.found_on, policy.watch_total_days, calendar)
    if watch.procedure_due_on is not None:
        whole = max(whole, watch.procedure_due_on)
    begun = {
        S.FOUND: (watch.found_on, policy.watch_visit_days),
        S.VISITED: (watch.day_of("visit"), policy.watch_compare_days),
        S.COMPARED: (watch.day_of("compare"), policy.watch_review_days),
    }.get(watch.state)
    own = _working(begun[0], begun[1], calendar) if begun is not None and begun[0] is not None else whole
    if watch.procedure_due_on is not None:
        own = max(own, watch.procedure_due_on)
    return Due(WAITS_FOR[watch.state], min(own, whole))


def _working(day: dt.date, days: int, calendar: Calendar) -> dt.date:
    return deadline(day, days, DayKind.WORKING, calendar)


def hangs_until(watch: Watch, step: str, policy: Policy) -> dt.date | None:
    """The last day of a village notice of which only the day was recorded, by *step*."""
    hung = watch.day_of(step)
    return hung + dt.timedelta(days=policy.watch_notice_days) if hung is not None else None


def kind_blockers(kind: WatchKind, *, has_left: bool, is_in: bool) -> list[Message]:
    """Why a household cannot be watched as this kind."""
    if kind is WatchKind.UNSTABLE and (is_in or not has_left):
        return [Message(N_("Only a household that left the register can be watched as unstable."))]
    if kind is WatchKind.MARGINAL and (has_left or is_in):
        return [Message(N_("A household of the register is not watched as an ordinary one."))]
    return []


def risks_fault(risks: Collection[str]) -> Message | None:
    """What is wrong with the risks that were ticked, if anything."""
    if any(one not in RISK for one in risks):
        return Message(N_("Choose the risks from the list."))
    if len(set(risks)) > RISKS_MOST:
        return Message(N_("At most %(most)s risks, please."), most=RISKS_MOST)
    return None
