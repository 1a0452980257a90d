"""Tables that were counted before: as long as nothing happened since, nobody counts a county twice.

Every act leaves an event, so the number of the last event says whether anything may have changed. What is kept lives
in this process and is given up for newer tables; it is never written anywhere.
"""

import threading
from collections import OrderedDict
from collections.abc import Hashable

import sqlalchemy as sa
from flask import current_app

from app.blueprints.statistics.asking import Question
from app.core.audit import Event
from app.core.db import db
from app.domain.statistics.queries import load_pivot
from app.domain.statistics.rules import Pivot

_MOST = 48
_KEY = "gongshi_statistics"


class Kept:
    """The newest tables by their question and the state of the records they were counted from."""

    def __init__(self) -> None:
        self._tables: OrderedDict[Hashable, Pivot] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, key: Hashable) -> Pivot | None:
        """The table, if it was counted from these very records."""
        with self._lock:
            if key in self._tables:
                self._tables.move_to_end(key)
            return self._tables.get(key)

    def keep(self, key: Hashable, table: Pivot) -> None:
        """Keep *table* in place of the one that was not asked for the longest time."""
        with self._lock:
            self._tables[key] = table
            while len(self._tables) > _MOST:
                self._tables.popitem(last=False)


def pivot_of(question: Question) -> Pivot:
    """The table of a question, counted unless it is known already. Tests change records without events: they count."""
    if current_app.testing:
        return load_pivot(question.asked, question.rows, question.columns)
    kept: Kept = current_app.extensions.setdefault(_KEY, Kept())
    last_event = db.session.scalar(sa.select(sa.func.max(Event.id)))
    columns = question.columns.key if question.columns else ""
    key = (last_event, question.asked, question.rows.key, columns)
    found = kept.find(key)
    if found is None:
        found = load_pivot(question.asked, question.rows, question.columns)
        kept.keep(key, found)
    return found
