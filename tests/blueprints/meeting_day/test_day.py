"""The day's page without script: each step saves by its button; taking over says what is wrong where it stands."""

import datetime as dt

import pytest

from app.core.db import db as database
from app.domain.appraisals import queries
from app.domain.appraisals.models import Meeting
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from tests import factories
from tests.browser import Browser
from tests.conftest import SetClock
from tests.people import People

NAMES = ("赵一", "钱二", "孙三", "李四", "周五", "吴六")


@pytest.fixture
def meeting(people: People, clock: SetClock) -> Meeting:
    """Three applications before six representatives."""
    round_ = factories.a_round(policy={"comparison_required": False})
    opened = factories.a_meeting(people.village, ballots=3, confirmed=False, round_=round_, due=6, present=0)
    for ballot in opened.ballots:
        factories.a_visit(ballot.application)
        ballot.votes_for = ballot.votes_against = ballot.votes_abstained = None
    for name in NAMES:
        factories.add(
            Official(
                area=people.village, name=name, post=Post.REPRESENTATIVE, represents=True, since=clock.today
            )
        )
    database.session.flush()
    return opened


@pytest.fixture
def officer(people: People) -> Browser:
    return people.browser("village_officer")


def tick(officer: Browser, meeting: Meeting, *numbers: int) -> None:
    """Tick off who is here, by the numbers on the list."""
    page = officer.get("meeting_day.show", meeting_id=meeting.id)
    fields = {box.get("id"): box.get("name") for box in page.select("#comers input")}
    officer.post(
        "meeting_day.attendance",
        {fields[f"here-{number}"]: "1" for number in numbers},
        meeting_id=meeting.id,
    )


def enter(officer: Browser, meeting: Meeting, index: int, **typed: str) -> None:
    ballot_id = meeting.ballots[index].id
    fields = {f"{name}.{ballot_id}": value for name, value in typed.items()}
    officer.post("meeting_day.item", fields, meeting_id=meeting.id, ballot_id=ballot_id)


def test_each_step_is_saved_and_leads_to_the_next(officer: Browser, meeting: Meeting) -> None:
    first, second, third = meeting.ballots
    tick(officer, meeting, 1, 2, 3, 4)
    assert officer.page.location.endswith(f"#item-{first.id}")
    page = officer.follow()
    assert "应到6人，实到4人" in page.text
    assert "服务器已收到，第4号" in page.text
    enter(officer, meeting, 0, **{"for": "3", "against": "1"})
    assert officer.page.location.endswith(f"#item-{second.id}")
    enter(officer, meeting, 1, adjourn="户主外出")
    enter(officer, meeting, 2, **{"for": "４"})
    assert officer.page.location.endswith("#take-over")
    page = officer.follow()
    assert page.select(f"#for-{first.id}")[0].get("value") == "3"
    assert page.select(f"#adjourn-{second.id}")[0].get("value") == "户主外出"
    assert "共3户，已评议3户" in page.text
    officer.send(to="/record")
    assert "已写入会议记录：3户" in officer.follow().text
    assert (meeting.due, meeting.present) == (6, 4)
    assert (first.votes_for, first.votes_against, first.votes_abstained) == (3, 1, 0)
    assert (second.adjourned_reason, third.votes_for) == ("户主外出", 4)


def test_a_step_sent_again_unchanged_types_nothing(officer: Browser, meeting: Meeting) -> None:
    tick(officer, meeting, 1, 2)
    tick(officer, meeting, 1, 2)
    assert queries.find_last_receipt(meeting.id) == 2
    tick(officer, meeting, 2)
    assert queries.find_last_receipt(meeting.id) == 3


def test_names_are_written_by_hand_and_taken_off(officer: Browser, meeting: Meeting) -> None:
    officer.get("meeting_day.show", meeting_id=meeting.id)
    officer.post("meeting_day.attendance", {"guests": "郑七、王 八"}, meeting_id=meeting.id)
    page = officer.follow()
    assert "应到8人，实到2人" in page.text
    officer.post(
        "meeting_day.attendance", {"here.n.郑七": "1", "remove": "here.n.王八"}, meeting_id=meeting.id
    )
    assert "应到7人，实到1人" in officer.follow().text


def test_who_leaves_is_written_by_number_or_name(officer: Browser, meeting: Meeting) -> None:
    tick(officer, meeting, 1, 2, 3, 4, 5, 6)
    names = {line.get("data-number"): line.get("data-name") for line in officer.follow().select(".comer")}
    enter(officer, meeting, 0, **{"for": "4", "left": "2 5"})
    enter(officer, meeting, 1, **{"for": "5", "left": str(names["3"])})
    page = officer.get("meeting_day.show", meeting_id=meeting.id)
    left = [page.select(f"#left-{ballot.id}")[0].get("value") for ballot in meeting.ballots[:2]]
    assert left == [f"{names['2']}、{names['5']}", names["3"]]


