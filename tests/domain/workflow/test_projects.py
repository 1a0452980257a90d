"""The way of a project: what each step needs, who takes it, and one project from the village to the end."""

import datetime as dt
from dataclasses import fields, replace
from typing import Any

import pytest

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.funds.models import Account, EntryKind, Roll
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects import course, queries, service
from app.domain.projects.course import Mark
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import MilestoneKind, Project, ProjectState
from app.domain.projects.service import Place, Record
from app.domain.workflow.procedures.project import MACHINE
from app.domain.workflow.projects import take_project_step
from tests import factories
from tests.conftest import SetClock
from tests.people import People

S = ProjectState
TODAY = dt.date(2026, 5, 11)


def take(people: People, who: str, project: Project, step: str, **given: Any) -> None:
    take_project_step(project=project, step=step, actor=people.actor(who), **given)


def mark(people: People, **changed: Any) -> dict[str, Any]:
    given = {"on": queries.clock.today(), "document_no": "清扶〔2026〕1号", "note_zh": "现场看过。"} | changed
    return {"mark": Mark(paper=factories.an_attachment(people.village), **given)}


def hung_out(project: Project, kind: NoticeKind, **given: Any) -> None:
    factories.a_project_notice(project, factories.a_fund_notice(kind, project.area, **given))


def give_money(project: Project) -> Account:
    return factories.an_allocation(project.places[0], 60_000_000)


def test_one_project_goes_the_whole_way(people: People, clock: SetClock) -> None:
    project = factories.a_project()
    factories.a_project_meeting(project, minutes=factories.an_attachment(people.village))
    take(people, "village_officer", project, "propose")
    hung_out(project, NoticeKind.PROJECT_LIBRARY)
    clock.set(TODAY + dt.timedelta(days=20))
    take(people, "village_officer", project, "submit")
    take(people, "township_reviewer", project, "check", given=mark(people))
    take(people, "county_approver", project, "approve", given=mark(people))
    give_money(project)
    hung_out(project, NoticeKind.ANNUAL_PLAN, hang_on=TODAY + dt.timedelta(days=20))
    take(people, "township_reviewer", project, "plan", given=mark(people))
    factories.a_tender(project)
    hung_out(project, NoticeKind.PROJECT_START, hang_on=TODAY + dt.timedelta(days=20))
    clock.set(TODAY + dt.timedelta(days=40))
    take(people, "village_officer", project, "start", given=mark(people))
    factories.a_progress_report(project, 100)
    take(people, "village_officer", project, "complete", given=mark(people))
    take(people, "township_reviewer", project, "accept", given=mark(people))
    hung_out(project, NoticeKind.PROJECT_COMPLETION, hang_on=TODAY + dt.timedelta(days=40), facts={})
    clock.set(TODAY + dt.timedelta(days=60))
    take(people, "township_reviewer", project, "close")
    assert project.state is S.CLOSED
    assert [milestone.kind for milestone in project.milestones] == list(MilestoneKind)
    steps = [
        event.data["step"]
        for event in db.session.query(Event).filter_by(name="step_taken").order_by(Event.id)
    ]
    assert steps == ["propose", "submit", "check", "approve", "plan", "start", "complete", "accept", "close"]


def blockers(people: People, who: str, project: Project, step: str, **given: Any) -> list[str]:
    with pytest.raises(Refused) as refused:
        take(people, who, project, step, **given)
    return [str(message) for message in refused.value.blockers]


def test_nothing_is_proposed_without_target_and_meeting(people: People) -> None:
    project = factories.a_project(target_zh="")
    said = blockers(people, "village_officer", project, "propose")
    assert len(said) == 2
    assert "No target" in said[0]
    assert "meeting" in said[1]
    factories.a_project_meeting(project, in_favour=10, against=25)
    assert "votes are needed" in blockers(people, "village_officer", project, "propose")[1]
    factories.a_project_meeting(project)
    assert "minutes" in blockers(people, "village_officer", project, "propose")[1]


