"""Projects in whatever state a test begins with, and what happened to them."""

import datetime as dt
from typing import Any

from app.core import clock
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.policies.vocabulary import MeetingKind
from app.domain.projects.kinds import KINDS, ProjectKind, TenderMethod
from app.domain.projects.models import (
    Bid,
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
from tests.factories.accounts import an_attachment, the_officer
from tests.factories.areas import the_village
from tests.factories.basis import add, how_many
from tests.factories.fund_notices import the_fund_year


def a_project(
    area: Area | None = None,
    *,
    state: ProjectState = ProjectState.DRAFT,
    places: dict[Area, int] | None = None,
    round_: Round | None = None,
    **given: Any,
) -> Project:
    """A project of *area* (a village, the first one) with a complete record; what led to *state* is not made.

    *places* is area -> thousandths of the unit; without it the whole is in *area*.
    """
    area = area or the_village()
    number = how_many(Project) + 1
    kind = given.get("kind", ProjectKind.ROAD)
    today = clock.today()
    values = {
        "number": f"XM{today.year}-{area.code[6:12]}-{number:02}",
        "state_since": clock.now(),
        "kind": kind,
        "name_zh": "通村公路硬化",
        "name_en": "Paving the village road",
        "content_zh": "硬化村道，宽四米半。",
        "content_en": "The village road is paved, 4.5 m wide.",
        "target_zh": "全村三个组通水泥路。",
        "target_en": "Three groups reach the road on concrete.",
        "participation_zh": "村民代表大会讨论，各组派人监督。",
        "benefit_zh": "优先请贫困户务工。",
        "financing_zh": "财政扶贫资金。",
        "subsidy_zh": "每公里三十万元。",
        "unit_zh": "镇扶贫工作站",
        "unit_en": "The township's poverty office",
        "person_in_charge": "陈建国",
        "office_telephone": "0857-2220001",
        "budget_fen": 60_000_000,
        "quantity_milli": 2_000,
        "serves": KINDS[kind].serves,
        "serves_number": 3,
        "starts_on": today + dt.timedelta(days=30),
        "due_on": today + dt.timedelta(days=120),
    } | given
    project = add(Project(round=round_ or the_fund_year(), area=area, state=state, **values))
    parts = places if places is not None else {area: project.quantity_milli}
    for where, quantity in parts.items():
        a_project_place(project, where, quantity_milli=quantity)
    return project


def a_project_place(project: Project, area: Area, **given: Any) -> ProjectPlace:
    """A village in which *project* is carried out."""
    place = add(ProjectPlace(project=project, area=area, **given))
    db.session.expire(project, ["places"])
    return place


def a_project_meeting(project: Project, **given: Any) -> ProjectMeeting:
    """A meeting of 40 due and 35 present that voted 33 to 1 for *project*."""
    values = {
        "kind": MeetingKind.REPRESENTATIVES,
        "held_on": clock.today(),
        "due": 40,
        "present": 35,
        "in_favour": 33,
        "against": 1,
        "decision_zh": "同意申报。",
        "decision_en": "Agreed to propose it.",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    meeting = add(ProjectMeeting(project=project, **values))
    db.session.expire(project, ["meetings"])
    return meeting


def a_milestone(project: Project, kind: MilestoneKind = MilestoneKind.START, **given: Any) -> Milestone:
    """A point of the trail of *project*, today, with its paper."""
    values = {
        "on": clock.today(),
        "document_no": "清扶发〔2014〕12号" if kind is MilestoneKind.APPROVAL else "",
        "paper": an_attachment(project.area, kind="project_paper"),
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    milestone = add(Milestone(project=project, kind=kind, **values))
    db.session.expire(project, ["milestones"])
    return milestone


def a_tender(project: Project, *, offers: tuple[int, ...] = (58_000_000,), **given: Any) -> Tender:
    """A decision on who does the work: the first of *offers* (fen) got it."""
    values = {
        "method": TenderMethod.NEGOTIATION,
        "decided_on": clock.today(),
        "decided_by_zh": "村民代表大会",
        "decided_by_en": "The meeting of villagers' representatives",
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    tender = add(Tender(project=project, **values))
    for ordinal, offer in enumerate(offers, 1):
        add(Bid(tender=tender, bidder=f"清河路桥{ordinal}公司", offer_fen=offer, is_award=ordinal == 1))
    db.session.expire(project, ["tenders"])
    return tender


def a_progress_report(project: Project, percent: int = 50, **given: Any) -> ProgressReport:
    """A report of today on the whole of *project*, with a photograph."""
    values = {
        "on": clock.today(),
        "done_milli": project.quantity_milli * percent // 100,
        "recorded_by_id": the_officer().id,
        "recorded_at": clock.now(),
    } | given
    report = add(ProgressReport(project=project, percent=percent, **values))
    a_project_photograph(project, report=report, taken_on=report.on)
    db.session.expire(project, ["reports"])
    return report


def a_project_photograph(
    project: Project, stage: PhotoStage = PhotoStage.DURING, **given: Any
) -> ProjectPhotograph:
    """A photograph of *project*."""
    values = {
        "taken_on": clock.today(),
        "photo": an_attachment(project.area, kind="project_photo"),
        "recorded_by_id": the_officer().id,
    } | given
    return add(ProjectPhotograph(project=project, stage=stage, **values))


def a_project_notice(project: Project, notice: Any) -> ProjectNotice:
    """That *project* stands on *notice*."""
    return add(ProjectNotice(project=project, notice=notice))
