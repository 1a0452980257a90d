"""The desk: who sees what, going there, taking it up without typing twice, answering with no, and who may not."""

import io

import pytest

from app.core.audit import Event
from app.core.db import db
from app.domain.applications.models import Application, ApplicationState
from app.domain.help_requests.models import HelpRequest, RequestState
from app.domain.help_requests.queries import get_request
from app.domain.households.models import Household
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.domain.attachments.pictures import A_PDF
from tests.people import People

NO = "今年收入高于标准，收入降下来可以再申报。"


@pytest.fixture
def request_(people: People) -> HelpRequest:
    factories.a_round()
    return factories.a_help_request(people.village)


def show(people: People, name: str, request: HelpRequest) -> Browser:
    browser = people.browser(name)
    browser.get("help_requests.show", number=request.number)
    return browser


def test_the_village_finds_it_on_its_desk_and_in_the_list(people: People, request_: HelpRequest) -> None:
    for name in ("village_officer", "work_team"):
        browser = people.browser(name)
        assert "有1份自主申报等村里答复" in browser.get("desk.index").text
        page = browser.get("help_requests.index")
        assert page.texts("tbody th") == [request_.number]
        assert "2026年5月13日前上门" in page.text
        assert "13900001111" not in page.html
        assert "手术" not in page.html
    assert "自主申报等村里答复" not in people.browser("other_village_officer").get("desk.index").text


def test_what_is_late_stands_on_the_desks_above(
    people: People, request_: HelpRequest, clock: SetClock
) -> None:
    for name in ("township_reviewer", "county_approver"):
        assert "超过期限" not in people.browser(name).get("desk.index").text
    clock.move(days=3)
    for name in ("township_reviewer", "county_approver"):
        assert "有1份自主申报超过期限" in people.browser(name).get("desk.index").text
    clock.move(days=5)
    show(people, "village_officer", request_).send(to="visit")
    assert "有1份自主申报超过期限" in people.browser("township_reviewer").get("desk.index").text


def test_the_telephone_is_for_those_who_handle_it(people: People, request_: HelpRequest) -> None:
    for name in ("village_officer", "work_team", "township_reviewer"):
        assert "13900001111" in show(people, name, request_).page.text  # type: ignore[union-attr]  # just opened
    page = people.browser("supervisor").get("help_requests.show", number=request_.number)
    assert "13900001111" not in page.html
    assert "139****1111" in page.text
    assert not page.select("main form")


@pytest.mark.parametrize("name", ["other_village_officer", "other_township_reviewer"])
def test_other_areas_know_nothing_of_it(people: People, request_: HelpRequest, name: str) -> None:
    browser = people.browser(name)
    browser.get("help_requests.show", number=request_.number, expect=404)
    browser.post("help_requests.answer_no", {"reason": NO}, number=request_.number, expect=404)
    assert request_.number not in browser.get("help_requests.index").html


def test_who_may_not_answer_is_refused(people: People, request_: HelpRequest) -> None:
    for name in ("work_team", "county_approver", "supervisor"):
        people.browser(name).post(
            "help_requests.answer_no", {"reason": NO}, number=request_.number, expect=403
        )
    people.browser("village_officer").post("help_requests.reopen", {}, number=request_.number, expect=403)
    people.browser("administrator").get("help_requests.index", expect=403)


def test_nobody_answers_no_before_somebody_was_there(people: People, request_: HelpRequest) -> None:
    browser = show(people, "village_officer", request_)
    assert browser.page is not None
    assert "还没有人上门" in browser.page.text
    assert not [form for form in browser.page.select("main form") if "answer" in form.get("action", "")]
    answer = {"reason": NO, "version": str(request_.version)}
    page = browser.post("help_requests.answer_no", answer, number=request_.number, expect=409)
    assert "还没有人上门" in page.text


def test_a_no_needs_its_reason_and_reaches_household_and_township(
    people: People, request_: HelpRequest
) -> None:
    browser = show(people, "village_officer", request_)
    browser.send(to="visit")
    browser.follow()
    for reason, said in (("", "必填"), ("马有田家收入高", "不要写姓名"), ("电话13900001111联系不上", "电话")):
        page = browser.send(to="answer", reason=reason, expect=422)
        assert any(said in fault for fault in page.faults), page.faults
    browser.send(to="answer", reason=NO)
    assert "已答复" in browser.follow().text
    found = get_request(request_.number)
    assert (found.state, found.reason) == (RequestState.ANSWERED_NO, NO)
    assert "有1份自主申报答复不受理" in people.browser("township_reviewer").get("desk.index").text
    event = db.session.query(Event).filter(Event.name == "help_request_answered").one()
    assert (event.reason, event.data) == (NO, {"number": request_.number})


def test_the_township_sends_it_back_with_new_days(
    people: People, request_: HelpRequest, clock: SetClock
) -> None:
    browser = show(people, "village_officer", request_)
    browser.send(to="visit")
    browser.follow()
    browser.send(to="answer", reason=NO)
    clock.move(days=7)
    township = show(people, "township_reviewer", request_)
    township.send(to="again", reason="没有看到收入的依据，请再核实。")
    found = get_request(request_.number)
    assert (found.state, found.reason, found.visited_on) == (RequestState.RECEIVED, "", None)
    assert found.visit_due_on.isoformat() == "2026-05-20"


