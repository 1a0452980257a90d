"""The values that a form asks for: of an area and its villages, and of each household in the register.

The number of statements depends on what is asked for, not on how many villages or households there are.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, subqueryload

from app.core.db import db
from app.domain.areas.models import Area, AreaLevel, VillageFigures
from app.domain.areas.queries import find_ancestor, list_villages
from app.domain.households import codes
from app.domain.households.models import Household, IncomeYear
from app.domain.households.rules import per_head_fen
from app.domain.pairings.queries import helpers_of
from app.domain.reports.figures import Count
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.queries import is_in_register, load_pivot
from app.domain.statistics.rules import Pivot, Who, asked_of_year, year_day

L = codes.CODE_LISTS


class Numbers:
    """What is known of *area* in *year*, read when it is first asked for."""

    def __init__(self, area: Area, year: int, today: dt.date) -> None:
        self.area, self.year, self.today = area, year, today
        self._pivots: dict[tuple[Who, str], Pivot] = {}

    @cached_property
    def villages(self) -> Sequence[Area]:
        """The villages of the area, by code."""
        return list_villages(self.area.path)

    def place(self, key: str) -> Any:
        """A value about the form as a whole."""
        if key == "place.year":
            return self.year
        if key == "place.day":
            return f"{self.today.year}年{self.today.month}月{self.today.day}日"
        if key == "place.county":
            county = find_ancestor(self.area, AreaLevel.COUNTY)
            return county.name_zh if county else None
        return self.area.name_zh if key == "place.area" else None

    def value(self, key: str, village: Area | None = None) -> Any:
        """A value of a village, or of the whole area."""
        if key == "village":
            only = village or (self.area if self.area.level is AreaLevel.VILLAGE else None)
            return only.name_zh if only else None
        if key.startswith("known."):
            return self._known(key.removeprefix("known."), village)
        if key.startswith("count."):
            return self._count(key, village)
        return self.place(key)

    def _count(self, key: str, village: Area | None) -> int:
        _count, who, unit, *about = key.split(".")
        counted = self._find(Who(who), about, village)
        return counted.households if unit == "households" else counted.people

    def _find(self, who: Who, about: list[str], village: Area | None) -> Count:
        dimension, value = about or ("", "")
        table = self._table(who, dimension)
        if not dimension:
            return table.row_sums.get(village.code, Count()) if village else table.total
        if village is None:
            return table.column_sums.get(value, Count())
        return table.cells.get((village.code, value), Count())

    def _table(self, who: Who, dimension: str) -> Pivot:
        if (who, dimension) not in self._pivots:
            asked = asked_of_year(self.area.path, self.year, self.today, who)
            columns = DIMENSIONS[dimension] if dimension else None
            self._pivots[who, dimension] = load_pivot(asked, DIMENSIONS["village"], columns)
        return self._pivots[who, dimension]

    @cached_property
    def _figures(self) -> dict[int, VillageFigures]:
        statement = (
            sa.select(VillageFigures)
            .where(VillageFigures.village_id.in_([one.id for one in self.villages]))
            .where(VillageFigures.year <= self.year)
            .order_by(VillageFigures.year)
        )
        return {one.village_id: one for one in db.session.scalars(statement)}

    @cached_property
    def _groups(self) -> dict[int | None, int]:
        statement = sa.select(Area.parent_id, sa.func.count()).where(
            Area.level == AreaLevel.GROUP, Area.path.startswith(self.area.path, autoescape=True)
        )
        return {row[0]: row[1] for row in db.session.execute(statement.group_by(Area.parent_id))}

    def _known(self, what: str, village: Area | None) -> Any:
        asked = [village] if village else self.villages
        if what == "groups":
            return sum(self._groups.get(one.id, 0) for one in asked)
        found = [self._figures[one.id] for one in asked if one.id in self._figures]
        if what == "poor":
            return ("是" if found[0].is_poor_village else "否") if village and found else None
        return sum(getattr(one, what) for one in found) if found else None


def count_households(area: Area, year: int, today: dt.date) -> int:
    """How many households a list of the register has."""
    return (
        db.session.scalar(sa.select(sa.func.count()).select_from(_in_register(area, year, today).subquery()))
        or 0
    )


def list_households(area: Area, year: int, today: dt.date, keys: Iterable[str]) -> list[dict[str, Any]]:
    """For each household in the register its values by key, by number."""
    wanted = set(keys)
    statement = _in_register(area, year, today).options(
        joinedload(Household.village), joinedload(Household.group)
    )
    if "household.income" in wanted:
        # One statement for all of them: however long the list, it takes no more.
        incomes = subqueryload(Household.incomes)
        statement = statement.options(incomes, incomes.subqueryload(IncomeYear.items))
    households = db.session.scalars(statement).all()
    on = year_day(year, today)
    helpers = helpers_of([one.id for one in households], on) if "household.helper" in wanted else {}
    return [
        {
            **_values(one, year if "household.income" in wanted else None),
            "household.helper": helpers[one.id].name if one.id in helpers else None,
        }
        for one in households
    ]


def _in_register(area: Area, year: int, today: dt.date) -> sa.Select[Household]:
    return (
        sa.select(Household)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(area.path, autoescape=True), is_in_register(year_day(year, today)))
        .order_by(Household.household_no, Household.id)
    )


def _values(one: Household, income_until: int | None) -> dict[str, Any]:
    """What a household's record says; its income of the newest year that is not beyond *income_until*."""
    known = [] if income_until is None else [row.year for row in one.incomes if row.year <= income_until]
    income = per_head_fen(one, max(known)) if known else None
    return {
        "village": one.village.name_zh,
        "household.number": one.household_no,
        "household.head": one.head_name,
        "household.group": one.group.name_zh if one.group else None,
        "household.people": one.people,
        "household.attribute": L["attribute"].label(one.attribute) or None,
        "household.cause": L["cause"].label(one.main_cause) or None,
        "household.structure": L["housing_structure"].label(one.house_structure) or None,
        "household.grade": L["house_grade"].label(one.house_grade) or None,
        "household.area": one.house_area_m2,
        "household.farmland": one.farmland_mu,
        "household.water": None if one.water_is_safe is None else ("是" if one.water_is_safe else "否"),
        "household.road": L["road"].label(one.road_type) or None,
        "household.income": None if income is None else income / 100,
    }
