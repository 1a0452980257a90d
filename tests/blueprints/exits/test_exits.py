"""The pages of the way out: who waits and why, the check, the household's word, the watch, the year's sum."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.candidate_lists.models import ListState
from app.domain.exits import queries
from app.domain.households import registration
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan, no_file
from tests.browser import watched
from tests.people import People


@pytest.fixture
def round_(people: People):
    return factories.an_exit_round()


def test_a_village_proposes_who_is_over_the_line(people: People, round_) -> None:
    over = factories.a_registered(people.village, head_name="钱多多")
    factories.a_registered(people.village, head_name="孙不够", income=900)
    factories.a_household(people.village, head_name="李外人", income=90_000)
    browser = people.browser("village_officer")
    page = browser.get("exits.index")
    assert "钱多多" in page.text
    assert "还没有提名" in page.text
    assert "孙不够" not in page.text
    assert "李外人" not in page.text
    browser.get("exits.propose")
    page = browser.send(reason="", paper=no_file(), expect=422)
    assert any("至少勾选一户" in fault for fault in page.faults)
    assert len(page.faults) > 1
    page = browser.send(households=over.household_no, reason="问13812345678", paper=a_scan(), expect=422)
    assert any("13812345678" not in fault for fault in page.faults)
    browser.send(households=over.household_no, reason="收入稳定", paper=a_scan())
    assert "已提名1户" in browser.follow().text


def test_a_refused_proposal_keeps_ticks_and_words(people: People, round_) -> None:
    over = factories.a_registered(people.village)
    browser = people.browser("village_officer")
    browser.get("exits.propose")
    page = browser.send(households=over.household_no, reason="养牛挣了钱", paper=no_file(), expect=422)
    assert "养牛挣了钱" in page.html
    assert "checked" in page.html


def test_a_household_that_was_proposed_meanwhile_is_not_left_out_silently(people: People, round_) -> None:
    first, second = (factories.a_registered(people.village) for _ in range(2))
    browser = people.browser("village_officer")
    browser.get("exits.propose")
    factories.an_application(second, round_=round_)
    both = [first.household_no, second.household_no]
    page = browser.send(households=both, reason="收入稳定", paper=a_scan(), expect=422)
    assert any("不能提名" in fault for fault in page.faults)
    assert not queries.list_proposed(round_.id, people.village.id)[1:]


def test_who_came_back_is_no_longer_under_watch(people: People, round_, clock) -> None:
    household = factories.a_registered(people.village, head_name="钱多多")
    factories.an_exit(
        household, round_, exited_on=clock.today - dt.timedelta(days=400), watch_until=clock.today
    )
    county = people.browser("county_approver")
    assert "钱多多" in county.get("exits.watch", due=1).text
    again = factories.a_round(code="again")
    registration.register(household_id=household.id, round_id=again.id, people=3, on=clock.today)
    db.session.flush()
    assert "钱多多" not in county.get("exits.watch", due=1).text
    assert "已重新纳入" in county.get("exits.watch").text


def test_no_total_of_a_year_to_come(people: People, clock) -> None:
    township = people.browser("township_reviewer")
    township.get("exits.year_sum", year=clock.today.year + 1, expect=404)


@pytest.fixture
def proposal(people: People, round_):
    household = factories.a_registered(people.village, head_name="钱多多")
    return factories.an_application(household, round_=round_)


def test_the_check_and_the_households_word_are_recorded(people: People, proposal) -> None:
    team = people.browser("work_team")
    page = team.get("exits.show", number=proposal.number)
    assert "还没有看" in page.text
    team.get("exits.check", number=proposal.number)
    page = team.send(visitors="张三", findings="看过", sheet=a_photo(), expect=422)
    assert "看过" in page.html
    ticked = ["income_is_stable", "food_and_clothing", "education", "medical_care", "housing", "water"]
    team.send(visitors="张三、李四", findings="看过", met=ticked, sheet=a_photo())
    assert "核查已登记" in team.follow().text
    team.get("exits.answer", number=proposal.number)
    page = team.send(answer="no", paper=a_scan(), expect=422)
    assert any("为什么不同意" in fault for fault in page.faults)
    team.send(answer="yes", paper=a_scan())
    assert "农户本人意见已登记" in team.follow().text
    answer = queries.load_answers([proposal.id])[proposal.id]
    assert answer.accepts
    assert f"{proposal.number}：同意退出" in team.get("exits.show", number=proposal.number).text


def test_who_may_not_is_kept_out(people: People, proposal) -> None:
    for name in ("township_reviewer", "county_approver", "supervisor"):
        people.browser(name).get("exits.answer", number=proposal.number, expect=403)
    people.browser("other_village_officer").get("exits.show", number=proposal.number, expect=404)
    people.browser("village_officer").get(
        "exits.remove", household_no=proposal.household.household_no, expect=403
    )


def test_an_application_of_the_way_in_has_no_page_here(people: People) -> None:
    application = factories.an_application(factories.a_household(people.village))
    people.browser("village_officer").get("exits.show", number=application.number, expect=404)


def test_the_page_of_applications_leads_to_the_way_out(people: People, proposal) -> None:
    page = people.browser("village_officer").get("applications.show", number=proposal.number)
    assert "这是办理退出" in page.text
    assert "已提名退出" in page.text


def test_the_county_strikes_a_number_after_the_watch(people: People, round_, clock) -> None:
    household = factories.a_registered(people.village, head_name="钱多多")
    over = factories.an_exit(
        household, round_, watch_until=clock.today, exited_on=clock.today - dt.timedelta(days=366)
    )
    still = factories.a_registered(people.village, head_name="周还在")
    factories.an_exit(still, round_)
    county = people.browser("county_approver")
    page = county.get("exits.watch", due=1)
    assert "钱多多" in page.text
    assert "周还在" not in page.text
    county.get("exits.strike", household_no=household.household_no)
    county.send()
    assert "已销号" in county.follow().text
    assert over.struck_on == clock.today
    file = county.get("households.show", household_no=household.household_no).text
    assert "5月11日销号" in file
    assert "跟踪到" not in file
    county.get("exits.strike", household_no=still.household_no)
    county.send(expect=409)


def test_the_county_strikes_from_the_register_with_a_reason(people: People) -> None:
    household = factories.a_registered(people.village)
    county = people.browser("county_approver")
    county.get("exits.remove", household_no=household.household_no)
    county.send(expect=422)
    county.send(reason="已纳入彝家新寨")
    assert not registration.membership_of(household.id).is_in


def test_a_reported_total_is_compared_on_the_page(people: People, clock) -> None:
    factories.a_registered(people.village, members=4)
    factories.a_registered(people.village, members=3)
    browser = people.browser("township_reviewer")
    page = browser.get("exits.year_sum", area=people.township.code)
    assert "7" in page.text
    browser.send(households="2", people="5", source="年度报表")
    page = browser.follow()
    assert "年度报表" in page.text
    assert "+2" in page.text
    page = browser.send(households="2", people="1", source="年度报表", expect=422)
    assert any("人数不能比户数还少" in fault for fault in page.faults)
    people.browser("village_officer").get("exits.year_sum", area=people.other_village.code, expect=404)


def test_a_longer_list_asks_no_more_of_the_database(people: People, round_) -> None:
    browser = people.browser("village_officer")
    for _ in range(2):
        factories.a_registered(people.village)
    browser.get("exits.index")
    with watched(is_reading=True) as few:
        browser.get("exits.index")
    for _ in range(6):
        factories.a_registered(people.village)
    with watched(is_reading=True) as many:
        browser.get("exits.index")
    assert len(many) <= len(few)


def test_the_sheet_to_sign_is_printed_for_one_and_for_the_village(people: People, proposal) -> None:
    officer, other = people.browser("village_officer"), people.browser("other_village_officer")
    page = officer.get("exits.answer", number=proposal.number)
    assert f"/exits/{proposal.number}/sheet.pdf" in page.html
    sheet = officer.client.get(f"/exits/{proposal.number}/sheet.pdf")
    assert (sheet.mimetype, sheet.headers["Cache-Control"]) == ("application/pdf", "no-store")
    listed = officer.get("exits.index")
    assert "/exits/sheets.pdf" in listed.html
    assert officer.client.get("/exits/sheets.pdf").mimetype == "application/pdf"
    factories.an_exit_answer(proposal)
    assert officer.client.get("/exits/sheets.pdf?which=unsigned").status_code == 404
    assert other.client.get(f"/exits/{proposal.number}/sheet.pdf").status_code == 404


def test_the_sheets_of_a_longer_list_ask_no_more_of_the_database(people: People, proposal) -> None:
    officer = people.browser("village_officer")
    officer.client.get("/exits/sheets.pdf")
    with watched(is_reading=True) as few:
        officer.client.get("/exits/sheets.pdf")
    for _ in range(2):
        factories.an_application(factories.a_registered(people.village), round_=proposal.round)
    with watched(is_reading=True) as many:
        assert officer.client.get("/exits/sheets.pdf").status_code == 200
    assert len(many) <= len(few)


def a_list_under_review(people: People, round_, state=ListState.TOWNSHIP_REVIEW):
    listed = factories.a_candidate_list(people.village, entries=0, state=state, round_=round_)
    for given in (
        {"head_name": "钱多多"},
        {"head_name": "孙漏雨", "house_grade": "d", "water_is_safe": False},
    ):
        home = factories.a_registered(people.village, **given)
        entry = factories.an_entry(listed, application=factories.an_application(home, round_=round_))
        factories.an_exit_check(entry.application)
        factories.an_exit_answer(entry.application)
    return listed, entry


def test_the_review_says_beside_the_household_why_it_cannot_leave(people: People, round_) -> None:
    listed, entry = a_list_under_review(people, round_)
    why = "孙漏雨（第2号）：登记情况显示未达到：住房安全有保障、饮水安全。"
    reviewer = people.browser("township_reviewer")
    page = reviewer.get("candidate_lists.review", list_id=listed.id)
    rows = page.texts("fieldset.vote")
    assert why not in rows[0]
    assert why in rows[1]
    conditions = f"/exits/{entry.application.number}"
    assert conditions in [link.get("href") for link in page.select(f"#row-{entry.id} a")]
    assert why in reviewer.get("candidate_lists.decide", list_id=listed.id, entry_id=entry.id).text
    shown = reviewer.get("candidate_lists.show", list_id=listed.id)
    assert conditions in [link.get("href") for link in shown.select("#entries a")]


def test_a_longer_review_of_exits_asks_no_more_of_the_database(people: People, round_) -> None:
    listed, _entry = a_list_under_review(people, round_)
    reviewer = people.browser("township_reviewer")
    reviewer.get("candidate_lists.show", list_id=listed.id)
    with watched(is_reading=True) as few:
        reviewer.get("candidate_lists.show", list_id=listed.id)
    for _ in range(3):
        home = factories.a_registered(people.village)
        factories.an_entry(listed, application=factories.an_application(home, round_=round_))
    with watched(is_reading=True) as many:
        reviewer.get("candidate_lists.show", list_id=listed.id)
    assert len(many) <= len(few)


def test_the_history_speaks_of_the_way_out(people: People, round_) -> None:
    over = factories.a_registered(people.village)
    officer = people.browser("village_officer")
    officer.get("exits.propose")
    officer.send(households=over.household_no, reason="收入稳定", paper=a_scan())
    (proposed,) = queries.list_proposed(round_.id, people.village.id)
    team = people.browser("work_team")
    team.get("exits.check", number=proposed.number)
    team.send(visitors="张三、李四", findings="看过", met=["education"], sheet=a_photo())
    (history,) = team.get("exits.show", number=proposed.number).texts("#history")
    assert "已提名退出" in history
    assert "已受理申请" not in history
    assert history.count("核查能否退出") == 1
    assert "登记入户核查" not in history


def test_a_reason_with_a_number_is_refused_at_its_field(people: People, round_) -> None:
    listed, _entry = a_list_under_review(people, round_, ListState.ANNOUNCED)
    county = people.browser("county_approver")
    county.get("candidate_lists.step", list_id=listed.id, step="withdraw_announcement")
    page = county.send(reason="算错，电话13812345678", expect=422)
    assert page.faults
    assert listed.state is ListState.ANNOUNCED


def test_nobody_is_said_to_be_missing_from_a_list_of_exits(people: People, round_) -> None:
    listed, _entry = a_list_under_review(people, round_, ListState.FIRST_NOTICE)
    notice = factories.a_notice(listed)
    page = people.browser("villager").get(f"/notices/{notice.number}")
    assert [link.get("href") for link in page.select(".to-do a")][1:] == [
        f"/notices/{notice.number}/objections/new"
    ]
    assert "about=left_out" not in page.html
