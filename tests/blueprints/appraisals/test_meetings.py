"""The pages of review meetings: opening a record, attendance and quorum, minutes, who sees them."""

import pytest

from app.core.db import db as database
from app.domain.applications.models import Application, ApplicationState, HomeVisit
from app.domain.appraisals.models import Meeting
from app.domain.rounds.models import Round
from tests import factories
from tests.people import People

S = ApplicationState


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(policy={"comparison_required": False})


def ready(people: People, round_: Round, number: int = 2) -> list[Application]:
    found = []
    for _ in range(number):
        application = factories.an_application(
            factories.a_household(people.village), state=S.VISITED, round_=round_
        )
        application.visits.append(
            HomeVisit(
                visited_on=application.filed_on,
                visitors=[],
                findings="属实",
                recorded_by_id=application.filed_by_id,
            )
        )
        found.append(application)
    database.session.flush()
    return found


GIVEN = {"place": "村委会", "chair_name": "王主任", "due": "30", "present": "24"}


def test_an_officer_opens_a_record_with_all_that_is_ready(people: People, round_: Round) -> None:
    first, second = ready(people, round_)
    waiting = factories.an_application(factories.a_household(people.village), round_=round_)
    officer = people.browser("village_officer")
    page = officer.get("appraisals.new")
    assert "还没有登记入户核查" in page.text
    boxes = {box.get("value"): box for box in page.select("input[name=agenda]")}
    assert boxes[waiting.number].get("disabled") is not None
    assert boxes[first.number].get("checked") is not None
    officer.send(**GIVEN)
    page = officer.follow()
    assert "会议记录已建立" in page.text
    meeting = factories.first(Meeting)
    assert [ballot.application_id for ballot in meeting.ballots] == [first.id, second.id]
    assert waiting.number not in page.text


def test_whoever_chaired_says_so_and_is_known_by_account(people: People, round_: Round) -> None:
    ready(people, round_)
    officer = people.browser("village_officer")
    officer.get("appraisals.new")
    officer.send(**GIVEN | {"chair_name": "", "recorder_name": "赵会计"}, i_chaired="y")
    meeting = factories.first(Meeting)
    assert (meeting.chair_id, meeting.chair_name) == (
        people.user("village_officer").id,
        people.user("village_officer").name,
    )


def test_wrong_input_keeps_the_words_and_the_choice(people: People, round_: Round) -> None:
    first, second = ready(people, round_)
    officer = people.browser("village_officer")
    officer.get("appraisals.new")
    page = officer.send(**GIVEN | {"present": "31", "chair_name": ""}, agenda=first.number, expect=422)
    assert page.select("input[name=place]")[0].get("value") == "村委会"
    boxes = {box.get("value"): box.get("checked") for box in page.select("input[name=agenda]")}
    assert boxes[first.number] is not None
    assert boxes[second.number] is None
    page = officer.send(chair_name="王主任", present="31", expect=422)
    assert any("实到人数应在0和应到人数之间" in fault for fault in page.faults)
    page = officer.send(present="24", agenda=None, expect=422)
    assert any("请选择提交评议的申请" in fault for fault in page.faults)


def test_the_quorum_is_told_while_the_attendance_is_typed(people: People, round_: Round) -> None:
    ready(people, round_)
    officer = people.browser("village_officer")
    part = officer.get("/meetings/new?kind=representatives&due=30&present=19", fragment=True)
    assert "至少须到20人" in part.text
    assert "到会人数不够" in part.text
    part = officer.get("/meetings/new?kind=representatives&due=30&present=20", fragment=True)
    assert "到会人数够" in part.text
    assert officer.get("/meetings/new?kind=x&due=a&present=", fragment=True).text == ""


def test_ticking_begins_with_all_or_with_none(people: People, round_: Round) -> None:
    ready(people, round_)
    officer = people.browser("village_officer")
    assert len(officer.get("appraisals.new").select("input[name=agenda][checked]")) == 2
    assert officer.get("/meetings/new?choose=none").select("input[name=agenda][checked]") == []


