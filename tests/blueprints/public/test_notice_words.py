"""What stands around the list: what the notice is, what its columns mean, what becomes of an objection."""

import datetime as dt
from typing import Any

import pytest

from app.core import clock as county_clock
from app.core.db import db
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections.models import ObjectionState, Outcome, SecondLookState, SecondOutcome
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People

ROWS = [("1组", "丁一明", 3), ("2组", "王大山", 4)]


def a_notice(people: People, policy: dict[str, Any] | None = None, **given: Any) -> Notice:
    round_ = factories.a_round(factories.a_policy("regular-2026", area=people.county), policy=policy or {})
    return factories.a_notice_of(people.village, ROWS, round_=round_, **given)


@pytest.mark.parametrize(
    ("kind", "open_words", "later_words"),
    [
        (NoticeKind.FIRST_NOTICE, "现在还没有定", "征求意见"),
        (NoticeKind.SECOND_NOTICE, "县里还没有批准", "征求意见"),
        (NoticeKind.ANNOUNCEMENT, "这是最后的名单", "这是最后的名单"),
    ],
)
def test_the_page_says_what_it_is(
    browser: Browser, people: People, clock: SetClock, kind: NoticeKind, open_words: str, later_words: str
) -> None:
    notice = a_notice(people, kind=kind)
    page = browser.get(f"/notices/{notice.number}")
    assert open_words in page.text
    assert "谁觉得不对，都可以提" in page.text
    assert "名单上有2户7人" in page.text
    clock.move(days=60)
    page = browser.get(f"/notices/{notice.number}")
    assert later_words in page.text
    assert "谁觉得不对" not in page.text


def test_a_withdrawn_list_does_not_count(browser: Browser, people: People) -> None:
    notice = a_notice(people)
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), "人数写错了"
    db.session.flush()
    page = browser.get(f"/notices/{notice.number}")
    assert "这份名单已经不算数" in page.text
    assert not page.select(".to-do")


def test_what_one_can_do_comes_before_the_list(browser: Browser, people: People) -> None:
    notice = a_notice(people)
    page = browser.get(f"/notices/{notice.number}")
    form = f"/notices/{notice.number}/objections/new"
    assert [link.get("href") for link in page.select(".to-do a")] == ["#list", form, f"{form}?about=left_out"]
    assert page.html.index('class="plain-list to-do"') < page.html.index('id="list"')


def test_the_steps_of_an_objection_follow_the_policy(browser: Browser, people: People) -> None:
    notice = a_notice(
        people,
        {
            "objection_answer_days": 10,
            "objection_answer_day_kind": "calendar",
            "objection_anonymous_allowed": False,
            "investigators_min": 3,
            "second_look_ask_days": 12,
        },
    )
    steps = browser.get(f"/notices/{notice.number}").texts(".ways li")
    assert "写上自己的名字" in steps[0]
    assert any("至少3个人" in step for step in steps)
    assert "10天内答复。" in steps
    assert any("12天内可以说一次" in step for step in steps)


def test_the_columns_and_the_official_words_are_one_tap_away(browser: Browser, people: People) -> None:
    notice = a_notice(people, {"web_name": "masked"})
    page = browser.get(f"/notices/{notice.number}")
    assert page.texts("summary") == ["各栏是什么意思", "看正式的说法"]
    assert "有一个字用*代替" in page.texts("details")[0]
    assert page.texts(".meanings dt") == ["序号", "户主姓名", "人数"]


def test_files_say_how_large_they_are(browser: Browser, people: People) -> None:
    notice = a_notice(people)
    files = browser.get(f"/notices/{notice.number}").texts(".files li")
    assert len(files) == 4
    assert all("KB" in file for file in files)


def test_of_an_objection_looked_at_twice_the_second_answer_holds(browser: Browser, people: People) -> None:
    notice = a_notice(people)
    objection = factories.an_objection(
        notice,
        entry=notice.candidate_list.entries[0],
        state=ObjectionState.DECIDED,
        outcome=Outcome.REJECTED,
        public_reply="第一次的答复。",
        decided_on=dt.date(2026, 5, 11),
    )
    factories.a_second_look(
        objection,
        state=SecondLookState.ANSWERED,
        outcome=SecondOutcome.CHANGED,
        public_reply="再查以后的答复。",
    )
    page = browser.get(f"/notices/{notice.number}")
    assert "再查以后的答复。" in page.text
    assert "第一次的答复。" not in page.text
    assert "改了原来的答复" in page.text
