"""What everybody may see of projects: those that were put forward, and what of them is public."""

from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.messages import N_
from app.core.paging import Page, paginate
from app.core.rows import get_only
from app.domain.areas.models import Area
from app.domain.projects import queries
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import Project, ProjectNotice, ProjectPhotograph, ProjectPlace, ProjectState

S = ProjectState


class Phase(StrEnum):
    """How far a project is, in the words of a villager."""

    WISHED = "wished"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"
    DROPPED = "dropped"


PHASE_LABELS = {
    Phase.WISHED: N_("Put forward"),
    Phase.PLANNED: N_("To be done this year"),
    Phase.UNDER_WAY: N_("Being built or carried out"),
    Phase.DONE: N_("Done"),
    Phase.DROPPED: N_("Dropped"),
}
PHASES: dict[ProjectState, Phase] = {
    S.DRAFT: Phase.WISHED,
    S.PROPOSED: Phase.WISHED,
    S.TOWNSHIP_CHECK: Phase.WISHED,
    S.COUNTY_APPROVAL: Phase.WISHED,
    S.LIBRARY: Phase.WISHED,
    S.PLANNED: Phase.PLANNED,
    S.UNDER_WAY: Phase.UNDER_WAY,
    S.COMPLETED: Phase.DONE,
    S.ACCEPTED: Phase.DONE,
    S.CLOSED: Phase.DONE,
    S.DROPPED: Phase.DROPPED,
}


def is_shown() -> sa.ColumnElement[bool]:
    """The condition for a project that everybody may see: it was put forward, or was ever announced, or got money."""
    announced = sa.exists().where(ProjectNotice.project_id == Project.id)
    return sa.or_(Project.state.not_in((S.DRAFT, S.DROPPED)), Project.allocated_fen > 0, announced)


def is_shown_now(project: Project) -> bool:
    """May everybody see *project*? Asked of the database, by the same condition."""
    statement = sa.select(Project.id).where(Project.id == project.id, is_shown())
    return db.session.scalar(statement) is not None


def get_shown(number: str) -> Project:
    """A project for everybody with its whole course; raises ``NotFound``, also for one that is not shown yet."""
    return get_only(sa.select(Project).where(Project.number == number, is_shown()).options(*queries.WITH_ALL))


def page_shown(
    *,
    round_id: int | None = None,
    path: str = "",
    kind: ProjectKind | None = None,
    phase: Phase | None = None,
    search: str = "",
    number: int = 1,
) -> Page[Project]:
    """Projects for everybody, by number: of a year, at or below an area's path, of a kind, called so."""
    statement = sa.select(Project.id).where(is_shown())
    if round_id is not None:
        statement = statement.where(Project.round_id == round_id)
    if path:
        statement = statement.where(_is_within(path))
    if kind is not None:
        statement = statement.where(Project.kind == kind)
    if phase is not None:
        states = [state for state, its in PHASES.items() if its is phase]
        statement = statement.where(Project.state.in_(states))
    if search:
        statement = statement.where(_is_called(search))
    order = (Project.round_id.desc(), Project.number)
    cut: Page[int] = paginate(statement.order_by(*order), number)
    found = sa.select(Project).where(Project.id.in_(cut.items)).options(selectinload(Project.places))
    return Page(db.session.scalars(found.order_by(*order)).all(), cut.number, cut.per_page, cut.total)


def _is_within(path: str) -> sa.ColumnElement[bool]:
    """It belongs to an area at *path* or below, or is carried out there."""
    place = (
        sa.exists()
        .where(ProjectPlace.project_id == Project.id, Area.id == ProjectPlace.area_id)
        .where(Area.path.startswith(path, autoescape=True))
    )
    return sa.or_(Project.area.has(Area.path.startswith(path, autoescape=True)), place)


def _is_called(search: str) -> sa.ColumnElement[bool]:
    like: list[sa.ColumnElement[bool]] = [
        column.icontains(search, autoescape=True)
        for column in (Project.number, Project.name_zh, Project.name_en, Project.content_zh)
    ]
    return sa.or_(*like)


def get_photograph(number: str, photograph_id: int) -> ProjectPhotograph:
    """A photograph of the project with this number; raises ``NotFound``, also when the project is not shown."""
    statement = (
        sa.select(ProjectPhotograph)
        .join(Project, Project.id == ProjectPhotograph.project_id)
        .where(ProjectPhotograph.id == photograph_id, Project.number == number, is_shown())
        .options(joinedload(ProjectPhotograph.photo))
    )
    return get_only(statement)
