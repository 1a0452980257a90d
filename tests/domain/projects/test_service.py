"""Writing records, meetings, tenders, the trail and the progress: who may, what is refused, what is kept."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.projects import course, queries, reporting, rules, service
from app.domain.projects.course import Mark, Offer
from app.domain.projects.kinds import ProjectKind, Serves, TenderMethod
from app.domain.projects.models import MilestoneKind, PhotoStage, Project, ProjectState
from app.domain.projects.reporting import Picture
from app.domain.projects.service import Place, Record
from app.domain.reports.projects import load_projects
from app.domain.rounds.models import RoundState
from tests import factories
from tests.people import People

TODAY = dt.date(2026, 5, 11)
RECORD = Record(name_zh=" 核桃基地 ", kind=ProjectKind.INDUSTRY_BASE, serves=Serves.HOUSEHOLDS, name_en=" ")


def begun(people: People, who: str = "village_officer", **changed: Any) -> Project:
    given: dict[str, Any] = {
        "round_": factories.the_fund_year(),
        "area": people.village,
        "record": RECORD,
    } | changed
    return service.begin_project(actor=people.actor(who), **given)


def names_of_events() -> list[str]:
    return [event.name for event in db.session.query(Event).order_by(Event.id)]


def test_a_draft_needs_no_more_than_a_name(people: People) -> None:
    first, second = begun(people), begun(people)
    assert first.number == f"XM2026-{people.village.code[6:12]}-01"
    assert second.number.endswith("-02")
    assert (first.name_zh, first.name_en, first.state) == ("核桃基地", None, ProjectState.DRAFT)
    assert names_of_events() == ["project_begun", "project_begun"]


@pytest.mark.parametrize(
    "who", ["other_village_officer", "work_team", "county_approver", "supervisor", "villager"]
)
def test_others_do_not_begin_a_project_of_a_village(people: People, who: str) -> None:
    with pytest.raises(Forbidden):
        begun(people, who)


def test_only_in_an_open_year_of_funds(people: People) -> None:
    with pytest.raises(Refused):
        begun(people, round_=factories.a_round())
    with pytest.raises(Refused):
        begun(people, round_=factories.a_fund_year(year=2025, state=RoundState.CLOSED, closed_on=TODAY))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name_zh": " "}, "name_zh"),
        ({"budget_fen": -1}, "budget_fen"),
        ({"starts_on": TODAY, "due_on": TODAY - dt.timedelta(days=1)}, "due_on"),
    ],
)
def test_what_cannot_be_is_refused(people: People, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        begun(people, record=replace(RECORD, **changed))
    assert refused.value.field == field


def test_places_lie_inside_the_project_s_area_and_once_each(people: People) -> None:
    with pytest.raises(Invalid, match="outside"):
        begun(people, places=[Place(people.other_village)])
    with pytest.raises(Invalid, match="twice"):
        begun(people, places=[Place(people.village), Place(people.village)])


def test_places_not_named_again_are_taken_out(people: People) -> None:
    project = begun(people, "township_reviewer", area=people.township, places=[Place(people.village)])
    service.edit_project(
        actor=people.actor("township_reviewer"),
        project=project,
        record=RECORD,
        places=[Place(people.other_village, "坡上", quantity_milli=5)],
    )
    assert [(place.area, place.site_zh, place.quantity_milli) for place in project.places] == [
        (people.other_village, "坡上", 5)
    ]


def test_whoever_wrote_meanwhile_is_not_overwritten(people: People) -> None:
    project = begun(people)
    db.session.commit()
    actor, seen = people.actor("village_officer"), project.version
    service.edit_project(
        actor=actor, project=project, record=replace(RECORD, target_zh="三百亩"), version=seen
    )
    with pytest.raises(Conflict):
        service.edit_project(actor=actor, project=project, record=RECORD, version=seen)
    assert project.target_zh == "三百亩"


def test_what_hangs_out_is_not_changed(people: People) -> None:
    project = factories.a_project(state=ProjectState.PROPOSED)
    actor = people.actor("village_officer")
    assert not queries.list_edit_blockers(project)
    factories.a_project_notice(project, factories.a_fund_notice(NoticeKind.PROJECT_LIBRARY))
    with pytest.raises(Refused):
        service.edit_project(actor=actor, project=project, record=RECORD)
    planned = factories.a_project(state=ProjectState.PLANNED)
    with pytest.raises(Refused):
        service.edit_project(actor=actor, project=planned, record=RECORD, places=[])


def test_who_answers_can_change_until_the_end(people: People) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    actor = people.actor("village_officer")
    service.edit_contact(actor=actor, project=project, person_in_charge="李四", office_telephone="12317")
    assert project.person_in_charge == "李四"
    closed = factories.a_project(state=ProjectState.CLOSED)
    with pytest.raises(Refused):
        service.edit_contact(actor=actor, project=closed, person_in_charge="李四", office_telephone="")


def meeting(people: People, **changed: Any) -> Any:
    given: dict[str, Any] = {
        "project": factories.a_project(),
        "kind": MeetingKind.REPRESENTATIVES,
        "held_on": TODAY,
        "due": 40,
        "present": 35,
        "in_favour": 30,
        "against": 5,
        "decision_zh": "同意",
    } | changed
    return course.record_meeting(actor=people.actor("village_officer"), **given)


def test_a_meeting_is_recorded_whatever_it_decided(people: People) -> None:
    assert meeting(people, in_favour=1, against=34).in_favour == 1
    assert names_of_events() == ["project_meeting_recorded"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"present": 41}, "present"),
        ({"in_favour": 31}, "in_favour"),
        ({"held_on": TODAY + dt.timedelta(days=1)}, "held_on"),
        ({"decision_zh": ""}, "decision_zh"),
    ],
)
def test_votes_that_cannot_be_are_refused(people: People, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        meeting(people, **changed)
    assert refused.value.field == field


def tender(people: People, **changed: Any) -> Any:
    given: dict[str, Any] = {
        "project": factories.a_project(state=ProjectState.LIBRARY),
        "method": TenderMethod.OPEN_TENDER,
        "decided_on": TODAY,
        "decided_by_zh": "镇评标小组",
        "bids": [Offer("甲", 100, is_award=True), Offer("乙", 120), Offer("丙", 130)],
    } | changed
    return course.record_tender(actor=people.actor("township_reviewer"), **given)


def test_a_tender_keeps_every_bid(people: People) -> None:
    made = tender(people)
    assert [(bid.bidder, bid.offer_fen, bid.is_award) for bid in made.bids] == [
        ("甲", 100, True),
        ("乙", 120, False),
        ("丙", 130, False),
    ]
    assert names_of_events() == ["project_tender_recorded"]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"bids": [Offer("甲", 1), Offer("乙", 2), Offer("丙", 3)]}, "bids"),
        ({"bids": [Offer("甲", 1, is_award=True), Offer("乙", 2)]}, "reason_zh"),
        ({"bids": [Offer("甲", 9, is_award=True), Offer("乙", 2), Offer("丙", 3)]}, "reason_zh"),
        ({"method": TenderMethod.SINGLE_SOURCE, "bids": [Offer("甲", 9, is_award=True)]}, "reason_zh"),
        ({"bids": [Offer(" ", 1, is_award=True)]}, "bids"),
        ({"decided_by_zh": ""}, "decided_by_zh"),
    ],
)
def test_what_must_be_explained_needs_a_reason(people: People, changed: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        tender(people, **changed)
    assert refused.value.field == field
    if field == "reason_zh":
        assert tender(people, **changed, reason_zh="二次招标仍只有两家").reason_zh


def test_villagers_who_build_themselves_need_no_bids(people: People) -> None:
    assert tender(people, method=TenderMethod.VILLAGERS_BUILD, bids=[]).bids == []


def test_nobody_is_given_the_work_before_the_project_is_in_the_library(people: People) -> None:
    with pytest.raises(Refused):
        tender(people, project=factories.a_project(state=ProjectState.PROPOSED))


def test_a_milestone_needs_its_paper_and_its_number(people: People) -> None:
    project = factories.a_project(state=ProjectState.COUNTY_APPROVAL)
    county, kind = people.actor("county_approver"), MilestoneKind.APPROVAL
    paper = factories.an_attachment(people.village)
    with pytest.raises(Invalid, match="number"):
        course.put_milestone(actor=county, project=project, kind=kind, mark=Mark(TODAY, paper=paper))
    with pytest.raises(Invalid, match="paper"):
        course.put_milestone(actor=county, project=project, kind=kind, mark=Mark(TODAY, document_no="12"))
    whole = Mark(TODAY, document_no="12", paper=paper)
    with pytest.raises(Forbidden):
        course.put_milestone(actor=people.actor("township_reviewer"), project=project, kind=kind, mark=whole)
    course.put_milestone(actor=county, project=project, kind=kind, mark=whole)
    found = rules.latest_milestone(project, kind)
    assert found is not None
    assert found.document_no == "12"


def test_the_trail_does_not_run_backwards(people: People) -> None:
    project = factories.a_project(state=ProjectState.PLANNED)
    factories.a_milestone(project, MilestoneKind.APPROVAL, on=TODAY)
    mark = Mark(TODAY - dt.timedelta(days=1), paper=factories.an_attachment(people.village))
    with pytest.raises(Invalid, match="before"):
        course.put_milestone(
            actor=people.actor("village_officer"), project=project, kind=MilestoneKind.START, mark=mark
        )


def report(people: People, project: Project, who: str = "work_team", **changed: Any) -> Any:
    photo = Picture(PhotoStage.DURING, factories.an_attachment(people.village), TODAY)
    given: dict[str, Any] = {"on": TODAY, "percent": 30, "done_milli": 600, "photographs": [photo]} | changed
    return reporting.report_progress(actor=people.actor(who), project=project, **given)


def test_progress_is_reported_with_photographs(people: People) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    made = report(people, project)
    assert (made.percent, len(made.photographs), rules.latest_report(project)) == (30, 1, made)
    with pytest.raises(Invalid, match="photograph"):
        report(people, project, photographs=[])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"percent": 101}, "percent"),
        ({"percent": 20}, "note_zh"),
        ({"done_milli": 2_001}, "note_zh"),
        ({"done_milli": 599}, "note_zh"),
        ({"percent": 100, "done_milli": 1_999}, "note_zh"),
        ({"on": TODAY + dt.timedelta(days=1)}, "on"),
        ({"on": TODAY - dt.timedelta(days=1)}, "on"),
    ],
)
def test_a_report_that_does_not_fit_is_refused(people: People, changed: dict[str, Any], field: str) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    report(people, project)
    with pytest.raises(Invalid) as refused:
        report(people, project, **changed)
    assert refused.value.field == field
    if field == "note_zh":
        assert report(people, project, **changed, note_zh="重新量过。").note_zh


def test_a_part_and_another_place_are_held_against_their_own_reports_only(people: People) -> None:
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    report(people, project)
    assert report(people, project, part_zh="路基", percent=100, done_milli=10).part_zh == "路基"
    with pytest.raises(Invalid, match="were reported as done") as refused:
        report(people, project, part_zh="路基", percent=100, done_milli=9)
    assert refused.value.field == "note_zh"


def test_nothing_is_reported_before_the_start_nor_by_others(people: People) -> None:
    with pytest.raises(Refused):
        report(people, factories.a_project(state=ProjectState.PLANNED))
    with pytest.raises(Forbidden):
        report(people, factories.a_project(state=ProjectState.UNDER_WAY), "county_approver")


def test_photographs_stand_alone_before_and_after(people: People) -> None:
    project = factories.a_project(state=ProjectState.PLANNED)
    before = Picture(PhotoStage.BEFORE, factories.an_attachment(people.village), TODAY, "施工前")
    actor = people.actor("village_officer")
    reporting.add_photographs(actor=actor, project=project, photographs=[before])
    assert [one.caption_zh for one in queries.list_photographs(project, PhotoStage.BEFORE)] == ["施工前"]
    paper = factories.an_attachment(people.village, media_type="application/pdf")
    with pytest.raises(Invalid, match="PDF"):
        reporting.add_photographs(
            actor=actor, project=project, photographs=[Picture(PhotoStage.AFTER, paper, TODAY)]
        )


def test_a_village_reports_what_is_done_at_its_own_place(people: People) -> None:
    project = factories.a_project(
        people.township,
        state=ProjectState.UNDER_WAY,
        places={people.village: 1_000, people.other_village: 1_000},
    )
    own, other = project.places
    assert report(people, project, "village_officer", place=own).place is own
    for place in (other, None):
        with pytest.raises(Forbidden):
            report(people, project, "village_officer", place=place)
    assert report(people, project, "township_reviewer", place=other).place is other
    seen = queries.page_projects(actor=people.actor("village_officer")).items
    assert seen == [project]
    assert not queries.page_projects(actor=people.actor("other_township_reviewer")).items


MOBILE = "13812345678"
IDENTITY = "５２２４２３１９７００１０１１２３４"


@pytest.mark.parametrize(
    "name",
    [
        "name_zh",
        "content_zh",
        "target_en",
        "participation_zh",
        "benefit_zh",
        "subsidy_zh",
        "person_in_charge",
    ],
)
@pytest.mark.parametrize("number", [MOBILE, IDENTITY])
def test_nobody_s_number_is_written_into_a_record(people: People, name: str, number: str) -> None:
    with pytest.raises(Invalid, match="identity card") as refused:
        begun(people, record=replace(RECORD, **{name: f"找王大爷，{number}"}))
    assert refused.value.field == name
    assert begun(people, record=replace(RECORD, office_telephone=MOBILE)).office_telephone == MOBILE


def test_nor_into_what_is_recorded_on_the_way(people: People) -> None:
    words = f"电话{MOBILE}"
    with pytest.raises(Invalid, match="identity card"):
        begun(people, places=[Place(people.village, words)])
    project = factories.a_project(state=ProjectState.UNDER_WAY)
    officer, paper = people.actor("village_officer"), factories.an_attachment(people.village)
    three = [Offer(words, 100, is_award=True), Offer("乙公司", 120), Offer("丙公司", 130)]
    picture = Picture(PhotoStage.AFTER, paper, TODAY, words)
    acts: list[Any] = [
        lambda: meeting(people, decision_zh=words),
        lambda: tender(people, decided_by_zh=words),
        lambda: tender(people, reason_zh=words),
        lambda: tender(people, bids=three),
        lambda: report(people, project, note_zh=words),
        lambda: report(people, project, part_zh=words),
        lambda: report(people, project, photographs=[picture]),
        lambda: reporting.add_photographs(actor=officer, project=project, photographs=[picture]),
        lambda: course.put_milestone(
            actor=officer,
            project=project,
            kind=MilestoneKind.COMPLETION,
            mark=Mark(TODAY, "", words, None, paper),
        ),
        lambda: service.edit_contact(
            actor=officer, project=project, person_in_charge=words, office_telephone=""
        ),
    ]
    for act in acts:
        with pytest.raises(Invalid, match="identity card"):
            act()


def test_what_is_late_in_a_closed_year_is_nobody_s_today(people: People) -> None:
    before = factories.a_fund_year(year=2025, state=RoundState.CLOSED, closed_on=TODAY)
    days = {"starts_on": TODAY - dt.timedelta(days=90), "due_on": TODAY - dt.timedelta(days=1)}
    old = factories.a_project(state=ProjectState.UNDER_WAY, round_=before, **days)
    now = factories.a_project(state=ProjectState.UNDER_WAY, round_=factories.a_fund_year(), **days)
    actor = people.actor("township_reviewer")
    assert list(queries.page_projects(actor=actor, late=True).items) == [old, now]
    assert [one for desk in load_projects(actor) for one in desk.late.items] == [now]
