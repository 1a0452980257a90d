"""The village screen: what hangs now, names for no longer than they may stand, and a page that can be kept."""

import datetime as dt

import pytest
from flask import Flask

from app.core import clock as county_clock
from app.core.db import db
from app.domain.candidate_lists.models import ListState
from app.domain.notices.models import Notice, NoticeKind
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def notice(people: People) -> Notice:
    round_ = factories.a_round(
        factories.a_policy("regular-2026", area=people.county), policy={"web_name": "full"}
    )
    drawn_up = factories.a_candidate_list(
        people.village, entries=0, state=ListState.FIRST_NOTICE, round_=round_
    )
    for number in range(14):
        factories.an_entry(drawn_up, head_name=f"王秀{number}", group_name="1组")
    return factories.a_notice(drawn_up)


def screen(browser: Browser, people: People) -> Page:
    return browser.get("board.show", code=people.village.code)


def test_the_rows_come_by_the_dozen_and_carry_their_last_day(
    browser: Browser, people: People, notice: Notice
) -> None:
    page = screen(browser, people)
    parts = page.select("section[data-names-until]")
    assert [len(part.findall(".//tbody/tr")) for part in parts] == [12, 2]
    assert {part.get("data-names-until") for part in parts} == {notice.last_day.isoformat()}
    assert page.texts(".left") == ["还剩8天"]
    (cover,) = page.select("section[data-last]")
    assert (cover.get("data-last"), cover.get("data-begun")) == (notice.last_day.isoformat(), "1")
    assert len(page.select(".slide-code svg")) == 1


def test_names_stand_only_between_the_marks_that_are_cut_out_of_what_is_kept(
    browser: Browser, people: People, notice: Notice
) -> None:
    html = screen(browser, people).html
    outside = "".join(part.split("<!--/names-->")[-1] for part in html.split("<!--names-->"))
    assert "王秀1" in html
    assert "王秀1" not in outside
    assert str(notice.households) in outside


def test_names_leave_after_the_last_day_even_where_the_web_shows_them_longer(
    browser: Browser, people: People, notice: Notice, clock: SetClock
) -> None:
    clock.set(notice.last_day, 23)
    page = screen(browser, people)
    assert page.texts(".left") == ["今天是最后一天。"]
    assert "王秀1" in page.html
    clock.move(hours=2)
    page = screen(browser, people)
    assert "王秀1" not in page.html
    assert "今天没有正在公示的名单" in page.text
    assert "14" in page.texts(".results")[0]


def test_a_sheet_that_never_hung_shows_no_names_after_its_printed_days(
    browser: Browser, people: People, clock: SetClock
) -> None:
    notice = factories.a_notice(posted=False)
    assert screen(browser, people).select("section[data-last]")[0].get("data-begun") == "0"
    clock.set(notice.last_day + dt.timedelta(days=1))
    assert screen(browser, people).select("section[data-names-until]") == []


def test_a_withdrawn_notice_and_another_village_do_not_show(
    browser: Browser, people: People, notice: Notice
) -> None:
    other = factories.a_village()
    factories.a_notice(factories.a_candidate_list(other), kind=NoticeKind.FIRST_NOTICE)
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), "人数写错了"
    db.session.flush()
    assert screen(browser, people).select("section[data-last]") == []
    browser.get("board.show", code="520000000000", expect=404)


def test_the_page_says_all_that_its_script_needs(
    app: Flask, people: People, notice: Notice, clock: SetClock
) -> None:
    page = Browser(app, lang="en").get(f"/en/board/{people.village.code}")
    (body,) = page.select("body")
    assert body.get("data-made") == str(int(clock.now.timestamp()))
    assert (body.get("data-alone"), body.get("data-zone")) == (str(36 * 3600), "480")
    assert body.get("data-worker") == "/en/board/worker.js"
    assert "{n}" in (body.get("data-left") or "")
    assert "{t}" in (body.get("data-as-of") or "")
    assert page.select("noscript meta[http-equiv=refresh]")
    assert page.response.headers["X-Robots-Tag"] == "noindex"


def test_the_worker_may_look_after_nothing_but_the_screens(browser: Browser) -> None:
    answer = browser.get("board.worker").response
    assert answer.mimetype == "text/javascript"
    assert "Service-Worker-Allowed" not in answer.headers
    assert "worker-src 'self'" in answer.headers["Content-Security-Policy"]
