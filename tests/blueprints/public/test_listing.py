"""The list of a notice: short or long, by group, sorted, by name; and that nothing hidden can be found out."""

import datetime as dt

import pytest

from app.domain.notices.models import Notice
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People

NAMES = ["王小明", "阿木", "曾大山", "丁一明", "单秀英"]


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(
        factories.a_policy("regular-2026", area=people.county), policy={"web_name": "full"}
    )


@pytest.fixture
def masked(people: People) -> Round:
    return factories.a_round(factories.a_policy(area=people.county), policy={"web_name": "masked"})


@pytest.fixture
def notice(people: People, round_: Round) -> Notice:
    rows = [(f"{number * 10 % 30 + 2}组", name, number + 1) for number, name in enumerate(NAMES)]
    return factories.a_notice_of(people.village, rows, round_=round_)


@pytest.fixture
def long_notice(people: People, round_: Round) -> Notice:
    rows = [("2组" if number < 205 else "10组", f"丁{chr(0x4E00 + number)}", 2) for number in range(230)]
    return factories.a_notice_of(people.village, rows, round_=round_)


def names_on(page: Page) -> list[str]:
    return [element.text or "" for element in page.select("td.name")]


def test_a_short_list_stands_whole_by_group(browser: Browser, notice: Notice) -> None:
    page = browser.get(f"/notices/{notice.number}")
    assert page.texts(".group-row") == ["2组", "12组", "22组"]
    assert sorted(names_on(page)) == sorted(NAMES)
    assert page.links["12组"] == f"/notices/{notice.number}/groups/2"


def test_a_group_has_a_page_of_its_own(browser: Browser, notice: Notice) -> None:
    page = browser.get(f"/notices/{notice.number}/groups/2")
    assert page.heading.endswith("12组")
    assert names_on(page) == ["阿木", "单秀英"]
    assert "2户7人" in page.text
    assert f"/notices/{notice.number}" in page.links.values()
    for ordinal in (0, 4, 99):
        browser.get(f"/notices/{notice.number}/groups/{ordinal}", expect=404)


def test_a_long_list_shows_its_groups_first(browser: Browser, long_notice: Notice) -> None:
    page = browser.get(f"/notices/{long_notice.number}")
    assert names_on(page) == []
    assert page.texts(".groups li") == ["2组 205户410人", "10组 25户50人"]
    first = browser.get(f"/notices/{long_notice.number}/groups/1")
    assert len(names_on(first)) == 200
    assert f"/notices/{long_notice.number}/groups/1/2" in first.links.values()
    assert len(names_on(browser.get(f"/notices/{long_notice.number}/groups/1/2"))) == 5
    for page_number in (0, 3):
        browser.get(f"/notices/{long_notice.number}/groups/1/{page_number}", expect=404)


def test_rows_are_sorted_without_a_script(browser: Browser, notice: Notice) -> None:
    by_name = browser.get(f"/notices/{notice.number}?sort=name")
    assert names_on(by_name) == ["阿木", "丁一明", "单秀英", "王小明", "曾大山"]
    assert by_name.texts("td.name small")[0] == "12组"
    assert by_name.select('th.name[aria-sort="ascending"]')
    assert names_on(browser.get(f"/notices/{notice.number}?sort=people"))[0] == "单秀英"
    assert names_on(browser.get(f"/notices/{notice.number}/groups/2?sort=people")) == ["单秀英", "阿木"]
    assert len(names_on(browser.get(f"/notices/{notice.number}?sort=gossip"))) == 5


def test_a_name_is_found_over_all_groups(browser: Browser, long_notice: Notice) -> None:
    address = f"/notices/{long_notice.number}?name="
    page = browser.get(f"{address}丁{chr(0x4E00 + 207)}")
    assert len(names_on(page)) == 1
    assert page.texts("td.name small") == ["10组"]
    many = browser.get(f"{address}丁")
    assert "找到230户" in many.text
    assert len(names_on(many)) == 200
    assert len(names_on(browser.get(f"{address}丁&page=2"))) == 30
    assert "名单上没有这个名字" in browser.get(f"{address}某某某").text


