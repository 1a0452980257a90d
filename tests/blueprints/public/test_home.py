"""The front page: the village is found, what is open stands there with the days left, and it stays short."""

import datetime as dt
import gzip

import pytest

from app.blueprints.public import home_page
from app.core.db import db
from app.domain.areas.models import Area
from app.domain.articles.models import Article, ArticleKind, ArticleState
from app.domain.candidate_lists.models import ListState
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import Round
from app.web import places
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(factories.a_policy("regular-2026", area=people.county))


def an_open_notice(village: Area, round_: Round, kind: NoticeKind = NoticeKind.FIRST_NOTICE) -> Notice:
    state = ListState.ANNOUNCED if kind is NoticeKind.ANNOUNCEMENT else ListState.FIRST_NOTICE
    return factories.a_notice(factories.a_candidate_list(village, state=state, round_=round_), kind=kind)


def named(*areas: tuple[Area, str, str]) -> None:
    """Give these areas their pinyin initials and their name in letters."""
    for area, initials, name_en in areas:
        area.initials, area.name_en = initials, name_en
    db.session.flush()


def test_it_says_what_is_open_and_leads_to_each_village(
    browser: Browser, people: People, round_: Round
) -> None:
    notice = an_open_notice(people.village, round_)
    page = browser.get("/")
    assert "1份名单正在公示，最早的还剩8天。" in page.texts(".open-now")
    assert page.links["双桥村"].startswith("/villages/")
    assert page.links["新华村第一次公示 还剩8天"] == f"/notices/{notice.number}"
    assert "新华村 第一次公示，还剩8天" in page.links
    assert "12317" in page.text


def test_the_finder_stands_first(browser: Browser, people: People, round_: Round) -> None:
    an_open_notice(people.village, round_)
    assert browser.get("/").texts("h2")[0] == "找到您的村"


def test_the_notice_that_ends_first_stands_first_and_the_last_day_is_named(
    browser: Browser, people: People, round_: Round, clock: SetClock
) -> None:
    early = an_open_notice(people.other_village, round_)
    clock.move(days=2)
    an_open_notice(people.village, round_)
    clock.set(early.last_day)
    rows = browser.get("/").texts("#open + .rows .row")
    assert rows[0] == "双桥村第一次公示 今天最后一天"
    assert rows[1].startswith("新华村第一次公示 还剩")


def test_a_notice_that_does_not_hang_yet_has_no_days_left(
    browser: Browser, people: People, round_: Round
) -> None:
    a_list = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE, round_=round_)
    factories.a_notice(a_list, posted=False)
    page = browser.get("/")
    assert "新华村第一次公示 尚未贴齐" in page.links
    assert "现在有1份名单正在公示。" in page.texts(".open-now")


def test_two_open_notices_of_a_village_are_counted(browser: Browser, people: People, round_: Round) -> None:
    for _ in range(2):
        an_open_notice(people.village, round_)
    assert "新华村 第一次公示，还剩8天（另有1份）" in browser.get("/").links


def test_many_open_notices_stay_short(browser: Browser, people: People, round_: Round) -> None:
    for _ in range(home_page.MOST_NOTICES + 3):
        an_open_notice(factories.a_village(people.township), round_)
    page = browser.get("/")
    assert len(page.select("#open + .rows .row")) == home_page.MOST_NOTICES
    assert "另有3份名单正在公示" in page.text


def test_villages_stand_by_the_first_letter_of_their_pinyin(browser: Browser, people: People) -> None:
    third = factories.a_village(people.township, name_zh="松树村")
    named(
        (people.village, "xhc", "Xinhua"),
        (people.other_village, "sqc", "Shuangqiao"),
        (third, "ssc", "Songshu"),
    )
    rows = browser.get("/").texts(".rows-villages:first-of-type .row")
    assert rows == ["S双桥村", "松树村", "X新华村"]
    english = Browser(people.app, lang="en").get("/").texts(".rows-villages:first-of-type .row")
    assert english == ["SShuangqiao", "Songshu", "XXinhua"]


@pytest.mark.parametrize("search", ["sq", "双桥", "Shuang qiao", "桥"])
def test_a_search_that_finds_one_village_leads_there(browser: Browser, people: People, search: str) -> None:
    named((people.village, "xhc", "Xinhua"), (people.other_village, "sqc", "Shuangqiao"))
    answer = browser.get(f"/?q={search}", expect=303)
    assert answer.location == f"/villages/{people.other_village.code}"
    english = Browser(people.app, lang="en").get(f"/?q={search}", expect=303)
    assert english.location == f"/en/villages/{people.other_village.code}"


def test_a_search_shows_what_it_found(browser: Browser, people: People) -> None:
    named((people.village, "xhc", "Xinhua"), (people.far_village, "xsc", "Xinshi"))
    page = browser.get("/?q=x")
    assert "找到2个村" in page.text
    assert "双桥村" not in page.text
    assert "没有叫这个名字的村" in browser.get("/?q=zz").text


def test_many_villages_are_folded_away_by_township(browser: Browser, people: People, round_: Round) -> None:
    an_open_notice(people.village, round_)
    people.township.telephone = "0857-1111111"
    for _ in range(home_page.MOST_IN_SIGHT):
        factories.a_village(people.township)
    page = browser.get("/")
    assert len(page.select("details.fold")) == 2
    assert "26个村，1个村正在公示" in page.texts("details.fold summary")[0]
    assert "乡镇电话 0857-1111111" in page.texts("details.fold p")
    assert not page.select("details details")


