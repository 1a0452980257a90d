"""Of what a report is: the area, the year, the day as of which it counts, and the rounds of that year."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

import sqlalchemy as sa

from app.core.db import db
from app.domain.annual_reports.figures import Figure, Listing, Rows
from app.domain.areas.models import Area, AreaLevel
from app.domain.households.models import Household, Registration
from app.domain.reports.figures import Count
from app.domain.rounds.models import Round, RoundKind
from app.domain.statistics.dimensions import DIMENSIONS, Place
from app.domain.statistics.queries import Counter, count_fresh, count_matching, load_pivot
from app.domain.statistics.rules import Asked, Pivot, Who, asked_of_year, year_day


@dataclass(frozen=True)
class Scope:
    """A report's area and year, seen from *today*; *count* is how the statistics are counted."""

    area: Area
    year: int
    today: dt.date
    count: Counter = field(default=count_fresh, compare=False, repr=False)

    @property
    def path(self) -> str:
        return self.area.path

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def on(self) -> dt.date:
        """The last day of the year, or today while it runs."""
        return year_day(self.year, self.today)

    @cached_property
    def by(self) -> Place:
        """By what the report's tables tell places apart: townships where there are several, else villages."""
        return Place.TOWNSHIP if len(self._townships) > 1 else Place.VILLAGE

    @property
    def place_head(self) -> str:
        """The heading over those places."""
        return DIMENSIONS[self.by].label

    @cached_property
    def places(self) -> Sequence[Area]:
        """Those places, by code."""
        return self._townships if self.by is Place.TOWNSHIP else self._list(AreaLevel.VILLAGE)

    @cached_property
    def _townships(self) -> Sequence[Area]:
        return self._list(AreaLevel.TOWNSHIP) if self.area.level is AreaLevel.COUNTY else []

    def _list(self, level: AreaLevel) -> Sequence[Area]:
        within = Area.path.startswith(self.path, autoescape=True)
        return db.session.scalars(
            sa.select(Area).where(Area.level == level, within).order_by(Area.code)
        ).all()

    def find_place(self, path: str) -> Area | None:
        """In which of the places the area at *path* lies."""
        return next((one for one in self.places if path.startswith(one.path)), None)

    def place_of(self, area: Area) -> Area:
        """The same; the area itself where it lies in none."""
        return self.find_place(area.path) or area

    @cached_property
    def round(self) -> Round | None:
        """The year's round of identification that concerns the area: its own, else that of the area above."""
        return self._round(RoundKind.IDENTIFICATION)

    @cached_property
    def money(self) -> Round | None:
        """The year of projects and money."""
        return self._round(RoundKind.FUNDS)

    def _round(self, kind: RoundKind) -> Round | None:
        found = db.session.scalars(
            sa.select(Round)
            .where(Round.kind == kind, Round.year == self.year)
            .order_by(Round.opened_on.desc(), Round.id.desc())
        ).all()
        near = [
            one for one in found if self.path.startswith(one.area.path) or one.area.path.startswith(self.path)
        ]
        return near[0] if near else None

    @cached_property
    def registering_round_id(self) -> int | None:
        """The one round by which all who were registered that day came in; nothing where there were several."""
        ids = db.session.scalars(
            sa.select(Registration.round_id)
            .join(Household, Household.id == Registration.household_id)
            .join(Area, Area.id == Household.village_id)
            .where(Registration.registered_on <= self.on, Area.path.startswith(self.path, autoescape=True))
            .distinct()
        ).all()
        return ids[0] if len(ids) == 1 else None

    def asked(self, who: Who) -> Asked:
        """The statistics' question about the year."""
        return asked_of_year(self.path, self.year, self.today, who)

    def counted(self, who: Who) -> Count:
        """How many households and people that are."""
        return count_matching(self.asked(who), self.count)

    def table(self, who: Who, dimension: str) -> Pivot:
        """The same by one dimension."""
        return load_pivot(self.asked(who), DIMENSIONS[dimension], count=self.count)


def counted_rows(who: Who, *picks: tuple[str, str]) -> Rows:
    """The households of the statistics."""
    return Rows(Listing.COUNTED, who=who.value, picks=picks)


def households(key: str, counted: Count, rows: Rows) -> tuple[Figure, Figure]:
    """The two figures of a count: ``key.households`` and ``key.people``."""
    return Figure(f"{key}.households", counted.households, rows), Figure(
        f"{key}.people", counted.people, rows
    )
