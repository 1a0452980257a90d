"""What stands on the boards of the wall chart beside the tasks: posts, units, projects, money, ways, identification.

Each is read from the room that keeps it, with a number of statements that does not grow with the villages.
"""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.households.models import Household, RegisterExit
from app.domain.officials.models import Official, Post
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, VillagePost
from app.domain.pairings.queries import stands_on
from app.domain.projects.models import Project, ProjectState
from app.domain.projects.queries import list_projects
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
class Organisation:
    """Who leads in an area, and who is posted to its villages now."""

    leaders: Sequence[Official] = ()
    posts: Sequence[VillagePost] = ()
    units: Sequence[UnitRow] = field(default_factory=list)


def find_year(area: Area, kind: RoundKind, year: int) -> Round | None:
    """The newest round of a kind over *area* in a year."""
    rounds = (one for one in list_rounds(kind) if one.year == year and area.path.startswith(one.area_path))
    return next(rounds, None)


def load_organisation(area: Area) -> Organisation:
    """The leaders at *area*, who is posted to its villages, the units that help there. Three statements."""
    leaders = db.session.scalars(
        sa.select(Official)
        .where(
            Official.area_id == area.id,
            Official.until.is_(None),
            Official.post.in_((Post.COUNTY, Post.TOWNSHIP, Post.PARTY_BRANCH, Post.VILLAGE_COMMITTEE)),
        )
        .order_by(Official.since, Official.id)
    ).all()
    posts = db.session.scalars(
        sa.select(VillagePost)
        .join(Area, Area.id == VillagePost.village_id)
        .where(VillagePost.ended_on.is_(None), Area.path.startswith(area.path, autoescape=True))
        .order_by(Area.code, VillagePost.kind, VillagePost.since, VillagePost.id)
    ).all()
    return Organisation(leaders, posts, _load_units(area))


def _load_units(area: Area) -> list[UnitRow]:
    """The units whose people help a household of *area* or that answer for a village of it, the busiest first."""
    inside = sa.select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    helped = (
        sa.select(
            Helper.unit_id,
            sa.func.count(Helper.id.distinct()).label("helpers"),
            sa.func.count(Household.id.distinct()).label("households"),
        )
        .join(Pairing, Pairing.helper_id == Helper.id)
        .join(Household, Household.id == Pairing.household_id)
        .where(stands_on(), Household.village_id.in_(inside))
        .group_by(Helper.unit_id)
        .subquery()
    )
    each = (
        sa.select(Helper.unit_id, Household.id, Household.people)
        .join(Pairing, Pairing.helper_id == Helper.id)
        .join(Household, Household.id == Pairing.household_id)
        .where(stands_on(), Household.village_id.in_(inside))
        .distinct()
        .subquery()
    )
    people = sa.select(each.c.unit_id, whole_sum(each.c.people).label("people")).group_by(each.c.unit_id)
    fed = people.subquery()
    households = sa.func.coalesce(helped.c.households, 0)
    statement = (
        sa.select(HelpingUnit, sa.func.coalesce(helped.c.helpers, 0), households, fed.c.people)
        .outerjoin(helped, helped.c.unit_id == HelpingUnit.id)
        .outerjoin(fed, fed.c.unit_id == HelpingUnit.id)
        .where(sa.or_(helped.c.helpers > 0, HelpingUnit.village_id.in_(inside)))
        .options(joinedload(HelpingUnit.village))
        .order_by(households.desc(), HelpingUnit.name, HelpingUnit.id)
    )
    return [
        UnitRow(unit, int(helpers), int(number), int(heads or 0))
        for unit, helpers, number, heads in db.session.execute(statement)
    ]


def load_projects(area: Area, round_: Round | None) -> Sequence[Project]:
    """The projects of a year that are carried out in *area*, without those that were dropped."""
    if round_ is None:
        return []
    states = [state for state in ProjectState if state is not ProjectState.DROPPED]
    return list_projects(round_id=round_.id, area=area, states=states)


def load_chosen(villages: Sequence[Area], round_: Round | None, year: int) -> dict[int, Chosen]:
    """village id -> how far the choosing of *round_* is, the register now, who left it in *year*."""
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
        id_: Chosen(
            counted[M.VISITED].get(id_, Reached()),
            counted[M.FIRST_NOTICE].get(id_, Reached()),
            counted[M.ANNOUNCED].get(id_, Reached()),
            *standing.get(id_, (0, 0)),
            left.get(id_, 0),
        )
        for id_ in ids
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
