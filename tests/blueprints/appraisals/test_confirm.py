"""Closing a record: chair and recorder confirm, votes with relatives and hits, additions to confirmed minutes."""

import pytest

from app.core.db import db as database
from app.domain.applications.models import Comparison, ComparisonResult
from app.domain.appraisals import queries, service
from app.domain.appraisals.models import Meeting, MeetingState
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from tests import factories
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def meeting(people: People) -> Meeting:
    """35 of 40 present by name, two applications voted on, the signed minutes attached."""
    round_ = factories.a_round(policy={"comparison_required": False})
    opened = factories.a_meeting(
        people.village, confirmed=False, round_=round_, minutes_copy=factories.an_attachment()
    )
    factories.an_attendance(opened, "王强", "李四")
    for ballot in opened.ballots:
        factories.a_visit(ballot.application)
    return opened


def relate(people: People, clock: SetClock, meeting: Meeting, name: str) -> None:
    """*name* is an official and a relative of the first household."""
    official = factories.add(
        Official(area=people.village, name=name, post=Post.REPRESENTATIVE, represents=True, since=clock.today)
    )
    factories.add(
        Kinship(
            official=official,
            household=meeting.ballots[0].application.household,
            relation=Relation.SIBLING,
            declared_on=clock.today,
            declared_by_id=people.user("village_officer").id,
        )
    )


def test_both_ticks_at_once_are_two_acts(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    page = officer.get("appraisals.confirm", meeting_id=meeting.id)
    assert "赵德福" in page.text
    assert "周小燕" in page.text
    officer.send(chair="y", recorder="y")
    assert meeting.state is MeetingState.CONFIRMED
    assert None not in (meeting.chair_confirmed_at, meeting.recorder_confirmed_at)
    assert queries.find_minutes(meeting.id) is not None


def test_an_adjourned_household_is_said_to_be_so_everywhere(people: People, meeting: Meeting) -> None:
    service.adjourn_application(
        actor=people.actor("village_officer"),
        meeting=meeting,
        application=meeting.ballots[1].application,
        reason="户主住院",
    )
    officer = people.browser("village_officer")
    assert "户主住院" in officer.get("appraisals.show", meeting_id=meeting.id).text
    assert "户主住院" in officer.get("appraisals.votes", meeting_id=meeting.id).text
    assert "户主住院" in officer.get("appraisals.confirm", meeting_id=meeting.id).text
    officer.send(chair="y", recorder="y")
    page = officer.follow()
    assert page.texts("#votes .badge") == ["通过", "暂缓评议"]
    number = meeting.ballots[1].application.number
    assert "暂缓评议" in officer.get("applications.show", number=number).text


def test_the_votes_page_asks_for_what_was_read_out_and_who_led(
    people: People, meeting: Meeting, clock: SetClock
) -> None:
    relate(people, clock, meeting, "王强")
    meeting.chair_name = "王强"
    second = meeting.ballots[1]
    second.application.comparisons.append(
        Comparison(
            compared_on=clock.today,
            result=ComparisonResult.HIT_EXPLAINED,
            note="三轮车",
            recorded_by_id=people.user("village_officer").id,
            recorded_at=clock.now,
        )
    )
    database.session.flush()
    officer = people.browser("village_officer")
    officer.get("appraisals.votes", meeting_id=meeting.id)
    page = officer.send(expect=422)
    assert len(page.select("fieldset.has-fault")) == 2
    first = meeting.ballots[0]
    officer.send(
        **{
            f"for-{first.id}": "29",
            f"left-{first.id}": "王强",
            f"chair-{first.id}": "李四",
            f"hits-{second.id}": "1",
        }
    )
    assert (first.left_room, first.chair_name, second.hits_read_out) == (["王强"], "李四", True)


def test_attendance_by_name_fixes_the_numbers_of_the_record(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    page = officer.get("appraisals.edit", meeting_id=meeting.id)
    assert page.select("#due")[0].get("readonly") is not None
    officer.send(due="99", present="99", agenda=[ballot.application.number for ballot in meeting.ballots])
    assert (meeting.due, meeting.present) == (40, 35)


@pytest.fixture
def confirmed(people: People, meeting: Meeting) -> Meeting:
    service.confirm_meeting(actor=people.actor("village_officer"), meeting=meeting)
    return meeting


@pytest.mark.parametrize("who", ["village_officer", "township_reviewer"])
def test_an_addition_stands_below_the_minutes(people: People, confirmed: Meeting, who: str) -> None:
    browser = people.browser(who)
    page = browser.get("appraisals.minutes", meeting_id=confirmed.id)
    assert "additions/new" in page.links["补充会议记录"]
    browser.get("appraisals.add", meeting_id=confirmed.id)
    page = browser.send(text="列席人员漏记一人。", reason="", expect=422)
    assert page.select("textarea[name=text]")
    browser.send(text="列席人员漏记一人。", reason="核对签到表时发现。")
    page = browser.follow()
    assert "列席人员漏记一人。" in page.text
    assert "核对签到表时发现。" in page.text
    assert people.user(who).name in page.text


@pytest.mark.parametrize(
    ("who", "status"), [("work_team", 403), ("supervisor", 403), ("other_village_officer", 404)]
)
def test_others_add_nothing(people: People, confirmed: Meeting, who: str, status: int) -> None:
    browser = people.browser(who)
    browser.get("appraisals.add", meeting_id=confirmed.id, expect=status)
    browser.post("appraisals.add", {"text": "x", "reason": "y"}, meeting_id=confirmed.id, expect=status)
    assert confirmed.additions == []


def test_an_open_record_has_no_additions(people: People, meeting: Meeting) -> None:
    people.browser("village_officer").get("appraisals.add", meeting_id=meeting.id, expect=409)
