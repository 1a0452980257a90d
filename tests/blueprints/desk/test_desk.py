"""The desk of each role: what waits, in plain words, with a link to where it is done."""

import datetime as dt

import pytest

from app.core.permissions import Role
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import PostingPlace
from app.domain.candidate_lists.models import ListState, Telling
from app.domain.notices.models import NoticeKind
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.rounds import service as rounds
from app.domain.rounds.models import Round
from tests import factories
from tests.people import EVERYBODY, People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(factories.a_policy(area=people.county))


def desk_of(people: People, name: str):
    return people.browser(name).get("desk.index")


@pytest.mark.parametrize("name", [name for name in EVERYBODY if name != "villager"])
def test_everybody_with_an_account_has_a_desk(people: People, name: str) -> None:
    assert desk_of(people, name).heading == "今日工作"


def test_a_villager_is_asked_to_sign_in(browser) -> None:
    browser.get("desk.index", expect=303)


def test_a_village_officer_sees_applications_by_what_they_wait_for(people: People, round_: Round) -> None:
    for state, number in (
        (ApplicationState.FILED, 3),
        (ApplicationState.VISITED, 2),
        (ApplicationState.PASSED, 1),
    ):
        for _ in range(number):
            factories.an_application(factories.a_household(people.village), state=state)
    factories.an_application(factories.a_household(people.other_village))
    page = desk_of(people, "village_officer")
    assert page.texts(".stat-number") == ["6", "0", "0"]
    assert "3份申请等待入户核查" in page.text
    assert "2份申请等待民主评议" in page.text
    assert "1户已通过评议" in page.text


def test_before_the_first_application_the_officer_is_told_to_take_one(people: People, round_: Round) -> None:
    assert "受理第一份申请" in desk_of(people, "village_officer").text


def test_a_sheet_that_does_not_hang_comes_first_and_blocks_the_list(people: People, round_: Round) -> None:
    notice = factories.a_notice(posted=False)
    page = desk_of(people, "village_officer")
    assert "张贴并拍照1张公示" in page.text
    assert "还差1处" in page.text
    [blocked] = [text for text in page.texts(".desk-list .tone-idle") if "报送" in text]
    assert notice.number in blocked


def test_a_notice_that_ends_today_and_one_that_is_over(people: People, round_: Round, clock) -> None:
    notice = factories.a_notice()
    clock.set(notice.last_day)
    assert "今天期满" in desk_of(people, "village_officer").text
    clock.move(days=1)
    page = desk_of(people, "village_officer")
    assert "要取下1张公示" in page.text
    assert any("报送" in text for text in page.texts(".desk-list .tone-good"))


def test_the_village_sees_the_number_of_objections_and_no_more(people: People, round_: Round) -> None:
    factories.an_objection(grounds="他家有小汽车在外面跑运输")
    page = desk_of(people, "village_officer")
    assert "1件异议正在调查" in page.text
    assert "跑运输" not in page.text


def test_households_to_be_told_are_counted(people: People, round_: Round) -> None:
    listed = factories.a_candidate_list()
    entry = listed.entries[0]
    factories.basis.add(
        Telling(
            candidate_list=listed,
            household_id=entry.household_id,
            head_name=entry.head_name,
            what={"msgid": "x"},
        )
    )
    page = desk_of(people, "village_officer")
    assert page.texts(".stat-number")[2] == "1"
    assert "有1户的情况有变" in page.text


def test_the_township_sees_lists_objections_and_the_table(people: People, round_: Round, clock) -> None:
    factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW, entries=4)
    notice = factories.a_notice(
        factories.a_candidate_list(people.other_village, state=ListState.FIRST_NOTICE)
    )
    factories.an_objection(notice, due_on=clock.today - dt.timedelta(days=2))
    page = desk_of(people, "township_reviewer")
    assert page.texts(".stat-number")[:2] == ["1", "1"]
    assert "1件逾期" in page.text
    assert "还有4户要作决定" in page.text
    assert len(page.select("table tbody tr")) == 2


def test_the_next_township_sees_nothing_of_it(people: People, round_: Round) -> None:
    factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW)
    page = desk_of(people, "other_township_reviewer")
    assert page.texts(".stat-number") == ["0", "0", "0"]
    assert "今天没有要办的事" in page.text


