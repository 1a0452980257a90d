"""Reading projects: one, those of an area, those that are late, and the notices on which they stand."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.audit import Event, subject_key
from app.core.db import db
from app.core.errors import NotFound
from app.core.messages import N_, Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, lock_row, the_row
from app.core.types import whole_sum
from app.domain.areas.models import Area
from app.domain.notices import queries as notices
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.policies.vocabulary import FUND_KINDS, NoticeKind
from app.domain.projects import rules
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import (
    Milestone,
    MilestoneKind,
    PhotoStage,
    ProgressReport,
    Project,
    ProjectMeeting,
    ProjectNotice,
    ProjectPhotograph,
    ProjectPlace,
    ProjectState,
    Tender,
)
from app.domain.rounds.models import Round

S = ProjectState
#: what a list needs to say how far each project is
WITH_COURSE = (
    selectinload(Project.milestones).joinedload(Milestone.paper),
    selectinload(Project.reports),
    selectinload(Project.places).joinedload(ProjectPlace.area),
)
#: what the page of one project needs besides
WITH_ALL = (
    *WITH_COURSE,
    selectinload(Project.meetings).joinedload(ProjectMeeting.minutes),
    selectinload(Project.tenders).options(
        selectinload(Tender.bids), joinedload(Tender.paper), joinedload(Tender.meeting)
    ),
)


@dataclass(frozen=True)
class ProjectSums:
    """Projects added up: how many, how many of these late, and what they are to cost, were allocated, have paid."""

    number: int = 0
    late: int = 0
    budget_fen: int = 0
    allocated_fen: int = 0
    paid_fen: int = 0


def get_project(number: str) -> Project:
    """The project of a number, with places, milestones, reports, meetings and tenders; raises :class:`NotFound`."""
    return get_only(sa.select(Project).where(Project.number == number).options(*WITH_ALL))


def find_project(number: str) -> Project | None:
    """The project of a number, if there is one."""
    return db.session.scalar(sa.select(Project).where(Project.number == number))


def lock_project(project_id: int) -> Project:
    """The project as it stands now in the database, held until the transaction ends."""
    return lock_row(Project, project_id)


def lock_projects(projects: Collection[Project]) -> None:
    """The same of several, read anew; in one order for everybody, so that no two wait for each other."""
    statement = sa.select(Project).where(Project.id.in_([project.id for project in projects]))
    held = statement.order_by(Project.id).with_for_update(of=Project)
    db.session.scalars(held.execution_options(populate_existing=True)).all()


def list_projects(
    *,
    round_id: int | None = None,
    area: Area | None = None,
    state: ProjectState | None = None,
    states: Collection[ProjectState] | None = None,
    kind: ProjectKind | None = None,
) -> Sequence[Project]:
    """The projects that fit, by area and number. One counts for *area* when it is its own or has a place in it."""
    statement = _fitting(round_id, area, state, kind)
    if states is not None:
        statement = statement.where(Project.state.in_(states))
    return db.session.scalars(statement.options(*WITH_COURSE)).all()


def list_most_urgent(
    round_id: int, area: Area, turns: Mapping[ProjectState, int], most: int
) -> Sequence[tuple[Project, bool]]:
    """At most so many projects of the states in *turns*, each with whether it is late today.

    Those that are late stand first, then by the turn of the state, then by deadline.
    """
    late = _is_late(clock.today())
    statement = (
        _fitting(round_id, area, None, None)
        .add_columns(late.label("is_late"))
        .where(Project.state.in_(turns))
        .order_by(None)
        .order_by(
            sa.desc("is_late"),
            sa.case(dict(turns), value=Project.state),
            Project.due_on.is_not(None),
            Project.due_on,
            Project.number,
        )
        .limit(most)
    )
    return [
        (project, bool(is_late)) for project, is_late in db.session.execute(statement.options(*WITH_COURSE))
    ]


def sum_projects(round_id: int, area: Area, states: Collection[ProjectState]) -> ProjectSums:
    """How many projects, how many of them late today, and their sums."""
    numbers = (
        sa.func.count(),
        whole_sum(sa.case((_is_late(clock.today()), 1), else_=0)),
        *map(whole_sum, (Project.budget_fen, Project.allocated_fen, Project.paid_fen)),
    )
    statement = _fitting(round_id, area, None, None).where(Project.state.in_(states)).order_by(None)
    row = db.session.execute(statement.with_only_columns(*numbers)).one()
    return ProjectSums(*map(int, row))


def page_projects(
    *,
    actor: Actor | None = None,
    round_id: int | None = None,
    area: Area | None = None,
    state: ProjectState | None = None,
    kind: ProjectKind | None = None,
    late: bool = False,
    unannounced: bool = False,
    q: str = "",
    number: int = 1,
) -> Page[Project]:
    """The same by pages: those within the areas of *actor* (everybody's without one), by words in name or number.

    *late* keeps those that are late today, *unannounced* those that are further than their notices.
    """
    statement = _fitting(round_id, area, state, kind)
    if actor is not None:
        statement = statement.where(_within(actor))
    if late:
        statement = statement.where(_is_late(clock.today()))
    if unannounced:
        statement = statement.where(_is_unannounced())
    if q:
        statement = statement.where(
            Project.number.contains(q, autoescape=True) | Project.name_zh.contains(q, autoescape=True)
        )
    return paginate(statement.options(*WITH_COURSE), number)


def count_by_state(round_id: int, actor: Actor) -> dict[ProjectState, int]:
    """state -> how many projects of a round within the actor's areas stand there."""
    statement = (
        sa.select(Project.state, sa.func.count())
        .join(Area, Area.id == Project.area_id)
        .where(Project.round_id == round_id, _within(actor))
        .group_by(Project.state)
    )
    return {state: int(number) for state, number in db.session.execute(statement)}


def list_in_states(
    actor: Actor, permission: Permission, states: Collection[ProjectState]
) -> Sequence[Project]:
    """The projects in *states* within the areas where *actor* holds *permission*, those waiting longest first."""
    statement = (
        sa.select(Project)
        .join(Area, Area.id == Project.area_id)
        .where(Project.state.in_(states), _within(actor, permission))
        .order_by(Project.state_since, Project.id)
    )
    return db.session.scalars(statement.options(*WITH_COURSE)).all()


def _fitting(
    round_id: int | None, area: Area | None, state: ProjectState | None, kind: ProjectKind | None
) -> sa.Select[Any]:
    statement = sa.select(Project).join(Area, Area.id == Project.area_id)
    if round_id is not None:
        statement = statement.where(Project.round_id == round_id)
    if area is not None:
        inside = sa.select(ProjectPlace.project_id).where(
            ProjectPlace.area_id.in_(sa.select(Area.id).where(Area.path.startswith(area.path)))
        )
        statement = statement.where(Area.path.startswith(area.path) | Project.id.in_(inside))
    if state is not None:
        statement = statement.where(Project.state == state)
    if kind is not None:
        statement = statement.where(Project.kind == kind)
    return statement.order_by(Area.code, Project.number)


def _within(actor: Actor, permission: Permission = Permission.PROJECT_VIEW) -> sa.ColumnElement[bool]:
    """It belongs to an area of *actor*'s or, for looking and reporting, is carried out in one."""
    paths = actor.paths_for(permission)
    own = sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths))
    if permission not in Project.visible_below:
        return own
    place = sa.orm.aliased(Area)
    here = sa.or_(sa.false(), *(place.path.startswith(path) for path in paths))
    carried_out = sa.select(ProjectPlace.project_id).join(place, place.id == ProjectPlace.area_id).where(here)
    return own | Project.id.in_(carried_out)


