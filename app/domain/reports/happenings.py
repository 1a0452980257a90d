"""What happened to notices, one line each, for those who want to be told: issued, hung, soon over, withdrawn, replaced.

Told from the notices themselves, so that nothing has to be kept; an event never changes its name.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from app.core import clock
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import ANNOUNCING_KINDS

#: so many days before its last one a notice is called soon over
SOON = dt.timedelta(days=1)


class Happening(StrEnum):
    """What can happen to a notice."""

    ISSUED = "issued"
    ANNOUNCED = "announced"
    HUNG = "hung"
    ENDS_SOON = "ends_soon"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


@dataclass(frozen=True)
class Event:
    """Something that happened to a notice at an instant."""

    what: Happening
    at: dt.datetime
    standing: Standing

    @property
    def notice(self) -> Notice:
        return self.standing.notice

    @property
    def name(self) -> str:
        """Two events never have the same, and none ever another."""
        return f"{self.notice.number}/{self.what}"


def list_events(standings: Iterable[Standing], on: dt.date, limit: int) -> list[Event]:
    """What happened until the end of *on*, the latest first, at most *limit*."""
    events = [event for standing in standings for event in _events(standing)]
    past = [event for event in events if clock.local(event.at).date() <= on]
    return sorted(past, key=lambda event: (event.at, event.name), reverse=True)[:limit]


def _events(standing: Standing) -> Iterable[Event]:
    notice, period = standing.notice, standing.period
    first = Happening.ANNOUNCED if notice.kind in ANNOUNCING_KINDS else Happening.ISSUED
    yield Event(first, _instant(notice.created_at, notice.issued_on), standing)
    if notice.withdrawn_at is not None:
        yield Event(Happening.WITHDRAWN, notice.withdrawn_at, standing)
        if (newer := notice.replaced_by) is not None:
            yield Event(Happening.REPLACED, _instant(newer.created_at, newer.issued_on), standing)
        return
    if period.begun:
        hung = sorted(posting.recorded_at for posting in notice.postings)[period.required - 1]
        yield Event(Happening.HUNG, hung, standing)
        if not period.stands_still:
            yield Event(Happening.ENDS_SOON, clock.at(period.last_day - SOON, 0), standing)


def _instant(recorded: dt.datetime, day: dt.date) -> dt.datetime:
    """When it was entered, where that was on the very day; else the morning of the day."""
    return recorded if clock.local(recorded).date() == day else clock.at(day)
