"""What became of the money of an area in a year, and village by village: a constant number of statements.

Everything is added up by the database over batches and accounts, whose sums the ledger keeps; ``checks.py`` adds up
the entries themselves, by another way, and compares.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.types import whole_sum
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds import reached
from app.domain.funds.models import Account, Batch
from app.domain.projects.models import ProjectPlace


@dataclass(frozen=True)
class Balance:
    """The sentence of an area and a year, in fen: *received* = *paid* + *gone* + *left*, each added up by itself.

    *received* is what the area's own batches got, with what batches held above it allocated to its places; *gone* is
    what of its own batches was carried over or given back; *left* is what lies in its own batches, and what lies at its
    places. *waiting* is the part of *left* that is not allocated yet. *projects* were paid for, *households* got
    something by a roll, each counted once.
    """

    received_fen: int
    allocated_fen: int
    paid_fen: int
    gone_fen: int
    left_fen: int
    projects: int
    households: int

    @property
    def waiting_fen(self) -> int:
        """What nobody has been given yet."""
        return self.received_fen - self.gone_fen - self.allocated_fen

    @property
    def is_empty(self) -> bool:
        """True where no money came and none was given."""
        return not (self.received_fen or self.allocated_fen)


@dataclass(frozen=True)
class PlaceArea:
    """The area of an :class:`AreaTotal`: a village, or a township where a project is everybody's."""

    id: int
    code: str
    level: AreaLevel
    name: BilingualText
    parent_id: int | None
    path: str


@dataclass(frozen=True)
class AreaTotal:
    """What reached the places in one area, in fen; over all areas these add up to the balance above them."""

    area: PlaceArea
    allocated_fen: int
    paid_fen: int
    projects: int
    households: int

    @property
    def left_fen(self) -> int:
        """What was allocated and is not paid."""
        return self.allocated_fen - self.paid_fen


def sentence(round_id: int, area: Area) -> Balance:
    """What became of the money of *area* in a year: three statements, however large the area."""
    inside = sa.select(Area.id).where(Area.path.startswith(area.path, autoescape=True))
    is_own = Batch.area_id.in_(inside)
    own = db.session.execute(
        sa.select(
            whole_sum(Batch.received_fen),
            whole_sum(Batch.gone_fen),
            whole_sum(Batch.received_fen - Batch.allocated_fen - Batch.gone_fen),
        ).where(Batch.round_id == round_id, is_own)
    ).one()
    batches = sa.select(Batch.id).where(Batch.round_id == round_id)
    from_above = Account.batch_id.in_(batches.where(~is_own))
    given = db.session.execute(
        sa.select(
            whole_sum(Account.allocated_fen),
            whole_sum(Account.paid_fen),
            whole_sum(sa.case((from_above, Account.allocated_fen), else_=0)),
            sa.func.count(sa.case((Account.paid_fen > 0, Account.project_id)).distinct()),
            whole_sum(Account.allocated_fen - Account.paid_fen),
        )
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .where(Account.batch_id.in_(batches), ProjectPlace.area_id.in_(inside))
    ).one()
    allocated, paid, above, projects, at_places = (int(number) for number in given)
    received, gone, in_batches = (int(number) for number in own)
    return Balance(
        received_fen=received + above,
        allocated_fen=allocated,
        paid_fen=paid,
        gone_fen=gone,
        left_fen=in_batches + at_places,
        projects=projects,
        households=sum(reached.receivers(round_id, area.path).values()),
    )


@dataclass(frozen=True)
class PlaceSum:
    """What the places in one area were allocated and what was paid of it, in fen."""

    path: str
    code: str
    name: BilingualText
    allocated_fen: int
    paid_fen: int


def list_place_sums(round_id: int, path: str) -> list[PlaceSum]:
    """Of each area at *path* and below where something was allocated, by code. One statement."""
    sums = (
        sa.select(
            ProjectPlace.area_id,
            whole_sum(Account.allocated_fen).label("allocated"),
            whole_sum(Account.paid_fen).label("paid"),
        )
        .join(Account, Account.place_id == ProjectPlace.id)
        .join(Batch, Batch.id == Account.batch_id)
        .where(Batch.round_id == round_id)
        .group_by(ProjectPlace.area_id)
        .subquery()
    )
    statement = (
        sa.select(Area.path, Area.code, Area.name_zh, Area.name_en, sums.c.allocated, sums.c.paid)
        .join(sums, sums.c.area_id == Area.id)
        .where(Area.path.startswith(path, autoescape=True))
        .order_by(Area.code)
    )
    return [
        PlaceSum(path, code, BilingualText(name_zh, name_en), int(allocated), int(paid))
        for path, code, name_zh, name_en, allocated, paid in db.session.execute(statement)
    ]


def village_totals(round_id: int, path: str) -> Sequence[AreaTotal]:
    """What reached each village (or township as a whole) below *path*, in the order of the areas' codes."""
    rows = db.session.execute(
        sa.select(
            Area,
            whole_sum(Account.allocated_fen),
            whole_sum(Account.paid_fen),
            sa.func.count(sa.case((Account.paid_fen > 0, Account.project_id)).distinct()),
        )
        .join(ProjectPlace, ProjectPlace.area_id == Area.id)
        .join(Account, Account.place_id == ProjectPlace.id)
        .join(Batch, Batch.id == Account.batch_id)
        .where(Batch.round_id == round_id, Area.path.startswith(path, autoescape=True))
        .group_by(Area.id)
        .order_by(Area.code, Area.id)
    )
    receivers = reached.receivers(round_id, path, by_area=True)
    return [
        AreaTotal(_place(area), int(allocated), int(paid), int(projects), receivers.get(area.id, 0))
        for area, allocated, paid, projects in rows
    ]


def _place(area: Area) -> PlaceArea:
    return PlaceArea(area.id, area.code, area.level, area.name, area.parent_id, area.path)
