"""Following an objection with the receipt: one message for every wrong pair, and the state for the right one."""

import pytest
from flask import Flask

from app.blueprints.objections import limits
from app.core import clock as county_clock
from app.core.db import db
from app.core.receipts import derive_secret
from app.domain.objections.models import Objection, ObjectionState, Outcome
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People

WRONG = "编号和查询码对不上"


@pytest.fixture
def objection(people: People) -> Objection:
    notice = factories.a_notice(factories.a_candidate_list(people.village))
    return factories.an_objection(notice, objector_name="马三立", objector_contact="13900001111")


def secret_of(app: Flask, objection: Objection) -> str:
    return derive_secret(str(app.secret_key), "objection", objection.number, objection.secret_salt)


def ask(browser: Browser, number: str, secret: str, expect: int = 422) -> Page:
    browser.get("/objections")
    return browser.send(to="/objections", number=number, secret=secret, expect=expect)


def test_number_and_code_show_how_it_stands(browser: Browser, app: Flask, objection: Objection) -> None:
    typed = secret_of(app, objection).lower().replace("-", " ")
    assert ask(browser, objection.number.lower(), typed, expect=303).location == "/objections"
    page = browser.follow()
    assert objection.number in page.text
    assert "调查中" in page.text
    assert objection.grounds not in page.html
    assert "马三立" not in page.html
    assert page.response.headers["Cache-Control"] == "no-store"
    browser.send(to="close")
    assert "查询码" in browser.follow().text
    assert objection.number not in browser.get("/objections").html


def test_a_number_typed_in_full_width_is_understood(
    browser: Browser, app: Flask, objection: Objection
) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in objection.number)
    ask(browser, f" {wide}", secret_of(app, objection), expect=303)


def test_an_answer_is_shown_with_its_outcome(browser: Browser, app: Flask, objection: Objection) -> None:
    objection.state, objection.outcome = ObjectionState.DECIDED, Outcome.UPHELD
    objection.public_reply, objection.decided_on = "经查属实，已移出名单。", county_clock.today()
    db.session.flush()
    ask(browser, objection.number, secret_of(app, objection), expect=303)
    page = browser.follow()
    assert "经查属实" in page.text
    assert "成立" in page.text


def test_a_wrong_number_and_a_wrong_code_are_answered_alike(
    browser: Browser, app: Flask, objection: Objection
) -> None:
    answers = [
        ask(browser, objection.number, "AAAA-AAAA"),
        ask(browser, "Y2026-99999", secret_of(app, objection)),
        ask(browser, "什么", "什么"),
    ]
    assert len({tuple(page.faults) for page in answers}) == 1
    assert WRONG in answers[0].faults[0]
    assert ask(browser, "", "").faults


def test_guessing_ends_after_a_few_codes_and_goes_on_later(
    browser: Browser, app: Flask, objection: Objection, clock: SetClock
) -> None:
    for _ in range(limits.WRONG_CODES):
        ask(browser, objection.number, "AAAA-AAAA")
    page = ask(browser, objection.number, secret_of(app, objection), expect=429)
    assert "次数太多" in page.text
    assert int(page.response.headers["Retry-After"]) > 0
    other = factories.an_objection(objection.notice)
    ask(browser, other.number, secret_of(app, other), expect=303)
    clock.move(hours=1)
    browser.post("/objections/close")
    ask(browser, objection.number, secret_of(app, objection), expect=303)


def test_neither_number_nor_code_stands_in_an_address(
    browser: Browser, app: Flask, objection: Objection
) -> None:
    page = ask(browser, objection.number, secret_of(app, objection), expect=303)
    assert page.location == "/objections"
    browser.get(f"/objections?number={objection.number}")
