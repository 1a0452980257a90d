"""Home visit, data comparison, withdrawal, and the papers of an application."""

import pytest

from app.domain.applications.models import Application, ApplicationState
from app.domain.rounds.models import Round
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan, no_file
from tests.people import People


@pytest.fixture
def application(people: People) -> Application:
    round_: Round = factories.a_round(policy={"comparison_required": True})
    return factories.an_application(factories.a_household(people.village), round_=round_)


def test_colleagues_are_ticked_and_others_named(people: People, application: Application) -> None:
    team = people.user("work_team")
    browser = people.browser("village_officer")
    browser.get("applications.visit", number=application.number)
    browser.send(
        staff=str(team.id), visitors="张三、李四 王五", findings="房屋漏雨，两个孩子上学。", sheet=a_photo()
    )
    page = browser.follow()
    assert "入户核查已登记" in page.text
    factories.first(Application)
    visitors = application.visits[0].visitors
    assert [person["name"] for person in visitors] == [team.name, "张三", "李四", "王五"]
    assert visitors[0]["user_id"] == team.id


def test_one_visitor_is_not_enough_and_the_words_stay(people: People, application: Application) -> None:
    browser = people.browser("work_team")
    browser.get("applications.visit", number=application.number)
    page = browser.send(visitors="张三", findings="房屋漏雨", sheet=a_scan(), expect=422)
    assert any("至少要有2人入户" in fault for fault in page.faults)
    assert "房屋漏雨" in page.html
    page = browser.send(visitors="张三，李四", findings="房屋漏雨", sheet=no_file(), expect=422)
    assert application.state is ApplicationState.FILED


def test_the_township_compares_and_explains(people: People, application: Application) -> None:
    browser = people.browser("township_reviewer")
    browser.get("applications.compare", number=application.number)
    page = browser.send(result="hit_explained", expect=422)
    assert any("请写明查到什么记录" in fault for fault in page.faults)
    browser.send(result="hit_explained", note="名下货车已于2024年卖出")
    assert "名下货车已于2024年卖出" in browser.follow().text


def test_without_consent_the_comparison_is_shown_blocked(people: People, application: Application) -> None:
    application.consents_to_comparison = False
    browser = people.browser("township_reviewer")
    page = browser.get("applications.show", number=application.number)
    assert "该户没有同意数据比对" in page.text
    data = {"compared_on": "2026-05-11", "result": "no_hit"}
    page = browser.post("applications.compare", data, number=application.number, expect=409)
    assert "该户没有同意数据比对" in page.text


def test_a_withdrawal_needs_a_reason_and_lets_the_household_apply_again(
    people: People, application: Application
) -> None:
    browser = people.browser("village_officer")
    browser.get("applications.withdraw", number=application.number)
    browser.send(reason=" ", expect=422)
    browser.send(reason="全家外出务工")
    assert "全家外出务工" in browser.follow().text
    page = browser.get("applications.new", household=application.household.household_no)
    assert page.form("new")


def test_what_is_no_longer_possible_is_said_before_anybody_fills_it_in(
    people: People, application: Application
) -> None:
    application.state = ApplicationState.LISTED
    browser = people.browser("village_officer")
    for endpoint in ("applications.visit", "applications.withdraw"):
        page = browser.get(endpoint, number=application.number, expect=409)
        assert "列入" in page.text or "名单" in page.text


@pytest.mark.parametrize(
    ("endpoint", "may"),
    [
        ("applications.visit", {"village_officer", "work_team"}),
        ("applications.compare", {"township_reviewer", "county_approver"}),
        ("applications.withdraw", {"village_officer", "work_team"}),
    ],
)
def test_who_may_open_which_form(
    people: People, application: Application, endpoint: str, may: set[str]
) -> None:
    for who in ("village_officer", "work_team", "township_reviewer", "county_approver", "supervisor"):
        status = 200 if who in may else 403
        people.browser(who).get(endpoint, number=application.number, expect=status)
    people.browser("other_village_officer").get(endpoint, number=application.number, expect=404)


@pytest.mark.parametrize(
    "endpoint", ["applications.form", "applications.receipt", "applications.visit_sheet"]
)
def test_papers_are_printed_and_not_kept(people: People, application: Application, endpoint: str) -> None:
    browser = people.browser("village_officer")
    page = browser.get(endpoint, number=application.number)
    assert page.response.data.startswith(b"%PDF-")
    assert page.response.headers["Cache-Control"] == "no-store"
    people.browser("other_village_officer").get(endpoint, number=application.number, expect=404)


def test_the_blank_form_is_of_the_readers_village(people: People, application: Application) -> None:
    page = people.browser("village_officer").get("applications.blank_form")
    assert page.response.data.startswith(b"%PDF-")
    people.browser("village_officer").get(
        "applications.blank_form", village=people.other_village.code, expect=404
    )
