"""The pages of plans, measures and visits: a helper's day, what the phone sends twice, what others may not see."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.assistance.models import (
    HelpVisit,
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    MeasureState,
    PlanWords,
)
from app.domain.households.models import Household
from tests import factories
from tests.browser import Browser
from tests.people import People


@pytest.fixture
def household(people: People) -> Household:
    factories.a_policy("regular-2026", visit_team_times=1)
    return factories.a_registered(people.village, house_grade="c", main_cause="skills")


@pytest.fixture
def team(people: People) -> Browser:
    return people.browser("work_team")


def test_from_the_cause_to_a_confirmed_measure(people: People, team: Browser, household: Household) -> None:
    account = factories.an_allocation(factories.a_project(people.village).places[0], 3_000_000)
    page = team.get("assistance.draw_up", household_no=household.household_no)
    assert "住房为C级，应维修" in page.text
    team.send(needs=["income"], kinds=["house_repair"], goal="住房安全。")
    assert "计划已确定" in team.follow().text
    plan = db.session.query(HouseholdPlan).one()
    team.get("assistance.agree", plan_id=plan.id)
    team.send(agreed_by="", expect=422)
    team.send(agreed_by=household.head_name)
    assert "农户已同意" in team.follow().text
    measure = db.session.query(Measure).one()
    team.get("assistance.change_measure", measure_id=measure.id)
    team.send(cost="一千", expect=422)
    team.send(cost="6000", source=f"account-{account.id}", unit="镇村建办", quantity="1")
    assert "6,000" in team.follow().text
    team.get("assistance.finish_measure", measure_id=measure.id)
    team.send(result="屋顶、后墙已修好。", grade_after="a")
    assert "待农户确认" in team.follow().text
    team.get("assistance.answer_measure", measure_id=measure.id)
    team.send(answer="denied", answered_by=household.head_name, expect=422)
    team.send(answer="confirmed")
    page = team.follow()
    assert "农户已确认" in page.text
    db.session.expire_all()
    assert measure.answer is HouseholdAnswer.CONFIRMED
    assert "有计划" in team.get("assistance.index").text
    register = team.get("households.show", household_no=household.household_no)
    assert "1项，完成1项" in register.text


def test_a_visit_takes_back_what_changed(people: People, team: Browser, household: Household) -> None:
    page = team.get("assistance.visit_household", household_no=household.household_no)
    [form] = page.select("form#draft-form")
    assert form.get("data-draft") == f"visit.{household.household_no}"
    team.send(visitors="陈明、刘洋", expect=422)
    page = team.send(heard="屋顶漏雨。", house_grade="d", water_is_safe="yes")
    page = team.follow()
    assert page.select("#received")
    assert "危房等级" in page.text
    db.session.expire_all()
    assert (household.house_grade, household.water_is_safe) == ("d", True)
    visit = db.session.query(HelpVisit).one()
    assert (visit.visitors, visit.changed) == (["陈明", "刘洋"], ["house_grade", "water_is_safe"])
    team.get("assistance.withdraw_visit", number=visit.number)
    team.send(expect=422)
    team.send(reason="记错了户。")
    assert "记录已撤回" in team.follow().text


def test_a_phone_that_sends_twice_leaves_one_visit(
    people: People, team: Browser, household: Household
) -> None:
    address = f"/assistance/households/{household.household_no}/visit"
    words = {
        "visitor": "team",
        "visitors": "陈明",
        "way": "at_home",
        "visited_on": "2026-05-11",
        "heard": "缺饲料。",
    }
    first = team.post(address, words, once="the-same-key-of-the-phone")
    again = team.post(address, words, once="the-same-key-of-the-phone")
    assert first.location == again.location
    assert db.session.query(HelpVisit).count() == 1


def test_a_phone_whose_session_ended_meanwhile_sends_the_same_again(
    people: People, team: Browser, household: Household
) -> None:
    address = f"/assistance/households/{household.household_no}/visit"
    words = {"visitor": "team", "visitors": "陈明", "way": "at_home", "heard": "缺饲料。"}
    sent = {**words, "visited_on": "2026-05-11", "once": "the-key-that-waited-on-the-phone"}
    signed_out = people.browser("villager").post(address, sent)
    assert "/sign-in" in signed_out.location
    assert "/assistance/visits/" in team.post(address, sent).location
    assert db.session.query(HelpVisit).count() == 1


def test_an_overdue_household_is_listed_until_somebody_comes(
    people: People, team: Browser, household: Household
) -> None:
    address = "/assistance/overdue?visitor=team"
    assert household.head_name in team.get(address).text
    factories.a_help_visit(household)
    assert "应走访的都走访到了" in team.get(address).text
    assert "陈明" in team.get("assistance.visits").text


def test_the_plan_of_a_village_gathers_its_measures(people: People, household: Household) -> None:
    factories.a_measure(household, state=MeasureState.DONE)
    officer = people.browser("village_officer")
    page = officer.get("assistance.area_plan", code=people.village.code)
    assert "养牛" in page.text
    assert "12,000" in page.text
    officer.get("assistance.write_part", code=people.village.code, year=2026, part="industry")
    officer.send(words="以养牛为主。")
    assert "以养牛为主" in officer.follow().text
    assert db.session.query(PlanWords).one().year == 2026
    officer.get("assistance.write_part", code=people.village.code, year=2026, part="poetry", expect=404)
    officer.get("assistance.write_part", code=people.township.code, year=2026, part="industry", expect=404)


def test_the_doors_of_others_are_closed(people: People, household: Household) -> None:
    measure, visit = factories.a_measure(household), factories.a_help_visit(household)
    other = people.browser("other_village_officer")
    for target, values in (
        ("assistance.household", {"household_no": household.household_no}),
        ("assistance.measure", {"measure_id": measure.id}),
        ("assistance.visit", {"number": visit.number}),
        ("assistance.plan_pdf", {"household_no": household.household_no}),
        ("assistance.area_plan", {"code": people.village.code}),
    ):
        other.get(target, expect=404, **values)
    assert household.head_name not in other.get("assistance.households").text
    supervisor = people.browser("supervisor")
    page = supervisor.get("assistance.measure", measure_id=measure.id)
    assert not page.select("main form")
    supervisor.get("assistance.finish_measure", measure_id=measure.id, expect=403)


def test_the_papers_are_set(people: People, team: Browser, household: Household) -> None:
    factories.a_household_plan(household)
    factories.a_measure(household)
    factories.a_help_visit(household, left_open="等兽医。")
    for name in ("plan_pdf", "visit_sheet_pdf"):
        answer = team.get(f"assistance.{name}", household_no=household.household_no)
        assert answer.response.data.startswith(b"%PDF")
        assert answer.response.headers["Cache-Control"] == "no-store"
    made = team.get("assistance.area_pdf", code=people.village.code, lang="en")
    assert made.response.data.startswith(b"%PDF")


@pytest.mark.parametrize("target", ["index", "households", "measures", "visits", "overdue_visits"])
def test_lists_take_no_more_statements_for_more_rows(
    people: People, household: Household, target: str
) -> None:
    def fill(one: Household) -> None:
        factories.a_household_plan(one)
        factories.a_measure(one)
        factories.a_help_visit(one, visited_on=dt.date(2025, 5, 1))

    fill(household)
    reviewer = people.browser("township_reviewer")
    before = len(reviewer.get(f"assistance.{target}").statements)
    for village in (people.village, people.other_village, people.village):
        fill(factories.a_registered(village))
    assert len(reviewer.get(f"assistance.{target}").statements) == before
