"""The pages of plans, measures and visits: a helper's day, what the phone sends twice, what others may not see."""

import datetime as dt

import pytest
from pypdfium2 import PdfDocument

from app.blueprints.assistance import routes_visits
from app.core.db import db
from app.core.permissions import Permission
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
    assert "请选农户需求" in team.send(expect=422).text, "an empty plan is none"
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
    # contents, the whole with its sub-plans and tasks, the households: no sub-plan has a page of its own
    assert len(PdfDocument(made.response.data)) <= 4


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


def test_a_visit_that_waited_does_not_write_over_a_newer_register(
    people: People, team: Browser, household: Household
) -> None:
    page = team.get("assistance.visit_household", household_no=household.household_no)
    [seen] = page.select("input[name=seen]")
    assert seen.get("data-kept") is not None, "the phone keeps what the form was filled from"
    household.house_grade = "b"
    db.session.commit()
    page = team.send(visitors="陈明", heard="屋顶漏雨。", house_grade="d", road_type="earth", expect=409)
    assert "现在是：B" in page.text
    assert "屋顶漏雨。" in page.text
    db.session.expire_all()
    assert (household.house_grade, household.road_type) == ("b", None), "all of it or nothing"
    assert factories.how_many(HelpVisit) == 0
    team.send()
    db.session.expire_all()
    assert (household.house_grade, household.road_type) == ("d", "earth"), (
        "whoever sends it again has seen both"
    )
    assert factories.how_many(HelpVisit) == 1


def test_a_visitor_who_does_not_keep_the_register_is_told(
    team: Browser, household: Household, monkeypatch: pytest.MonkeyPatch
) -> None:
    team.get("assistance.visit_household", household_no=household.household_no)
    monkeypatch.setattr(
        routes_visits, "can", lambda _actor, asked, _of: asked is not Permission.HOUSEHOLD_EDIT
    )
    page = team.send(visitors="陈明", heard="屋顶漏雨。", house_grade="d", expect=422)
    assert "没有修改台账的权限" in page.text
    assert factories.how_many(HelpVisit) == 0, "what was put right is not left out in silence"
    team.send(house_grade="", left_open="房屋等级待核。")
    assert factories.how_many(HelpVisit) == 1


def test_words_of_two_writers_are_shown_side_by_side(people: People) -> None:
    factories.a_policy("regular-2026")
    given = {"code": people.village.code, "year": 2026, "part": "industry"}
    one, other = people.browser("village_officer"), people.browser("township_reviewer")
    one.get("assistance.write_part", **given)
    other.get("assistance.write_part", **given)
    one.send(words="养牛为主。\n种辣椒。")
    page = other.send(words="养羊为主。\n种辣椒。", expect=409)
    assert list(page.texts("mark")) == ["养牛为主。"]
    assert "养羊为主。" in page.text
    assert db.session.query(PlanWords).one().words.startswith("养牛")
    other.send(words="养牛，也养羊。")
    db.session.expire_all()
    assert db.session.query(PlanWords).one().words == "养牛，也养羊。"


def test_an_answer_is_put_right_and_the_earlier_one_shown(
    people: People, team: Browser, household: Household
) -> None:
    measure = factories.a_measure(household, state=MeasureState.DONE, done_on=dt.date(2026, 5, 1))
    team.get("assistance.answer_measure", measure_id=measure.id)
    team.send(answer="denied", answered_by=household.head_name, words="只到了一头。")
    page = team.get("assistance.answer_measure", measure_id=measure.id)
    assert "只到了一头。" in page.text
    team.send(answer="confirmed", answered_by=household.head_name, words="都到了。", expect=409)
    team.send(correction="记到别的户上了。")
    page = team.follow()
    assert "记到别的户上了" in page.text
    assert "只到了一头。" in page.text


def test_a_cost_is_stated_nought_or_not_known(team: Browser, household: Household) -> None:
    factories.a_measure(household, kind="toilet", cost_fen=None)
    measure = factories.a_measure(household, cost_fen=None, unit="")
    page = team.get("assistance.measure", measure_id=measure.id)
    assert "无需资金" not in page.text
    assert "还没有写明" in page.text
    assert "不含2项未填写资金的措施" in team.get("assistance.area_plan", code=household.village.code).text
    team.get("assistance.change_measure", measure_id=measure.id)
    team.send(cost="99999999999999", expect=422)
    team.send(cost="0")
    assert "无需资金" in team.follow().text
    page = team.get("assistance.change_measure", measure_id=measure.id)
    [cost] = page.select("input[name=cost]")
    assert cost.get("value") == "0.00"
    team.send(cost="")
    db.session.expire_all()
    assert measure.cost_fen is None


def test_a_repair_is_done_with_the_grade_of_the_house(team: Browser, household: Household) -> None:
    measure = factories.a_measure(household, kind="house_repair")
    team.get("assistance.finish_measure", measure_id=measure.id)
    page = team.send(result="屋顶已修好。", grade_after="", expect=422)
    assert "现在的登记为C" in page.text
    team.send(grade_after="not_graded")
    db.session.expire_all()
    assert (measure.state, measure.grade_after) == (MeasureState.DONE, None)


def test_a_choice_that_is_not_offered_any_more_is_said_in_plain_words(
    team: Browser, household: Household
) -> None:
    team.get("assistance.draw_up", household_no=household.household_no)
    page = team.post(
        f"/assistance/households/{household.household_no}/plan",
        {"term": "one_year", "first_year": "2026", "goal": "住房安全。", "kinds": "drinking_water"},
        expect=422,
    )
    assert page.response.status_code == 422
    assert "可选的内容变了" in page.text
    assert "valid choices" not in page.text


def test_signatures_stay_on_the_page_of_what_is_signed(team: Browser, people: People) -> None:
    household = factories.a_registered(people.village, members=6, house_grade="a")
    factories.a_household_plan(household)
    factories.a_help_visit(household)
    for kind in ("school_aid", "cattle"):
        factories.a_measure(household, kind=kind)
    for name in ("plan_pdf", "visit_sheet_pdf"):
        made = team.get(f"assistance.{name}", household_no=household.household_no).response.data
        assert len(PdfDocument(made)) == 1, name
