"""The handling desk: who sees what, naming investigators, answering, and two at once."""

import datetime as dt
import io

import pytest

from app.core import clock as county_clock
from app.core.db import db
from app.domain.applications.models import ApplicationState, HomeVisit
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections import conversation
from app.domain.objections.models import Objection, ObjectionAbout, ObjectionState, Outcome, SecondLook
from app.domain.objections.queries import get_objection
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.domain.attachments.pictures import A_PDF
from tests.people import People

WORDS = "这户在镇上有两间门面出租。"


@pytest.fixture
def a_list(people: People) -> CandidateList:
    return factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE)


@pytest.fixture
def notice(a_list: CandidateList) -> Notice:
    return factories.a_notice(a_list)


@pytest.fixture
def objection(notice: Notice) -> Objection:
    return factories.an_objection(
        notice, grounds=WORDS, objector_name="马三立", objector_contact="13900001111"
    )


def name_two(people: People, browser: Browser, objection: Objection) -> None:
    browser.get("objections.show", number=objection.number)
    browser.send(to="investigators", account_1=str(people.user("township_reviewer").id), name_2="周大明")


def answer(browser: Browser, objection: Objection, expect: int = 303, **changed: str) -> None:
    browser.get("objections.show", number=objection.number)
    words = {"outcome": "upheld", "finding": "入户查看，属实。", "public_reply": "经查属实，移出名单。"}
    browser.send(to="decision", expect=expect, **{**words, **changed})


def test_the_desk_lists_what_waits_by_due_day(people: People, notice: Notice, clock: SetClock) -> None:
    late = factories.an_objection(notice, due_on=clock.today - dt.timedelta(days=1))
    soon = factories.an_objection(notice, due_on=clock.today)
    done = factories.an_objection(
        notice, state=ObjectionState.DECIDED, outcome=Outcome.REJECTED, public_reply="不属实。"
    )
    page = people.browser("township_reviewer").get("objections.index")
    numbers = page.texts("tbody th")
    assert numbers == [late.number, soon.number]
    assert "已逾期" in page.texts("tbody tr")[0]
    assert "已逾期" not in page.texts("tbody tr")[1]
    assert "有1件异议已过答复期限" in page.text
    answered = people.browser("township_reviewer").get("/desk/objections?show=answered")
    assert answered.texts("tbody th") == [done.number]
    assert late.grounds not in page.html


def test_the_village_sees_that_there_is_one_but_never_the_words(people: People, objection: Objection) -> None:
    factories.an_objection(objection.notice, about=ObjectionAbout.LEFT_OUT, left_out_name="钱多多")
    for name in ("village_officer", "work_team"):
        browser = people.browser(name)
        assert "钱多多" not in browser.get("objections.index").html
        page = browser.get("objections.show", number=objection.number)
        assert objection.number in page.text
        assert "第1号" in page.text
        for secret in (WORDS, "马三立", "13900001111"):
            assert secret not in page.html
        assert not page.select("main form")


def test_the_township_reads_and_acts_the_supervisor_only_reads(people: People, objection: Objection) -> None:
    page = people.browser("township_reviewer").get("objections.show", number=objection.number)
    assert WORDS in page.text
    assert "马三立" in page.text
    page.form(to="investigators")
    page.form(to="question")
    assert len(page.select("main form")) == 2
    page = people.browser("supervisor").get("objections.show", number=objection.number)
    assert WORDS in page.text
    assert not page.select("main form")


def test_what_the_county_investigates_is_closed_to_the_township(people: People) -> None:
    announced = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED)
    notice = factories.a_notice(announced, kind=NoticeKind.ANNOUNCEMENT)
    objection = factories.an_objection(notice, grounds=WORDS)
    township = people.browser("township_reviewer").get("objections.show", number=objection.number)
    assert WORDS not in township.html
    county = people.browser("county_approver").get("objections.show", number=objection.number)
    assert WORDS in county.text


@pytest.mark.parametrize("name", ["other_village_officer", "other_township_reviewer"])
def test_other_areas_know_nothing_of_it(people: People, objection: Objection, name: str) -> None:
    browser = people.browser(name)
    browser.get("objections.show", number=objection.number, expect=404)
    browser.post("objections.assign", {}, number=objection.number, expect=404)
    assert objection.number not in browser.get("objections.index").html


def test_a_villager_must_sign_in_and_an_administrator_may_not(people: People, objection: Objection) -> None:
    assert "/sign-in" in Browser(people.app).get("objections.index", expect=303).location
    people.browser("administrator").get("objections.index", expect=403)
    people.browser("village_officer").post("objections.decide", {}, number=objection.number, expect=403)


