"""The posting pages: what hangs and must hang, recording by hand, missing sheets, taking down, who may see what."""

import pytest

from app.core.db import db as database
from app.domain.areas.models import PostingPlace
from app.domain.areas.queries import list_posting_places
from app.domain.notices.models import Notice, NoticeKind, Posting
from app.domain.sheets.models import PhotographOutcome
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan, no_file
from tests.blueprints.postings.walls import a_view
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def notice(people: People) -> Notice:
    """A first notice, issued today, that hangs nowhere yet; two places are asked for, a photograph is enough."""
    round_ = factories.a_round(policy={"posting_places_required": 2})
    while len(list_posting_places(people.village.id)) < 2:
        factories.a_posting_place(people.village)
    listed = factories.a_candidate_list(people.village, state="first_notice", round_=round_)
    return factories.a_notice(listed, posted=False)


def notice_place(notice: Notice, index: int = 0) -> PostingPlace:
    return list_posting_places(notice.village_id)[index]


def hang_everywhere(notice: Notice) -> list[Posting]:
    return [factories.a_posting(notice, place) for place in list_posting_places(notice.village_id)]


def test_an_officer_finds_the_day_of_the_village(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    page = officer.get("postings.index")
    assert page.heading == f"今天的张贴：{people.village.name_zh}"
    assert "今天要张贴" in page.text
    assert page.select("input[type=file][name=photos][multiple]")
    assert f"/board/{notice.village.code}" in page.links.values()
    assert officer.get("postings.village", code=people.village.code).heading == page.heading
    people.browser("other_village_officer").get("postings.village", code=people.village.code, expect=404)


def test_each_place_is_recorded_by_hand_with_its_photograph(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    page = officer.get("postings.show", number=notice.number)
    assert "还须在2处张贴并拍照" in page.text
    for place in list_posting_places(notice.village_id):
        officer.get("postings.new", number=notice.number)
        officer.send(sheet=f"{notice.id}-{place.id}", photo=a_view(place.id), claimed_on="2026-05-11")
        page = officer.follow()
    assert "正在公示" in page.text
    assert "只有照片，没有读出二维码" in page.text
    assert factories.how_many(Posting) == 2
    assert "没有公示需要拍照" in officer.get("postings.new", number=notice.number).text
    photo = notice.postings[0].photo_id
    people.browser("supervisor").get("attachments.show", attachment_id=photo)


def test_without_a_photograph_nothing_is_recorded(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    page = officer.get("postings.new", number=notice.number)
    sheet = page.select("input[name=sheet]")[0].get("value")
    page = officer.send(sheet=sheet, photo=no_file(), expect=422)
    assert any("请选择照片" in fault for fault in page.faults)
    assert page.select("input[name=sheet][checked]")[0].get("value") == sheet
    for given in (
        {"photo": a_scan()},
        {"photo": a_photo(), "claimed_on": "2026-05-10"},
        {"photo": a_photo(), "claimed_on": "2026-05-12"},
        {"photo": a_photo(), "sheet": None},
    ):
        assert officer.send(**({"sheet": sheet} | given), expect=422).faults
    assert factories.how_many(Posting) == 0


def test_a_place_of_another_village_is_not_taken(people: People, notice: Notice) -> None:
    foreign = factories.a_posting_place(people.other_village)
    data = {"sheet": f"{notice.id}-{foreign.id}", "photo": a_photo()}
    people.browser("village_officer").post("postings.new", data, number=notice.number, expect=422)
    assert factories.how_many(Posting) == 0


def test_a_sheet_comes_down_after_its_period_and_not_before(
    people: People, notice: Notice, clock: SetClock
) -> None:
    posting = hang_everywhere(notice)[0]
    officer = people.browser("village_officer")
    assert "现在还不能取下" in officer.get("postings.take_down", posting_id=posting.id).text
    sent = {"claimed_on": "2026-05-11", "photo": a_photo()}
    page = officer.post("postings.take_down", sent, posting_id=posting.id, expect=422)
    assert "公示" in page.text
    clock.move(days=9)
    officer = people.browser("village_officer")
    page = officer.get("postings.show", number=notice.number)
    assert "可以取下" in page.text
    assert "要取下" in officer.get("postings.index").text
    officer.get("postings.take_down", posting_id=posting.id)
    assert officer.send(claimed_on="2026-05-20", photo=no_file(), expect=422).faults
    assert officer.send(claimed_on="2026-05-21", photo=a_photo(), expect=422).faults
    officer.send(claimed_on="2026-05-20", photo=a_photo())
    assert "已登记取下" in officer.follow().text
    assert posting.taken_down_photo_id is not None
    assert "已取下" in officer.get("postings.show", number=notice.number).text


def test_a_period_that_waits_for_end_photographs_says_so_everywhere(people: People, clock: SetClock) -> None:
    round_ = factories.a_round(policy={"end_photographs_required": True, "posting_places_required": 1})
    listed = factories.a_candidate_list(people.village, state="first_notice", round_=round_)
    notice = factories.a_notice(listed, posted=False)
    posting = factories.a_posting(notice, notice_place(notice))
    clock.move(days=9)
    officer = people.browser("village_officer")
    day = officer.get("postings.village", code=people.village.code).text
    assert "再拍一次" in day
    assert "从2026年5月18日起" in day
    shown = officer.get("postings.show", number=notice.number).text
    assert "再拍1处期满照片，公示期就结束" in shown
    assert "正在公示" not in shown
    gone = officer.get("postings.take_down", posting_id=posting.id).text
    assert "现在还不能取下" in gone
    assert "还缺1张期满照片" in gone


def test_a_missing_sheet_is_recorded_and_its_days_are_added(
    people: People, notice: Notice, clock: SetClock
) -> None:
    posting = hang_everywhere(notice)[0]
    clock.move(days=3)
    officer = people.browser("village_officer")
    officer.get("postings.missing", posting_id=posting.id)
    assert officer.send(reason="", expect=422).faults
    officer.send(missing_on="2026-05-13", reason="被风刮掉了")
    page = officer.follow()
    assert "不见了的，重新张贴" in page.text
    assert "2026年5月13日" in page.text
    assert "公示期暂停计算" in officer.get("postings.show", number=notice.number).text
    officer.get("postings.new", number=notice.number, place=posting.place_id, what="rehung")
    officer.send(photo=a_photo())
    page = officer.follow()
    assert "顺延了1天" in page.text
    assert "被风刮掉了" in page.text


@pytest.mark.parametrize(
    ("who", "show", "record"),
    [
        ("village_officer", 200, 200),
        ("work_team", 200, 200),
        ("township_reviewer", 200, 200),
        ("county_approver", 200, 403),
        ("supervisor", 200, 403),
        ("other_village_officer", 404, 404),
        ("administrator", 403, 404),
    ],
)
def test_who_sees_and_who_records(people: People, notice: Notice, who: str, show: int, record: int) -> None:
    posting = factories.a_posting(notice, notice_place(notice))
    browser = people.browser(who)
    browser.get("postings.show", number=notice.number, expect=show)
    browser.get("postings.sheets", number=notice.number, expect=show)
    browser.get("postings.new", number=notice.number, expect=record)
    browser.get("postings.missing", posting_id=posting.id, expect=record)


def test_a_withdrawn_notice_asks_to_be_taken_down_and_is_hung_no_more(people: People, notice: Notice) -> None:
    posting = factories.a_posting(notice, notice_place(notice))
    notice.withdrawn_at, notice.withdrawal_reason = posting.recorded_at, "姓名写错"
    database.session.flush()
    officer = people.browser("village_officer")
    assert "已撤回，马上取下" in officer.get("postings.index").text
    assert "姓名写错" in officer.get("postings.show", number=notice.number).text
    data = {"sheet": f"{notice.id}-{notice_place(notice, 1).id}", "photo": a_photo()}
    officer.post("postings.new", data, number=notice.number, expect=422)
    officer.get("postings.take_down", posting_id=posting.id)
    officer.send(claimed_on="2026-05-11", photo=a_photo())


def test_the_village_asks_the_same_for_any_number_of_notices(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    officer.get("postings.index")
    few = len(officer.get("postings.index").statements)
    for _ in range(6):
        listed = factories.a_candidate_list(people.village, entries=1, state="first_notice")
        factories.a_notice(listed, posted=False)
    assert len(officer.get("postings.index").statements) == few


def test_the_township_sees_village_by_village_what_does_not_hang(
    people: People, notice: Notice, clock: SetClock
) -> None:
    postings = hang_everywhere(notice)
    other = factories.a_candidate_list(people.other_village, state="first_notice", round_=notice.round)
    unhung = factories.a_notice(other, posted=False)
    factories.a_gap(postings[0])
    sheet = factories.a_sheet(notice, postings[1].place)
    factories.a_sheet_photograph(sheet, purpose="end", outcome=PhotographOutcome.WAITING)
    clock.move(days=2)
    township = people.browser("township_reviewer")
    page = township.get("postings.index")
    rows = page.texts("tbody tr")
    assert len(rows) == 2
    assert any("不见1张" in row and "2026年5月11日" in row for row in rows)
    assert any("待贴1张" in row and people.other_village.name_zh in row for row in rows)
    [only] = township.get("postings.index", show="missing").texts("tbody tr")
    assert people.village.name_zh in only
    assert township.get("postings.village", code=people.other_village.code).links[unhung.number]
    assert "没有这类事" in township.get("postings.index", show="look").text


def test_the_pages_are_complete_in_english(people: People, notice: Notice) -> None:
    posting = factories.a_posting(notice, notice_place(notice))
    factories.a_gap(posting)
    browser = people.browser("village_officer")
    browser.lang = "en"
    for endpoint in ("postings.index", "postings.photographs", "postings.by_hand", "postings.waiting"):
        browser.get(endpoint, lang="en")
    for endpoint in ("postings.show", "postings.new", "postings.sheets"):
        browser.get(endpoint, number=notice.number, lang="en")
    for endpoint in ("postings.take_down", "postings.missing"):
        browser.get(endpoint, posting_id=posting.id, lang="en")
    township = people.browser("township_reviewer")
    township.lang = "en"
    township.get("postings.index", lang="en")


def test_a_townships_own_sheet_hangs_is_missing_and_comes_down(people: People, clock: SetClock) -> None:
    factories.a_township_with_boards(people.township)
    notice = factories.a_fund_notice(NoticeKind.FUNDS, people.township, posted=False)
    (board,) = list_posting_places(people.township.id)
    reviewer = people.browser("township_reviewer")
    assert "镇政府门口公示栏" in reviewer.get("postings.village", code=people.township.code).text
    reviewer.get("postings.new", number=notice.number)
    reviewer.send(sheet=f"{notice.id}-{board.id}", photo=a_view(1), claimed_on="2026-05-11")
    assert "正在公示" in reviewer.follow().text
    (posting,) = notice.postings
    clock.move(days=1)
    reviewer = people.browser("township_reviewer")
    reviewer.get("postings.missing", posting_id=posting.id)
    reviewer.send(missing_on="2026-05-12", reason="被风吹走了。")
    assert posting.open_gap is not None
    people.browser("village_officer").get("postings.show", number=notice.number, expect=404)


def test_a_fund_notice_comes_down_when_its_days_are_over(people: People, clock: SetClock) -> None:
    notice = factories.a_fund_notice(NoticeKind.PROJECT_START, people.village)
    (posting,) = notice.postings
    clock.move(days=12)
    officer = people.browser("village_officer")
    officer.get("postings.take_down", posting_id=posting.id)
    officer.send(claimed_on="2026-05-23", photo=a_view(9))
    assert posting.taken_down_on is not None
    assert officer.get(f"/notices/{notice.number}").status == 200
