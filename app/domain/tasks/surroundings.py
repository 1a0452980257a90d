"""What stands around the tasks on the wall chart: registered households, causes, projects, money. A few statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.core.keeping import Looking
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.funds.models import Account, Batch
from app.domain.households import registration
from app.domain.households.models import Household
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from app.domain.rounds.models import Round, RoundKind
from app.domain.tasks.counting import COMPLETED


@dataclass(frozen=True)
class Surroundings:
    """Numbers of an area: *causes* as code -> households, the most frequent first; money in fen."""

    households: int = 0
    people: int = 0
    causes: Sequence[tuple[str | None, int]] = ()
    projects: int = 0
    completed: int = 0
    paid_fen: int = 0


def load_surroundings(area: Area, villages: Sequence[str], year: int, looking: Looking) -> Surroundings:
    """The numbers of *area* with the *villages* at these paths; projects and money of *year*."""
    counted: dict[str | None, int] = {}
    heads = 0
    for rows in looking.by_area(("causes",), villages, _causes).values():
        for cause, number, people in rows:
            counted[cause] = counted.get(cause, 0) + number
            heads += people
    causes = sorted(counted.items(), key=lambda one: (-one[1], one[0] or ""))
    projects, completed = _projects(area, year)
    return Surroundings(sum(counted.values()), heads, causes, projects, completed, _paid(area, year))


def _causes(villages: Sequence[str]) -> dict[str, Any]:
    """village's path -> (main cause, registered households, their people)."""
    statement = (
        sa.select(Area.path, Household.main_cause, sa.func.count(), whole_sum(Household.people))
        .join(Area, Area.id == Household.village_id)
        .where(Area.path.in_(villages), registration.is_in_register(Household.id))
        .group_by(Area.path, Household.main_cause)
    )
    found: dict[str, list[tuple[str | None, int, int]]] = {}
    for path, cause, number, people in db.session.execute(statement):
        found.setdefault(path, []).append((cause, int(number), int(people)))
    return found


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


def _paid(area: Area, year: int) -> int:
    statement = (
        sa.select(whole_sum(Account.paid_fen))
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Batch, Batch.id == Account.batch_id)
        .join(Round, Round.id == Batch.round_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(Round.year == year, Area.path.startswith(area.path, autoescape=True))
    )
    return int(db.session.scalar(statement) or 0)