def test_many_townships_are_folded_away_together(browser: Browser, people: People) -> None:
    for number in range(home_page.MOST_TOWNSHIPS):
        township = factories.a_township(people.county, telephone=f"0857-222222{number}")
        for _ in range(4):
            factories.a_village(township)
    page = browser.get("/")
    assert "按乡镇找（8个乡镇，27个村）" in page.texts("details > summary")
    assert len(page.select("details details.fold")) == 8
    assert "乡镇的电话，在上面各乡镇旁边" in page.text
    assert not [words for words in page.texts(".phones li") if "0857-222222" in words]


def test_what_was_announced_lately_says_when_and_about_how_many(
    browser: Browser, people: People, round_: Round
) -> None:
    notice = an_open_notice(people.village, round_, NoticeKind.ANNOUNCEMENT)
    announced = [words for words in browser.get("/").links if "2026年5月11日" in words]
    assert announced == [f"新华村公告 2026年5月11日，{notice.households}户{notice.people}人"]


def test_what_was_announced_long_ago_is_not_lately(
    browser: Browser, people: People, round_: Round, clock: SetClock
) -> None:
    for village in (people.village, people.other_village):
        an_open_notice(village, round_, NoticeKind.ANNOUNCEMENT)
    clock.move(days=400)
    assert len(browser.get("/").texts("h2 + .rows .row")) == 1
    an_open_notice(people.far_village, round_, NoticeKind.ANNOUNCEMENT)
    announced = browser.get("/").texts("h2:not(#open) + .rows .row")
    assert len(announced) == 1
    assert announced[0].startswith(people.far_village.name_zh)


def test_where_the_money_went_has_no_empty_box(browser: Browser, people: People) -> None:
    told: list[str | None] = []

    def teller(village: Area | None) -> places.Told | None:
        told.append(village.code if village else None)
        return places.Told("今年到账120万元，已发到214户。", "/funds", "看明细")

    assert "钱花到哪里" not in browser.get("/").text
    filled = dict(people.app.extensions["gongshi_places"])
    places.fill(people.app, "money", teller)
    try:
        page = browser.get("/")
        assert "今年的钱花到哪里了 今年到账120万元" in page.text
        assert page.links["看明细"] == "/funds"
        assert "今年到账120万元" in browser.get(f"/villages/{people.village.code}").text
        assert told == [None, people.village.code]
    finally:
        people.app.extensions["gongshi_places"] = filled


def test_news_stand_there_when_there_are_any(browser: Browser, people: People, clock: SetClock) -> None:
    assert "最新消息" not in browser.get("/").text
    factories.add(
        Article(
            number="X1",
            kind=ArticleKind.NEWS,
            area_id=people.township.id,
            title_zh="医保缴费开始了",
            body_zh="请到村里办理。",
            byline="镇政府",
            state=ArticleState.PUBLISHED,
            appears_on=clock.today,
            changed_at=clock.now,
        )
    )
    assert browser.get("/").links["医保缴费开始了 2026年5月11日"] == "/news/X1"


def test_it_says_how_to_object_and_whom_to_call(browser: Browser, people: People) -> None:
    people.township.telephone = "0857-1234567"
    db.session.flush()
    page = browser.get("/")
    assert len(page.select(".three > li")) == 3
    assert page.links["0857-1234567"] == "tel:0857-1234567"
    assert page.links["我要申请"].endswith("/apply")


def test_the_village_looked_at_last_waits_for_the_script(browser: Browser, people: People) -> None:
    (link,) = browser.get("/").select("#last-village[hidden] a")
    assert link.get("data-base") == "/villages/"
    (link,) = Browser(people.app, lang="en").get("/").select("#last-village a")
    assert link.get("data-base") == "/en/villages/"


def test_an_empty_portal_has_a_front_page(browser: Browser) -> None:
    assert "还没有录入村" in browser.get("/").text


def test_it_takes_as_many_statements_for_many_villages(
    browser: Browser, people: People, round_: Round
) -> None:
    an_open_notice(people.village, round_)
    an_open_notice(people.other_village, round_, NoticeKind.ANNOUNCEMENT)
    few = len(browser.get("/").statements)
    for _ in range(3):
        village = factories.a_village(factories.a_township(people.county))
        an_open_notice(village, round_)
        an_open_notice(village, round_, NoticeKind.ANNOUNCEMENT)
    assert len(browser.get("/").statements) == few


def test_a_county_of_four_hundred_villages_is_still_a_light_page(browser: Browser, people: People) -> None:
    for _ in range(20):
        township = factories.a_township(people.county)
        rows = [
            {
                "code": f"{township.code[:9]}{n:03}",
                "name_zh": f"{chr(0x4E00 + 97 * n)}{chr(0x5E00 + 31 * n)}村",
            }
            for n in range(1, 21)
        ]
        for row in rows:
            db.session.add(Area(level=people.village.level, parent_id=township.id, path=township.path, **row))
    db.session.flush()
    page = browser.get("/")
    assert len(page.select(".rows-villages .row")) == 403
    assert len(gzip.compress(page.html.encode())) <= 30 * 1024


def test_a_day_is_counted_as_the_county_counts_it(
    browser: Browser, people: People, round_: Round, clock: SetClock
) -> None:
    notice = an_open_notice(people.village, round_)
    clock.set(notice.last_day + dt.timedelta(days=1), hour=0, minute=1)
    assert "今天没有正在公示的名单" in browser.get("/").text