@pytest.mark.parametrize("typed", ["522401197003042617", "５２２４０１", "王5224"])
def test_digits_are_refused_and_never_written_back(browser: Browser, notice: Notice, typed: str) -> None:
    browser.get(f"/notices/{notice.number}?name={typed}", expect=303)
    page = browser.follow()
    assert "不能用身份证号查" in page.text
    assert typed not in page.html
    assert names_on(page) == []
    assert not page.select("input#name")[0].get("value")
    assert page.select("input#name")[0].get("pattern") == "[^0-9０-９]*"


def test_a_hidden_name_is_found_but_not_found_out(browser: Browser, people: People, masked: Round) -> None:
    notice = factories.a_notice_of(people.village, [("1组", "丁一明", 3), ("1组", "王山", 2)], round_=masked)
    page = browser.get(f"/notices/{notice.number}")
    assert names_on(page) == ["丁*明", "王*"]
    address = f"/notices/{notice.number}?name="
    for nobody in ("一", "山", "丁一", "一明"):
        assert names_on(browser.get(address + nobody)) == []
    for like_hers in ("丁一明", "丁二明", "丁*明"):
        assert names_on(browser.get(address + like_hers)) == ["丁*明"], "a right guess answers as a wrong one"
    for everything in ("", "*", "**"):
        assert "丁一明" not in browser.get(address + everything).html


def test_the_order_tells_nothing_hidden(browser: Browser, people: People, masked: Round) -> None:
    rows = [("1组", "王子明", 3), ("1组", "王安明", 2), ("1组", "丁山", 1)]
    notice = factories.a_notice_of(people.village, rows, round_=masked)
    page = browser.get(f"/notices/{notice.number}?sort=name")
    assert page.texts("td.num")[::2] == ["3", "1", "2"], "王*明 stands twice, in the order of the list"


def test_nothing_is_left_after_the_period(
    browser: Browser, people: People, notice: Notice, clock: SetClock
) -> None:
    clock.set(notice.last_day + dt.timedelta(days=notice.round.policy.web_names_grace_days + 1))
    for path in ("", "?name=王小明", "?sort=name", "?page=1", "/script"):
        page = browser.get(f"/notices/{notice.number}{path}")
        assert not [name for name in NAMES if name in page.html.replace("?name=王小明", "")], path
        assert "12组" not in page.text
    for path in ("/groups/1", "/groups/1/2", "/groups/9"):
        page = browser.get(f"/notices/{notice.number}{path}", expect=410)
        assert "姓名只在公示期间显示" in page.text
        assert not [name for name in NAMES if name in page.html]
    browser.get(f"/notices/{notice.number}/script/1", expect=404)


def test_rows_are_not_for_search_engines(browser: Browser, notice: Notice, clock: SetClock) -> None:
    paths = [f"/notices/{notice.number}{rest}" for rest in ("", "/groups/1", "?name=王小明", "/script")]
    for path in paths:
        page = browser.get(path)
        assert page.response.headers["X-Robots-Tag"] == "noindex"
        assert page.select('meta[name="robots"][content="noindex"]')
    clock.move(days=60)
    assert "X-Robots-Tag" not in browser.get(f"/notices/{notice.number}").response.headers


def test_the_rows_can_be_read_aloud(browser: Browser, people: People, masked: Round) -> None:
    notice = factories.a_notice_of(people.village, [("1组", "丁一明", 3), ("1组", "王山", 2)], round_=masked)
    spoken = browser.get(f"/notices/{notice.number}").select("tbody[data-speak]")[0].get("data-speak")
    assert spoken == "1组：1号，丁某明，3口人；2号，王某，2口人。"
    assert not Browser(people.app, lang="en").get(f"/notices/{notice.number}").select("tbody[data-speak]")
