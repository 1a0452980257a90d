"""What is worked out area by area and kept in this process: after an act in one village nobody counts a county again.

Every act leaves an event with its area, so the events since the last look say in which areas anything may have changed;
only those are worked out anew. What is kept is never written anywhere; it is for pages that read, not for acts that may
be undone. After an hour all is given up: what changed without an act (a nightly check) is right again by then.
"""

import threading
import time
from collections import Counter, OrderedDict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, Protocol

import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db

#: so long anything is kept
SECONDS = 3600
#: so many questions are kept with their answers
MOST = 128
#: events are looked at again for so long: one may be committed after another with a higher number
_AGAIN = 200
#: the paths of areas -> what was worked out for each; an area that it does not name has nothing
Work = Callable[[Sequence[str]], Mapping[str, Any]]


class Looking(Protocol):
    """What a page reads with: anew each time, or from what is kept."""

    def by_area(self, key: Hashable, paths: Sequence[str], work: Work) -> dict[str, Any]:
        """Path -> the answer of *work* to the question *key*, of each of *paths* for which it has one.

        What is kept is shared by pages and threads: *work* returns values that nobody changes, and no mapped rows.
        """
        ...


class Fresh:
    """Everything is worked out anew."""

    def by_area(self, key: Hashable, paths: Sequence[str], work: Work) -> dict[str, Any]:
        del key
        return dict(work(paths)) if paths else {}


class Kept:
    """Answers by question and area, each with the number of changes that the area had seen by then."""

    def __init__(self) -> None:
        self._answers: OrderedDict[Hashable, dict[str, tuple[int, Any]]] = OrderedDict()
        self._changes: Counter[str] = Counter()
        self._below: Counter[str] = Counter()
        self._events: dict[int, str] | None = None
        self._begun = time.monotonic()
        self._lock = threading.Lock()

    def look(self) -> Looking:
        """What one page reads with: looks once at what has happened since."""
        with self._lock:
            if time.monotonic() - self._begun > SECONDS:
                self._answers.clear()
                self._begun = time.monotonic()
            last = max(self._events or (), default=None)
        since = sa.select(sa.func.max(Event.id)).scalar_subquery() if last is None else sa.literal(last)
        statement = sa.select(Event.id, Event.area_path).where(Event.id > since - _AGAIN)
        newest = {row.id: row.area_path for row in db.session.execute(statement)}
        with self._lock:
            if self._events is not None and not set(self._events) <= set(newest):
                # This page reads the records as they were before another page looked: it keeps nothing.
                return Fresh()
            self._note(newest)
            return Look(self, dict(self._changes), dict(self._below))

    def _note(self, newest: dict[int, str]) -> None:
        known = newest if self._events is None else self._events
        for path in {path for number, path in newest.items() if number not in known}:
            self._changes[path] += 1
            self._below.update(_above(path))
        last = max(newest, default=0)
        self._events = {number: path for number, path in newest.items() if number > last - _AGAIN}

    def find(self, key: Hashable) -> dict[str, tuple[int, Any]]:
        """Area -> what was worked out after how many changes."""
        with self._lock:
            if key in self._answers:
                self._answers.move_to_end(key)
            return dict(self._answers.get(key, {}))

    def keep(self, key: Hashable, found: Mapping[str, tuple[int, Any]]) -> None:
        """Keep what was worked out, in place of what was not asked for the longest time."""
        with self._lock:
            self._answers.setdefault(key, {}).update(found)
            self._answers.move_to_end(key)
            while len(self._answers) > MOST:
                self._answers.popitem(last=False)


class Look:
    """Reads from what is kept as far as it holds for one page, and keeps what it works out."""

    def __init__(self, kept: Kept, changes: Mapping[str, int], below: Mapping[str, int]) -> None:
        self._kept, self._changes, self._below = kept, changes, below

    def by_area(self, key: Hashable, paths: Sequence[str], work: Work) -> dict[str, Any]:
        """See :class:`Looking`. *work* is asked once, for all areas of which anything may have changed."""
        kept = self._kept.find(key)
        changes = {path: self._changes_at(path) for path in paths}
        missing = [path for path, number in changes.items() if kept.get(path, (-1, None))[0] != number]
        if missing:
            answers = work(missing)
            found = {path: (changes[path], answers.get(path)) for path in missing}
            self._kept.keep(key, found)
            kept |= found
        return {path: kept[path][1] for path in paths if kept[path][1] is not None}

    def _changes_at(self, path: str) -> int:
        """How many changes there were at an area, above it and below it."""
        return sum(self._changes.get(one, 0) for one in (path, *_above(path))) + self._below.get(path, 0)


def _above(path: str) -> Iterable[str]:
    """The paths of the areas above one: of ``1/2/3/`` are that ``1/2/`` and ``1/``."""
    parts = path.split("/")[:-1]
    return ["/".join(parts[:length]) + "/" for length in range(1, len(parts))]
