"""Following a request: four words in any order, digits, and the line with its stops; nothing without the code."""

import datetime as dt

import pytest

from app.blueprints.help_requests import limits
from app.core.receipts import HELP_REQUEST, Code, code_of
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.help_requests.models import HelpRequest, RequestState
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People


def code_for(request: HelpRequest) -> Code:
    return code_of(HELP_REQUEST, request.number, request.receipt_salt)


def follow(people: People, request: HelpRequest, lang: str = "zh") -> Page:
    browser = Browser(people.app, lang=lang)
    browser.get("help_requests.follow")
    browser.send(to="follow", code=code_for(request).digits)
    return browser.follow()


def states(page: Page) -> list[str]:
    return [(stop.get("class") or "").removeprefix("is-") for stop in page.select("ol.route > li")]


def test_words_in_another_order_and_wide_digits_open_it(people: People) -> None:
    request = factories.a_help_request(people.village)
    code = code_for(request)
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in code.plain_digits)
    for typed in ("，".join(reversed(code.words)), "".join(code.words), wide):
        browser = people.browser("villager")
        browser.get("help_requests.follow")
        browser.send(to="follow", code=typed)
        assert request.number in browser.follow().text


def test_a_wrong_code_says_nothing_and_many_are_slowed(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.blueprints.help_requests.limits.WRONG_CODES_PER_BROWSER", 2)
    other = code_of("objection", "Y2026-00001", "x").digits
    browser = people.browser("villager")
    browser.get("help_requests.follow")
    for _ in range(2):
        page = browser.send(to="follow", code=other, expect=422)
        assert "没有找到" in page.text
    page = browser.send(to="follow", code=other, expect=429)
    assert "以后再试" in page.text
    browser.send(to="follow", code="一 二 三", expect=422)


def test_one_browser_that_guesses_shuts_out_no_other(people: People) -> None:
    request = factories.a_help_request(people.village)
    wrong = code_of("objection", "Y2026-00001", "x").digits
    guesser = people.browser("villager")
    guesser.get("help_requests.follow")
    for _ in range(limits.WRONG_CODES_PER_BROWSER):
        guesser.send(to="follow", code=wrong, expect=422)
    guesser.send(to="follow", code=code_for(request).digits, expect=429)
    neighbour = people.browser("villager")
    neighbour.get("help_requests.follow")
    neighbour.send(to="follow", code=code_for(request).digits)
    assert request.number in neighbour.follow().text
    assert limits.WRONG_CODES_PER_ADDRESS >= 3000


def test_without_a_code_nothing_is_printed_or_shown(people: People) -> None:
    request = factories.a_help_request(people.village)
    browser = people.browser("villager")
    assert browser.post("help_requests.print_line").location.endswith("/apply/follow")
    assert request.number not in browser.get("help_requests.follow").html


def test_a_waiting_request_shows_the_stops_of_the_policy_and_until_when(people: People) -> None:
    factories.a_round(policy={"comparison_required": False})
    page = follow(people, factories.a_help_request(people.village))
    assert states(page) == ["done", "current", *["todo"] * 7]
    assert "数据比对" not in " ".join(page.texts("ol.route .route-label"))
    here = page.texts("ol.route > li.is-current")[0]
    for said in ("现在到这里", "2026年5月18日", "2026年5月13日前有人上门"):
        assert said in here
    assert page.response.headers["Cache-Control"] == "no-store"
    assert "马有田" not in page.text
    assert "13900001111" not in page.html


def test_with_a_comparison_the_line_has_one_stop_more(people: People) -> None:
    factories.a_round(policy={"comparison_required": True})
    page = follow(people, factories.a_help_request(people.village))
    assert len(states(page)) == 10


def test_what_is_late_says_so_and_whom_to_call(people: People, clock: SetClock) -> None:
    factories.a_round()
    people.township.telephone = "0857-4000002"
    request = factories.a_help_request(people.village)
    clock.move(days=20)
    page = follow(people, request)
    assert "期限已过" in page.text
    assert "0857-4000002" in page.text


def test_a_no_ends_the_line_with_its_reason(people: People) -> None:
    factories.a_round()
    request = factories.a_help_request(
        people.village,
        state=RequestState.ANSWERED_NO,
        reason="收入高于标准。",
        visited_on=dt.date(2026, 5, 11),
        ended_on=dt.date(2026, 5, 11),
    )
    page = follow(people, request)
    assert states(page)[:3] == ["done", "ended", "todo"]
    assert "收入高于标准。" in page.text
    assert "请乡镇看一看" in page.text


def taken_up(people: People, state: ApplicationState) -> HelpRequest:
    application = factories.an_application(factories.a_household(people.village), state=state)
    return factories.a_help_request(
        people.village, state=RequestState.TAKEN_UP, application=application, household=application.household
    )


@pytest.mark.parametrize(
    ("state", "behind"),
    [(ApplicationState.FILED, 2), (ApplicationState.PASSED, 4)],
)
def test_a_request_that_was_taken_up_goes_on_with_its_application(
    people: People, state: ApplicationState, behind: int
) -> None:
    factories.a_round(policy={"comparison_required": False})
    request = taken_up(people, state)
    if state is ApplicationState.PASSED:
        assert request.application is not None
        factories.a_visit(request.application)
    page = follow(people, request)
    assert states(page)[: behind + 1] == ["done"] * behind + ["current"]
    assert request.application is not None
    assert request.application.number in page.text


def test_on_the_list_the_days_of_the_notice_show(people: People) -> None:
    drawn_up = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE)
    notice = factories.a_notice(drawn_up)
    application = drawn_up.entries[0].application
    factories.a_visit(application)
    request = factories.a_help_request(
        people.village, state=RequestState.TAKEN_UP, application=application, household=application.household
    )
    page = follow(people, request)
    labels = dict(zip(page.texts("ol.route .route-label"), states(page), strict=True))
    assert labels["开会评议（民主评议）"] == "done"
    assert labels["第一次公示"] == "current"
    assert notice.number in page.text


