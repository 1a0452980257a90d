"""The next five things: the overdue first, each with basis, deadline and form; tasks and findings among them."""

import datetime as dt

import pytest

from app.blueprints.desk.next_things import MOST, TOPICS, Waiting, next_of
from app.core.db import db
from app.domain.candidate_lists.models import ListState
from app.domain.households.models import Registration
from app.domain.policies.rules import Policy
from app.domain.projects.models import ProjectState
from app.domain.rounds.models import Round
from app.domain.tasks.models import FindingState, SupervisionFinding
from tests import factories
from tests.people import People

D = dt.date


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(opened_on=D(2026, 4, 1))


def test_every_topic_names_a_field_that_the_policy_has() -> None:
    for _basis, field, _form in TOPICS.values():
        assert not field or field in Policy.__dataclass_fields__


def test_overdue_first_then_by_day_and_no_more_than_five(app) -> None:
    waiting = [
        Waiting("idle", "/", "idle", "lists"),
        Waiting("no day", "/", "warn", "lists"),
        Waiting("next week", "/", "info", "lists", D(2026, 5, 18)),
        Waiting("tomorrow", "/", "info", "lists", D(2026, 5, 12)),
        Waiting("overdue", "/", "bad", "lists"),
        Waiting("over since May", "/", "warn", "lists", D(2026, 5, 1)),
        Waiting("good", "/", "good", "lists"),
    ]
    with app.test_request_context():
        found = [thing.text for thing in next_of(waiting, None)]
    assert found == ["over since May", "overdue", "tomorrow", "next week", "no day"]
    assert len(found) == MOST


@pytest.mark.parametrize("name", ["village_officer", "township_reviewer", "county_approver"])
def test_each_role_has_its_numbers_and_what_comes_next(people: People, round_: Round, name: str) -> None:
    factories.a_task({people.village: 10}, round_=round_, due_on=D(2026, 5, 10))
    page = people.browser(name).get("desk.index")
    assert len(page.texts(".stat-number")) == 3
    first, *_rest = page.texts(".desk-next li")
    assert "冬前危房排查：已完成0%" in first
    assert "期限：2026年5月10日，已超期" in first
    assert "依据：镇党委会议" in first
    assert "要填的：进度上报" in first


def test_an_objection_tells_the_days_of_the_policy(people: People, round_: Round) -> None:
    drawn_up = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE, round_=round_)
    factories.an_objection(factories.a_notice(drawn_up))
    text = " ".join(people.browser("township_reviewer").get("desk.index").texts(".desk-next li"))
    assert f"政策：{round_.policy.objection_answer_days}天内答复" in text


def test_findings_wait_for_the_village_and_then_for_whoever_supervises(people: People, round_: Round) -> None:
    factories.a_supervision(people.village)
    assert "看不清" in people.browser("village_officer").get("desk.index").text
    assert "看不清" not in people.browser("supervisor").get("desk.index").text
    finding = factories.first(SupervisionFinding)
    assert finding is not None
    finding.state, finding.mended_on = FindingState.REPORTED, D(2026, 5, 11)
    factories.add(finding)
    assert "1个问题已报整改，请核实" in people.browser("supervisor").get("desk.index").text


def test_other_townships_tasks_are_not_told(people: People, round_: Round) -> None:
    factories.a_task({people.far_village: 10}, round_=round_, due_on=D(2026, 5, 10))
    assert "冬前危房排查" not in people.browser("township_reviewer").get("desk.index").text


def test_what_is_counted_is_next_only_when_it_is_overdue(people: People, round_: Round) -> None:
    given = {"round_": round_, "measure": "visited", "title_zh": "入户核查", "starts_on": D(2026, 4, 1)}
    factories.an_application(factories.a_household(people.village), round_=round_)
    factories.a_task({people.village: None}, due_on=D(2026, 5, 12), **given)
    page = people.browser("village_officer").get("desk.index")
    assert "入户核查：已完成0%" in page.text
    assert not any("入户核查：" in text for text in page.texts(".desk-next li"))