def test_an_application_before_another_open_meeting_cannot_be_chosen(people: People, round_: Round) -> None:
    (application,) = ready(people, round_, 1)
    meeting = factories.a_meeting(people.village, ballots=0, confirmed=False, round_=round_)
    officer = people.browser("village_officer")
    officer.get("appraisals.new")
    officer.send(**GIVEN)
    page = officer.get("appraisals.new")
    assert "已列入" in page.text
    assert page.select("input[name=agenda][disabled]")[0].get("value") == application.number
    assert meeting.id != factories.how_many(Meeting)


def test_attendance_and_agenda_can_be_corrected_until_the_confirmation(people: People, round_: Round) -> None:
    first, second = ready(people, round_)
    officer = people.browser("village_officer")
    officer.get("appraisals.new")
    officer.send(**GIVEN)
    meeting = factories.first(Meeting)
    page = officer.get("appraisals.edit", meeting_id=meeting.id)
    assert page.select("#due")[0].get("value") == "30"
    officer.send(present="22", agenda=second.number, notes="无异议")
    page = officer.follow()
    assert "实到22人" in page.text
    assert "无异议" in page.text
    assert first.household.head_name not in page.texts("#votes tbody th")
    confirmed = factories.a_meeting(people.village)
    for endpoint in ("appraisals.edit", "appraisals.votes", "appraisals.confirm"):
        officer.get(endpoint, meeting_id=confirmed.id, expect=409)


@pytest.mark.parametrize("confirmed", [False, True])
def test_minutes_are_a_page_and_a_paper_before_and_after(
    people: People, round_: Round, confirmed: bool
) -> None:
    meeting = factories.a_meeting(people.village, confirmed=confirmed)
    for who in ("village_officer", "township_reviewer", "supervisor"):
        browser = people.browser(who)
        page = browser.get("appraisals.minutes", meeting_id=meeting.id)
        assert page.heading == "民主评议会议记录"
        assert ("通过" in page.texts("tbody td.tight")) is confirmed
    pdf = people.browser("village_officer").get("appraisals.minutes_pdf", meeting_id=meeting.id)
    assert pdf.response.data.startswith(b"%PDF-")


@pytest.mark.parametrize(
    ("who", "show", "record"),
    [
        ("village_officer", 200, 200),
        ("work_team", 200, 403),
        ("township_reviewer", 200, 403),
        ("supervisor", 200, 403),
        ("other_village_officer", 404, 404),
        ("administrator", 403, 404),
    ],
)
def test_who_sees_and_who_records(people: People, round_: Round, who: str, show: int, record: int) -> None:
    meeting = factories.a_meeting(people.village, confirmed=False)
    browser = people.browser(who)
    browser.get("appraisals.show", meeting_id=meeting.id, expect=show)
    browser.get("appraisals.votes", meeting_id=meeting.id, expect=record)


def test_the_index_tells_who_waits_and_asks_the_same_for_any_number(people: People, round_: Round) -> None:
    ready(people, round_)
    officer = people.browser("village_officer")
    page = officer.get("appraisals.index")
    assert "2份申请" in page.text
    factories.a_meeting(people.village)
    few = len(officer.get("appraisals.index").statements)
    for _ in range(12):
        factories.a_meeting(people.village, ballots=1)
    assert len(officer.get("appraisals.index").statements) == few


def test_a_township_reader_chooses_the_village_first(people: People, round_: Round) -> None:
    people.browser("township_reviewer").get("appraisals.new", expect=403)
    page = people.browser("township_reviewer").get("appraisals.index", village=people.village.code)
    assert "本轮还没有登记民主评议会" in page.text


def test_the_pages_are_complete_in_english(people: People, round_: Round) -> None:
    ready(people, round_)
    meeting = factories.a_meeting(people.village, confirmed=False)
    browser = people.browser("village_officer")
    browser.lang = "en"
    for endpoint in ("show", "votes", "minutes", "confirm", "attach", "edit"):
        browser.get(f"appraisals.{endpoint}", meeting_id=meeting.id, lang="en")
    browser.get("appraisals.new", lang="en")
    browser.get("appraisals.index", lang="en")
