"""What of projects is to be done today: how many wait in which state, which are late. A few statements a year."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from app.core.db import db
from app.core.paging import Page
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.projects import queries
from app.domain.projects.models import Project, ProjectState
from app.domain.rounds.models import Round, RoundState


@dataclass(frozen=True)
class ProjectsDesk:
    """One open year. *waiting* counts by state and whose project it is; *late* is the first page of the late ones."""

    year: Round
    waiting: dict[tuple[ProjectState, AreaLevel], int] = field(default_factory=dict)
    late: Page[Project] = field(default_factory=lambda: Page([], 1, 1, 0))

    def count(self, *states: ProjectState, level: AreaLevel | None = None) -> int:
        """How many projects stand in *states*: all, or those of villages, of townships."""
        return sum(
            number
            for (state, whose), number in self.waiting.items()
            if state in states and level in (None, whose)
        )


def load_projects(actor: Actor) -> list[ProjectsDesk]:
    """The projects of each open year within the actor's areas, the newest year first; only years with projects."""
    paths = actor.paths_for(Permission.PROJECT_VIEW)
    if not paths:
        return []
    rows = db.session.execute(
        sa.select(Round.id, Project.state, Area.level, sa.func.count())
        .select_from(Project)
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .where(Round.state == RoundState.OPEN, sa.or_(*(Area.path.startswith(path) for path in paths)))
        .group_by(Round.id, Project.state, Area.level)
    )
    found: dict[int, dict[tuple[ProjectState, AreaLevel], int]] = {}
    for year_id, state, level, number in rows:
        found.setdefault(year_id, {})[state, level] = int(number)
    years = db.session.scalars(
        sa.select(Round).where(Round.id.in_(found)).order_by(Round.year.desc(), Round.id.desc())
    )
    return [
        ProjectsDesk(year, found[year.id], queries.page_projects(actor=actor, round_id=year.id, late=True))
        for year in years
    ]