def test_households_to_whom_nobody_came_are_counted(people: People) -> None:
    round_ = factories.a_round(factories.a_policy("regular-2026"), opened_on=D(2026, 1, 5))
    household = factories.a_household(people.village)
    row = Registration(household_id=household.id, round_id=round_.id, people=household.people)
    row.registered_on = D(2025, 1, 5)
    factories.add(row)
    factories.a_pairing(household, started_on=D(2025, 2, 1))
    for name in ("village_officer", "township_reviewer"):
        page = people.browser(name).get("desk.index")
        assert "1户没有按时走访" in page.text
    assert "没有按时走访" not in people.browser("other_village_officer").get("desk.index").text


def test_a_late_project_says_what_to_do_about_it(people: People) -> None:
    year = factories.the_fund_year()
    factories.a_project(
        people.village,
        state=ProjectState.UNDER_WAY,
        round_=year,
        name_zh="村路硬化",
        starts_on=D(2026, 1, 5),
        due_on=D(2026, 5, 1),
    )
    assert "上报逾期项目进度：村路硬化" in people.browser("village_officer").get("desk.index").text
    for name in ("township_reviewer", "county_approver"):
        assert "督促逾期项目：村路硬化" in people.browser(name).get("desk.index").text


def test_the_ledger_waits_on_the_desk_of_the_township(people: People) -> None:
    project = factories.a_project(
        people.village, state=ProjectState.UNDER_WAY, round_=factories.the_fund_year()
    )
    place = project.places[0] if project.places else factories.a_project_place(project, people.village)
    factories.a_payment(factories.an_allocation(place), voucher_no="")
    page = people.browser("township_reviewer").get("desk.index")
    (link,) = page.select(".desk-list a[href*='/checks'][href*='rule=no_']")
    people.browser("township_reviewer").get(str(link.get("href")))
    assert "补凭证" in page.text
    assert "补凭证" not in people.browser("other_township_reviewer").get("desk.index").text
    assert "补凭证" not in people.browser("village_officer").get("desk.index").text


def test_the_township_has_to_see_that_the_countys_findings_are_mended(people: People, round_: Round) -> None:
    factories.a_supervision(people.village, by_area=people.county)
    factories.a_supervision(people.other_village, by_area=people.township)
    page = people.browser("township_reviewer").get("desk.index")
    assert page.text.count("第1处公示看不清") == 2  # among the next things, and in its group
    assert f"{people.village.name_zh}整改" in page.text
    assert f"{people.other_village.name_zh}整改" not in page.text


def test_whoever_supervises_is_asked_to_look_and_not_to_do_what_others_do(
    people: People, round_: Round
) -> None:
    """Tasks and late findings are told, but the next things are those that the role can do."""
    factories.a_task({people.village: 10}, round_=round_, due_on=D(2026, 5, 10))
    factories.a_supervision(people.village, by_area=people.county, findings=2, visited_on=D(2026, 4, 1))
    late, reported = db.session.query(SupervisionFinding).order_by(SupervisionFinding.id)
    late.mend_by = D(2026, 5, 1)
    reported.state, reported.mended_on = FindingState.REPORTED, D(2026, 5, 10)
    db.session.commit()
    page = people.browser("supervisor").get("desk.index")
    assert len(page.texts(".stat-number")) == 3
    (thing,) = page.texts(".desk-next li")
    assert "请核实" in thing
    assert "要填的：核实整改情况" in thing
    assert "冬前危房排查：已完成0%" in page.text
    assert "第1处公示看不清" in page.text


def test_a_task_with_nothing_to_count_leads_to_the_step_before(people: People, round_: Round) -> None:
    factories.a_task(
        {people.village: None}, round_=round_, due_on=D(2026, 5, 10), measure="first_notice", title_zh="公示"
    )
    page = people.browser("village_officer").get("desk.index")
    (link,) = page.select(".desk-next a[href*='/applications']:not([href$='new'])")
    assert people.village.code in str(link.get("href"))
    assert "公示：还没有可统计的内容，前一步未完成" in page.text
    assert "要填的：统计所依据的记录" in page.text


def test_a_late_project_names_its_day(people: People) -> None:
    factories.a_project(
        people.village,
        state=ProjectState.UNDER_WAY,
        round_=factories.the_fund_year(),
        starts_on=D(2026, 1, 5),
        due_on=D(2026, 5, 1),
    )
    assert "期限：2026年5月1日，已超期" in people.browser("township_reviewer").get("desk.index").text
