"""The pages for everybody: home, a village, all notices, one notice in each of its states."""

import datetime as dt

import pytest

from app.core import clock as county_clock
from app.core.db import db
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState, RemovalCause
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(
        factories.a_policy("regular-2026", area=people.county), policy={"web_name": "full"}
    )


@pytest.fixture
def first_list(people: People, round_: Round) -> CandidateList:
    return factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE, round_=round_)


@pytest.fixture
def notice(first_list: CandidateList) -> Notice:
    return factories.a_notice(first_list)


def names_on(candidate_list: CandidateList) -> list[str]:
    return [entry.head_name for entry in candidate_list.entries]


def test_the_pages_are_complete_in_english(people: People, notice: Notice) -> None:
    english = Browser(people.app, lang="en")
    assert "Xinhua: First publicity notice" in english.get("/notices").text
    assert "8 days left" in english.get(f"/notices/{notice.number}").text


def test_all_notices_are_chosen_by_year_kind_and_village(
    browser: Browser, people: People, round_: Round, notice: Notice
) -> None:
    other = factories.a_candidate_list(people.other_village, state=ListState.ANNOUNCED, round_=round_)
    announced = factories.a_notice(other, kind=NoticeKind.ANNOUNCEMENT)
    assert len(browser.get("/notices").select(".notice-line")) == 2
    only = browser.get("/notices?kind=announcement&year=2026")
    assert [link for link in only.links.values() if announced.number in link]
    assert not [link for link in only.links.values() if notice.number in link]
    assert len(browser.get(f"/notices?village={people.village.code}").select(".notice-line")) == 1
    for nothing in ("year=2013", "year=x", "kind=gossip", "village=1"):
        assert "没有符合条件" in browser.get(f"/notices?{nothing}").text


def test_an_open_notice_shows_its_list_and_a_link_beside_each_row(
    browser: Browser, first_list: CandidateList, notice: Notice
) -> None:
    page = browser.get(f"/notices/{notice.number}")
    assert page.heading == "新华村第一次公示"
    for name in names_on(first_list):
        assert name in page.text
    assert "公示到2026年5月18日为止" in page.texts(".state-line")
    addresses = [link.get("href") for link in page.select("tbody a")]
    assert addresses == [f"/notices/{notice.number}/objections/new?entry={number}" for number in (1, 2, 3)]
    assert notice.digest in page.text


def test_a_notice_that_does_not_hang_says_so(browser: Browser, first_list: CandidateList) -> None:
    notice = factories.a_notice(first_list, posted=False)
    page = browser.get(f"/notices/{notice.number}")
    assert "还没有在村里贴齐" in page.text
    assert "已张贴0处" in page.text


def test_the_last_day_is_named_as_such(browser: Browser, notice: Notice, clock: SetClock) -> None:
    clock.set(notice.last_day, hour=23)
    assert "今天是最后一天" in browser.get(f"/notices/{notice.number}").text


def test_names_leave_the_page_when_the_grace_is_over(
    browser: Browser, first_list: CandidateList, notice: Notice, clock: SetClock
) -> None:
    grace = notice.round.policy.web_names_grace_days
    clock.set(notice.last_day + dt.timedelta(days=grace))
    assert names_on(first_list)[0] in browser.get(f"/notices/{notice.number}").text
    clock.move(days=1)
    page = browser.get(f"/notices/{notice.number}")
    for name in names_on(first_list):
        assert name not in page.html
    assert notice.number in page.text
    assert "姓名只在公示期间显示" in page.text


def test_a_withdrawn_notice_stays_as_a_stub_and_names_its_successor(
    browser: Browser, first_list: CandidateList, notice: Notice
) -> None:
    name = names_on(first_list)[0]
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), f"{name}的人数写错了"
    db.session.flush()
    page = browser.get(f"/notices/{notice.number}")
    assert "已于2026年5月11日撤回" in page.text
    assert "人数写错了" in page.text
    assert name not in page.html
    newer = factories.a_notice(first_list, replaces_id=notice.id)
    page = browser.get(f"/notices/{notice.number}")
    assert page.links[f"替代它的是：{newer.number}号"] == f"/notices/{newer.number}"


def test_answers_are_public_without_who_or_whom(
    browser: Browser, first_list: CandidateList, notice: Notice
) -> None:
    name = names_on(first_list)[0]
    factories.an_objection(
        notice,
        state=ObjectionState.DECIDED,
        outcome=Outcome.REJECTED,
        public_reply=f"经查，{name}家的门面是租来的。",
        decided_on=county_clock.today(),
    )
    factories.an_objection(notice, objector_name="马三立", objector_contact="13900001111")
    page = browser.get(f"/notices/{notice.number}")
    assert "共收到2件异议" in page.text
    assert "家的门面是租来的" in page.text
    assert f"{name}家" not in page.text
    assert "马三立" not in page.html
    assert "13900001111" not in page.html


@pytest.mark.parametrize(("is_exit", "now"), [(False, "这些户已不在册"), (True, "这些户已恢复在册")])
def test_an_announcement_says_which_rows_an_objection_proved_wrong(
    browser: Browser, people: People, is_exit: bool, now: str
) -> None:
    """The sheet never changes; what does not count any more stands beside it, by number and without a name."""
    round_ = factories.an_exit_round() if is_exit else factories.a_round()
    listed = factories.a_candidate_list(people.village, entries=3, state=ListState.ANNOUNCED, round_=round_)
    announced = factories.a_notice(listed, kind=NoticeKind.ANNOUNCEMENT)
    before = browser.get(f"/notices/{announced.number}").text
    gone = listed.entries[1]
    gone.standing, gone.removal_cause = EntryStanding.REMOVED, RemovalCause.OBJECTION_ANNOUNCEMENT
    gone.reason = "查实有商品房"
    db.session.flush()
    after = browser.get(f"/notices/{announced.number}").text
    assert "异议查实" not in before
    assert f"对这份公告的异议查实：第{gone.sequence}号已不算数" in after
    assert now in after


def test_a_number_that_was_never_given_is_not_found(browser: Browser, notice: Notice) -> None:
    for ending in ("", ".json", ".csv", ".pdf", "/objections/new"):
        browser.get(f"/notices/2026-000000-9{ending}", expect=404)


def test_public_pages_are_asked_again_and_set_nothing(people: People, notice: Notice) -> None:
    client = people.app.test_client()
    for path in (
        "/",
        "/notices",
        f"/villages/{people.village.code}",
        f"/notices/{notice.number}",
        "/notices.json",
    ):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["Cache-Control"] == "no-cache"
        assert "Set-Cookie" not in answer.headers
        again = client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status_code == 304
        assert again.data == b""
    assert "Set-Cookie" not in client.get("/?lang=en").headers


def test_a_page_takes_as_many_statements_for_many_rows(
    browser: Browser, people: People, round_: Round
) -> None:
    counts = []
    for rows in (3, 60):
        notice = factories.a_notice_of(
            people.village, [(f"{number % 7}组", f"丁{number}", 2) for number in range(rows)], round_=round_
        )
        pages = ("/notices", f"/notices/{notice.number}", f"/notices/{notice.number}/script")
        counts.append([len(browser.get(path).statements) for path in pages])
    assert counts[0] == counts[1]
    assert len(browser.get(f"/notices/{notice.number}").select("td.name")) == 60
