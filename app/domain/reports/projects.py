"""What of projects is to be done today: how many wait in which state, which are late. A fixed number of statements."""

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
    """*waiting* counts by state and by whose project it is; *late* is the first page of those that are late."""

    waiting: dict[tuple[ProjectState, AreaLevel], int] = field(default_factory=dict)
    late: Page[Project] = field(default_factory=lambda: Page([], 1, 1, 0))

    def count(self, *states: ProjectState, level: AreaLevel | None = None) -> int:
        """How many projects stand in *states*: all, or those of villages, of townships."""
        return sum(
            number
            for (state, whose), number in self.waiting.items()
            if state in states and level in (None, whose)
        )


def load_projects(actor: Actor) -> ProjectsDesk:
    """The projects of open years within the actor's areas."""
    paths = actor.paths_for(Permission.PROJECT_VIEW)
    if not paths:
        return ProjectsDesk()
    rows = db.session.execute(
        sa.select(Project.state, Area.level, sa.func.count())
        .select_from(Project)
        .join(Area, Area.id == Project.area_id)
        .join(Round, Round.id == Project.round_id)
        .where(Round.state == RoundState.OPEN, sa.or_(*(Area.path.startswith(path) for path in paths)))
        .group_by(Project.state, Area.level)
    )
    waiting = {(state, level): int(number) for state, level, number in rows}
    return ProjectsDesk(
        waiting, queries.page_projects(actor=actor, late=True) if waiting else Page([], 1, 1, 0)
    )
