"""What became due by itself: the stages of projects and paid rolls, with the notices that stand for them.

Each function asks one statement for any number of villages.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.audit import Event
from app.core.bilingual import BilingualText
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.calendars.rules import Calendar
from app.domain.disclosures.catalogue import BY_CODE
from app.domain.disclosures.rules import Due, Evidence, matter_due_on
from app.domain.funds.models import EntryKind, LedgerEntry, Roll
from app.domain.funds.queries import is_standing
from app.domain.notices.models import Notice
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import (
    Milestone,
    MilestoneKind,
    Project,
    ProjectMeeting,
    ProjectNotice,
    ProjectPlace,
    ProjectState,
)
from app.domain.projects.rules import carrying_meeting
from app.domain.rounds.models import Round

S = ProjectState
#: in which states each stage has been reached, and the milestone with whose day it begins
_PROPOSED = tuple(state for state in S if state not in (S.DRAFT, S.DROPPED))
_PLANNED = (S.PLANNED, S.UNDER_WAY, S.COMPLETED, S.ACCEPTED, S.CLOSED)
_COMPLETED = (S.COMPLETED, S.ACCEPTED, S.CLOSED)
STAGES: tuple[tuple[str, tuple[ProjectState, ...], MilestoneKind | None], ...] = (
    ("library", _PROPOSED, None),
    ("plan", _PLANNED, MilestoneKind.PLAN),
    ("start", _PLANNED, MilestoneKind.PLAN),
    ("completion", _COMPLETED, MilestoneKind.COMPLETION),
)


@dataclass(frozen=True)
class Sheet:
    """A notice in force: its number, its day, the path of the area that it was issued for, the roll it is about."""

    number: str
    on: dt.date
    path: str
    roll: str = ""

    @property
    def evidence(self) -> Evidence:
        return Evidence(on=self.on, notice=self.number)


@dataclass(frozen=True)
class Days:
    """Where the days of a stage are counted from: milestones by project and kind, and what led to the proposal."""

    milestones: dict[tuple[int, MilestoneKind], dt.date]
    proposals: dict[int, dt.date]

    def since(self, project: Project, milestone: MilestoneKind | None) -> dt.date:
        """The day on which a stage of *project* was reached; where no paper tells, that of its present state."""
        if milestone is None:
            found = self.proposals.get(project.id)
        else:
            found = self.milestones.get((project.id, milestone))
        return found or clock.local(project.state_since).date()


def gather(villages: Collection[Area], round_: Round, calendar: Calendar) -> dict[int, list[Due]]:
    """village id -> what its projects and paid rolls of a year made due."""
    places = _list_places(villages, round_)
    ids = {project.id for project, _village in places}
    sheets = load_sheets(ids)
    days = Days(_load_milestones(ids), _load_proposals(ids, round_.policy))
    due_on = partial(_due_on, policy=round_.policy, calendar=calendar)
    found: dict[int, list[Due]] = defaultdict(list)
    for project, village in places:
        for code, states, milestone in STAGES:
            if project.state in states:
                since = days.since(project, milestone)
                evidence = _evidence(sheets, project, BY_CODE[code].notice, village)
                found[village.id].append(_due(code, project, since, due_on(code, since), evidence))
    by_id = {village.id: village for village in villages}
    for roll, project, village_id, paid_on in _list_paid_rolls(by_id, round_):
        kind = NoticeKind.BENEFICIARIES
        evidence = _evidence(sheets, project, kind, by_id[village_id], roll.number)
        found[village_id].append(_due_of_roll(roll, project, paid_on, due_on(kind.value, paid_on), evidence))
    return found


def _due_on(code: str, since: dt.date, policy: Policy, calendar: Calendar) -> dt.date:
    return matter_due_on(BY_CODE[code], since, policy, calendar)


def _due(code: str, project: Project, since: dt.date, due_on: dt.date, evidence: Evidence | None) -> Due:
    return Due(
        key=f"{code}.{project.number}",
        item=BY_CODE[code],
        since=since,
        due_on=due_on,
        about=project.name,
        evidence=evidence,
        project=project.number,
    )


def _due_of_roll(
    roll: Roll, project: Project, since: dt.date, due_on: dt.date, evidence: Evidence | None
) -> Due:
    return Due(
        key=f"beneficiaries.{roll.number}",
        item=BY_CODE["beneficiaries"],
        since=since,
        due_on=due_on,
        about=BilingualText(roll.title_zh, roll.title_en),
        evidence=evidence,
        project=project.number,
    )


def _evidence(
    sheets: dict[tuple[int, NoticeKind], list[Sheet]],
    project: Project,
    kind: NoticeKind | None,
    village: Area,
    roll: str = "",
) -> Evidence | None:
    """The first notice of *kind* in force on which *project* stands, issued for the village or for an area over it.

    One that names a roll counts for that roll only.
    """
    for sheet in sheets.get((project.id, kind), ()) if kind is not None else ():
        reaches = village.path.startswith(sheet.path)
        if reaches and (not roll or not sheet.roll or sheet.roll == roll):
            return sheet.evidence
    return None


def _list_places(villages: Collection[Area], round_: Round) -> list[tuple[Project, Area]]:
    """Each project of the year with each of *villages* in which it is carried out."""
    by_id = {village.id: village for village in villages}
    rows = db.session.execute(
        sa.select(Project, ProjectPlace.area_id)
        .join(ProjectPlace, ProjectPlace.project_id == Project.id)
        .where(
            Project.round_id == round_.id,
            Project.state.in_(_PROPOSED),
            ProjectPlace.area_id.in_(by_id),
        )
        .order_by(Project.number, ProjectPlace.area_id)
    )
    return [(project, by_id[area_id]) for project, area_id in rows]


def load_sheets(project_ids: Iterable[int]) -> dict[tuple[int, NoticeKind], list[Sheet]]:
    """project id and kind -> the notices in force on which the project stands, the first one first."""
    number = Notice.content["facts"]["roll"]["number"].as_string()
    rows = db.session.execute(
        sa.select(ProjectNotice.project_id, Notice.kind, Notice.number, Notice.issued_on, Area.path, number)
        .join(Notice, Notice.id == ProjectNotice.notice_id)
        .join(Area, Area.id == Notice.village_id)
        .where(ProjectNotice.project_id.in_(set(project_ids)), Notice.withdrawn_at.is_(None))
        .order_by(Notice.issued_on, Notice.id)
    )
    found: dict[tuple[int, NoticeKind], list[Sheet]] = defaultdict(list)
    for project_id, kind, notice, on, path, roll in rows:
        found[project_id, kind].append(Sheet(notice, on, path, roll or ""))
    return found


def _load_milestones(project_ids: Collection[int]) -> dict[tuple[int, MilestoneKind], dt.date]:
    """The day of each milestone that counts: the one recorded last."""
    rows = db.session.execute(
        sa.select(Milestone.project_id, Milestone.kind, Milestone.on)
        .where(Milestone.project_id.in_(project_ids))
        .order_by(Milestone.id)
    )
    return {(project_id, kind): on for project_id, kind, on in rows}


def _load_proposals(project_ids: Collection[int], policy: Policy) -> dict[int, dt.date]:
    """The day of the meeting by which each project was proposed: the last that carried it before that step.

    What a meeting decides later (who builds it, say) moves nothing. Where no meeting is kept, the day of the step.
    """
    proposed = _load_proposed(project_ids)
    meetings: dict[int, list[ProjectMeeting]] = defaultdict(list)
    statement = sa.select(ProjectMeeting).where(ProjectMeeting.project_id.in_(project_ids))
    for meeting in db.session.scalars(statement.order_by(ProjectMeeting.id)):
        at = proposed.get(meeting.project_id)
        if at is None or meeting.recorded_at <= at:
            meetings[meeting.project_id].append(meeting)
    days = {project_id: clock.local(at).date() for project_id, at in proposed.items()}
    for project_id, held in meetings.items():
        carrying = carrying_meeting(held, policy)
        if carrying is not None:
            days[project_id] = carrying.held_on
    return days


def _load_proposed(project_ids: Collection[int]) -> dict[int, dt.datetime]:
    """When each project was proposed, the last time if it was returned in between."""
    ids = {f"{Project.__tablename__}:{project_id}": project_id for project_id in project_ids}
    rows = db.session.execute(
        sa.select(Event.subject, Event.at)
        .where(
            Event.subject.in_(ids), Event.name == "step_taken", Event.data["step"].as_string() == "propose"
        )
        .order_by(Event.id)
    )
    return {ids[subject]: at for subject, at in rows}


def _list_paid_rolls(villages: dict[int, Area], round_: Round) -> Sequence[Any]:
    """The rolls at places in *villages* that were paid or handed out, with project, village and the day of that."""
    paid_on: Any = sa.func.max(LedgerEntry.on)
    paid = (
        sa.select(LedgerEntry.roll_id, paid_on.label("on"))
        .where(LedgerEntry.kind == EntryKind.PAYMENT, LedgerEntry.roll_id.is_not(None), is_standing())
        .group_by(LedgerEntry.roll_id)
        .subquery()
    )
    return db.session.execute(
        sa.select(Roll, Project, ProjectPlace.area_id, sa.func.coalesce(paid.c.on, Roll.handed_out_on))
        .outerjoin(paid, paid.c.roll_id == Roll.id)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .where(Roll.has_reached, Project.round_id == round_.id, ProjectPlace.area_id.in_(villages))
        .order_by(Roll.number)
    ).all()
