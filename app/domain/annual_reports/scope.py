"""Of what a report is: the area, the year, the day as of which it counts, and the rounds of that year."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

import sqlalchemy as sa

from app.core.db import db
from app.domain.annual_reports.figures import Figure, Listing, Rows
from app.domain.areas.models import Area
from app.domain.households.models import Household, Registration
from app.domain.reports.figures import Count
from app.domain.rounds.models import Round, RoundKind
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.queries import count_matching, load_pivot
from app.domain.statistics.rules import Asked, Pivot, Who, asked_of_year, year_day


@dataclass(frozen=True)
class Scope:
    """A report's area and year, seen from *today*."""

    area: Area
    year: int
    today: dt.date

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
        return count_matching(self.asked(who))

    def table(self, who: Who, dimension: str) -> Pivot:
        """The same by one dimension."""
        return load_pivot(self.asked(who), DIMENSIONS[dimension])


def counted_rows(who: Who, *picks: tuple[str, str]) -> Rows:
    """The households of the statistics."""
    return Rows(Listing.COUNTED, who=who.value, picks=picks)


def households(key: str, counted: Count, rows: Rows) -> tuple[Figure, Figure]:
    """The two figures of a count: ``key.households`` and ``key.people``."""
    return Figure(f"{key}.households", counted.households, rows), Figure(
        f"{key}.people", counted.people, rows
    )
