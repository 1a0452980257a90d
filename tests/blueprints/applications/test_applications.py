"""The pages of applications: all of them, finding a household, taking an application, one with everything about it."""

import pytest

from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.candidate_lists.models import ListEntry
from app.domain.rounds.models import Round
from tests import factories
from tests.blueprints.handed_in import a_scan, no_file
from tests.browser import Browser
from tests.people import People

S = ApplicationState


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(policy={"comparison_required": True})


def fill(browser: Browser, **changed: object):
    values = {
        "reason": "户主常年患病，没有别的收入。",
        "consents_to_comparison": "y",
        "signed_copy": a_scan(),
    } | changed
    return browser.send(**values)


def test_an_officer_finds_the_household_and_takes_its_application(people: People, round_: Round) -> None:
    household = factories.a_household(people.village, head_name="王秀英", head_initials="wxy")
    factories.a_household(people.village, head_name="李四")
    officer = people.browser("village_officer")
    page = officer.get("/applications/new?q=wxy", fragment=True)
    assert "王秀英" in page.text
    assert "李四" not in page.text
    officer.get("applications.new", household=household.household_no)
    fill(officer)
    page = officer.follow()
    assert page.heading == "王秀英户的申请"
    assert "已受理，请打印回执" in page.text
    assert "还没有登记入户核查" in page.text
    assert factories.how_many(Application) == 1


def test_pressed_twice_it_is_one_application_with_the_same_answer(people: People, round_: Round) -> None:
    household = factories.a_household(people.village)
    officer = people.browser("village_officer")
    data = {
        "applicant_name": household.head_name,
        "cause": "illness",
        "reason": "有病",
        "consents_to_comparison": "y",
        "filed_on": "2026-05-11",
    }
    answers = [
        officer.post(
            "applications.new",
            data | {"signed_copy": a_scan()},
            once="the-same-key",
            household=household.household_no,
        ).location
        for _ in range(2)
    ]
    assert answers[0] == answers[1]
    assert factories.how_many(Application) == 1


def test_what_is_wrong_stands_beside_its_field_and_the_words_stay(people: People, round_: Round) -> None:
    household = factories.a_household(people.village)
    officer = people.browser("village_officer")
    officer.get("applications.new", household=household.household_no)
    page = fill(officer, signed_copy=no_file(), proxy_name="王小二", expect=422)
    assert "户主常年患病" in page.html
    assert any("与该户的关系" in fault for fault in page.faults)
    assert any("照片或PDF" in fault for fault in page.faults)
    page = fill(officer, consents_to_comparison=None, proxy_name="", expect=422)
    assert any("须由农户同意" in fault for fault in page.faults)
    page = fill(officer, filed_on="2026-05-12", expect=422)
    assert any("还没有到" in fault for fault in page.faults)
    assert factories.how_many(Application) == 0


def test_a_household_that_applied_is_shown_its_application_instead(people: People, round_: Round) -> None:
    application = factories.an_application(factories.a_household(people.village))
    page = people.browser("village_officer").get(
        "applications.new", household=application.household.household_no
    )
    assert application.number in page.links
    assert not [form for form in page.select("main form") if form.get("method") == "post"]


def test_the_list_narrows_by_state_and_words_and_counts_each_state(people: People, round_: Round) -> None:
    passed = factories.an_application(factories.a_household(people.village), state=S.PASSED)
    filed = factories.an_application(factories.a_household(people.village))
    officer = people.browser("village_officer")
    page = officer.get("applications.index")
    assert page.texts(".tabs a") == ["全部 (2)", "已受理申请 (1)", "评议通过 (1)", "未申请的农户"]
    page = officer.get("applications.index", state="passed")
    assert passed.number in page.text
    assert filed.number not in page.text
    page = officer.get(f"/applications?q={filed.household.household_no}", fragment=True)
    assert page.texts("tbody th") == [filed.household.head_name]
    assert "没有符合条件的申请" in officer.get("/applications?q=xx").text


def test_the_list_takes_the_same_statements_for_any_number_of_rows(people: People, round_: Round) -> None:
    def asked(browser: Browser) -> int:
        return len(browser.get("applications.index").statements)

    for _ in range(3):
        factories.an_application(factories.a_household(people.village))
    officer = people.browser("village_officer")
    officer.get("applications.index")
    few = asked(officer)
    for _ in range(45):
        factories.an_application(factories.a_household(people.village))
    assert asked(officer) == few


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("village_officer", 200),
        ("work_team", 200),
        ("township_reviewer", 200),
        ("county_approver", 200),
        ("supervisor", 200),
        ("other_village_officer", 404),
        ("other_township_reviewer", 404),
        ("administrator", 403),
        ("stranger", 404),
        ("villager", 303),
    ],
)
def test_who_sees_an_application(people: People, round_: Round, who: str, status: int) -> None:
    application = factories.an_application(factories.a_household(people.village))
    people.browser(who).get("applications.show", number=application.number, expect=status)


def test_one_application_shows_everything_about_it_in_both_languages(people: People, round_: Round) -> None:
    listed = factories.a_candidate_list(people.village, entries=0)
    meeting = factories.a_meeting(people.village, ballots=1)
    application = meeting.ballots[0].application
    household = application.household
    factories.add(
        ListEntry(
            candidate_list=listed,
            application=application,
            household_id=household.id,
            sequence=1,
            head_name=household.head_name,
            people=household.people,
        )
    )
    for lang in ("zh", "en"):
        browser = people.browser("township_reviewer")
        browser.lang = lang
        page = browser.get("applications.show", number=application.number, lang=lang)
        assert len(page.select("#votes tbody tr")) == 1
        assert len(page.select("#lists tbody tr")) == 1
        assert page.select("#situation")


def test_only_who_may_act_is_offered_a_step(people: People, round_: Round) -> None:
    number = factories.an_application(factories.a_household(people.village)).number

    def offered(who: str) -> list[str]:
        return people.browser(who).get("applications.show", number=number).texts(".steps .button")

    assert offered("village_officer") == ["登记入户核查", "撤回申请"]
    assert offered("township_reviewer") == ["登记数据比对"]
    assert offered("supervisor") == []


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (S.WITHDRAWN, "撤回"),
        (S.REJECTED, "评议未通过"),
        (S.LEFT_OUT, "未列入名单"),
        (S.RETURNED, "退回村里"),
        (S.REMOVED, "移出名单"),
    ],
)
def test_the_way_says_where_and_why_it_ended(people: People, round_: Round, state: S, words: str) -> None:
    application = factories.an_application(
        factories.a_household(people.village), state=state, closing_reason="收入超过标准"
    )
    page = people.browser("village_officer").get("applications.show", number=application.number)
    assert any(words in stop and "收入超过标准" in stop for stop in page.texts(".route li"))


def test_without_a_round_there_is_nothing_to_take(people: People) -> None:
    officer = people.browser("village_officer")
    assert "还没有" in officer.get("applications.index").text
    household = factories.a_household(people.village)
    assert "还没有" in officer.get("applications.new", household=household.household_no).text


def test_comparison_results_have_words() -> None:
    from_page = {result.value for result in ComparisonResult}
    assert from_page == {"no_hit", "hit_explained", "hit"}