def test_the_county_decides_announces_and_corrects(people: People, round_: Round) -> None:
    factories.a_candidate_list(people.village, state=ListState.COUNTY_REVIEW, entries=2)
    announced = factories.a_candidate_list(people.other_village, state=ListState.ANNOUNCED)
    notice = factories.a_notice(announced, kind=NoticeKind.ANNOUNCEMENT)
    factories.an_objection(
        notice,
        state=ObjectionState.DECIDED,
        outcome=Outcome.UPHELD,
        public_reply="属实。",
        finding="属实",
        removes_entry=True,
    )
    page = desk_of(people, "county_approver")
    assert page.texts(".stat-number") == ["1", "0", "1"]
    assert "还有2户要作决定" in page.text
    assert f"公告{notice.number}上还有1户已被移出" in page.text


def test_a_village_without_a_list_is_late_after_the_time_node(people: People, round_: Round, clock) -> None:
    rounds.set_node(
        round_=round_,
        code="publicity",
        due_on=clock.today - dt.timedelta(days=1),
        done_on=None,
        actor=people.actor("county_approver"),
    )
    factories.a_candidate_list(people.village)
    page = desk_of(people, "township_reviewer")
    late = page.texts(".desk-list .tone-bad")
    assert len(late) == 1
    assert people.other_village.name_zh in late[0]
    assert len(page.select("table .tone-bad")) == 2


def test_the_supervisor_reads_figures_and_has_nothing_to_do(people: People, round_: Round) -> None:
    factories.a_candidate_list(people.village)
    page = desk_of(people, "supervisor")
    assert page.texts(".stat-number")[0] == "1"
    assert not page.select(".desk-list")
    assert len(page.select("table tbody tr")) == 1


def test_the_administrator_sees_what_is_missing(people: People) -> None:
    for place in factories.basis.db.session.query(PostingPlace).filter_by(village_id=people.village.id):
        place.is_active = False
    page = desk_of(people, "administrator")
    assert page.texts(".stat-number")[2] == "1"
    assert "2026年的工作日历还没有录入" in page.text
    assert people.village.name_zh in page.text


def test_who_holds_two_posts_has_two_parts(people: People, round_: Round, app) -> None:
    user = people.user("township_reviewer")
    user.grants.append(factories.accounts.RoleGrant(role=Role.ADMINISTRATOR, area=people.county))
    factories.basis.db.session.flush()
    page = desk_of(people, "township_reviewer")
    assert page.texts(".desk-section h2") == ["乡镇工作", "系统管理"]


def test_english(people: People, round_: Round, app) -> None:
    from_england = people.browser("township_reviewer")
    factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW, entries=1)
    page = from_england.get("/desk?lang=en")
    assert "1 household is to be decided" in page.text


@pytest.mark.parametrize("name", ["township_reviewer", "county_approver", "supervisor", "village_officer"])
def test_the_number_of_statements_does_not_depend_on_the_households(
    people: People, round_: Round, name: str
) -> None:
    villages = [people.village, *(factories.a_village(people.township) for _ in range(14))]
    states = [ListState.DRAFT, ListState.FIRST_NOTICE, ListState.TOWNSHIP_REVIEW, ListState.COUNTY_REVIEW]
    lists = [
        factories.a_candidate_list(village, state=states[index % 4], entries=1)
        for index, village in enumerate(villages)
    ]
    for one in lists:
        if one.state is ListState.FIRST_NOTICE:
            factories.a_notice(one)
    few = desk_of(people, name).statements
    for one in lists[:4]:
        for _ in range(10):
            factories.an_entry(one)
        for _ in range(5):
            factories.an_application(factories.a_household(one.village))
    many = desk_of(people, name).statements
    assert len(many) == len(few)
    assert len(few) < 60


def test_a_second_look_waits_on_the_county_desk_alone(people: People, round_: Round) -> None:
    notice = factories.a_notice(factories.a_candidate_list(people.village, round_=round_))
    answered = {"state": ObjectionState.DECIDED, "outcome": Outcome.REJECTED, "public_reply": "不属实。"}
    factories.a_second_look(factories.an_objection(notice, **answered))
    assert "有1件复查待答复" in desk_of(people, "county_approver").text
    assert "复查" not in desk_of(people, "township_reviewer").text