def test_the_minutes_are_those_of_the_meeting_that_carries(people: People) -> None:
    project = factories.a_project()
    factories.a_project_meeting(project, in_favour=10, minutes=factories.an_attachment(people.village))
    factories.a_project_meeting(project)
    (said,) = blockers(people, "village_officer", project, "propose")
    assert "minutes of the meeting" in said


def record_of(project: Project, **changed: Any) -> Record:
    return replace(Record(**{one.name: getattr(project, one.name) for one in fields(Record)}), **changed)


def edit(people: People, project: Project, **changed: Any) -> None:
    service.edit_project(
        actor=people.actor("village_officer"),
        project=project,
        record=record_of(project, **changed),
        places=[Place(place.area, place.site_zh, None, place.quantity_milli) for place in project.places],
    )


def test_what_the_meeting_voted_on_is_not_changed_without_another(people: People, clock: SetClock) -> None:
    project = factories.a_project()
    factories.a_project_meeting(project, minutes=factories.an_attachment(people.village))
    clock.set(TODAY + dt.timedelta(days=1))
    edit(people, project, target_zh="三个组都通水泥路。")
    take(people, "village_officer", project, "propose")
    edit(people, project, budget_fen=90_000_000)
    hung_out(project, NoticeKind.PROJECT_LIBRARY)
    clock.set(TODAY + dt.timedelta(days=30))
    (said,) = blockers(people, "village_officer", project, "submit")
    assert "were changed on 12 May 2026" in said
    factories.a_project_meeting(project, minutes=factories.an_attachment(people.village))
    take(people, "village_officer", project, "submit")


def test_other_places_are_voted_on_anew(people: People, clock: SetClock) -> None:
    project = factories.a_project(people.township, places={people.village: 2_000})
    factories.a_project_meeting(project, minutes=factories.an_attachment(people.village))
    clock.set(TODAY + dt.timedelta(days=1))
    service.edit_project(
        actor=people.actor("township_reviewer"),
        project=project,
        record=record_of(project),
        places=[Place(people.other_village, quantity_milli=2_000)],
    )
    (said,) = blockers(people, "township_reviewer", project, "propose")
    assert "were changed" in said


def test_a_notice_in_one_village_does_not_stand_for_the_others(people: People, clock: SetClock) -> None:
    factories.a_township_with_boards(people.township)
    project = factories.a_project(
        people.township, state=S.ACCEPTED, places={people.village: 1_000, people.other_village: 1_000}
    )
    kind = NoticeKind.PROJECT_COMPLETION
    factories.a_project_notice(project, factories.a_fund_notice(kind, people.village, {}))
    clock.set(TODAY + dt.timedelta(days=30))
    (said,) = blockers(people, "township_reviewer", project, "close")
    assert str(people.other_village.name_en) in said
    assert str(people.village.name_en) not in said
    above = factories.a_fund_notice(kind, people.township, {}, hang_on=TODAY + dt.timedelta(days=30))
    factories.a_project_notice(project, above)
    (said,) = blockers(people, "township_reviewer", project, "close")
    assert above.number in said
    clock.set(TODAY + dt.timedelta(days=60))
    take(people, "township_reviewer", project, "close")


def test_the_work_does_not_begin_while_its_notice_hangs(people: People, clock: SetClock) -> None:
    project = factories.a_project(state=S.PLANNED)
    factories.a_tender(project)
    hung_out(project, NoticeKind.PROJECT_START)
    last_day = queries.list_notices_of(project)[0].last_day
    clock.set(last_day + dt.timedelta(days=3))
    officer, early = people.actor("village_officer"), mark(people, on=last_day)["mark"]
    with pytest.raises(Invalid, match="The work begins after it") as refused:
        course.put_milestone(actor=officer, project=project, kind=MilestoneKind.START, mark=early)
    assert refused.value.field == "on"
    after = mark(people, on=last_day + dt.timedelta(days=1))
    take(people, "village_officer", project, "start", given=after)