def test_a_declared_relative_does_not_answer_and_the_township_does(
    people: People, request_: HelpRequest
) -> None:
    household = factories.a_household(people.village)
    request_.head_name = household.head_name
    official = factories.an_official(people.village, user_id=people.user("village_officer").id)
    factories.a_kinship(official, household)
    browser = show(people, "village_officer", request_)
    browser.send(to="visit")
    browser.follow()
    page = browser.send(to="answer", reason=NO, expect=409)
    assert "亲属" in page.text
    township = show(people, "township_reviewer", request_)
    township.send(to="answer", reason=NO)
    assert get_request(request_.number).state is RequestState.ANSWERED_NO


def test_taken_up_it_fills_the_application_in_and_is_linked(people: People, request_: HelpRequest) -> None:
    household = factories.a_household(people.village, telephone="13900001111")
    browser = show(people, "village_officer", request_)
    assert browser.page is not None
    link = browser.page.links["受理申请"]
    page = browser.get(link)
    assert "已经填好" in page.text
    assert "去年冬天做了手术" in page.html
    assert page.select("option[value=illness][selected]")
    copy = (io.BytesIO(A_PDF), "申请书.pdf")
    browser.send(to="applications/new", consents_to_comparison="y", signed_copy=copy)
    application = factories.first(Application)
    assert application is not None
    found = get_request(request_.number)
    assert (found.state, found.application_id, found.household_id) == (
        RequestState.TAKEN_UP,
        application.id,
        household.id,
    )
    assert (application.reason, application.cause) == (request_.words, "illness")
    browser.get(link, expect=409)


def test_an_application_of_before_takes_it_in(people: People, request_: HelpRequest) -> None:
    household = factories.a_household(people.village, telephone="13900001111")
    application = factories.an_application(household)
    browser = show(people, "village_officer", request_)
    browser.send(to="application")
    assert get_request(request_.number).application_id == application.id
    elsewhere = factories.an_application(factories.a_household(people.other_village))
    second = factories.a_help_request(people.village)
    given = {"application": elsewhere.number}
    page = browser.post("help_requests.belongs_to", given, number=second.number, expect=422)
    assert "别的村" in page.text


def test_a_household_that_the_register_lacks_is_entered_with_what_was_sent(
    people: People, request_: HelpRequest
) -> None:
    group = factories.a_group(people.village)
    request_.group_id = group.id
    browser = show(people, "village_officer", request_)
    browser.send(to="household")
    household = factories.first(Household)
    assert household is not None
    assert (household.head_name, household.telephone, household.group_id, household.main_cause) == (
        "马有田",
        "13900001111",
        group.id,
        "illness",
    )
    assert get_request(request_.number).household_id == household.id
    page = browser.follow()
    assert "现在可以受理" in page.text
    assert household.household_no in page.text
    browser.post("help_requests.enter_household", {}, number=request_.number, expect=409)


def test_the_village_reads_why_it_was_sent_back(people: People, request_: HelpRequest) -> None:
    browser = show(people, "village_officer", request_)
    browser.send(to="visit")
    browser.follow()
    browser.send(to="answer", reason=NO)
    township = show(people, "township_reviewer", request_)
    page = township.send(to="again", reason="电话13900001111，请再问。", expect=422)
    assert any("电话" in fault for fault in page.faults), page.faults
    township.send(to="again", reason="住院的花费没有算进去，请再看一次。")
    page = people.browser("village_officer").get("help_requests.show", number=request_.number)
    assert "退回村里重办" in page.text
    assert "住院的花费没有算进去" in page.text


def test_it_is_taken_back_by_telephone(people: People, request_: HelpRequest) -> None:
    show(people, "work_team", request_).send(to="withdrawal", reason="已经找到工作，不需要了。")
    assert get_request(request_.number).state is RequestState.WITHDRAWN


def test_two_at_once_the_second_is_told(people: People, request_: HelpRequest) -> None:
    slow, fast = show(people, "village_officer", request_), show(people, "work_team", request_)
    fast.send(to="visit")
    page = slow.send(to="visit", expect=409)
    assert "有人先处理了" in page.text


def test_without_a_round_it_waits_and_the_days_begin_with_the_round(people: People, clock: SetClock) -> None:
    request = factories.a_help_request(people.village, answer_due_on=None)
    factories.a_policy()
    page = show(people, "village_officer", request).page
    assert page is not None
    assert "等下一轮" in page.text
    assert "受理申请" not in page.links
    clock.move(days=14)
    factories.a_round()
    page = show(people, "village_officer", request).page
    assert page is not None
    assert "2026年6月1日前答复" in page.text


def test_states_of_another_way(people: People, request_: HelpRequest) -> None:
    factories.an_application(factories.a_household(people.village), state=ApplicationState.FILED)
    page = people.browser("county_approver").get("/desk/requests?show=taken_up")
    assert page.texts("tbody th") == []
    assert people.browser("county_approver").get("/desk/requests?show=nonsense").texts("tbody th") == [
        request_.number
    ]
