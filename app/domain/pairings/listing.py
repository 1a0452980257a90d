"""Lists of units, helpers with their loads, households without a helper, postings: for the pages and the proposal."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased, joinedload, selectinload

from app.core.db import db
from app.core.paging import Page, paginate
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.officials.rules import paths_over
from app.domain.pairings.conditions import is_registered_now, lacks_helper
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingRole, VillagePost
from app.domain.pairings.proposing import Candidate, OpenHousehold
from app.domain.pairings.rules import SECOND_LEVELS, Load, load_of
from app.domain.policies.vocabulary import HelperRank

Minimums = Mapping[HelperRank, int]
_Place = aliased(Area)


@dataclass(frozen=True)
class HelperLine:
    """A helper with the load."""

    helper: Helper
    load: Load


@dataclass(frozen=True)
class HelperCounts:
    """How many helpers there are, how many of them have fewer households than asked, how many have none.

    *over* are those who are second helper of more households than the policy says.
    """

    helpers: int
    below: int
    idle: int
    over: int = 0


@dataclass(frozen=True)
class UnitLine:
    """A unit, how many helpers it has now, how many households they help."""

    unit: HelpingUnit
    helpers: int
    households: int


def units_at(area: Area) -> sa.ColumnElement[bool]:
    """The condition that a unit's people help in *area*: of the area itself, of one above it or below it."""
    return sa.or_(Area.path.in_(paths_over(area.path)), Area.path.startswith(area.path, autoescape=True))


def helping_in(area: Area) -> sa.ColumnElement[bool]:
    """The condition that a helper is of *area*: helps there, is of a unit there or of one that answers for it."""
    helps = (
        sa.exists()
        .where(Pairing.helper_id == Helper.id, Pairing.ended_on.is_(None))
        .where(Pairing.household_id == Household.id, Household.village_id == _Place.id)
        .where(_Place.path.startswith(area.path, autoescape=True))
    )
    is_there = Area.path.startswith(area.path, autoescape=True)
    return sa.or_(is_there, HelpingUnit.village_id == area.id, helps)


def list_units(area: Area) -> Sequence[HelpingUnit]:
    """The units whose people help in *area*, by name."""
    return db.session.scalars(_units(area)).all()


#: units of a page
UNITS = 20


def page_units(area: Area, page: int = 1) -> Page[UnitLine]:
    """One page of these units, each with its helpers and their households counted."""
    found = paginate(_units(area).options(joinedload(HelpingUnit.village)), page, UNITS)
    ids = [one.id for one in found.items]
    helpers = _count_by(
        sa.select(Helper.unit_id, sa.func.count())
        .where(Helper.left_on.is_(None), Helper.unit_id.in_(ids))
        .group_by(Helper.unit_id)
    )
    households = _count_by(
        sa.select(Helper.unit_id, sa.func.count(sa.distinct(Pairing.household_id)))
        .join(Pairing, Pairing.helper_id == Helper.id)
        .where(Pairing.ended_on.is_(None), Helper.unit_id.in_(ids))
        .group_by(Helper.unit_id)
    )
    lines = [UnitLine(unit, helpers[unit.id], households[unit.id]) for unit in found.items]
    return Page(lines, found.number, found.per_page, found.total)


def _units(area: Area) -> sa.Select[HelpingUnit]:
    return (
        sa.select(HelpingUnit)
        .join(Area, Area.id == HelpingUnit.area_id)
        .where(units_at(area))
        .order_by(HelpingUnit.name, HelpingUnit.id)
    )


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
    """One page of the helpers of *area*, by unit and name, with their loads.

    Those of a unit, or with a name, are looked for among everybody who may help there.

    *only_below* leaves those with fewer households than the rule asks, *q* those whose name contains it.
    """
    load = _loads()
    number, people, seconds = (sa.func.coalesce(column, 0) for column in _numbers(load))
    statement = _standing_in(area).outerjoin(load, load.c.helper_id == Helper.id)
    if only_below:
        statement = statement.where(number < _minimum(minimums))
    if unit_id is not None:
        statement = statement.where(Helper.unit_id == unit_id)
    if q:
        statement = statement.where(Helper.name.contains(q, autoescape=True))
    if unit_id is None and not q:
        statement = statement.where(helping_in(area))
    statement = statement.add_columns(number, people, seconds)
    statement = statement.order_by(HelpingUnit.name, Helper.name, Helper.id)
    found = paginate(statement, page, rows=True)
    lines = [
        HelperLine(row[0], load_of(row[0].rank, int(row[1]), int(row[2]), minimums, int(row[3])))
        for row in found.items
    ]
    return Page(lines, found.number, found.per_page, found.total)


