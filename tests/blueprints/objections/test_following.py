"""Following an objection: with the four words or the digits; with number and letters of an earlier slip."""

import datetime as dt
import io

import pytest
from flask import Flask

from app.blueprints.objections import limits
from app.core import clock as county_clock
from app.core.db import db
from app.core.receipts import OBJECTION, Code, code_of, derive_secret
from app.domain.objections import codes, conversation
from app.domain.objections.models import (
    Objection,
    ObjectionState,
    Outcome,
    SecondLookState,
    SecondOutcome,
    Side,
)
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People

WRONG = "编号和查询码对不上"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)


@pytest.fixture
def objection(people: People) -> Objection:
    notice = factories.a_notice(factories.a_candidate_list(people.village))
    return factories.an_objection(notice, objector_name="马三立", objector_contact="13900001111")


def code_for(objection: Objection) -> Code:
    """The code of an objection that the factory made without one."""
    codes.give_codes()
    return code_of(OBJECTION, objection.number, objection.secret_salt)


def type_in(browser: Browser, code: str, expect: int = 303) -> Page:
    browser.get("/objections")
    return browser.post("objections.open_receipt", {"code": code}, expect=expect)


def decided(objection: Objection, *, days_ago: int = 0) -> Objection:
    objection.state, objection.outcome = ObjectionState.DECIDED, Outcome.REJECTED
    objection.public_reply = "经查不属实。"
    objection.decided_on = county_clock.today() - dt.timedelta(days=days_ago)
    db.session.flush()
    return objection


def test_four_words_alone_show_how_it_stands(browser: Browser, objection: Objection) -> None:
    code = code_for(objection)
    assert type_in(browser, " ".join(code.words)).location == "/objections"
    page = browser.follow()
    assert objection.number in page.text
    assert "还有" in page.text
    assert objection.grounds not in page.html
    assert "马三立" not in page.html
    assert page.response.headers["Cache-Control"] == "no-store"


def test_the_digits_do_as_well_and_the_words_in_any_order(browser: Browser, objection: Objection) -> None:
    code = code_for(objection)
    for typed in (code.digits, code.plain_digits, "，".join(reversed(code.words))):
        type_in(browser, typed)
        assert objection.number in browser.follow().text
        browser.send(to="close")


def test_a_wrong_word_is_named_and_a_code_that_nobody_has_is_said(
    browser: Browser, objection: Objection
) -> None:
    code = code_for(objection)
    page = type_in(browser, " ".join([*code.words[:3], "甲乙"]), expect=422)
    assert any("甲乙" in fault for fault in page.faults)
    page = type_in(browser, Code(OBJECTION, code.value + 1).digits, expect=422)
    assert any("没有这个查询码" in fault for fault in page.faults)
    assert type_in(browser, code.plain_digits[:-1], expect=422).faults
    assert type_in(browser, "", expect=422).faults


def test_the_code_of_another_paper_opens_nothing(browser: Browser, objection: Objection) -> None:
    code_for(objection)
    other = code_of("application", objection.number, objection.secret_salt)
    type_in(browser, other.digits, expect=422)


def test_one_browser_does_not_guess_for_long_and_shuts_nobody_out(
    people: People, browser: Browser, objection: Objection
) -> None:
    code = code_for(objection)
    for number in range(1, limits.WRONG_CODES + 1):
        type_in(browser, Code(OBJECTION, code.value + number).digits, expect=422)
    page = type_in(browser, code.digits, expect=429)
    assert "次数太多" in page.text
    assert int(page.response.headers["Retry-After"]) > 0
    neighbour = Browser(people.app)
    type_in(neighbour, code.digits)


