"""Filing an objection: by anybody, at the counter, twice, too late, too often, with faults."""

import datetime as dt
import io

import pytest
import sqlalchemy as sa
from PIL import Image

from app.blueprints.objections import limits
from app.core import clock as county_clock
from app.core.audit import Event
from app.core.db import db
from app.core.receipts import OBJECTION, code_of
from app.domain.attachments import folder
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.notices.models import Notice, NoticeKind
from app.domain.objections.models import Channel, Objection, ObjectionAbout
from app.web.once import OnceKey
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c63f8ffff3f0005fe02fe"
    "0def46b80000000049454e44ae426082"
)
WORDS = "这户在镇上有两间门面出租。"


@pytest.fixture
def a_list(people: People) -> CandidateList:
    round_ = factories.a_round(factories.a_policy("regular-2026", area=people.county))
    return factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE, round_=round_)


@pytest.fixture
def notice(a_list: CandidateList) -> Notice:
    return factories.a_notice(a_list)


def address(notice: Notice, query: str = "") -> str:
    return f"/notices/{notice.number}/objections/new{query}"


def the_only_objection() -> Objection:
    return db.session.scalars(sa.select(Objection)).one()


def how_many() -> int:
    return factories.how_many(Objection)


def test_a_villager_objects_to_a_household_and_gets_a_receipt(
    browser: Browser, app: object, a_list: CandidateList, notice: Notice
) -> None:
    page = browser.get(address(notice, "?entry=2"))
    assert "反映的是名单第2号" in page.text
    assert "不交给村里" in page.text
    browser.send(to="objections/new", grounds=WORDS)
    assert browser.page is not None
    assert browser.page.location == "/objections/receipt"
    objection = the_only_objection()
    assert objection.entry_id == a_list.entries[1].id
    assert (objection.channel, objection.objector_name) == (Channel.WEB, None)
    page = browser.follow()
    code = code_of(OBJECTION, objection.number, objection.secret_salt)
    assert objection.code_key == code.key
    assert objection.number in page.text
    assert page.texts(".slip-words li") == list(code.words)
    assert code.digits in page.text
    assert page.response.headers["Cache-Control"] == "no-store"
    slip = browser.get("/objections/receipt.pdf")
    assert slip.response.mimetype == "application/pdf"


def test_the_code_is_kept_nowhere(browser: Browser, notice: Notice) -> None:
    browser.get(address(notice, "?entry=1"))
    browser.send(to="objections/new", grounds=WORDS)
    objection = the_only_objection()
    code = code_of(OBJECTION, objection.number, objection.secret_salt)
    kept = [str(row.kept) + str(row.location) for row in db.session.scalars(sa.select(OnceKey))]
    events = [str(row.data) for row in db.session.scalars(sa.select(Event))]
    with browser.client.session_transaction() as session:
        everything = " ".join([*kept, *events, str(dict(session))])
    for part in (*code.words, code.plain_digits, code.digits):
        assert part not in everything


def test_somebody_missing_is_named_and_something_else_needs_no_row(browser: Browser, notice: Notice) -> None:
    browser.get(address(notice, "?about=left_out"))
    page = browser.send(to="objections/new", grounds=WORDS, expect=422)
    assert any("漏了谁家" in fault for fault in page.faults)
    assert WORDS in page.html
    browser.send(to="objections/new", left_out_name="赵大山")
    browser.get(address(notice))
    browser.send(to="objections/new", about="other", grounds=WORDS)
    assert [row.about for row in db.session.scalars(sa.select(Objection).order_by(Objection.id))] == [
        ObjectionAbout.LEFT_OUT,
        ObjectionAbout.OTHER,
    ]


def test_faults_stand_beside_their_fields_and_the_words_are_kept(browser: Browser, notice: Notice) -> None:
    browser.get(address(notice))
    page = browser.send(to="objections/new", about="entry", entry="99", grounds=WORDS, expect=422)
    assert any("没有第99号" in fault for fault in page.faults)
    assert WORDS in page.html
    page = browser.send(to="objections/new", about="entry", entry="", grounds="", expect=422)
    assert page.faults
    page = browser.send(to="objections/new", about="entry", entry="1", grounds="字" * 2001, expect=422)
    assert any("2000" in fault for fault in page.faults)
    page = browser.send(to="objections/new", about="entry", entry="1", grounds=WORDS, website="x", expect=422)
    assert any("空着" in fault for fault in page.faults)
    assert how_many() == 0


def test_evidence_is_for_the_investigating_office_only(people: People, notice: Notice) -> None:
    browser = Browser(people.app)
    browser.get(address(notice, "?entry=1"))
    browser.send(to="objections/new", grounds=WORDS, evidence=(io.BytesIO(PNG), "照片.png"))
    stored = db.session.scalars(sa.select(Attachment).where(Attachment.kind == "objection_evidence")).one()
    assert (stored.needs, stored.area_path) == ("objection:read", people.township.path)
    assert stored.uploaded_by_id is None
    people.browser("village_officer").get("attachments.show", attachment_id=stored.id, expect=404)
    people.browser("township_reviewer").get("attachments.show", attachment_id=stored.id)


