"""Counts that are kept village by village: after an act in one village nobody counts the whole county again.

Every act leaves an event with its area, so the events since the last look say in which villages anything may have
changed; only those are counted anew and added to the others. What is kept lives in this process and is never written
anywhere; it is for pages that read, not for acts that may be undone.
"""

import threading
from collections import Counter, OrderedDict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any

import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db
from app.domain.areas.models import Area, AreaLevel
from app.domain.reports.figures import Count
from app.domain.statistics import queries
from app.domain.statistics.dimensions import Dimension
from app.domain.statistics.rules import Asked, added_up

MOST = 128
#: events are looked at again for so long: one may be committed after another with a higher number
_AGAIN = 200
Counts = Mapping[Any, Count]


class Kept:
    """Counts of villages by what was asked, each with the number of changes that the village had seen by then."""

    def __init__(self) -> None:
        self._counts: OrderedDict[Hashable, dict[str, tuple[int, Counts]]] = OrderedDict()
        self._changes: Counter[str] = Counter()
        self._below: Counter[str] = Counter()
        self._events: dict[int, str] | None = None
        self._lock = threading.Lock()

    def begin(self) -> queries.Counter:
        """What one page counts with: looks once at what has happened since."""
        with self._lock:
            last = max(self._events or (), default=None)
        since = sa.select(sa.func.max(Event.id)).scalar_subquery() if last is None else sa.literal(last)
        statement = sa.select(Event.id, Event.area_path).where(Event.id > since - _AGAIN)
        newest = {row.id: row.area_path for row in db.session.execute(statement)}
        with self._lock:
            if self._events is not None and not set(self._events) <= set(newest):
                # This page reads the records as they were before another page looked: it keeps nothing.
                return queries.count_fresh
            self._note(newest)
            return Counting(self, dict(self._changes), dict(self._below))

    def _note(self, newest: dict[int, str]) -> None:
        known = newest if self._events is None else self._events
        for path in {path for number, path in newest.items() if number not in known}:
            self._changes[path] += 1
            self._below.update(_above(path))
        last = max(newest, default=0)
        self._events = {number: path for number, path in newest.items() if number > last - _AGAIN}

    def find(self, key: Hashable) -> dict[str, tuple[int, Counts]]:
        """Village -> what was counted after how many changes."""
        with self._lock:
            if key in self._counts:
                self._counts.move_to_end(key)
            return dict(self._counts.get(key, {}))

    def keep(self, key: Hashable, counted: Mapping[str, tuple[int, Counts]]) -> None:
        """Keep what was counted, in place of what was not asked for the longest time."""
        with self._lock:
            self._counts.setdefault(key, {}).update(counted)
            self._counts.move_to_end(key)
            while len(self._counts) > MOST:
                self._counts.popitem(last=False)


class Counting:
    """Counts for one page, from what is kept as far as it holds; called like ``queries.count_fresh``."""

    def __init__(self, kept: Kept, changes: Mapping[str, int], below: Mapping[str, int]) -> None:
        self._kept, self._changes, self._below = kept, changes, below
        self._villages: dict[str, dict[str, int]] = {}
        self._known: dict[Hashable, dict[Any, Count]] = {}

    def __call__(self, asked: Asked, *by: Dimension, of_people: bool = False) -> dict[Any, Count]:
        """Keys of *by* -> households and people."""
        key = (asked.on, asked.who, asked.picks, asked.as_announced, *(one.key for one in by), of_people)
        if (asked.path, key) not in self._known:
            self._known[asked.path, key] = self._count(asked, by, of_people, key)
        return self._known[asked.path, key]

    def _count(
        self, asked: Asked, by: tuple[Dimension, ...], of_people: bool, key: Hashable
    ) -> dict[Any, Count]:
        villages = self._within(asked.path)
        kept = self._kept.find(key)
        missing = [path for path, changes in villages.items() if kept.get(path, (-1, {}))[0] != changes]
        if missing:
            fresh = queries.count_by_village(
                asked, by, of_people=of_people, villages=missing if len(missing) < len(villages) else None
            )
            counted = {path: (villages[path], fresh.get(path, {})) for path in missing}
            self._kept.keep(key, counted)
            kept |= counted
        return added_up(pair for path in villages for pair in kept[path][1].items())

    def _within(self, path: str) -> dict[str, int]:
        """The villages at *path* and below, each with how many changes there were at it, above it and below it."""
        if path not in self._villages:
            statement = sa.select(Area.path).where(
                Area.level == AreaLevel.VILLAGE, Area.path.startswith(path, autoescape=True)
            )
            self._villages[path] = {one: self._changes_at(one) for one in db.session.scalars(statement)}
        return self._villages[path]

    def _changes_at(self, village: str) -> int:
        over = sum(self._changes.get(path, 0) for path in (village, *_above(village)))
        return over + self._below.get(village, 0)


def _above(path: str) -> Iterable[str]:
    """The paths of the areas above one: of ``1/2/3/`` are that ``1/2/`` and ``1/``."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) + "/" for length in range(1, len(parts))]
