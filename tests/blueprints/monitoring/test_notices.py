"""Issuing and withdrawing a notice of households at risk, and what everybody sees of it, during its days and after."""

import datetime as dt
import json

import pytest

from app.core.db import db
from app.domain.monitoring import queries
from app.domain.monitoring.models import Watch, WatchState
from app.domain.notices.codes import code_of
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import RoundState
from tests import factories
from tests.blueprints.handed_in import a_photo
from tests.browser import Browser, watched
from tests.conftest import SetClock
from tests.domain.monitoring.cases import Case
from tests.people import People

K = NoticeKind
RISK = "大病，自付费用高"


@pytest.fixture
def case(people: People, clock: SetClock) -> Case:
    return Case(people, clock).open(risks=["illness"])


def issued(notice_of: Watch) -> Notice:
    return queries.list_notices(notice_of)[-1]


def test_the_village_issues_its_notice_for_several_households(case: Case, people: People) -> None:
    case.take("visit").take("compare")
    other = factories.a_watch(people.village, state=WatchState.COMPARED)
    browser = people.browser("village_officer")
    page = browser.get("monitoring.index")
    assert f"{people.village.name_zh}监测对象公示" in page.links
    assert "2户在等" in page.text
    page = browser.get(
        "monitoring.publish", kind="watch_notice", village=people.village.code, watch=case.watch.id
    )
    assert "医疗保障" not in page.text
    page = browser.send(watches=None, expect=422)
    page = browser.send(
        watches=[str(case.watch.id), str(other.id)],
        help=f"{case.watch.id}:industry",
        note="评议小组同意",
        expect=422,
    )
    assert "评议小组同意" in page.html
    assert page.select(f"#help-{case.watch.id}-industry[checked]")
    browser.send(paper=a_photo())
    notice = issued(case.watch)
    assert (notice.kind, notice.households) == (K.WATCH_NOTICE, 2)
    assert notice.number in browser.follow().text
    page = browser.get("monitoring.show", watch_id=case.watch.id)
    assert any(notice.number in words for words in page.links)


def test_a_step_of_a_notice_leads_to_it_and_what_hung_is_ticked_again(case: Case, people: People) -> None:
    case.post(help_kinds={case.watch.id: ["training"]}).wait(9).take("check", "township_reviewer")
    county = people.browser("county_approver")
    links = county.get("monitoring.show", watch_id=case.watch.id).links
    page = county.get(links["审定同意：发公告，纳入监测"])
    assert page.select(f"#help-{case.watch.id}-training[checked]")
    county.send(note="同意")
    assert issued(case.watch).issuer_id == people.township.id


def test_who_may_not_issue_or_withdraw_is_refused(case: Case, people: People) -> None:
    case.post()
    village = people.browser("village_officer")
    code = people.village.code
    village.get("monitoring.publish", kind="watch_announcement", village=code, expect=403)
    village.get("monitoring.publish", kind="watch_notice", village=people.far_village.code, expect=404)
    village.get("monitoring.publish", kind="funds", village=code, expect=404)
    village.get("monitoring.withdraw", number=case.notice.number, expect=403)
    other = people.browser("other_township_reviewer")
    other.get("monitoring.withdraw", number=case.notice.number, expect=404)


def test_without_a_round_the_page_says_who_opens_it(case: Case, people: People) -> None:
    case.take("visit").take("compare")
    case.round.state, case.round.closed_on = RoundState.CLOSED, case.clock.today
    db.session.flush()
    page = people.browser("village_officer").get(
        "monitoring.publish", kind="watch_notice", village=people.village.code
    )
    assert "县里还没有开" in page.text


def test_the_township_withdraws_and_the_case_goes_back(case: Case, people: People) -> None:
    case.post()
    browser = people.browser("township_reviewer")
    page = browser.get("postings.show", number=case.notice.number)
    browser.get(page.links["撤回"])
    browser.send(expect=422)
    browser.send(reason="户名写错")
    assert queries.get_watch(case.watch.id).state is WatchState.COMPARED
    public = Browser(people.app).get(f"/notices/{case.notice.number}")
    assert case.household.head_name not in public.text
    assert "户名写错" in public.text


def names_of(case: Case) -> set[str]:
    head = case.household.head_name
    return {head, f"{head[0]}*{head[2:]}" if len(head) > 2 else f"{head[0]}*"}