def _is_late(on: dt.date) -> sa.ColumnElement[bool]:
    """Past the day of its start, of its completion or of its next report. Report days differ by round."""
    reported = (
        sa.select(sa.func.max(ProgressReport.on))
        .where(ProgressReport.project_id == Project.id)
        .correlate(Project)
        .scalar_subquery()
    )
    began = (
        sa.select(Milestone.on)
        .where(Milestone.project_id == Project.id, Milestone.kind == MilestoneKind.START)
        .order_by(Milestone.id.desc())
        .limit(1)
        .correlate(Project)
        .scalar_subquery()
    )
    since = sa.func.coalesce(reported, began, Project.starts_on)
    silent = [
        sa.and_(Project.round_id == round_id, since < on - dt.timedelta(days=days))
        for round_id, days in _report_days().items()
    ]
    return sa.or_(
        sa.and_(Project.state.in_((S.PLANNED, S.UNDER_WAY)), Project.due_on < on),
        sa.and_(Project.state == S.PLANNED, Project.starts_on < on),
        sa.and_(Project.state == S.UNDER_WAY, sa.or_(sa.false(), *silent)),
    )


#: which notices a project must stand on from which states on
_ANNOUNCED_FROM = {
    NoticeKind.ANNUAL_PLAN: (S.PLANNED, S.UNDER_WAY, S.COMPLETED, S.ACCEPTED, S.CLOSED),
    NoticeKind.PROJECT_START: (S.UNDER_WAY, S.COMPLETED, S.ACCEPTED, S.CLOSED),
    NoticeKind.PROJECT_COMPLETION: (S.ACCEPTED, S.CLOSED),
}


