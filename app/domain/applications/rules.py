"""What must be there before the meeting may vote on an application."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.messages import N_, Message
from app.domain.applications.models import Application, ComparisonResult
from app.domain.policies.rules import Policy


@dataclass(frozen=True)
class Person:
    """Somebody named in a record: a visitor, an investigator, a checker. *user_id* when he has an account."""

    name: str
    user_id: int | None = None

    def as_data(self) -> dict[str, object]:
        """As kept in the record."""
        return {"name": self.name, "user_id": self.user_id}


def distinct_people(people: Sequence[Person]) -> list[Person]:
    """Those with a name, each once."""
    seen: dict[str, Person] = {}
    for person in people:
        name = person.name.strip()
        if name:
            seen.setdefault(name, Person(name, person.user_id))
    return list(seen.values())


def visit_blockers(people: Sequence[Person], least: int) -> list[Message]:
    """Too few different visitors."""
    found = len(distinct_people(people))
    if found >= least:
        return []
    return [
        Message(
            N_("At least %(least)s different people visit; %(found)s are named."), least=least, found=found
        )
    ]


def day_problem(day: dt.date, *, not_before: dt.date | None, today: dt.date) -> Message | None:
    """A recorded day lies in the future, or before what it follows."""
    if day > today:
        return Message(N_("This day is still to come."))
    if not_before is not None and day < not_before:
        return Message(N_("This day is before %(day)s, the day of the step before."), day=not_before)
    return None


def appraisal_blockers(application: Application, policy: Policy) -> list[Message]:
    """Reasons why the meeting may not vote on *application* yet. Exits may be checked after the meeting as well."""
    blockers = []
    is_exit = getattr(application.round, "is_exit", False)
    if policy.home_visit_required and not application.visits and not is_exit:
        blockers.append(
            Message(N_("%(number)s: the home visit is not recorded yet."), number=application.number)
        )
    if policy.comparison_required:
        latest = application.comparisons[-1] if application.comparisons else None
        if latest is None:
            blockers.append(
                Message(N_("%(number)s: the data comparison is not recorded yet."), number=application.number)
            )
        elif latest.result is ComparisonResult.HIT:
            blockers.append(
                Message(
                    N_("%(number)s: the data comparison has a hit that nobody explained."),
                    number=application.number,
                )
            )
    return blockers
