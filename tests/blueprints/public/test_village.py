"""A village's page: what is open and new, its list's stages and why they changed, figures, who answers for what."""

import datetime as dt

import pytest

from app.blueprints.public.village_page import NEW_DAYS
from app.core import clock as county_clock
from app.core.db import db
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import VillageFigures
from app.domain.articles.models import Article, ArticleKind, ArticleState
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListState, RemovalCause
from app.domain.comparisons.models import HitSettlement
from app.domain.notices.models import Notice
from app.domain.officials.models import Post
from app.domain.policies.vocabulary import LIST_KINDS, NoticeKind
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser, Page
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(factories.a_policy("regular-2026", area=people.county))


@pytest.fixture
def first_list(people: People, round_: Round) -> CandidateList:
    return factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE, round_=round_)


@pytest.fixture
def notice(first_list: CandidateList) -> Notice:
    return factories.a_notice(first_list)


def opened(browser: Browser, people: People) -> Page:
    return browser.get(f"/villages/{people.village.code}")


def test_the_days_left_stand_first_in_large_type(browser: Browser, people: People, notice: Notice) -> None:
    page = opened(browser, people)
    assert page.texts("h2")[0] == "第一次公示 还剩8天"
    assert page.links["看名单"] == f"/notices/{notice.number}"
    assert page.links["提异议"] == f"/notices/{notice.number}/objections/new"
    assert "村务公开栏" in page.text


def test_it_is_complete_in_english(people: People, notice: Notice) -> None:
    page = Browser(people.app, lang="en").get(f"/villages/{people.village.code}")
    assert page.texts("h2")[0] == "First publicity notice 8 days left"
    assert "How far the list is" in page.text
    assert page.links["Look at the list"] == f"/en/notices/{notice.number}"


def test_it_names_itself_for_the_device_to_remember(browser: Browser, people: People) -> None:
    (heading,) = opened(browser, people).select("h1[data-village]")
    assert (heading.get("data-village"), heading.get("data-code")) == ("新华村", people.village.code)


def test_a_village_that_does_not_exist_is_not_found(browser: Browser, people: People) -> None:
    browser.get("/villages/000000000000", expect=404)
    browser.get(f"/villages/{people.township.code}", expect=404)


def test_when_nothing_is_new_it_says_since_when(
    browser: Browser, people: People, notice: Notice, clock: SetClock
) -> None:
    issued = clock.today
    assert opened(browser, people).links["第一次公示：已发布 2026年5月11日"] == f"/notices/{notice.number}"
    clock.set(issued + dt.timedelta(days=NEW_DAYS - 1))
    assert "近七天没有新消息" not in opened(browser, people).text
    clock.move(days=1)
    page = opened(browser, people)
    assert "近七天没有新消息。上一次是2026年5月11日：" in page.text
    assert "今天没有正在公示的名单" not in page.text


def test_the_end_of_a_notice_and_a_withdrawal_are_news(
    browser: Browser, people: People, notice: Notice, clock: SetClock
) -> None:
    clock.set(notice.last_day + dt.timedelta(days=1))
    page = opened(browser, people)
    assert "第一次公示：已到期 2026年5月19日" in page.links
    assert "今天没有正在公示的名单" in page.text
    notice.withdrawn_at, notice.withdrawal_reason = clock.now, "写错了"
    db.session.flush()
    page = opened(browser, people)
    assert "第一次公示：已撤回 2026年5月19日" in page.links
    assert "第一次公示：已到期 2026年5月19日" not in page.links


def test_without_any_notice_it_says_so(browser: Browser, people: People) -> None:
    page = opened(browser, people)
    assert "还没有发布过消息" in page.text
    assert "还没有公示过名单" in page.text


def test_articles_of_the_village_are_news_too(browser: Browser, people: People, clock: SetClock) -> None:
    factories.add(
        Article(
            number="X1",
            kind=ArticleKind.VILLAGE_AFFAIRS,
            area_id=people.village.id,
            title_zh="一季度收支",
            body_zh="收入若干。",
            byline="村委会",
            state=ArticleState.PUBLISHED,
            appears_on=clock.today,
            changed_at=clock.now,
            year=2026,
            quarter=1,
        )
    )
    page = opened(browser, people)
    assert "一季度收支 2026年5月11日" in page.texts("h2 + .rows .row")
    assert "一季度收支 2026年第一季度" in page.texts("h3 + .rows .row")
    assert "一季度收支" not in browser.get(f"/villages/{people.other_village.code}").text


def test_the_stages_stand_side_by_side_with_what_left_and_why(
    browser: Browser, people: People, first_list: CandidateList, notice: Notice, round_: Round
) -> None:
    gone = first_list.entries[0]
    name = gone.head_name
    gone.standing, gone.removal_cause = EntryStanding.REMOVED, RemovalCause.OBJECTION_FIRST
    gone.reason = f"{name}家有小汽车，电话13912345678。"
    gone.application.state = ApplicationState.REMOVED
    db.session.flush()
    factories.a_notice(first_list, kind=NoticeKind.SECOND_NOTICE)
    page = opened(browser, people)
    stops = page.texts(".way > li")
    assert [words.split(" ")[0] for words in stops] == [
        "已申请",
        "村民评议通过",
        "村里第一次公示",
        "乡镇第二次公示",
        "县里公告",
    ]
    assert "3户" in stops[2]
    assert "2户" in stops[3]
    assert "少了1户：第一次公示有人提异议，查实" in stops[3]
    assert "家有小汽车" in stops[3]
    assert "尚未进行" in stops[4]
    assert [bar.get("width") for bar in page.select(".bar rect")] == ["100%", "100%", "100%", "66.67%"]
    assert name not in page.text
    assert "13912345678" not in page.text


