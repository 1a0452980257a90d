"""The pages for everybody: home, a village, all notices, one notice in each of its states."""

import datetime as dt

import pytest

from app.core import clock as county_clock
from app.core.db import db
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState
from app.domain.comparisons.models import HitSettlement
from app.domain.notices.models import Notice, NoticeKind
from app.domain.notices.queries import get_notice
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


def test_the_front_page_says_what_is_open_and_leads_to_each_village(browser: Browser, notice: Notice) -> None:
    page = browser.get("/")
    assert "正在公示" in page.text
    assert "新华村第一次公示" in page.text
    assert "还剩8天" in page.text
    assert "12317" in page.text
    assert page.links["双桥村"].startswith("/villages/")
    assert page.links["新华村第一次公示"] == f"/notices/{notice.number}"


def test_a_village_is_found_by_its_pinyin_initials(browser: Browser, people: People) -> None:
    people.village.initials, people.other_village.initials = "xhc", "sqc"
    db.session.flush()
    page = browser.get("/?q=sq")
    assert "双桥村" in page.links
    assert "新华村" not in page.links


def test_an_empty_portal_has_a_front_page(browser: Browser) -> None:
    assert "还没有录入村" in browser.get("/").text


def test_the_pages_are_complete_in_english(people: People, notice: Notice) -> None:
    english = Browser(people.app, lang="en")
    assert "Open now" in english.get("/").text
    assert "How far the households came" in english.get(f"/villages/{people.village.code}").text
    assert "Xinhua: First publicity notice" in english.get("/notices").text
    assert "8 days left" in english.get(f"/notices/{notice.number}").text


def test_a_village_shows_its_stages_and_what_left_without_names(
    browser: Browser, people: People, first_list: CandidateList, notice: Notice
) -> None:
    gone = factories.an_entry(first_list, standing=EntryStanding.REMOVED, reason="。")
    name = gone.head_name
    gone.reason = f"{name}家有小汽车，电话13912345678。"
    db.session.flush()
    page = browser.get(f"/villages/{people.village.code}")
    assert "村务公开栏" in page.text
    assert "第一次公示" in page.text
    assert "家有小汽车" in page.text
    assert name not in page.text
    assert "13912345678" not in page.text


def test_why_a_household_withdrew_is_its_own_business(
    browser: Browser, people: People, round_: Round, notice: Notice
) -> None:
    for reason in ("搬去儿子家住", "户主得了重病"):
        factories.an_application(
            factories.a_household(people.village),
            state=ApplicationState.WITHDRAWN,
            round_=round_,
            closing_reason=reason,
        )
    page = browser.get(f"/villages/{people.village.code}")
    assert "重病" not in page.html
    assert "搬去" not in page.html
    rows = [row for row in page.texts("tbody tr") if row.endswith("—26")]
    assert len(rows) == 1


def test_what_the_comparison_found_is_the_households_business(
    browser: Browser, people: People, round_: Round, notice: Notice
) -> None:
    household = factories.a_household(people.village)
    factories.an_application(
        household, state=ApplicationState.LEFT_OUT, round_=round_, closing_reason="名下有一套商品房"
    )
    factories.a_comparison_hit(
        household,
        file=factories.a_comparison_file(round_),
        settlement=HitSettlement.EXCLUDES,
        explanation="名下有一套商品房",
        settled_at=county_clock.now(),
    )
    page = browser.get(f"/villages/{people.village.code}")
    assert "比对后排除" in page.text
    assert "商品房" not in page.html


def test_a_village_that_does_not_exist_is_not_found(browser: Browser, people: People) -> None:
    browser.get("/villages/000000000000", expect=404)
    browser.get(f"/villages/{people.township.code}", expect=404)


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
    links = [url for url in page.links.values() if "objections/new?entry=" in url]
    assert links
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


def test_a_row_is_found_by_name_and_by_group(browser: Browser, people: People, round_: Round) -> None:
    long_list = factories.a_candidate_list(
        people.village, entries=0, state=ListState.FIRST_NOTICE, round_=round_
    )
    for number in range(24):
        factories.an_entry(
            long_list, group_name=f"{number % 12 + 1}组", head_name=f"丁{chr(0x4E00 + number * 7)}明"
        )
    notice = factories.a_notice(long_list)
    page = browser.get(f"/notices/{notice.number}")
    assert page.texts(".group-row")[1:3] == ["2组", "3组"]
    name = long_list.entries[5].head_name
    assert page.html.count(name) == 1
    found = browser.get(f"/notices/{notice.number}?name={name}")
    assert len(found.select("td.name")) == 1
    assert len(browser.get(f"/notices/{notice.number}?group=10组").select("td.name")) == 2
    assert "没有这个名字" in browser.get(f"/notices/{notice.number}?name=某某某").text


def test_a_masked_name_is_not_found_out_by_searching(browser: Browser, people: People) -> None:
    masked = factories.a_round(factories.a_policy(area=people.county), policy={"web_name": "masked"})
    a_list = factories.a_candidate_list(
        people.village, entries=0, state=ListState.FIRST_NOTICE, round_=masked
    )
    factories.an_entry(a_list, head_name="丁一明")
    notice = factories.a_notice(a_list)
    page = browser.get(f"/notices/{notice.number}")
    assert "丁*明" in page.text
    assert "丁一明" not in page.html
    address = f"/notices/{notice.number}?name="
    assert "没有这个名字" in browser.get(address + "一").text
    assert browser.get(address + "丁一明").texts("td.name") == ["丁*明"]


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
    for entries in (3, 230):
        a_list = factories.a_candidate_list(
            people.village, entries=0, state=ListState.FIRST_NOTICE, round_=round_
        )
        for number in range(entries):
            factories.an_entry(a_list, group_name=f"{number % 7}组")
        notice = factories.a_notice(a_list)
        pages = (
            "/",
            "/notices",
            f"/villages/{people.village.code}",
            f"/notices/{notice.number}",
            "/notices.json",
        )
        counts.append([len(browser.get(path).statements) for path in pages])
        if entries > 200:
            page = browser.get(f"/notices/{notice.number}")
            assert len(page.select("td.name")) == 200
            assert len(browser.get(f"/notices/{notice.number}?page=2").select("td.name")) == 30
    assert counts[0] == counts[1]
    assert get_notice(notice.number).households == 230