def test_everybody_reads_it_while_it_hangs_and_no_name_after(case: Case, people: People) -> None:
    case.post(help_kinds={case.watch.id: ["industry"]})
    number, browser = case.notice.number, Browser(people.app)
    page = browser.get(f"/notices/{number}")
    assert page.heading == f"{people.village.name_zh}监测对象公示"
    assert any(name in page.text for name in names_of(case))
    assert page.texts("td.name .under-name") == ["边缘易致贫户", "产业帮扶"]
    assert page.texts("td.beside") == ["边缘易致贫户", "产业帮扶"]
    assert page.texts("p.lead")[0] == case.round.name_zh
    assert "还没有最后定" in page.text
    assert page.response.headers["X-Robots-Tag"] == "noindex"
    told = json.loads(browser.get(f"/notices/{number}.json").response.data)
    assert told["entries"][0]["help"] == "产业帮扶"
    assert "监测对象公示" in browser.get(f"/notices/{number}/script").text
    assert "监测对象公示" in browser.get(f"/v/{code_of(case.notice.digest)}").text
    grace = case.round.policy.web_names_grace_days
    case.clock.set(case.notice.last_day + dt.timedelta(days=grace + 3))
    told = json.loads(browser.get(f"/notices/{number}.json").response.data)
    assert told["entries"] == []
    page = browser.get(f"/notices/{number}")
    assert "还没有最后定" not in page.text
    assert "另有公告" in page.text
    assert "过几天名字撤下" in page.text
    assert "长期保留" not in page.text
    for address in ("", ".csv", "/script"):
        found = browser.get(f"/notices/{number}{address}", expect=None).response.get_data(as_text=True)
        assert not any(name in found for name in names_of(case))


def test_nothing_private_stands_on_any_page_or_file(case: Case, people: People) -> None:
    case.post(help_kinds={case.watch.id: ["industry"]})
    number, home = case.notice.number, case.household
    private = {RISK, "因病", home.telephone, home.household_no}
    private |= {one.name for one in home.members if not one.is_head}
    private |= {one.id_number for one in home.members if one.id_number}
    browser = Browser(people.app)
    for address in (f"/notices/{number}{end}" for end in ("", ".json", ".csv", "/script", "?name=王")):
        found = browser.get(address).response.get_data(as_text=True)
        assert not [one for one in private if one and one in found], address
    for address in ("/", "/notices?kind=watch", f"/villages/{people.village.code}", "/feed.json"):
        found = browser.get(address).response.get_data(as_text=True)
        assert not [one for one in private | names_of(case) if one and one in found], address


def test_what_is_said_about_it_is_a_question_about_the_notice(case: Case, people: People) -> None:
    case.post()
    browser = Browser(people.app)
    browser.get("objections.new", number=case.notice.number)
    browser.send(grounds="这户去年刚买了车。")
    case.wait(9)
    page = people.browser("township_reviewer").get("monitoring.show", watch_id=case.watch.id)
    assert "还没有答复" in page.text


def test_more_households_and_notices_ask_no_more_of_the_database(case: Case, people: People) -> None:
    case.take("visit").take("compare")
    browser = people.browser("village_officer")
    asked = {"kind": "watch_notice", "village": people.village.code}
    browser.get("monitoring.publish", **asked)
    with watched(is_reading=True) as few:
        browser.get("monitoring.publish", **asked)
    for _ in range(4):
        factories.a_watch(people.village, state=WatchState.COMPARED)
    with watched(is_reading=True) as many:
        browser.get("monitoring.publish", **asked)
    assert len(many) == len(few)


def test_the_list_of_many_villages_asks_no_more_and_late_ones_follow_the_village(
    case: Case, people: People
) -> None:
    browser = people.browser("township_reviewer")
    browser.get("monitoring.index", state="late")
    with watched(is_reading=True) as few:
        browser.get("monitoring.index", state="late")
    for village in (people.other_village, factories.a_village(people.township)):
        factories.a_watch(village)
    with watched(is_reading=True) as many:
        browser.get("monitoring.index", state="late")
    assert len(many) == len(few)
    case.wait(30)
    browser = people.browser("township_reviewer")
    assert "已超时限 (3)" in browser.get("monitoring.index").text
    page = browser.get("monitoring.index", state="late", village=people.village.code)
    assert "已超时限 (1)" in page.text
    assert case.household.head_name in page.text
    assert len(page.select("tbody tr")) == 1
