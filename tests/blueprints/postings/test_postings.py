"""The posting pages: what hangs and must hang, each sheet with its photograph, taking down after the period."""

import pytest

from app.core.db import db as database
from app.domain.areas.models import PostingPlace
from app.domain.areas.queries import list_posting_places
from app.domain.notices.models import Notice, Posting
from app.domain.notices.queries import list_entries
from tests import factories
from tests.blueprints.handed_in import a_photo, a_scan, no_file
from tests.conftest import SetClock
from tests.documents.made_up import text_of
from tests.people import People


@pytest.fixture
def notice(people: People) -> Notice:
    """A first notice, issued today, that hangs nowhere yet; two places are asked for."""
    round_ = factories.a_round(policy={"posting_places_required": 2})
    while len(list_posting_places(people.village.id)) < 2:
        factories.a_posting_place(people.village)
    listed = factories.a_candidate_list(people.village, state="first_notice", round_=round_)
    return factories.a_notice(listed, posted=False)


def notice_place(notice: Notice, index: int = 0) -> PostingPlace:
    return list_posting_places(notice.village_id)[index]


def test_each_place_is_recorded_with_its_photograph(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    page = officer.get("postings.index")
    assert "请尽快张贴" in page.text
    assert f"/board/{notice.village.code}" in page.links.values()
    page = officer.get("postings.show", number=notice.number)
    assert "还须在2处张贴并拍照" in page.text
    places = list_posting_places(notice.village_id)
    for _ in places:
        page = officer.get("postings.new", number=notice.number)
        place = page.select("input[name=place]")[0].get("value")
        officer.send(place=place, photo=a_photo())
        page = officer.follow()
    assert "正在公示" in page.text
    assert factories.how_many(Posting) == len(places)
    assert "各张贴点都已张贴" in officer.get("postings.new", number=notice.number).text
    people.browser("supervisor").get("attachments.show", attachment_id=notice.postings[0].photo_id)


def test_without_a_photograph_nothing_is_recorded(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    page = officer.get("postings.new", number=notice.number)
    place = page.select("input[name=place]")[0].get("value")
    page = officer.send(place=place, photo=no_file(), expect=422)
    assert any("张贴现场照片" in fault for fault in page.faults)
    assert page.select("input[name=place][checked]")[0].get("value") == place
    page = officer.send(place=place, photo=a_scan(), expect=422)
    assert page.faults
    page = officer.send(place=place, photo=a_photo(), posted_on="2026-05-10", expect=422)
    assert page.faults
    page = officer.send(place=None, photo=a_photo(), posted_on="2026-05-11", expect=422)
    assert page.faults
    assert factories.how_many(Posting) == 0


def test_a_place_of_another_village_is_not_taken(people: People, notice: Notice) -> None:
    foreign = factories.a_posting_place(people.other_village)
    data = {"place": foreign.id, "posted_on": "2026-05-11", "photo": a_photo()}
    people.browser("village_officer").post("postings.new", data, number=notice.number, expect=422)


def test_a_sheet_comes_down_after_its_period_and_not_before(
    people: People, notice: Notice, clock: SetClock
) -> None:
    posting = factories.a_posting(notice, notice_place(notice))
    for place in list_posting_places(notice.village_id)[1:]:
        factories.a_posting(notice, place)
    officer = people.browser("village_officer")
    early = officer.get("postings.take_down", posting_id=posting.id)
    assert "现在还不能取下" in early.text
    day = {"taken_down_on": "2026-05-11"}
    page = officer.post("postings.take_down", day, posting_id=posting.id, expect=409)
    assert "公示" in page.text
    clock.move(days=9)
    officer = people.browser("village_officer")
    assert "可以取下" in officer.get("postings.show", number=notice.number).text
    officer.get("postings.take_down", posting_id=posting.id)
    page = officer.send(taken_down_on="2026-05-21", expect=422)
    assert page.faults
    officer.send(taken_down_on="2026-05-20", photo=a_photo())
    assert "已登记取下" in officer.follow().text
    assert posting.taken_down_photo_id is not None
    officer.post("postings.take_down", {"taken_down_on": "2026-05-20"}, posting_id=posting.id, expect=409)


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
    browser = people.browser(who)
    browser.get("postings.show", number=notice.number, expect=show)
    browser.get("postings.new", number=notice.number, expect=record)


def test_a_withdrawn_notice_asks_to_be_taken_down_and_is_hung_no_more(people: People, notice: Notice) -> None:
    posting = factories.a_posting(notice, notice_place(notice))
    notice.withdrawn_at, notice.withdrawal_reason = posting.recorded_at, "姓名写错"
    database.session.flush()
    officer = people.browser("village_officer")
    assert "已撤回，请取下" in officer.get("postings.index").text
    page = officer.get("postings.show", number=notice.number)
    assert "姓名写错" in page.text
    data = {"place": notice_place(notice, 1).id, "posted_on": "2026-05-11", "photo": a_photo()}
    page = officer.post("postings.new", data, number=notice.number, expect=409)
    assert "撤回" in page.text
    officer.get("postings.take_down", posting_id=posting.id)
    officer.send(taken_down_on="2026-05-11")


def test_the_index_asks_the_same_for_any_number_of_notices(people: People, notice: Notice) -> None:
    officer = people.browser("village_officer")
    officer.get("postings.index")
    few = len(officer.get("postings.index").statements)
    for _ in range(10):
        listed = factories.a_candidate_list(people.village, entries=1, state="first_notice")
        factories.a_notice(listed, posted=False)
    assert len(officer.get("postings.index").statements) == few


def test_the_sheet_for_the_wall_names_heads_in_full_though_the_web_masks_them(
    people: People, notice: Notice
) -> None:
    name = list_entries(notice.id)[0].head_name
    browser = people.browser("village_officer")
    sheet = browser.get("postings.sheet", number=notice.number).response
    assert sheet.mimetype == "application/pdf"
    assert sheet.headers["Cache-Control"] == "no-store"
    assert name in text_of(sheet.data)
    assert name not in text_of(browser.get(f"/notices/{notice.number}.pdf").response.data)
    people.browser("other_village_officer").get("postings.sheet", number=notice.number, expect=404)


def test_the_pages_are_complete_in_english(people: People, notice: Notice) -> None:
    posting = factories.a_posting(notice, notice_place(notice))
    browser = people.browser("village_officer")
    browser.lang = "en"
    browser.get("postings.index", lang="en")
    browser.get("postings.show", number=notice.number, lang="en")
    browser.get("postings.new", number=notice.number, lang="en")
    browser.get("postings.take_down", posting_id=posting.id, lang="en")
