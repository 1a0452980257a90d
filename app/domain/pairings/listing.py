"""Lists of units, helpers with their loads, households without a helper, postings: for the pages and the proposal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.paging import Page, paginate
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.officials.rules import paths_over
from app.domain.pairings.conditions import is_registered_now
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, VillagePost
from app.domain.pairings.proposing import Candidate, OpenHousehold
from app.domain.pairings.rules import Load, load_of
from app.domain.policies.vocabulary import HelperRank

Minimums = Mapping[HelperRank, int]


@dataclass(frozen=True)
class HelperLine:
    """A helper with the load."""

    helper: Helper
    load: Load


@dataclass(frozen=True)
class HelperCounts:
    """How many helpers there are, how many of them have fewer households than asked, how many have none."""

    helpers: int
    below: int
    idle: int


@dataclass(frozen=True)
class UnitLine:
    """A unit, how many helpers it has now, how many households they help."""

    unit: HelpingUnit
    helpers: int
    households: int


def units_at(area: Area) -> sa.ColumnElement[bool]:
    """The condition that a unit's people help in *area*: of the area itself, of one above it or below it."""
    return sa.or_(Area.path.in_(paths_over(area.path)), Area.path.startswith(area.path, autoescape=True))


def list_units(area: Area) -> list[UnitLine]:
    """The units whose people help in *area*, by name, each with its helpers and their households counted."""
    helpers = _count_by(
        sa.select(Helper.unit_id, sa.func.count()).where(Helper.left_on.is_(None)).group_by(Helper.unit_id)
    )
    households = _count_by(
        sa.select(Helper.unit_id, sa.func.count())
        .join(Pairing, Pairing.helper_id == Helper.id)
        .where(Pairing.ended_on.is_(None))
        .group_by(Helper.unit_id)
    )
    units = db.session.scalars(
        sa.select(HelpingUnit)
        .join(Area, Area.id == HelpingUnit.area_id)
        .where(units_at(area))
        .options(joinedload(HelpingUnit.village))
        .order_by(HelpingUnit.name, HelpingUnit.id)
    )
    return [UnitLine(unit, helpers[unit.id], households[unit.id]) for unit in units]


def _count_by(statement: sa.Select[*tuple[Any, ...]]) -> Counter[int]:
    return Counter({key: int(number) for key, number in db.session.execute(statement)})


def list_helpers_in(area: Area) -> Sequence[Helper]:
    """Everybody who may be given a household of *area* now, by unit and name."""
    return db.session.scalars(_standing_in(area).order_by(HelpingUnit.name, Helper.name, Helper.id)).all()


def page_helpers(
    area: Area,
    minimums: Minimums,
    *,
    only_below: bool = False,
    unit_id: int | None = None,
    q: str = "",
    page: int = 1,
) -> Page[HelperLine]:
    """One page of those who may help in *area*, by unit and name, with their loads.

    *only_below* leaves those with fewer households than the rule asks, *q* those whose name contains it.
    """
    load = _loads()
    number = sa.func.coalesce(load.c.households, 0)
    people = sa.func.coalesce(load.c.people, 0)
    statement = _standing_in(area).outerjoin(load, load.c.helper_id == Helper.id)
    if only_below:
        statement = statement.where(number < _minimum(minimums))
    if unit_id is not None:
        statement = statement.where(Helper.unit_id == unit_id)
    if q:
        statement = statement.where(Helper.name.contains(q, autoescape=True))
    statement = statement.add_columns(number, people).order_by(HelpingUnit.name, Helper.name, Helper.id)
    found = paginate(statement, page, rows=True)
    lines = [HelperLine(row[0], load_of(row[0].rank, row[1], int(row[2]), minimums)) for row in found.items]
    return Page(lines, found.number, found.per_page, found.total)


def count_helpers(area: Area, minimums: Minimums) -> HelperCounts:
    """How many may help in *area*, have too few households, have none. One statement."""
    load = _loads()
    number = sa.func.coalesce(load.c.households, 0)
    counted = (
        _standing_in(area)
        .outerjoin(load, load.c.helper_id == Helper.id)
        .with_only_columns(
            sa.func.count(Helper.id),
            sa.func.count(Helper.id).filter(number < _minimum(minimums)),
            sa.func.count(Helper.id).filter(number == 0),
        )
    )
    return HelperCounts(*map(int, db.session.execute(counted).one()))


def load_of_helper(helper: Helper, minimums: Minimums) -> Load:
    """The load of one helper."""
    load = _loads()
    row = db.session.execute(
        sa.select(load.c.households, load.c.people).where(load.c.helper_id == helper.id)
    ).first()
    households, people = (int(row[0]), int(row[1])) if row is not None else (0, 0)
    return load_of(helper.rank, households, people, minimums)


def page_pairings_of(helper: Helper, page: int = 1) -> Page[Pairing]:
    """The households that a helper has or had, those that stand first, by number."""
    statement = (
        sa.select(Pairing)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.helper_id == helper.id)
        .options(
            joinedload(Pairing.household).joinedload(Household.village),
            joinedload(Pairing.household).joinedload(Household.group),
        )
        .order_by(Pairing.ended_on.is_not(None), Household.household_no, Pairing.id)
    )
    return paginate(statement, page)