def test_the_township_does_not_check_while_the_village_s_notice_hangs(
    people: People, clock: SetClock
) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    hung_out(project, NoticeKind.PROJECT_LIBRARY)
    last_day = queries.list_notices_of(project)[0].last_day
    clock.set(last_day + dt.timedelta(days=3))
    reviewer, early = people.actor("township_reviewer"), mark(people, on=last_day)["mark"]
    with pytest.raises(Invalid, match="The township checks after it") as refused:
        course.put_milestone(actor=reviewer, project=project, kind=MilestoneKind.TOWNSHIP_CHECK, mark=early)
    assert refused.value.field == "on"
    after = mark(people, on=last_day + dt.timedelta(days=1))
    take(people, "township_reviewer", project, "check", given=after)


def test_the_village_notice_must_have_hung_long_enough(people: People, clock: SetClock) -> None:
    project = factories.a_project(state=S.PROPOSED)
    assert "notice of the project library" in blockers(people, "village_officer", project, "submit")[0]
    hung_out(project, NoticeKind.PROJECT_LIBRARY)
    assert "runs until" in blockers(people, "village_officer", project, "submit")[0]
    notice = queries.list_notices_of(project)[0]
    clock.set(notice.last_day + dt.timedelta(days=1))
    notice.withdrawn_at, notice.withdrawal_reason = queries.clock.now(), "写错了"
    db.session.flush()
    assert "notice of the project library" in blockers(people, "village_officer", project, "submit")[0]


def test_a_step_with_a_mark_needs_it_when_it_is_taken(people: People) -> None:
    project = factories.a_project(state=S.COUNTY_APPROVAL)
    (offer, *_others) = MACHINE.offered(project, people.actor("county_approver"))
    assert offer.is_open or offer.step.name != "approve"
    assert "day and the paper" in blockers(people, "county_approver", project, "approve")[0]
    with pytest.raises(Invalid):
        take(people, "county_approver", project, "approve", given={"mark": Mark(TODAY)})


def test_a_mark_of_before_the_return_does_not_count_again(people: People, clock: SetClock) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    factories.a_milestone(project, MilestoneKind.TOWNSHIP_CHECK)
    clock.set(TODAY + dt.timedelta(days=2))
    project.state_since = queries.clock.now()
    db.session.flush()
    assert blockers(people, "township_reviewer", project, "check")
    take(people, "township_reviewer", project, "check", given=mark(people))
    assert project.state is S.COUNTY_APPROVAL


def test_no_plan_without_money_and_its_notice(people: People) -> None:
    project = factories.a_project(state=S.LIBRARY)
    assert len(blockers(people, "township_reviewer", project, "plan", given=mark(people))) == 2


def test_what_is_built_needs_a_builder_before_the_start(people: People, clock: SetClock) -> None:
    road = factories.a_project(state=S.PLANNED)
    chickens = factories.a_project(state=S.PLANNED, kind=ProjectKind.LIVESTOCK)
    notice = factories.a_fund_notice(NoticeKind.PROJECT_START)
    for project in (road, chickens):
        factories.a_project_notice(project, notice)
    clock.set(notice.last_day + dt.timedelta(days=1))
    (said,) = blockers(people, "village_officer", road, "start", given=mark(people))
    assert "who does the work" in said
    take(people, "village_officer", chickens, "start", given=mark(people))
    assert chickens.state is S.UNDER_WAY


def test_work_that_is_not_done_is_not_completed(people: People) -> None:
    project = factories.a_project(state=S.UNDER_WAY)
    factories.a_progress_report(project, 99)
    assert "99 %" in blockers(people, "village_officer", project, "complete", given=mark(people))[0]