def test_taken_off_by_the_county_it_ended_there_and_says_why(people: People) -> None:
    drawn_up = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED)
    entry = factories.an_entry(
        drawn_up,
        standing=EntryStanding.REMOVED,
        removal_cause=RemovalCause.COUNTY,
        reason="户主在县里有房。",
    )
    entry.application.state = ApplicationState.REMOVED
    request = factories.a_help_request(
        people.village,
        state=RequestState.TAKEN_UP,
        application=entry.application,
        household=entry.application.household,
    )
    page = follow(people, request)
    labels = dict(zip(page.texts("ol.route .route-label"), states(page), strict=True))
    assert labels["县级审定"] == "ended"
    assert labels["公告"] == "todo"
    assert "户主在县里有房。" in page.text


def test_the_line_is_printed_and_closed(people: People) -> None:
    factories.a_round()
    request = factories.a_help_request(people.village)
    browser = people.browser("villager")
    browser.get("help_requests.follow")
    browser.send(to="follow", code=code_for(request).digits)
    browser.follow()
    paper = browser.post("help_requests.print_line", expect=200)
    assert paper.response.data.startswith(b"%PDF")
    browser.post("help_requests.stop_following")
    assert request.number not in browser.get("help_requests.follow").html


def test_an_open_line_closes_by_itself(people: People, clock: SetClock) -> None:
    request = factories.a_help_request(people.village)
    browser = people.browser("villager")
    browser.get("help_requests.follow")
    browser.send(to="follow", code=code_for(request).digits)
    clock.move(minutes=31)
    assert request.number not in browser.get("help_requests.follow").html


def test_in_english_too(people: People) -> None:
    factories.a_round()
    page = follow(people, factories.a_help_request(people.village), lang="en")
    assert "It is here now" in page.text
    assert "The village committee or the work team" in page.text