def _is_unannounced() -> sa.ColumnElement[bool]:
    """A notice on which it should stand by now was never issued, or was withdrawn and not replaced."""
    return sa.or_(
        *(
            sa.and_(
                Project.state.in_(states),
                ~sa.exists().where(
                    ProjectNotice.project_id == Project.id,
                    Notice.id == ProjectNotice.notice_id,
                    Notice.kind == kind,
                    Notice.withdrawn_at.is_(None),
                ),
            )
            for kind, states in _ANNOUNCED_FROM.items()
        )
    )


def _report_days() -> dict[int, int]:
    """round id -> every how many days progress is reported there."""
    rounds = db.session.scalars(sa.select(Round).where(Round.id.in_(sa.select(Project.round_id)))).all()
    return {one.id: one.policy.project_report_days for one in rounds}


def get_place(project: Project, code: str) -> ProjectPlace:
    """The place of *project* in the area with this division code; raises :class:`NotFound`."""
    return the_row(next((place for place in project.places if place.area.code == code), None))


def list_photographs(project: Project, stage: PhotoStage | None = None) -> Sequence[ProjectPhotograph]:
    """The photographs of *project* in the order in which they were taken."""
    statement = sa.select(ProjectPhotograph).where(ProjectPhotograph.project_id == project.id)
    if stage is not None:
        statement = statement.where(ProjectPhotograph.stage == stage)
    statement = statement.options(joinedload(ProjectPhotograph.photo), joinedload(ProjectPhotograph.report))
    return db.session.scalars(statement.order_by(ProjectPhotograph.taken_on, ProjectPhotograph.id)).all()


def list_notices_of(project: Project) -> Sequence[Notice]:
    """All notices on which *project* stands, withdrawn ones as well, in the order of their issue."""
    on_it = sa.select(ProjectNotice.notice_id).where(ProjectNotice.project_id == project.id)
    statement = sa.select(Notice).where(Notice.id.in_(on_it)).options(*notices.WITH_POSTINGS)
    return db.session.scalars(statement.order_by(Notice.id)).all()


def get_fund_notice(number: str) -> Notice:
    """The notice of funds or projects of a number; raises :class:`NotFound`, also for one of a list."""
    found = notices.get_notice(number)
    if found.kind not in FUND_KINDS:
        raise NotFound()
    return found


def standing_notices(project: Project) -> dict[NoticeKind, Standing]:
    """kind -> how the latest notice of it stands today, among those of *project* that were not withdrawn."""
    in_force = {notice.kind: notice for notice in list_notices_of(project) if notice.withdrawn_at is None}
    return {standing.notice.kind: standing for standing in notices.standings(list(in_force.values()))}


def find_change_since(project: Project, since: dt.datetime) -> dt.datetime | None:
    """When what the villagers' meeting votes on was changed last after *since*: money, quantity, places."""
    statement = sa.select(Event).where(
        Event.subject == subject_key(project), Event.name == "project_changed", Event.at > since
    )
    for event in db.session.scalars(statement.order_by(Event.id.desc())):
        if rules.VOTED_ON & set(str(event.data["what"]).split(", ")):
            return event.at
    return None


def list_edit_blockers(project: Project) -> list[Message]:
    """Why the record may not be changed now; empty when it may."""
    if project.state not in rules.EDITABLE:
        return [Message(N_("The record is beyond the village; to change it, it must be returned first."))]
    hangs = [n for n in list_notices_of(project) if n.withdrawn_at is None]
    return [
        Message(
            N_("The project hangs out on notice %(number)s. Withdraw that first, then change the record."),
            number=notice.number,
        )
        for notice in hangs
        if notice.kind is NoticeKind.PROJECT_LIBRARY
    ]


def list_projects_of(notice: Notice) -> Sequence[Project]:
    """The projects that stand on *notice*, by number."""
    on_it = sa.select(ProjectNotice.project_id).where(ProjectNotice.notice_id == notice.id)
    return db.session.scalars(sa.select(Project).where(Project.id.in_(on_it)).order_by(Project.number)).all()


def load_kinds_announced(project_ids: Collection[int]) -> dict[int, set[NoticeKind]]:
    """project id -> the kinds of notices in force on which it stands."""
    rows = db.session.execute(
        sa.select(ProjectNotice.project_id, Notice.kind)
        .join(Notice, Notice.id == ProjectNotice.notice_id)
        .where(ProjectNotice.project_id.in_(project_ids), Notice.withdrawn_at.is_(None))
    )
    found: dict[int, set[NoticeKind]] = {project_id: set() for project_id in project_ids}
    for project_id, kind in rows:
        found[project_id].add(kind)
    return found
