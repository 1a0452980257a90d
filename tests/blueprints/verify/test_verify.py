"""Checking a paper: whether it still counts, what it is, what was checked, and what an unknown one means."""

import datetime as dt

import pytest
from flask import Flask

from app.core import clock as county_clock
from app.core.db import db
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.notices.codes import code_of
from app.domain.notices.models import Notice, NoticeKind
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def a_list(people: People) -> CandidateList:
    round_ = factories.a_round(
        factories.a_policy("regular-2026", area=people.county),
        policy={"web_name": "full", "end_photographs_required": False},
    )
    drawn_up = factories.a_candidate_list(
        people.village, entries=0, state=ListState.FIRST_NOTICE, round_=round_
    )
    for name in ("王秀英", "李国强"):
        factories.an_entry(drawn_up, head_name=name, group_name="1组")
    return drawn_up


@pytest.fixture
def notice(a_list: CandidateList) -> Notice:
    return factories.a_notice(a_list)


def opened(browser: Browser, notice: Notice) -> Page:
    return browser.get("verify.show", code=code_of(notice.digest))


def verdict(page: Page) -> str:
    return page.texts(".state-line")[0]


@pytest.mark.parametrize("typed", ["code", "number", "digest", "address"])
def test_what_is_typed_leads_to_the_answer(browser: Browser, notice: Notice, typed: str) -> None:
    said = {
        "code": code_of(notice.digest).lower(),
        "number": notice.number,
        "digest": notice.digest,
        "address": f"https://gongshi.example/v/{code_of(notice.digest)}",
    }[typed]
    answer = browser.get("verify.ask", code=f" {said} ", expect=303)
    assert answer.location == f"/v/{code_of(notice.digest)}"


def test_the_form_asks_without_script_and_in_both_languages(
    app: Flask, browser: Browser, notice: Notice
) -> None:
    page = browser.get("verify.ask")
    assert page.select("form[method=get] input[name=code]")
    assert "X-Robots-Tag" not in page.response.headers
    english = Browser(app, lang="en")
    assert english.get("/en/verify").heading == "Check a paper"
    assert english.get(f"/en/v/{code_of(notice.digest)}").texts(".state-line") == ["Current"]


def test_a_current_paper(browser: Browser, notice: Notice, clock: SetClock) -> None:
    clock.set(notice.last_day)
    page = opened(browser, notice)
    assert verdict(page) == "现行有效"
    assert "还剩1天" in page.text or "今天是最后一天" in page.text
    assert all(name in page.text for name in ("王秀英", "李国强"))
    assert notice.number in page.text
    assert "和发布那天一样" in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_the_names_are_gone_from_the_answer_when_they_are_down(
    browser: Browser, notice: Notice, clock: SetClock
) -> None:
    clock.set(notice.last_day + dt.timedelta(days=notice.round.policy.web_names_grace_days + 1))
    page = opened(browser, notice)
    assert verdict(page) == "属实，公示期已过"
    assert "王秀英" not in page.html
    assert "数一数" in page.text


def test_a_withdrawn_paper_says_why_without_names(browser: Browser, notice: Notice) -> None:
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), "王秀英家人数写错了"
    db.session.flush()
    page = opened(browser, notice)
    assert verdict(page) == "已撤回"
    assert "王**家人数写错了" in page.text
    assert "王秀英" not in page.html


def test_a_replaced_paper_leads_to_the_new_one(
    browser: Browser, a_list: CandidateList, notice: Notice
) -> None:
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), "人数写错了"
    db.session.flush()
    newer = factories.a_notice(a_list, replaces_id=notice.id)
    page = opened(browser, notice)
    assert verdict(page) == "已替代"
    (way,) = [url for words, url in page.links.items() if newer.number in words]
    assert browser.get(way, expect=303).location == f"/v/{code_of(newer.digest)}"


def test_an_announcement_stands_after_its_days(browser: Browser, people: People, clock: SetClock) -> None:
    notice = factories.a_notice(kind=NoticeKind.ANNOUNCEMENT)
    clock.move(days=30)
    assert verdict(opened(browser, notice)) == "属实，已公告"


def test_a_paper_that_was_changed_in_the_database_is_not_called_genuine(
    browser: Browser, people: People
) -> None:
    page = opened(browser, factories.a_notice(digest="ab" * 32))
    assert verdict(page) == "有问题"
    assert "和发布那天不一样" in page.text


def test_an_unknown_code_says_what_to_do(browser: Browser, notice: Notice) -> None:
    mistaken = code_of(notice.digest)[:-1] + ("2" if code_of(notice.digest)[-1] != "2" else "3")
    for address in (f"/v/{mistaken}", f"/verify?code={mistaken}"):
        page = browser.get(address, expect=404)
        assert verdict(page) == "查无此件"
        assert "最后一位和前面对不上" in page.text
    assert "最后一位" not in browser.get("/v/2222-2222-2", expect=404).texts(".state")[0]
    assert "tel:" in page.html


def test_an_address_in_another_spelling_leads_to_the_one_that_is_printed(
    browser: Browser, notice: Notice
) -> None:
    code = code_of(notice.digest)
    for spelled in (code.replace("-", ""), code.lower(), notice.number, notice.digest):
        assert browser.get(f"/v/{spelled}", expect=303).location == f"/v/{code}"


def test_when_two_papers_share_a_code_the_number_decides(browser: Browser, people: People) -> None:
    one = factories.a_notice(digest="3f9a12cd11" + "0" * 54)
    other = factories.a_notice(digest="3f9a12cd11" + "f" * 54)
    page = opened(browser, one)
    assert page.select("form input[name=number]")
    assert one.number not in page.text
    chosen = browser.get("verify.show", code=code_of(one.digest), number=other.number)
    assert other.number in chosen.text
    assert browser.get("verify.ask", code="3F9A12CD").select("form input[name=code]")


def test_an_answer_takes_few_statements(browser: Browser, notice: Notice) -> None:
    assert len(opened(browser, notice).statements) <= 14
