"""Whom the money reached: the receivers on rolls that were paid or handed out, each household counted once."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.core.db import db
from app.domain.areas.models import Area
from app.domain.funds.models import Roll, RollLine
from app.domain.projects.models import Project, ProjectPlace

#: a household once, whatever it got; a receiver whom the register does not know by the line
_NUMBER = sa.func.count(RollLine.household_id.distinct()) + sa.func.count(
    sa.case((RollLine.household_id.is_(None), RollLine.id))
)


def receivers(round_id: int, path: str, *, by_area: bool = False) -> dict[int | None, int]:
    """area id (or none, for all at once) -> how many got something by a roll; an unknown one counts by line."""
    area_id: Any = ProjectPlace.area_id if by_area else sa.null()
    statement = (
        sa.select(area_id, _NUMBER)
        .select_from(RollLine)
        .join(Roll, Roll.id == RollLine.roll_id)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .where(
            Roll.has_reached,
            Area.path.startswith(path, autoescape=True),
            ProjectPlace.project_id.in_(sa.select(Project.id).where(Project.round_id == round_id)),
        )
    )
    if by_area:
        statement = statement.group_by(ProjectPlace.area_id)
    return {found: int(count) for found, count in db.session.execute(statement)}


def receivers_of_projects(project_ids: Collection[int]) -> dict[int, int]:
    """project id -> how many got something by its rolls; a household once, an unknown receiver by the line."""
    rows = db.session.execute(
        sa.select(ProjectPlace.project_id, _NUMBER)
        .join(Roll, Roll.place_id == ProjectPlace.id)
        .join(RollLine, RollLine.roll_id == Roll.id)
        .where(ProjectPlace.project_id.in_(project_ids), Roll.has_reached)
        .group_by(ProjectPlace.project_id)
    )
    return {project_id: int(count) for project_id, count in rows}
