"""Entering the votes on one page, attaching the minutes, confirming the result."""

import pytest

from app.core.db import db as database
from app.domain.applications.models import ApplicationState, HomeVisit
from app.domain.appraisals.models import Meeting, MeetingState
from tests import factories
from tests.blueprints.handed_in import a_scan, no_file
from tests.people import People


@pytest.fixture
def meeting(people: People) -> Meeting:
    """35 of 40 present; two applications, no vote entered yet."""
    round_ = factories.a_round(policy={"comparison_required": False})
    opened = factories.a_meeting(people.village, confirmed=False, round_=round_)
    for ballot in opened.ballots:
        ballot.votes_for = ballot.votes_against = ballot.votes_abstained = None
        ballot.application.visits.append(
            HomeVisit(
                visited_on=opened.held_on, visitors=[], findings="属实", recorded_by_id=opened.recorded_by_id
            )
        )
    database.session.flush()
    return opened


def votes(meeting: Meeting, *rows: tuple[str, ...]) -> dict[str, str]:
    names = ("for", "against", "abstained", "left", "remark")
    return {
        f"{name}-{ballot.id}": value
        for ballot, row in zip(meeting.ballots, rows, strict=False)
        for name, value in zip(names, row, strict=False)
    }


def test_all_votes_are_saved_at_once_and_empty_rows_wait(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    factories.an_attendance(meeting, "王强", "李四")
    officer.get("appraisals.votes", meeting_id=meeting.id)
    officer.send(**votes(meeting, ("20", "13", "", "王强、李 四")))
    page = officer.follow()
    assert "票数已保存" in page.text
    assert meeting.ballots[0].left_room == ["王强", "李四"]
    assert meeting.ballots[1].votes_for is None


def test_full_width_figures_are_figures(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    officer.get("appraisals.votes", meeting_id=meeting.id)
    officer.send(**votes(meeting, ("３０", "３", "２"), ("30", "3", "2")))
    assert officer.follow().heading.endswith("（2026年5月11日）")
    assert meeting.ballots[0].votes_for == 30


def test_a_wrong_row_keeps_everything_that_was_typed_and_saves_nothing(
    people: People, meeting: Meeting
) -> None:
    officer = people.browser("village_officer")
    officer.get("appraisals.votes", meeting_id=meeting.id)
    page = officer.send(**votes(meeting, ("35", "0", "0"), ("二十", "", "", "", "外出")), expect=422)
    first, second = meeting.ballots
    assert page.select(f"#for-{first.id}")[0].get("value") == "35"
    assert page.select(f"#for-{second.id}")[0].get("value") == "二十"
    assert page.select(f"#remark-{second.id}")[0].get("value") == "外出"
    assert page.texts(f"#fault-{second.id}") == ["请填写整数。"]
    page = officer.send(**votes(meeting, ("35", "0", "0"), ("30", "2", "2")), expect=422)
    assert "录入了34票，但参加表决的是35人" in page.texts(f"#fault-{second.id}")[0]
    database.session.expire_all()
    assert meeting.ballots[0].votes_for is None


def test_votes_that_were_entered_cannot_silently_vanish(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    officer.get("appraisals.votes", meeting_id=meeting.id)
    officer.send(**votes(meeting, ("35", "0", "0")))
    officer.follow()
    page = officer.send(**votes(meeting, ("", "", "")), expect=422)
    assert "票数没有填" in page.texts(".fault")[0]


def test_minutes_are_a_file_and_are_fixed_after_the_confirmation(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    officer.get("appraisals.attach", meeting_id=meeting.id)
    officer.send(copy=no_file(), expect=422)
    officer.send(copy=a_scan())
    assert "已签名的会议记录已上传" in officer.follow().text
    people.browser("supervisor").get("attachments.show", attachment_id=meeting.minutes_copy_id)
    confirmed = factories.a_meeting(people.village, minutes_copy_id=meeting.minutes_copy_id)
    officer.get("appraisals.attach", meeting_id=confirmed.id)
    assert "不能再换" in officer.send(copy=a_scan(), expect=409).text


def test_the_confirmation_shows_every_reason_and_then_the_result(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    page = officer.get("appraisals.confirm", meeting_id=meeting.id)
    assert len(page.select(".callout li")) == 3
    page = officer.post(
        "appraisals.confirm", {"version": meeting.version, "chair": "y"}, meeting_id=meeting.id, expect=409
    )
    assert "还没有录入票数" in page.text
    officer.get("appraisals.votes", meeting_id=meeting.id)
    officer.send(**votes(meeting, ("18", "17", "0"), ("17", "17", "1")))
    officer.get("appraisals.attach", meeting_id=meeting.id)
    officer.send(copy=a_scan())
    officer.get("appraisals.confirm", meeting_id=meeting.id)
    assert "请勾选由谁确认" in officer.send(expect=422).text
    officer.send(chair="y")
    assert "主持人已确认" in officer.follow().text
    assert meeting.state is MeetingState.DRAFT
    page = officer.get("appraisals.confirm", meeting_id=meeting.id)
    assert page.select("input[name=chair]") == []
    officer.send(recorder="y")
    page = officer.follow()
    assert "2户中通过1户" in page.text
    assert page.texts("#votes .badge") == ["通过", "未通过"]
    first, second = (ballot.application for ballot in meeting.ballots)
    assert (first.state, second.state) == (ApplicationState.PASSED, ApplicationState.REJECTED)


def test_of_two_officers_one_hears_that_somebody_was_faster(people: People, meeting: Meeting) -> None:
    officer = people.browser("village_officer")
    officer.get("appraisals.votes", meeting_id=meeting.id)
    officer.send(**votes(meeting, ("35", "0", "0"), ("35", "0", "0")))
    officer.get("appraisals.attach", meeting_id=meeting.id)
    officer.send(copy=a_scan())
    looked_at = meeting.version
    people.browser("village_officer").post(
        "appraisals.votes", votes(meeting, ("0", "35", "0"), ("35", "0", "0")), meeting_id=meeting.id
    )
    page = officer.post(
        "appraisals.confirm", {"version": looked_at, "chair": "y"}, meeting_id=meeting.id, expect=409
    )
    assert "别人先办了一步" in page.text
    database.session.expire_all()
    assert meeting.state is MeetingState.DRAFT