def test_a_file_that_is_no_picture_is_refused_with_the_words_kept(browser: Browser, notice: Notice) -> None:
    browser.get(address(notice, "?entry=1"))
    page = browser.send(
        to="objections/new", grounds=WORDS, evidence=(io.BytesIO(b"MZ nothing"), "x.png"), expect=422
    )
    assert page.faults
    assert WORDS in page.html
    many = [(io.BytesIO(PNG), f"{number}.png") for number in range(6)]
    page = browser.send(to="objections/new", evidence=many, expect=422)
    assert any("最多5个" in fault for fault in page.faults)
    assert how_many() == 0


def test_pressed_twice_it_is_one_objection_with_the_same_receipt(browser: Browser, notice: Notice) -> None:
    words = {"about": "entry", "entry": "1", "grounds": WORDS}
    browser.get(address(notice))
    first = browser.post(address(notice), words, once="the-same-key")
    number = the_only_objection().number
    browser.post("/objections/receipt/close")
    second = browser.post(address(notice), words, once="the-same-key")
    assert (first.location, second.location) == ("/objections/receipt", "/objections/receipt")
    assert how_many() == 1
    assert number in browser.follow().text


def test_sent_again_from_the_page_before_the_receipt_it_is_the_same_objection(
    browser: Browser, notice: Notice
) -> None:
    words = {"about": "entry", "entry": "1", "grounds": WORDS}
    browser.get(address(notice))
    browser.post(address(notice), words)
    browser.post(address(notice), words)
    assert the_only_objection().number in browser.follow().text
    browser.post(address(notice), words | {"grounds": "另外还有一件事。"})
    browser.post(address(notice), words | {"entry": "2"})
    assert how_many() == 3


def test_after_the_period_the_page_says_where_to_go(
    browser: Browser, notice: Notice, clock: SetClock
) -> None:
    browser.get(address(notice, "?entry=1"))
    clock.set(notice.last_day + dt.timedelta(days=1))
    page = browser.send(to="objections/new", grounds=WORDS, expect=409)
    assert "公示期已过" in page.text
    assert WORDS in page.text
    assert "公示期已过" in browser.get(address(notice), expect=409).text
    assert how_many() == 0


def test_a_withdrawn_notice_takes_none(browser: Browser, notice: Notice) -> None:
    notice.withdrawn_at, notice.withdrawal_reason = county_clock.now(), "人数写错了"
    db.session.flush()
    assert "本公示已撤回" in browser.get(address(notice), expect=409).text


def test_a_policy_may_ask_for_a_name(browser: Browser, people: People) -> None:
    round_ = factories.a_round(
        factories.a_policy(area=people.county), policy={"objection_anonymous_allowed": False}
    )
    notice = factories.a_notice(factories.a_candidate_list(people.village, round_=round_))
    browser.get(address(notice, "?entry=1"))
    page = browser.send(to="objections/new", grounds=WORDS, expect=422)
    assert any("署名" in fault for fault in page.faults)
    browser.send(to="objections/new", objector_name="马三立")
    assert the_only_objection().objector_name == "马三立"


def test_a_flood_from_one_browser_ends_and_others_at_its_address_go_on(
    people: People, notice: Notice, clock: SetClock
) -> None:
    browser = Browser(people.app)
    words = {"about": "other", "grounds": WORDS}
    browser.get(address(notice))
    for number in range(limits.PER_BROWSER_AND_NOTICE):
        browser.post(address(notice), words | {"grounds": f"{WORDS}（{number}）"})
    page = browser.post(address(notice), words, expect=429)
    assert "可以再提交" in page.text
    assert WORDS in page.html
    assert int(page.response.headers["Retry-After"]) > 0
    neighbour = Browser(people.app)
    neighbour.get(address(notice))
    neighbour.post(address(notice), words)
    clock.move(days=1)
    browser.post(address(notice), words)


def test_a_whole_village_behind_one_address_gets_through() -> None:
    assert limits.PER_ADDRESS >= 3000


def test_behind_a_flooded_address_nobody_is_shut_out_but_everybody_takes_the_time_of_writing(
    people: People, notice: Notice, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "PER_ADDRESS", 1)
    words = {"about": "other", "grounds": WORDS}
    first = Browser(people.app)
    first.get(address(notice))
    first.post(address(notice), words)
    browser = Browser(people.app)
    browser.get(address(notice))
    page = browser.post(address(notice), words, expect=429)
    assert 0 < int(page.response.headers["Retry-After"]) <= 121
    clock.move(minutes=2)
    browser.post(address(notice), words)
    assert how_many() == 2


def test_before_sending_it_is_said_who_reads_it_and_what_is_published(
    browser: Browser, notice: Notice
) -> None:
    page = browser.get(address(notice))
    for said in ("谁能看到", "不交给村里", "哪些会公开", "四个词", "前答复", "拍摄地点"):
        assert said in page.text
    assert page.text.index("谁能看到") < page.text.index("哪里不对")