def test_the_final_notice_says_what_the_books_say(people: People, clock: SetClock) -> None:
    project = factories.a_project(state=S.ACCEPTED)
    facts = {"projects": [{"number": project.number, "paid_fen": 83_000_000}]}
    hung_out(project, NoticeKind.PROJECT_COMPLETION, facts=facts)
    clock.set(TODAY + dt.timedelta(days=30))
    (said,) = blockers(people, "township_reviewer", project, "close")
    assert "830,000.00" in said
    assert "0.00" in said


def test_where_households_receive_something_that_is_shown_before_the_end(
    people: People, clock: SetClock
) -> None:
    project = factories.a_project(state=S.ACCEPTED, kind=ProjectKind.LIVESTOCK)
    hung_out(project, NoticeKind.PROJECT_COMPLETION, facts={})
    clock.set(TODAY + dt.timedelta(days=30))
    assert "who received what" in blockers(people, "township_reviewer", project, "close")[0]
    place = give_money(project).place
    first, second = factories.a_roll(place), factories.a_roll(place)
    announce(first)
    said = blockers(people, "township_reviewer", project, "close")
    assert any("runs until" in one for one in said)
    assert any(second.number in one for one in said)
    clock.set(TODAY + dt.timedelta(days=60))
    (said_of_second,) = blockers(people, "township_reviewer", project, "close")
    assert second.number in said_of_second
    second.withdrawn_on, second.withdrawal_reason = queries.clock.today(), "写错了"
    db.session.flush()
    take(people, "township_reviewer", project, "close")


def announce(roll: Roll) -> None:
    facts = {"roll": {"number": roll.number}}
    hung_out(roll.place.project, NoticeKind.BENEFICIARIES, facts=facts)


def test_returning_and_dropping_need_a_reason_and_no_money(people: People) -> None:
    project = factories.a_project(state=S.TOWNSHIP_CHECK)
    with pytest.raises(Invalid):
        take(people, "township_reviewer", project, "return_to_village")
    take(people, "township_reviewer", project, "return_to_village", reason="目标没写清楚")
    assert project.state is S.DRAFT
    take(people, "village_officer", project, "give_up", reason="村里改做别的")
    planned = factories.a_project(state=S.PLANNED)
    account = give_money(planned)
    assert "take that back" in blockers(people, "township_reviewer", planned, "drop", reason="不做了")[0]
    factories.an_ledger_entry(EntryKind.RECALL, account=account, amount_fen=60_000_000)
    db.session.refresh(planned)
    take(people, "township_reviewer", planned, "drop", reason="不做了")
    assert planned.state is S.DROPPED


@pytest.mark.parametrize(
    ("who", "state", "step"),
    [
        ("work_team", S.DRAFT, "propose"),
        ("village_officer", S.TOWNSHIP_CHECK, "check"),
        ("township_reviewer", S.COUNTY_APPROVAL, "approve"),
        ("county_approver", S.LIBRARY, "plan"),
        ("village_officer", S.COMPLETED, "accept"),
        ("other_township_reviewer", S.COMPLETED, "accept"),
        ("supervisor", S.ACCEPTED, "close"),
    ],
)
def test_each_step_is_one_level_s(people: People, who: str, state: ProjectState, step: str) -> None:
    project = factories.a_project(people.village, state=state)
    with pytest.raises(Forbidden):
        take(people, who, project, step, reason="-")
    assert step not in {offer.step.name for offer in MACHINE.offered(project, people.actor(who))}


def test_the_second_of_two_officers_is_told(people: People) -> None:
    project = factories.a_project(state=S.COMPLETED)
    seen = project.version
    take(people, "township_reviewer", project, "send_back", reason="路肩没做", version=seen)
    with pytest.raises(Conflict):
        take(people, "second_township_reviewer", project, "accept", version=seen, given=mark(people))


def test_every_state_has_a_way_out_but_the_two_ends() -> None:
    ends = set(MACHINE.states) - {source for step in MACHINE.steps for source in step.sources}
    assert ends == {S.CLOSED, S.DROPPED}
