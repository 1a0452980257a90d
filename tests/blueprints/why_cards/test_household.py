"""The household's own way to its card: number and code by POST, alike for every wrong pair."""

import json

import pytest
from flask import Flask

from app.blueprints.why_cards import limits
from app.core.db import db
from app.core.receipts import derive_secret
from app.domain.applications.models import Application, ApplicationState
from app.domain.why_cards.freezing import freeze
from app.domain.why_cards.models import CardStage
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People

WRONG = "编号和查询码对不上"


@pytest.fixture
def application(people: People) -> Application:
    """One that the meeting did not pass, with a frozen card."""
    meeting = factories.a_meeting(people.village, ballots=2)
    ballot = meeting.ballots[0]
    ballot.votes_for, ballot.votes_against, ballot.passed = 3, 30, False
    ballot.application.state = ApplicationState.REJECTED
    db.session.flush()
    freeze([ballot.application_id], CardStage.MEETING)
    return ballot.application


def secret_of(app: Flask, application: Application) -> str:
    return derive_secret(str(app.secret_key), "application", application.number, application.receipt_salt)


def ask(browser: Browser, number: str, secret: str, expect: int = 422) -> Page:
    browser.get("/card")
    return browser.send(to="/card", number=number, secret=secret, expect=expect)


def open_card(browser: Browser, app: Flask, application: Application) -> Page:
    ask(browser, application.number, secret_of(app, application), expect=303)
    return browser.follow()


def test_number_and_code_show_the_card(browser: Browser, app: Flask, application: Application) -> None:
    typed = secret_of(app, application).lower().replace("-", " ")
    assert ask(browser, application.number.lower(), typed, expect=303).location == "/card"
    page = browser.follow()
    assert "村民评议会没有通过" in page.text
    assert "同意3票，反对30票，弃权2票。" in page.text
    assert "写定" in page.text
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_household_and_the_officer_read_the_same_lines(
    browser: Browser, app: Flask, people: People, application: Application
) -> None:
    own = open_card(browser, app, application).texts(".why-line")
    officer = people.browser("village_officer").get("why_cards.show", number=application.number)
    assert own == officer.texts(".why-line")
    assert len(own) >= 6


def test_before_a_decision_the_card_is_worked_out_anew(browser: Browser, app: Flask, people: People) -> None:
    application = factories.an_application(factories.a_household(people.village))
    assert "还没有人来过家里" in open_card(browser, app, application).text
    factories.a_visit(application)
    assert "2个人到家里看过" in browser.get("/card").text


def test_a_frozen_card_says_when_something_happened_since(
    browser: Browser, app: Flask, application: Application
) -> None:
    assert "又有了变化" not in open_card(browser, app, application).text
    application.state, application.closing_reason = ApplicationState.RETURNED, "异议属实。"
    db.session.flush()
    page = browser.get("/card")
    assert "又有了变化" in page.text
    assert "村里要重新评您家" in page.text


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(
    browser: Browser, app: Flask, people: People, application: Application
) -> None:
    other = factories.an_application(factories.a_household(people.village))
    answers = [
        ask(browser, application.number, "AAAA-AAAA"),
        ask(browser, "2014-999999-A0001", secret_of(app, application)),
        ask(browser, other.number, secret_of(app, application)),
        ask(browser, "什么", "什么"),
    ]
    assert len({tuple(page.faults) for page in answers}) == 1
    assert WRONG in answers[0].faults[0]
    assert ask(browser, "", "").faults


def test_an_identity_number_opens_nothing(browser: Browser, app: Flask, application: Application) -> None:
    number = application.household.members[0].id_number or "520581197005060011"
    assert WRONG in ask(browser, number, secret_of(app, application)).faults[0]
    assert WRONG in ask(browser, application.number, number).faults[0]


def test_the_code_of_an_objection_opens_no_card(
    browser: Browser, app: Flask, application: Application
) -> None:
    other = derive_secret(str(app.secret_key), "objection", application.number, application.receipt_salt)
    assert WRONG in ask(browser, application.number, other).faults[0]


def test_guessing_ends_after_a_few_codes_and_goes_on_later(
    browser: Browser, app: Flask, people: People, application: Application, clock: SetClock
) -> None:
    for _ in range(limits.WRONG_CODES):
        ask(browser, application.number, "AAAA-AAAA")
    page = ask(browser, application.number, secret_of(app, application), expect=429)
    assert "次数太多" in page.text
    assert int(page.response.headers["Retry-After"]) > 0
    other = factories.an_application(factories.a_household(people.village))
    ask(browser, other.number, secret_of(app, other), expect=303)
    browser.post("/card/close")
    clock.move(hours=1)
    ask(browser, application.number, secret_of(app, application), expect=303)


def test_neither_number_nor_code_stands_in_an_address_or_a_log(
    browser: Browser, app: Flask, application: Application, capsys: pytest.CaptureFixture[str]
) -> None:
    secret = secret_of(app, application)
    page = ask(browser, application.number, secret, expect=303)
    assert page.location == "/card"
    page = browser.follow()
    for link in page.select("a"):
        assert application.number not in (link.get("href") or "")
    for form in page.select("form"):
        assert application.number not in (form.get("action") or "")
    assert secret not in page.html
    written = capsys.readouterr()
    for text in (written.out, written.err):
        assert secret not in text
        assert application.number not in text
    with browser.client.session_transaction() as session:
        assert secret not in json.dumps(dict(session))
    assert (
        application.number not in browser.get(f"/card?number={application.number}&secret={secret}").location
    )


def test_nothing_about_anybody_else_stands_on_the_card(
    browser: Browser, app: Flask, people: People, application: Application
) -> None:
    household = application.household
    household.telephone, household.bank_account = "13900008888", "6217000000000000123"
    factories.a_visit(application)
    page = open_card(browser, app, application)
    files = [browser.post(f"/card/{what}", expect=200).response.get_data() for what in ("print", "text")]
    told = page.html + files[1].decode()
    for member in household.members:
        assert str(member.id_number) not in told
        assert member.is_head or member.name not in told
    for private in ("13900008888", "6217000000000000123", "张三", "李四", "赵德福", "周小燕"):
        assert private not in told


def test_the_card_closes_and_forgets_itself(
    browser: Browser, app: Flask, application: Application, clock: SetClock
) -> None:
    open_card(browser, app, application)
    browser.post("/card/close")
    assert application.number not in browser.get("/card").html
    assert browser.post("/card/print", expect=303).location == "/card"
    assert browser.post("/card/text", expect=303).location == "/card"
    open_card(browser, app, application)
    clock.move(minutes=31)
    assert application.number not in browser.get("/card").html


def test_paper_and_text_come_by_post_and_are_not_kept(
    browser: Browser, app: Flask, application: Application
) -> None:
    open_card(browser, app, application)
    for address, mimetype in (("/card/print", "application/pdf"), ("/card/text", "text/plain")):
        browser.get(address, expect=405)
        answer = browser.post(address, expect=200).response
        assert answer.mimetype == mimetype
        assert answer.headers["Cache-Control"] == "no-store"
        assert application.number not in answer.headers["Content-Disposition"]
    words = browser.post("/card/text", expect=200).response.get_data(as_text=True)
    assert "怎样才会改变？" in words
    assert all(len(sentence) < 90 for sentence in words.splitlines())


def test_the_way_to_the_card_stands_on_the_public_pages(browser: Browser, people: People) -> None:
    notice = factories.a_notice(factories.a_candidate_list(people.village))
    for address in ("/", f"/notices/{notice.number}"):
        links = [link.get("href") for link in browser.get(address).select("main a, footer a")]
        assert "/card" in links
