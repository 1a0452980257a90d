"""Notices of funds and projects wherever notices are met: every kind, for a village and for a township."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from app.domain.notices.codes import code_of, sheet_code
from app.domain.notices.labels import FUND_KIND_LABELS
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import FUND_KINDS, NoticeKind
from app.web.i18n import in_locale, translate
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People

TITLES = {
    NoticeKind.FUNDS: "资金公示",
    NoticeKind.PROJECT_LIBRARY: "项目库公示",
    NoticeKind.ANNUAL_PLAN: "年度项目计划公示",
    NoticeKind.PROJECT_START: "项目实施前公示",
    NoticeKind.PROJECT_PROGRESS: "项目进展公示",
    NoticeKind.PROJECT_COMPLETION: "项目完工公示",
    NoticeKind.BENEFICIARIES: "受益名单公示",
}


@pytest.fixture
def notices(people: People) -> list[Notice]:
    """One of each kind for a village and for its township, beside a list's first notice; each with its sheets."""
    factories.a_round()
    factories.a_township_with_boards(people.township)
    factories.a_notice(factories.a_candidate_list(people.village, state="first_notice"))
    made = [factories.a_fund_notice(kind, area) for area in places(people) for kind in FUND_KINDS]
    for notice in made:
        factories.a_sheet(notice)
    return made


def places(people: People) -> Iterator:
    yield from (people.village, people.township)


def test_every_kind_has_a_name(people: People) -> None:
    assert set(FUND_KIND_LABELS) == set(FUND_KINDS)
    with people.app.test_request_context(), in_locale("zh"):
        assert {kind: translate(label) for kind, label in FUND_KIND_LABELS.items()} == TITLES


def test_lists_say_which_project_a_notice_is_about(
    browser: Browser, people: People, notices: list[Notice]
) -> None:
    start = next(one for one in notices if one.kind is NoticeKind.PROJECT_START)
    funds = next(one for one in notices if one.kind is NoticeKind.FUNDS)
    project = start.content["facts"]["projects"][0]["name"]
    village = people.village.name_zh
    page = browser.get("/notices?kind=money")
    assert page.links[f"{village}项目实施前公示 · {project['zh']}"] == f"/notices/{start.number}"
    assert page.links[f"{village}资金公示"] == f"/notices/{funds.number}"
    page = browser.get(f"/notices/{funds.number}")
    assert page.links[f"项目实施前公示 · {project['zh']}"] == f"/notices/{start.number}"
    page = Browser(people.app, lang="en").get(f"/notices/{funds.number}")
    assert any(words.endswith(f" · {project['en']}") for words in page.links)


def test_every_notice_has_its_page(browser: Browser, people: People, notices: list[Notice]) -> None:
    english = Browser(people.app, lang="en")
    for notice in notices:
        page = browser.get(f"/notices/{notice.number}")
        assert page.heading == f"{notice.village.name_zh}{TITLES[notice.kind]}"
        assert "张贴至2026年5月21日止" in page.text
        assert "我要提问或投诉" in page.links
        assert page.links["12317"] == "tel:12317"
        assert page.select("#check .callout-title, #check.tone-good")
        assert ("王秀英" in page.text or "王*英" in page.text) == (notice.kind is NoticeKind.BENEFICIARIES)
    for notice in notices[: len(FUND_KINDS)]:
        assert english.get(f"/notices/{notice.number}").heading.startswith("Xinhua: Notice ")


def test_a_roll_that_nobody_hung_names_nobody_for_ever(
    browser: Browser, people: People, clock: SetClock
) -> None:
    roll = factories.a_fund_notice(NoticeKind.BENEFICIARIES, people.village, posted=False)
    address = f"/notices/{roll.number}"
    assert "公示没有按时张贴" not in browser.get(address).text
    clock.set(roll.last_day + dt.timedelta(days=roll.round.policy.web_names_grace_days + 1))
    page = browser.get(address)
    assert "公示没有按时张贴，姓名暂不显示" in page.text
    assert "王秀英" not in page.text
    assert "王*英" not in page.text
    assert json.loads(browser.get(f"{address}.json").response.data).get("entries", []) == []