def test_the_form_tells_the_script_where_to_keep_and_works_without(browser: Browser, notice: Notice) -> None:
    page = browser.get(address(notice))
    form = page.form(to="objections/new")
    assert form.get("data-draft") == f"objection.{notice.number}"
    lamps = page.select("#lamps")[0]
    assert lamps.get("hidden") is not None
    browser.send(to="objections/new", about="other", grounds=WORDS)
    receipt = browser.follow()
    assert receipt.select("#received")[0].get("data-draft") == f"objection.{notice.number}"


def test_in_english_the_form_stays_in_english(people: People, notice: Notice) -> None:
    browser = Browser(people.app, lang="en")
    browser.get(address(notice))
    browser.send(to="/en/notices/", about="other", grounds=WORDS)
    assert browser.page is not None
    assert browser.page.location == "/en/objections/receipt"
    assert "Your four words" in browser.follow().text


def test_of_a_photograph_only_the_picture_is_kept(people: People, notice: Notice) -> None:
    taken = Image.new("RGB", (20, 10), "red")
    exif = Image.Exif()
    exif[0x010F] = "Telephone"
    exif.get_ifd(0x8825)[2] = (27.0, 42.0, 0.0)
    file = io.BytesIO()
    taken.save(file, "JPEG", exif=exif)
    file.seek(0)
    browser = Browser(people.app)
    browser.get(address(notice, "?entry=1"))
    browser.send(to="objections/new", grounds=WORDS, evidence=(file, "a.jpg"))
    stored = db.session.scalars(sa.select(Attachment).where(Attachment.kind == "objection_evidence")).one()
    kept = folder.path_of(stored.digest).read_bytes()
    assert b"Telephone" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert dict(picture.getexif()) == {}


def test_without_a_token_nothing_is_taken(browser: Browser, notice: Notice) -> None:
    browser.post(address(notice), {"about": "other", "grounds": WORDS}, csrf=False, expect=400)
    assert how_many() == 0


def test_an_officer_takes_an_objection_at_the_counter(people: People, notice: Notice) -> None:
    browser = people.browser("village_officer")
    page = browser.get("objections.new_at_counter")
    assert "第一次公示" in page.links
    browser.get(f"/desk/objections/new?notice={notice.number}&entry=1")
    browser.send(to="objections/new", grounds=WORDS, objector_name="马三立")
    objection = the_only_objection()
    assert objection.channel is Channel.COUNTER
    assert objection.received_by_id == people.user("village_officer").id
    page = browser.follow()
    assert objection.number in page.text
    assert browser.get("/desk/objections/receipt.pdf").response.mimetype == "application/pdf"
    browser.get("/desk/objections/receipt")
    browser.send(to="receipt/close")
    browser.get("/desk/objections/receipt", expect=404)
    page = browser.get("objections.show", number=objection.number)
    assert WORDS not in page.html
    assert "马三立" not in page.html


def test_a_counter_takes_objections_of_its_own_area_only(people: People, notice: Notice) -> None:
    browser = people.browser("other_village_officer")
    browser.get(f"/desk/objections/new?notice={notice.number}", expect=403)
    assert "没有正在公示" in browser.get("objections.new_at_counter").text
    people.browser("supervisor").get("objections.new_at_counter", expect=403)


def test_without_a_receipt_there_is_none_to_show(browser: Browser, people: People) -> None:
    browser.get("/objections/receipt", expect=404)
    browser.get("/objections/receipt.pdf", expect=404)


def test_anybody_asks_about_a_notice_of_funds(browser: Browser, people: People) -> None:
    notice = factories.a_fund_notice(NoticeKind.PROJECT_COMPLETION, people.village)
    page = browser.get(address(notice))
    assert page.heading == "对公示提问或投诉"
    assert "名单" not in page.text
    assert not page.select("input[type=radio]")
    browser.send(grounds="路面没有合同写的那么厚。")
    assert "您的提问或投诉已收到" in browser.follow().heading
    asked = the_only_objection()
    assert (asked.about, asked.entry_id, asked.notice_id) == (ObjectionAbout.OTHER, None, notice.id)
    assert "收到1件" in browser.get(f"/notices/{notice.number}").text
    staff = people.browser("township_reviewer")
    assert "路面没有合同写的那么厚" in staff.get(f"/desk/objections/{asked.number}").text
    assert "路面没有" not in people.browser("village_officer").get(f"/desk/objections/{asked.number}").text
    Browser(people.app, lang="en").get(address(notice))


def test_an_officer_takes_a_question_long_after_the_period(people: People, clock: SetClock) -> None:
    notice = factories.a_fund_notice(NoticeKind.FUNDS, people.village)
    clock.move(days=300)
    officer = people.browser("village_officer")
    officer.get(f"/desk/objections/new?notice={notice.number}")
    officer.send(grounds="这笔钱给了谁？")
    assert the_only_objection().channel is Channel.COUNTER