def test_two_investigators_are_needed_before_the_answer(people: People, objection: Objection) -> None:
    browser = people.browser("township_reviewer")
    page = browser.get("objections.show", number=objection.number)
    assert not [form for form in page.select("form") if "decision" in form.get("action", "")]
    page = browser.send(to="investigators", name_1="周大明", expect=409)
    assert "至少要有2个不同的人" in page.text
    assert "周大明" in page.html
    browser.send(to="investigators", name_1="周大明", name_2="吴小燕")
    assert "已登记调查人" in browser.follow().text
    found = get_objection(objection.number)
    assert found.state is ObjectionState.INVESTIGATING
    assert [person["name"] for person in found.investigators or []] == ["周大明", "吴小燕"]


def test_an_upheld_objection_takes_the_household_off_the_list(
    people: People, a_list: CandidateList, objection: Objection
) -> None:
    browser = people.browser("township_reviewer")
    name_two(people, browser, objection)
    answer(browser, objection, evidence=(io.BytesIO(A_PDF), "记录.pdf"))
    page = browser.follow()
    assert "异议已答复" in page.text
    assert "记录.pdf" in page.text
    entry = a_list.entries[0]
    db.session.refresh(entry)
    assert (entry.standing, entry.reason) == (EntryStanding.REMOVED, "经查属实，移出名单。")
    assert entry.application.state is ApplicationState.REMOVED
    village = people.browser("village_officer").get("objections.show", number=objection.number)
    assert "经查属实" in village.text
    assert "入户查看" not in village.html


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"finding": " "}, "调查结果"),
        ({"public_reply": ""}, "一句话写明答复"),
        ({"public_reply": "马三立反映的情况属实。"}, "不要写姓名"),
        ({"public_reply": "电话13900001111核实。"}, "不要写身份证号"),
        ({"outcome": "rejected", "removes_entry": "y"}, "不成立"),
    ],
)
def test_faults_of_an_answer_come_back_with_the_words(
    people: People, objection: Objection, changed: dict[str, str], said: str
) -> None:
    browser = people.browser("township_reviewer")
    name_two(people, browser, objection)
    answer(browser, objection, expect=422, **changed)
    assert browser.page is not None
    assert any(said in fault for fault in browser.page.faults), browser.page.faults
    assert changed.get("finding", "入户查看") in browser.page.html
    assert get_objection(objection.number).outcome is None


def test_an_answer_needs_an_outcome(people: People, objection: Objection) -> None:
    browser = people.browser("township_reviewer")
    name_two(people, browser, objection)
    browser.get("objections.show", number=objection.number)
    page = browser.send(to="decision", finding="查过", public_reply="不属实。", expect=422)
    assert page.faults


def test_whoever_was_slower_is_told_and_keeps_the_words(people: People, objection: Objection) -> None:
    first, second = people.browser("township_reviewer"), people.browser("second_township_reviewer")
    number = objection.number
    name_two(people, first, objection)
    second.get("objections.show", number=objection.number)
    first.get("objections.show", number=objection.number)
    first.send(to="investigators", name_2="吴小燕")
    page = second.send(
        to="decision", outcome="rejected", finding="查过了", public_reply="不属实。", expect=409
    )
    assert "别人先了一步" in page.text
    assert "查过了" in page.html
    second.send(to="decision")
    assert get_objection(objection.number).outcome is Outcome.REJECTED
    nobody = {"account_1": "", "account_2": "", "account_3": ""}
    names = {"version": "3", "name_1": "周大明", "name_2": "吴小燕", **nobody}
    late = first.post("objections.assign", names, expect=409, number=number)
    assert "别人先了一步" in late.text


def test_whoever_visited_the_household_for_the_village_neither_investigates_nor_decides(
    people: People, a_list: CandidateList, objection: Objection
) -> None:
    reviewer = people.user("township_reviewer")
    factories.add(
        HomeVisit(
            application=a_list.entries[0].application,
            visited_on=county_clock.today(),
            visitors=[{"name": reviewer.name, "user_id": reviewer.id}],
            findings="看过",
            recorded_by_id=reviewer.id,
        )
    )
    browser = people.browser("township_reviewer")
    browser.get("objections.show", number=objection.number)
    page = browser.send(to="investigators", account_1=str(reviewer.id), name_2="周大明", expect=422)
    assert any("另指定别人" in fault for fault in page.faults)
    browser.send(to="investigators", account_1="", name_1="郑立")
    answer(browser, objection, expect=409)
    assert browser.page is not None
    assert "应由别人作决定" in browser.page.text
    answer(people.browser("second_township_reviewer"), objection)