def list_standing_of(helper: Helper) -> Sequence[Pairing]:
    """The standing pairings of a helper, by the household's number."""
    statement = (
        sa.select(Pairing)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.helper_id == helper.id, Pairing.ended_on.is_(None))
        .options(joinedload(Pairing.household).joinedload(Household.village))
        .order_by(Household.household_no)
    )
    return db.session.scalars(statement).all()


def page_open_households(path: str, *, round_id: int | None = None, page: int = 1) -> Page[Household]:
    """One page of the registered households below *path* that have no helper, by number."""
    statement = (
        _open_households(path, round_id)
        .order_by(Household.household_no, Household.id)
        .options(joinedload(Household.village), joinedload(Household.group))
    )
    return paginate(statement, page)


def list_open_households(path: str, round_id: int | None = None) -> list[OpenHousehold]:
    """All registered households below *path* without a helper, in the order in which they lie."""
    rows = db.session.execute(
        _open_households(path, round_id)
        .with_only_columns(Household.id, Household.village_id, Household.group_id, Household.people)
        .order_by(Area.code, sa.func.coalesce(Household.group_id, 0), Household.household_no, Household.id)
    )
    return [OpenHousehold(*row) for row in rows]


def list_households(ids: Sequence[int]) -> dict[int, Household]:
    """Households by id, with village and group."""
    statement = (
        sa.select(Household)
        .where(Household.id.in_(ids))
        .options(joinedload(Household.village), joinedload(Household.group))
    )
    return {one.id: one for one in db.session.scalars(statement)}


def find_helpers(ids: Iterable[int]) -> dict[int, Helper]:
    """Helpers by id, with their units."""
    wanted = list(set(ids))
    found = db.session.scalars(sa.select(Helper).where(Helper.id.in_(wanted)).order_by(Helper.id))
    return {one.id: one for one in found}


def list_candidates(area: Area, minimums: Minimums) -> list[Candidate]:
    """Everybody who may be given a household of *area*, with where their households are. Two statements."""
    helpers = list_helpers_in(area)
    villages: dict[int, Counter[int]] = defaultdict(Counter)
    groups: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(Pairing.helper_id, Household.village_id, Household.group_id)
        .join(Household, Household.id == Pairing.household_id)
        .join(Helper, Helper.id == Pairing.helper_id)
        .where(Pairing.ended_on.is_(None), Helper.left_on.is_(None))
    )
    for helper_id, village_id, group_id in rows:
        villages[helper_id][village_id] += 1
        if group_id is not None:
            groups[helper_id].add(group_id)
    return [
        Candidate(
            one.id,
            one.unit_id,
            one.unit.village_id,
            minimums.get(one.rank),
            villages[one.id],
            frozenset(groups[one.id]),
        )
        for one in helpers
    ]


def page_posts(path: str, *, ended: bool = False, page: int = 1) -> Page[VillagePost]:
    """One page of those posted to villages below *path*, by village, with the days written down."""
    statement = (
        sa.select(VillagePost)
        .join(Area, Area.id == VillagePost.village_id)
        .where(
            Area.path.startswith(path, autoescape=True),
            VillagePost.ended_on.is_not(None) if ended else VillagePost.ended_on.is_(None),
        )
        .options(selectinload(VillagePost.months))
        .order_by(Area.code, VillagePost.kind, VillagePost.since, VillagePost.id)
    )
    return paginate(statement, page)


def list_posts_of(village: Area) -> Sequence[VillagePost]:
    """Who is posted to *village* now."""
    statement = sa.select(VillagePost).where(
        VillagePost.village_id == village.id, VillagePost.ended_on.is_(None)
    )
    return db.session.scalars(statement.order_by(VillagePost.kind, VillagePost.since, VillagePost.id)).all()


def _standing_in(area: Area) -> sa.Select[Any]:
    return (
        sa.select(Helper)
        .join(HelpingUnit, HelpingUnit.id == Helper.unit_id)
        .join(Area, Area.id == HelpingUnit.area_id)
        .where(Helper.left_on.is_(None), units_at(area))
    )


def _loads() -> sa.Subquery:
    """Helper id -> households and people now."""
    return (
        sa.select(
            Pairing.helper_id,
            sa.func.count().label("households"),
            sa.func.sum(Household.people).label("people"),
        )
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.ended_on.is_(None))
        .group_by(Pairing.helper_id)
        .subquery()
    )


def _minimum(minimums: Minimums) -> sa.ColumnElement[int]:
    """The least number of a helper's rank as a column; 0 where the rule asks nothing."""
    if not minimums:
        return sa.literal(0)
    return sa.case(*((Helper.rank == rank, number) for rank, number in minimums.items()), else_=0)


def _open_households(path: str, round_id: int | None) -> sa.Select[Any]:
    standing = sa.exists().where(Pairing.household_id == Household.id, Pairing.ended_on.is_(None))
    return (
        sa.select(Household)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(path, autoescape=True), is_registered_now(round_id), ~standing)
    )
