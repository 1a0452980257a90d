"""Counts that are kept village by village: after an act in one village nobody counts the whole county again."""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.keeping import Fresh, Looking
from app.domain.areas.models import Area, AreaLevel
from app.domain.reports.figures import Count
from app.domain.statistics import queries
from app.domain.statistics.dimensions import Dimension
from app.domain.statistics.rules import Asked, added_up


def counter(looking: Looking) -> queries.Counter:
    """What one page counts with: from what is kept as far as it holds, or anew."""
    return queries.count_fresh if isinstance(looking, Fresh) else Counting(looking)


class Counting:
    """Counts for one page, added up from those of its villages; called like ``queries.count_fresh``."""

    def __init__(self, looking: Looking) -> None:
        self._looking = looking
        self._villages: dict[str, list[str]] = {}
        self._known: dict[Any, dict[Any, Count]] = {}

    def __call__(self, asked: Asked, *by: Dimension, of_people: bool = False) -> dict[Any, Count]:
        """Keys of *by* -> households and people."""
        key = (asked.on, asked.who, asked.picks, asked.as_announced, *(one.key for one in by), of_people)
        if (asked.path, key) not in self._known:
            villages = self._within(asked.path)

            def work(missing: Sequence[str]) -> dict[str, Any]:
                named = list(missing) if len(missing) < len(villages) else None
                return queries.count_by_village(asked, by, of_people=of_people, villages=named)

            found = self._looking.by_area(("statistics", *key), villages, work)
            self._known[asked.path, key] = added_up(pair for one in found.values() for pair in one.items())
        return self._known[asked.path, key]

    def _within(self, path: str) -> list[str]:
        """The villages at *path* and below."""
        if path not in self._villages:
            statement = sa.select(Area.path).where(
                Area.level == AreaLevel.VILLAGE, Area.path.startswith(path, autoescape=True)
            )
            self._villages[path] = list(db.session.scalars(statement))
        return self._villages[path]