def test_every_notice_is_taken_along_as_data(browser: Browser, notices: list[Notice]) -> None:
    for notice in notices:
        told = json.loads(browser.get(f"/notices/{notice.number}.json").response.data)
        assert told["facts"] == notice.content["facts"]
        assert len(told["entries"]) == notice.households
        table = browser.get(f"/notices/{notice.number}.csv").response.data.decode("utf-8-sig")
        assert len(table.splitlines()) >= 2
    rolls = [notice for notice in notices if notice.households]
    told = json.loads(browser.get(f"/notices/{rolls[0].number}.json").response.data)
    assert [entry["amount_fen"] for entry in told["entries"]] == [50_000, 75_050]
    table = browser.get(f"/notices/{rolls[0].number}.csv").response.data.decode("utf-8-sig")
    assert "750.50" in table


def test_every_notice_is_read_out_and_checked(browser: Browser, notices: list[Notice]) -> None:
    for notice in notices[: len(FUND_KINDS)]:
        assert TITLES[notice.kind] in browser.get(f"/notices/{notice.number}/script").text
        answer = browser.get(f"/v/{code_of(notice.digest)}").text
        assert TITLES[notice.kind] in answer
        assert "和发布那天一样" in answer
    for notice in notices[len(FUND_KINDS) :]:
        scanned = browser.client.get(f"/v/{sheet_code(notice.digest, 1, 1)}").get_data(as_text=True)
        assert "镇政府门口公示栏" in scanned


def test_the_sheet_can_be_taken_along(browser: Browser, notices: list[Notice]) -> None:
    paper = browser.get(f"/notices/{notices[-1].number}.pdf").response
    assert paper.data.startswith(b"%PDF")


def test_the_lists_of_notices_know_them(browser: Browser, people: People, notices: list[Notice]) -> None:
    assert len(browser.get("/notices").select(".notice-line")) == 15
    assert len(browser.get("/notices?kind=money").select(".notice-line")) == 14
    assert len(browser.get("/notices?kind=lists").select(".notice-line")) == 1
    assert len(browser.get("/notices?kind=funds").select(".notice-line")) == 2
    assert len(browser.get(f"/notices?village={people.township.code}").select(".notice-line")) == 7
    assert len(json.loads(browser.get("/notices.json?kind=money").response.data)["notices"]) == 14


def test_home_village_and_township_tell_of_them(
    browser: Browser, people: People, notices: list[Notice]
) -> None:
    home = browser.get("/")
    assert home.links["正在公示的资金和项目公示：14份"] == "/notices?kind=money"
    village = browser.get(f"/villages/{people.village.code}")
    assert len(village.select(".now")) == 1, "only the list is in large type"
    assert "这里的所有资金和项目公示" in village.links
    township = browser.get(f"/townships/{people.township.code}")
    assert len(township.select(".notice-line")) == 7
    assert people.village.name_zh in township.links
    browser.get(f"/townships/{people.village.code}", expect=404)
    english = Browser(people.app, lang="en")
    for path in ("/", f"/villages/{people.village.code}", f"/townships/{people.township.code}", "/notices"):
        english.get(path)


def test_feeds_data_and_the_screen_know_them(browser: Browser, people: People, notices: list[Notice]) -> None:
    for path in ("/feed.atom", "/feed.json", f"/villages/{people.village.code}/feed.json"):
        assert "项目完工公示" in browser.get(path).response.get_data(as_text=True)
    for path in ("/data/notices.csv", "/data/objections.csv"):
        assert notices[-1].number in browser.get(path).response.get_data(as_text=True)
    assert "2026-funds" not in browser.get("/data/totals.csv").response.get_data(as_text=True)
    assert f"/townships/{people.township.code}" in browser.get("/sitemap.xml").response.get_data(as_text=True)
    for path in ("/openapi.json", "/data/schema.json", "/data"):
        browser.get(path)
    browser.get(f"/board/{people.village.code}")


@pytest.mark.parametrize("name", ["village_officer", "township_reviewer", "county_approver", "supervisor"])
def test_the_staff_pages_know_them(people: People, notices: list[Notice], name: str) -> None:
    someone = people.browser(name)
    for path in ("/desk", "/postings", "/rounds", "/rounds/2026-funds", "/desk/objections"):
        someone.get(path)
    of_village, of_township = notices[1], notices[-1]
    for notice in [of_village] if name == "village_officer" else [of_village, of_township]:
        someone.get(f"/postings/{notice.number}")
        someone.get(f"/postings/{notice.number}/sheets")
    someone.get(f"/postings/villages/{people.village.code}")
    someone.get(f"/villages/{people.village.code}/book")