def test_the_desk_takes_as_many_statements_for_many_objections(people: People, notice: Notice) -> None:
    browser, counts = people.browser("township_reviewer"), []
    for more in (2, 30):
        for number in range(more):
            factories.an_objection(notice, entry=notice.candidate_list.entries[number % 3])
        counts.append(len(browser.get("objections.index").statements))
    assert counts[0] == counts[1]


def test_the_office_asks_on_the_page_and_reads_the_answer_there(people: People, objection: Objection) -> None:
    browser = people.browser("township_reviewer")
    browser.get("objections.show", number=objection.number)
    browser.send(to="question", words="", expect=422)
    browser.send(to="question", words="门面在哪条街？")
    page = browser.get("objections.show", number=objection.number)
    assert "已提问，还没有回答" in page.text
    assert page.select("form[action$='question']") == []
    assert "已提问" in browser.get("objections.index").texts("tbody tr")[0]
    browser.post("objections.ask", {"words": "再问一次？"}, number=objection.number, expect=409)
    conversation.answer_question(objection=objection, words="在东街。")
    db.session.commit()
    assert "在东街。" in browser.get("objections.show", number=objection.number).text
    assert "有新回答" in browser.get("objections.index").texts("tbody tr")[0]


def test_questions_and_answers_are_words_and_hidden_from_the_village(
    people: People, objection: Objection
) -> None:
    conversation.ask_question(
        actor=people.actor("township_reviewer"), objection=objection, words="门面在哪条街？"
    )
    db.session.commit()
    for name in ("village_officer", "county_approver"):
        browser = people.browser(name)
        assert "门面在哪条街" not in browser.get("objections.show", number=objection.number).html
        browser.post("objections.ask", {"words": "谁写的？"}, number=objection.number, expect=403)
    assert "门面在哪条街" in people.browser("supervisor").get("objections.show", number=objection.number).text


def an_unsatisfied(objection: Objection) -> SecondLook:
    objection.state, objection.outcome, objection.public_reply = (
        ObjectionState.DECIDED,
        Outcome.REJECTED,
        "不属实。",
    )
    return factories.a_second_look(objection, due_on=county_clock.today() - dt.timedelta(days=1))


def test_a_second_look_is_answered_on_the_county_desk(people: People, objection: Objection) -> None:
    an_unsatisfied(objection)
    browser = people.browser("county_approver")
    page = browser.get("/desk/objections?show=again")
    assert page.texts("tbody th") == [objection.number]
    assert "已逾期" in page.texts("tbody tr")[0]
    assert "有1件复查已过答复期限" in page.text
    page = browser.get("objections.show", number=objection.number)
    assert WORDS in page.text
    assert "没有到镇上看过。" in page.text
    words = {"finding": "到东街看过。", "public_reply": "再查属实，移出名单。"}
    browser.send(to="second-look", expect=422, **words)
    browser.get("objections.show", number=objection.number)
    browser.send(to="second-look", outcome="changed", removes_entry="y", **words)
    assert objection.removes_entry
    page = browser.get("objections.show", number=objection.number)
    assert "改变原答复" in page.text
    assert page.select("main form") == []


def test_the_township_sees_the_second_look_and_does_not_answer_it(
    people: People, objection: Objection
) -> None:
    an_unsatisfied(objection)
    browser = people.browser("township_reviewer")
    page = browser.get("objections.show", number=objection.number)
    assert "没有到镇上看过。" in page.text
    assert page.select("main form") == []
    given = {"outcome": "stands", "finding": "看过。", "public_reply": "不属实。"}
    browser.post("objections.answer_again", given, number=objection.number, expect=403)
    village = people.browser("village_officer").get("objections.show", number=objection.number)
    assert "没有到镇上看过。" not in village.html


def test_whoever_answered_the_first_time_is_told_why_not(people: People, objection: Objection) -> None:
    an_unsatisfied(objection).objection.decided_by_id = people.user("county_approver").id
    db.session.flush()
    browser = people.browser("county_approver")
    browser.get("objections.show", number=objection.number)
    page = browser.send(
        to="second-look", outcome="stands", finding="看过。", public_reply="仍不属实。", expect=409
    )
    assert "须由其他人复查" in page.text
    assert "仍不属实。" in page.html