def count_helpers(area: Area, minimums: Minimums, most: int = 0) -> HelperCounts:
    """How many are of *area*, have too few households, have none, are second helper of too many. One statement.

    *most* is of how many households somebody may be the second helper; 0: of any number.
    """
    load = _loads()
    number, _people, seconds = (sa.func.coalesce(column, 0) for column in _numbers(load))
    counted = (
        _standing_in(area)
        .where(helping_in(area))
        .outerjoin(load, load.c.helper_id == Helper.id)
        .with_only_columns(
            sa.func.count(Helper.id),
            sa.func.count(Helper.id).filter(number < _minimum(minimums)),
            sa.func.count(Helper.id).filter(number + seconds == 0),
            sa.func.count(Helper.id).filter(seconds > most) if most else sa.literal(0),
        )
    )
    return HelperCounts(*map(int, db.session.execute(counted).one()))


def load_of_helper(helper: Helper, minimums: Minimums) -> Load:
    """The load of one helper."""
    load = _loads()
    row = db.session.execute(sa.select(*_numbers(load)).where(load.c.helper_id == helper.id)).first()
    households, people, seconds = map(int, row) if row is not None else (0, 0, 0)
    return load_of(helper.rank, households, people, minimums, seconds)


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
    """The standing pairings of a helper, as first and as second, by the household's number."""
    statement = (
        sa.select(Pairing)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.helper_id == helper.id, Pairing.ended_on.is_(None))
        .options(joinedload(Pairing.household).joinedload(Household.village))
        .order_by(Household.household_no, Pairing.role)
    )
    return db.session.scalars(statement).all()


def page_open_households(
    path: str, *, round_id: int | None = None, role: PairingRole = PairingRole.FIRST, page: int = 1
) -> Page[Household]:
    """One page of the registered households below *path* that have no first (or second) helper, by number."""
    statement = (
        _open_households(path, round_id, role)
        .order_by(Household.household_no, Household.id)
        .options(joinedload(Household.village), joinedload(Household.group))
    )
    return paginate(statement, page)


def list_open_households(
    path: str, round_id: int | None = None, role: PairingRole = PairingRole.FIRST
) -> list[OpenHousehold]:
    """All registered households below *path* without a first (or second) helper, in the order in which they lie."""
    rows = db.session.execute(
        _open_households(path, round_id, role)
        .with_only_columns(Household.id, Household.village_id, Household.group_id, Household.people)
        .order_by(Area.code, sa.func.coalesce(Household.group_id, 0), Household.household_no, Household.id)
    )
    return [OpenHousehold(*row) for row in rows]


def count_open_by_township(path: str, round_id: int | None, role: PairingRole) -> list[tuple[Area, int]]:
    """The townships below *path* in which households have no first (or second) helper, with their number."""
    counted = _open_households(path, round_id, role).with_only_columns(Area.parent_id, sa.func.count())
    found = _count_by(counted.group_by(Area.parent_id))
    townships = db.session.scalars(sa.select(Area).where(Area.id.in_(list(found))).order_by(Area.code))
    return [(one, found[one.id]) for one in townships]


def load_villages(ids: Sequence[int]) -> dict[int, int]:
    """Household id -> village id."""
    rows = sa.select(Household.id, Household.village_id).where(Household.id.in_(ids))
    return {row[0]: row[1] for row in db.session.execute(rows)}


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
    """Everybody who may be given a household of *area*, with where their households are. Two statements.

    The households of a first helper are those that count towards the minimum.
    """
    helpers = list_helpers_in(area)
    villages: dict[int, Counter[int]] = defaultdict(Counter)
    groups: dict[int, set[int]] = defaultdict(set)
    rows = db.session.execute(
        sa.select(Pairing.helper_id, Household.village_id, Household.group_id, Pairing.role)
        .join(Household, Household.id == Pairing.household_id)
        .join(Helper, Helper.id == Pairing.helper_id)
        .where(Pairing.ended_on.is_(None), Helper.left_on.is_(None))
    )
    seconds: Counter[int] = Counter()
    for helper_id, village_id, group_id, role in rows:
        if role is PairingRole.SECOND:
            seconds[helper_id] += 1
            continue
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
            seconds[one.id],
            one.unit.level in SECOND_LEVELS,
            one.unit.area.path,
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
    """Helper id -> households and people helped first now, households helped as the second."""
    is_first = Pairing.role == PairingRole.FIRST
    return (
        sa.select(
            Pairing.helper_id,
            sa.func.count().filter(is_first).label("households"),
            sa.func.coalesce(sa.func.sum(Household.people).filter(is_first), 0).label("people"),
            sa.func.count().filter(~is_first).label("seconds"),
        )
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.ended_on.is_(None))
        .group_by(Pairing.helper_id)
        .subquery()
    )


def _numbers(load: sa.Subquery) -> tuple[sa.ColumnElement[int], ...]:
    return load.c.households, load.c.people, load.c.seconds


def _minimum(minimums: Minimums) -> sa.ColumnElement[int]:
    """The least number of a helper's rank as a column; 0 where the rule asks nothing."""
    if not minimums:
        return sa.literal(0)
    return sa.case(*((Helper.rank == rank, number) for rank, number in minimums.items()), else_=0)


def _open_households(
    path: str, round_id: int | None, role: PairingRole = PairingRole.FIRST
) -> sa.Select[Any]:
    return (
        sa.select(Household)
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.startswith(path, autoescape=True), is_registered_now(round_id), lacks_helper(role))
    )