def test_what_is_refused_stands_at_its_item_and_nothing_is_saved(
    officer: Browser, meeting: Meeting, people: People, clock: SetClock
) -> None:
    second = meeting.ballots[1]
    related = database.session.query(Official).filter_by(name="赵一").one()
    factories.add(
        Kinship(
            official=related,
            household=second.application.household,
            relation=Relation.SIBLING,
            declared_on=clock.today,
            declared_by_id=people.user("village_officer").id,
        )
    )
    tick(officer, meeting, 1, 2, 3, 4, 5, 6)
    page = officer.follow()
    assert "赵一" in page.texts(f"#item-{second.id} .callout")[0]
    enter(officer, meeting, 0, **{"for": "6"})
    enter(officer, meeting, 1, **{"for": "6"})
    enter(officer, meeting, 2, **{"for": "5"})
    officer.get("meeting_day.show", meeting_id=meeting.id)
    page = officer.send(to="/record", expect=409)
    assert [ballot.votes_for for ballot in meeting.ballots] == [None] * 3
    assert meeting.attendance == []
    assert "必须离场回避" in page.texts(f"#item-{second.id} .fault")[0]
    assert "录入了5票" in page.texts(f"#item-{meeting.ballots[2].id} .fault")[0]
    assert page.texts(f"#item-{meeting.ballots[0].id} .fault") == []
    assert len(page.select("#faults li")) == 2
    enter(officer, meeting, 1, **{"for": "5", "left": "赵一"})
    enter(officer, meeting, 2, **{"for": "5", "abstained": "1"})
    officer.get("meeting_day.show", meeting_id=meeting.id)
    officer.send(to="/record")
    assert second.left_room == ["赵一"]


@pytest.mark.parametrize(
    ("who", "status"),
    [("work_team", 403), ("township_reviewer", 403), ("other_village_officer", 404), ("administrator", 404)],
)
def test_only_whoever_records_the_meeting_types(
    people: People, meeting: Meeting, who: str, status: int
) -> None:
    browser = people.browser(who)
    browser.get("meeting_day.show", meeting_id=meeting.id, expect=status)
    browser.post("meeting_day.attendance", {"guests": "某某"}, meeting_id=meeting.id, expect=status)
    browser.post("meeting_day.record", {}, meeting_id=meeting.id, expect=status)
    ballot_id = meeting.ballots[0].id
    browser.post(
        "meeting_day.item",
        {f"for.{ballot_id}": "9"},
        meeting_id=meeting.id,
        ballot_id=ballot_id,
        expect=status,
    )
    assert queries.find_last_receipt(meeting.id) == 0


def test_an_item_of_another_meeting_is_not_found(officer: Browser, meeting: Meeting, people: People) -> None:
    other = factories.a_meeting(people.village, ballots=1, confirmed=False, round_=meeting.round)
    officer.post("meeting_day.item", {}, meeting_id=meeting.id, ballot_id=other.ballots[0].id, expect=404)


def test_a_meeting_to_come_is_not_typed_and_a_confirmed_one_is_closed(
    officer: Browser, meeting: Meeting, people: People
) -> None:
    meeting.held_on += dt.timedelta(days=2)
    database.session.flush()
    page = officer.get("meeting_day.show", meeting_id=meeting.id)
    assert "会议还没有召开" in page.text
    assert page.select("#attendance") == []
    officer.post("meeting_day.attendance", {"guests": "某某"}, meeting_id=meeting.id, expect=409)
    confirmed = factories.a_meeting(people.village)
    officer.get("meeting_day.show", meeting_id=confirmed.id, expect=409)


def test_the_page_is_complete_in_english(people: People, meeting: Meeting) -> None:
    browser = people.browser("village_officer")
    page = browser.get(f"/meetings/{meeting.id}/day?lang=en")
    assert "Received: nothing yet" in page.text
    assert "0 of 6 are present, 4 are needed: there is no quorum." in page.text


def test_the_page_asks_the_same_for_any_number_of_applications(
    officer: Browser, meeting: Meeting, people: People
) -> None:
    few = len(officer.get("meeting_day.show", meeting_id=meeting.id).statements)
    many = factories.a_meeting(people.village, ballots=12, confirmed=False, round_=meeting.round)
    assert len(officer.get("meeting_day.show", meeting_id=many.id).statements) <= few
