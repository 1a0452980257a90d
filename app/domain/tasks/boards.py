"""What stands on the boards of the wall chart beside the tasks: posts, units, projects, money, ways, identification.

Each is read from the room that keeps it, with a number of statements that does not grow with the villages.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.keeping import Looking
from app.core.types import whole_sum
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.named import NamedArea, list_named
from app.domain.assistance.gathering import Sum, sum_by_way_of_villages
from app.domain.households.models import Household, RegisterExit
from app.domain.officials.models import Official, Post
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, VillagePost, VillagePostKind
from app.domain.pairings.queries import stands_on
from app.domain.rounds.models import Round, RoundKind
from app.domain.rounds.queries import list_rounds
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.counting import COUNTERS, Scope, registered
from app.domain.tasks.rules import Reached

M = MeasureCode
_NOTHING = Reached()


@dataclass(frozen=True)
class UnitRow:
    """A unit: for which village it answers, how many helpers it has here, how many households and people they help."""

    unit: HelpingUnit
    helpers: int = 0
    households: int = 0
    people: int = 0


@dataclass(frozen=True)
class Chosen:
    """How far the choosing of households is in a village: applications, notices, register; who left this year."""

    visited: Reached = _NOTHING
    noticed: Reached = _NOTHING
    announced: Reached = _NOTHING
    registered: int = 0
    paired: int = 0
    left: int = 0

    def __add__(self, other: "Chosen") -> "Chosen":
        return Chosen(
            self.visited + other.visited,
            self.noticed + other.noticed,
            self.announced + other.announced,
            self.registered + other.registered,
            self.paired + other.paired,
            self.left + other.left,
        )


@dataclass(frozen=True)
class PostRow:
    """Somebody who is posted to a village now."""

    path: str
    kind: VillagePostKind
    name: str
    unit_name: str


@dataclass(frozen=True)
class Organisation:
    """Who leads in an area, and who is posted to its villages now."""

    leaders: Sequence[Official] = ()
    posts: Sequence[PostRow] = ()
    units: Sequence[UnitRow] = field(default_factory=list)


@dataclass(frozen=True)
class Ways:
    """The measures of a year by the five ways (what belongs to none under ``""``), and all of them together."""

    by_way: Mapping[str, Sum]
    whole: Sum


def find_year(area: Area, kind: RoundKind, year: int) -> Round | None:
    """The newest round of a kind over *area* in a year."""
    rounds = (one for one in list_rounds(kind) if one.year == year and area.path.startswith(one.area_path))
    return next(rounds, None)


def list_places(area: Area) -> list[NamedArea]:
    """The townships and villages at *area* and below, by code: a township before its villages."""
    inside = Area.path.startswith(area.path, autoescape=True)
    return list_named(Area.level.in_((AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)), inside)


def load_organisation(area: Area, villages: Sequence[str], looking: Looking) -> Organisation:
    """The leaders at *area*, who is posted to its *villages* (paths), the units that help there."""
    leaders = db.session.scalars(
        sa.select(Official)
        .where(
            Official.area_id == area.id,
            Official.until.is_(None),
            Official.post.in_((Post.COUNTY, Post.TOWNSHIP, Post.PARTY_BRANCH, Post.VILLAGE_COMMITTEE)),
        )
        .order_by(Official.since, Official.id)
    ).all()
    posts = looking.by_area(("posts",), villages, _load_posts)
    return Organisation(
        leaders, [post for one in posts.values() for post in one], _load_units(area, villages, looking)
    )


def _load_posts(villages: Sequence[str]) -> dict[str, list[PostRow]]:
    rows = db.session.execute(
        sa.select(Area.path, VillagePost.kind, VillagePost.name, VillagePost.unit_name)
        .join(Area, Area.id == VillagePost.village_id)
        .where(VillagePost.ended_on.is_(None), Area.path.in_(villages))
        .order_by(Area.code, VillagePost.kind, VillagePost.since, VillagePost.id)
    )
    found: dict[str, list[PostRow]] = {}
    for path, kind, name, unit_name in rows:
        found.setdefault(path, []).append(PostRow(path, kind, name, unit_name))
    return found


def _load_units(area: Area, villages: Sequence[str], looking: Looking) -> list[UnitRow]:
    """The units whose people help a household of *area* or that answer for a village of it, the busiest first."""
    helpers: dict[int, set[int]] = {}
    helped: dict[int, list[int]] = {}
    for rows in looking.by_area(("units", clock.today()), villages, _load_helped).values():
        for unit_id, own, households, people in rows:
            helpers.setdefault(unit_id, set()).update(own)
            sums = helped.setdefault(unit_id, [0, 0])
            sums[0] += households
            sums[1] += people
    inside = sa.select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    units = db.session.scalars(
        sa.select(HelpingUnit)
        .where(sa.or_(HelpingUnit.id.in_(helpers), HelpingUnit.village_id.in_(inside)))
        .options(joinedload(HelpingUnit.village))
    )
    found = [UnitRow(unit, len(helpers.get(unit.id, ())), *helped.get(unit.id, (0, 0))) for unit in units]
    return sorted(found, key=lambda row: (-row.households, row.unit.name, row.unit.id))


def _load_helped(villages: Sequence[str]) -> dict[str, Any]:
    """village's path -> (unit, its helpers here, the households that they help, the people of these)."""
    rows = db.session.execute(
        sa.select(Area.path, Helper.unit_id, Helper.id, Household.id, Household.people)
        .join(Pairing, Pairing.helper_id == Helper.id)
        .join(Household, Household.id == Pairing.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(stands_on(), Area.path.in_(villages))
        .distinct()
    )
    own: dict[str, dict[int, set[int]]] = {}
    people: dict[str, dict[int, dict[int, int]]] = {}
    for path, unit_id, helper_id, household_id, number in rows:
        own.setdefault(path, {}).setdefault(unit_id, set()).add(helper_id)
        people.setdefault(path, {}).setdefault(unit_id, {})[household_id] = int(number or 0)
    return {
        path: [
            (unit_id, frozenset(ids), len(people[path][unit_id]), sum(people[path][unit_id].values()))
            for unit_id, ids in by_unit.items()
        ]
        for path, by_unit in own.items()
    }


def load_ways(villages: Sequence[str], year: int, looking: Looking) -> Ways:
    """The measures of a year in the *villages* at these paths; a household may stand in several ways."""
    sums: dict[str, Sum] = {}
    found = looking.by_area(("ways", year), villages, lambda some: sum_by_way_of_villages(some, year))
    for of_village in found.values():
        for way, one in of_village.items():
            sums[way] = sums.get(way, Sum()) + one
    return Ways({way: one for way, one in sums.items() if way != "all"}, sums.get("all", Sum()))


def load_chosen(
    villages: Sequence[str], round_: Round | None, year: int, looking: Looking
) -> dict[str, Chosen]:
    """village's path -> how far the choosing of *round_* is, the register now, who left it in *year*."""
    key = "chosen", round_.id if round_ is not None else None, year, clock.today()
    return looking.by_area(key, villages, lambda some: _load_chosen(some, round_, year))


def _load_chosen(paths: Sequence[str], round_: Round | None, year: int) -> dict[str, Chosen]:
    villages = db.session.scalars(sa.select(Area).where(Area.path.in_(paths))).all()
    ids = [village.id for village in villages]
    counted: dict[MeasureCode, dict[int, Reached]] = {}
    for measure in (M.VISITED, M.FIRST_NOTICE, M.ANNOUNCED):
        counted[measure] = COUNTERS[measure](Scope(round_, villages)) if round_ is not None else {}
    rows = registered(ids)
    helped = sa.exists().where(Pairing.household_id == rows.c.household_id, stands_on())
    standing = {
        village_id: (int(number), int(paired))
        for village_id, number, paired in db.session.execute(
            sa.select(rows.c.village_id, sa.func.count(), whole_sum(sa.case((helped, 1), else_=0))).group_by(
                rows.c.village_id
            )
        )
    }
    left = _load_left(ids, year)
    return {
        village.path: Chosen(
            counted[M.VISITED].get(village.id, Reached()),
            counted[M.FIRST_NOTICE].get(village.id, Reached()),
            counted[M.ANNOUNCED].get(village.id, Reached()),
            *standing.get(village.id, (0, 0)),
            left.get(village.id, 0),
        )
        for village in villages
    }


def _load_left(ids: Sequence[int], year: int) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(Household.village_id, sa.func.count(Household.id.distinct()))
        .join(RegisterExit, RegisterExit.household_id == Household.id)
        .where(
            Household.village_id.in_(ids),
            RegisterExit.undone_on.is_(None),
            RegisterExit.exited_on.between(dt.date(year, 1, 1), dt.date(year, 12, 31)),
        )
        .group_by(Household.village_id)
    )
    return {village_id: int(number) for village_id, number in rows}