def test_a_round_of_exits_has_its_own_words_and_numbers(browser: Browser, people: People) -> None:
    """Nobody reads that a household applied or was announced for help when it is to leave the register."""
    round_ = factories.an_exit_round()
    leaving = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED, round_=round_)
    for kind in (NoticeKind.FIRST_NOTICE, NoticeKind.ANNOUNCEMENT):
        factories.a_notice(leaving, kind=kind)
    factories.an_exit(factories.a_registered(people.village, members=3), round_)
    page = opened(browser, people)
    stops = page.texts(".way > li")
    assert stops[0].startswith("已提名退出")
    assert stops[4].startswith("县里公告：已退出")
    assert "已申请" not in page.texts(".way > li")[0]
    facts = page.texts("dl.facts > div")
    assert f"脱贫退出（{round_.year}年）1户3人" in facts
    assert "现在在册0户0人" in facts
    assert not any(one.startswith("公告帮扶") for one in facts)


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
    page = opened(browser, people)
    assert "重病" not in page.html
    assert "搬去" not in page.html
    assert "少了2户：自己撤回了申请" in page.texts(".way-moves > li")


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
    page = opened(browser, people)
    assert "少了1户：查到有不符合条件的登记" in page.texts(".way-moves > li")
    assert "商品房" not in page.html


def test_the_same_reason_is_said_once_and_many_are_cut(
    browser: Browser, people: People, round_: Round, notice: Notice
) -> None:
    reasons = ["收入超过标准。"] * 3 + [f"第{number}种原因。" for number in range(8)]
    for reason in reasons:
        factories.an_application(
            factories.a_household(people.village),
            state=ApplicationState.REJECTED,
            round_=round_,
            closing_reason=reason,
        )
    given = opened(browser, people).texts(".way-moves ul li")
    assert given[0] == "收入超过标准（3户）"
    assert given[-1] == "还有其他原因"
    assert len(given) == 6


def test_an_earlier_round_is_one_tap_away(browser: Browser, people: People, notice: Notice) -> None:
    earlier = factories.a_round(factories.a_policy(area=people.county), year=2014)
    a_list = factories.a_candidate_list(people.village, entries=5, state=ListState.ANNOUNCED, round_=earlier)
    for kind in LIST_KINDS:
        factories.a_notice(a_list, kind=kind)
    page = opened(browser, people)
    assert "3户" in page.texts(".way > li")[0]
    page = browser.get(page.links[earlier.name_zh])
    assert "5户" in page.texts(".way > li")[0]


def test_figures_over_the_years_are_small_charts_with_a_table(browser: Browser, people: People) -> None:
    figures = VillageFigures(village_id=people.village.id, year=2014, households=780, population=3120)
    factories.add(figures)
    page = opened(browser, people)
    assert "户籍人口（2014年）3120人" in page.texts(".facts > div")
    assert not page.select("figure.chart")
    factories.add(VillageFigures(village_id=people.village.id, year=2020, households=760, population=3050))
    page = opened(browser, people)
    assert page.texts("figcaption") == ["历年户籍人口（人）", "历年户籍户数（户）"]
    assert page.texts("figure td") == ["3120", "3050", "780", "760"]
    assert page.texts(".chart-label") == ["2014", "2020"] * 2


def test_who_answers_for_what_names_posts_and_no_private_number(browser: Browser, people: People) -> None:
    people.village.telephone = "0857-7654321"
    for area, name, post, title in (
        (people.village, "田永福", Post.PARTY_BRANCH, "村党支部书记"),
        (people.village, "何平", Post.WORK_TEAM, "驻村工作队队长"),
        (people.township, "谢小兵", Post.TOWNSHIP, "镇包村干部"),
        (people.other_village, "安光明", Post.VILLAGE_COMMITTEE, "村委会主任"),
    ):
        factories.an_official(area, name=name, post=post, title=title, telephone="13900001111")
    factories.an_official(
        people.village, name="早已离任", post=Post.VILLAGE_COMMITTEE, until=county_clock.today()
    )
    for number in range(3):
        factories.a_representative(people.village, name=f"代表乙{number}")
    db.session.flush()
    page = opened(browser, people)
    assert page.texts("#who .people li") == [
        "田永福 村党支部书记",
        "何平 驻村工作队队长",
        "谢小兵 镇包村干部",
    ]
    assert "3位村民代表" in page.text
    assert "0857-7654321" in page.links
    for hidden in ("13900001111", "代表乙", "安光明", "早已离任"):
        assert hidden not in page.html


def test_it_takes_as_many_statements_for_many_rows(browser: Browser, people: People, round_: Round) -> None:
    counts = []
    for more in (1, 12):
        for number in range(more):
            a_list = factories.a_candidate_list(
                people.village, entries=more, state=ListState.FIRST_NOTICE, round_=round_
            )
            factories.an_entry(a_list, standing=EntryStanding.REMOVED, reason=f"第{number}种")
            factories.a_notice(a_list)
            factories.an_official(people.village)
            factories.a_group(people.village)
        counts.append(len(opened(browser, people).statements))
    assert counts[0] == counts[1]
