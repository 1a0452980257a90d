"""What stands around the tasks on the wall chart: registered households, causes, projects, money. A few statements."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.core.db import db
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.funds.models import Account, Batch
from app.domain.households.models import Household
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from app.domain.rounds.models import Round, RoundKind
from app.domain.tasks.counting import COMPLETED, registered

#: so many causes are drawn, and so many places with money
MOST_LINES = 6


@dataclass(frozen=True)
class Surroundings:
    """Numbers of an area: *causes* as code -> households; *money* as place -> (allocated, paid) in fen."""

    households: int = 0
    people: int = 0
    causes: Sequence[tuple[str | None, int]] = ()
    projects: int = 0
    completed: int = 0
    money: Sequence[tuple[Area, int, int]] = field(default_factory=list)

    @property
    def allocated_fen(self) -> int:
        return sum(allocated for _area, allocated, _paid in self.money)

    @property
    def paid_fen(self) -> int:
        return sum(paid for _area, _allocated, paid in self.money)


def load_surroundings(area: Area, villages: Sequence[Area], year: int) -> Surroundings:
    """The numbers of *area* with its *villages*; projects and money of *year*."""
    rows = registered([village.id for village in villages])
    counted = db.session.execute(
        sa.select(Household.main_cause, sa.func.count(), whole_sum(Household.people))
        .join(rows, rows.c.household_id == Household.id)
        .group_by(Household.main_cause)
    ).all()
    causes = sorted(
        ((cause, int(number)) for cause, number, _p in counted), key=lambda one: (-one[1], one[0] or "")
    )
    projects, completed = _projects(area, year)
    return Surroundings(
        households=sum(number for _cause, number in causes),
        people=sum(int(people) for _cause, _number, people in counted),
        causes=causes,
        projects=projects,
        completed=completed,
        money=_money(area, year),
    )


def _projects(area: Area, year: int) -> tuple[int, int]:
    statement = (
        sa.select(Project.state, sa.func.count())
        .join(Round, Round.id == Project.round_id)
        .join(Area, Area.id == Project.area_id)
        .where(
            Round.kind == RoundKind.FUNDS,
            Round.year == year,
            Project.state != ProjectState.DROPPED,
            Area.path.startswith(area.path, autoescape=True),
        )
        .group_by(Project.state)
    )
    found = {state: int(number) for state, number in db.session.execute(statement)}
    return sum(found.values()), sum(found.get(state, 0) for state in COMPLETED)


def _money(area: Area, year: int) -> list[tuple[Area, int, int]]:
    statement = (
        sa.select(ProjectPlace.area_id, whole_sum(Account.allocated_fen), whole_sum(Account.paid_fen))
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Batch, Batch.id == Account.batch_id)
        .join(Round, Round.id == Batch.round_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(Round.year == year, Area.path.startswith(area.path, autoescape=True))
        .group_by(ProjectPlace.area_id)
    )
    found = {id_: (int(allocated), int(paid)) for id_, allocated, paid in db.session.execute(statement)}
    areas = db.session.scalars(sa.select(Area).where(Area.id.in_(found)).order_by(Area.code))
    rows = [(one, *found[one.id]) for one in areas]
    return sorted(rows, key=lambda row: -row[1])