def test_a_question_of_the_office_is_answered_without_a_name(
    people: People, browser: Browser, objection: Objection
) -> None:
    type_in(browser, code_for(objection).digits)
    browser.follow()
    browser.post("objections.answer", {"words": "没人问我。"}, expect=409)
    conversation.ask_question(
        actor=people.actor("township_reviewer"), objection=objection, words="门面在哪条街？"
    )
    db.session.commit()
    page = browser.get("/objections")
    assert "门面在哪条街" in page.text
    assert people.user("township_reviewer").name not in page.html
    browser.send(to="answer", words="", expect=422)
    browser.send(to="answer", words="在东街粮站对面。", evidence=(io.BytesIO(PNG), "门面.png"))
    page = browser.follow()
    assert "在东街粮站对面" in page.text
    assert page.select("form[action='/objections/answer']") == []
    message = objection.messages[-1]
    assert (message.side, message.written_by_id) == (Side.ASKER, None)
    assert [one.attachment.filename for one in objection.evidence] == ["门面.png"]


def test_not_satisfied_is_said_once(browser: Browser, objection: Objection) -> None:
    code = code_for(decided(objection))
    type_in(browser, code.digits)
    page = browser.follow()
    assert "经查不属实" in page.text
    assert "只能要求一次" in page.text
    browser.send(to="not-satisfied", reasons="", expect=422)
    browser.send(to="not-satisfied", reasons="没有去东街看过。")
    page = browser.follow()
    assert "正在再查一次" in page.text
    assert page.select("form[action='/objections/not-satisfied']") == []
    browser.post("objections.not_satisfied", {"reasons": "还是不对。"}, expect=409)
    assert objection.second_look is not None
    assert objection.second_look.reasons == "没有去东街看过。"


def test_after_its_days_the_page_no_longer_offers_it(browser: Browser, objection: Objection) -> None:
    type_in(browser, code_for(decided(objection, days_ago=60)).digits)
    assert browser.follow().select("form[action='/objections/not-satisfied']") == []
    browser.post("objections.not_satisfied", {"reasons": "太晚了。"}, expect=409)


def test_without_the_code_nobody_answers_or_asks(browser: Browser, objection: Objection) -> None:
    browser.post("objections.answer", {"words": "答。"}, expect=404)
    browser.post("objections.not_satisfied", {"reasons": "不满意。"}, expect=404)


def test_the_final_answer_stands_beside_the_first(browser: Browser, objection: Objection) -> None:
    factories.a_second_look(
        decided(objection),
        state=SecondLookState.ANSWERED,
        outcome=SecondOutcome.CHANGED,
        public_reply="再查属实，移出名单。",
        answered_on=county_clock.today(),
    )
    type_in(browser, code_for(objection).digits)
    page = browser.follow()
    assert "经查不属实" in page.text
    assert "再查属实" in page.text
    assert "这是最后答复" in page.text


def test_in_english_everything_stays_in_english(people: People, objection: Objection) -> None:
    browser = Browser(people.app, lang="en")
    page = type_in(browser, code_for(decided(objection)).digits)
    assert page.location == "/en/objections"
    assert "It is answered." in browser.follow().text
    browser.send(to="/en/objections/not-satisfied", reasons="Nobody looked.")


def secret_of(app: Flask, objection: Objection) -> str:
    return derive_secret(str(app.secret_key), "objection", objection.number, objection.secret_salt)


def ask(browser: Browser, number: str, secret: str, expect: int = 422) -> Page:
    browser.get("/objections")
    return browser.send(to="/objections/earlier", number=number, secret=secret, expect=expect)


def test_number_and_letters_of_an_earlier_slip_show_how_it_stands(
    browser: Browser, app: Flask, objection: Objection
) -> None:
    typed = secret_of(app, objection).lower().replace("-", " ")
    assert ask(browser, objection.number.lower(), typed, expect=303).location == "/objections"
    page = browser.follow()
    assert objection.number in page.text
    assert "调查中" in page.text
    assert objection.grounds not in page.html
    assert "马三立" not in page.html
    assert page.response.headers["Cache-Control"] == "no-store"
    browser.send(to="close")
    assert "四个词" in browser.follow().text
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
