"""What is typed on the day: kept once, in order, by whoever may; taken over whole or not at all."""

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import DatabaseError

from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.appraisals import day, queries, service
from app.domain.appraisals.day import NotTaken, Stroke
from app.domain.appraisals.models import Keystroke, Meeting
from tests import factories
from tests.domain.appraisals.village import Village


class Typist:
    """Somebody at a device; strokes count by themselves."""

    def __init__(self, village: Village, meeting: Meeting, device: str = "a-device") -> None:
        self.village, self.meeting, self.device, self.count = village, meeting, device, 0

    def types(self, **fields: str) -> list[Keystroke]:
        """Fields by name; ``here_o3`` stands for ``here.o3``."""
        strokes = []
        for name, value in fields.items():
            self.count += 1
            strokes.append(Stroke(self.device, self.count, name.replace("_", ".", 1), value))
        return day.keep_strokes(actor=self.village.officer, meeting=self.meeting, strokes=strokes)

    def votes(self, index: int, *numbers: int, **more: str) -> None:
        id = self.meeting.ballots[index].id
        given = dict(zip(("for", "against", "abstained"), map(str, numbers), strict=False)) | more
        self.types(**{f"{name}_{id}": value for name, value in given.items()})

    def ticks(self, *names: str) -> None:
        for name in names:
            self.types(**{f"here_n.{name}": "1"})

    def takes_over(self) -> int:
        return day.take_over(actor=self.village.officer, meeting=self.meeting)


@pytest.fixture
def meeting(village: Village) -> Meeting:
    return village.open(village.ready(3), due=5, present=0)


@pytest.fixture
def typist(village: Village, meeting: Meeting) -> Typist:
    return Typist(village, meeting)


FIVE = ("甲一", "乙二", "丙三", "丁四", "戊五")


def test_strokes_are_numbered_as_they_are_received(typist: Typist) -> None:
    first = typist.types(due="5", present="4")
    second = Typist(typist.village, typist.meeting, "another").types(due="6")
    assert [row.receipt for row in (*first, *second)] == [1, 2, 3]
    assert {row.typed_by_id for row in first} == {typist.village.officer.id}
    assert queries.find_last_receipt(typist.meeting.id) == 3


def test_a_batch_sent_again_is_kept_once_and_gets_its_numbers_again(typist: Typist) -> None:
    strokes = [Stroke("d", number, "due", str(number)) for number in range(1, 6)]
    actor = typist.village.officer

    def keep(batch):
        return [row.receipt for row in day.keep_strokes(actor=actor, meeting=typist.meeting, strokes=batch)]

    assert keep(strokes[:3]) == [1, 2, 3]
    assert keep(strokes) == [1, 2, 3, 4, 5]
    assert keep([strokes[1], strokes[1]]) == [2, 2]
    assert len(queries.list_keystrokes(typist.meeting.id)) == 5


def test_a_number_used_for_something_else_is_a_conflict_and_never_lost_silently(typist: Typist) -> None:
    typist.types(due="5")
    with pytest.raises(Conflict):
        Typist(typist.village, typist.meeting).types(due="6")
    assert [row.value for row in queries.list_keystrokes(typist.meeting.id)] == ["5"]


@pytest.mark.parametrize(
    "stroke",
    [
        Stroke("", 1, "due", "5"),
        Stroke("a b", 1, "due", "5"),
        Stroke("server:1", 1, "due", "5"),
        Stroke("x" * 41, 1, "due", "5"),
        Stroke("d", 0, "due", "5"),
        Stroke("d", 2**31, "due", "5"),
        Stroke("d", 1, "taken", "5"),
        Stroke("d", 1, "for.0", "5"),
        Stroke("d", 1, "state", "confirmed"),
        Stroke("d", 1, "here.n.", "1"),
        Stroke("d", 1, f"here.n.{'很' * 41}", "1"),
        Stroke("d", 1, "due", "5" * 501),
        Stroke("d", 1, "due", "5\0"),
    ],
)
def test_what_no_page_sends_is_refused(typist: Typist, stroke: Stroke) -> None:
    with pytest.raises(Invalid):
        day.keep_strokes(actor=typist.village.officer, meeting=typist.meeting, strokes=[stroke])
    assert queries.list_keystrokes(typist.meeting.id) == []


def test_strokes_are_kept_for_whoever_may_record_while_the_record_is_open(typist: Typist) -> None:
    stroke = [Stroke("d", 1, "due", "5")]
    for who in ("other_village_officer", "township_reviewer", "work_team", "villager"):
        with pytest.raises(Forbidden):
            day.keep_strokes(actor=typist.village.people.actor(who), meeting=typist.meeting, strokes=stroke)
    confirmed = factories.a_meeting(typist.village.people.village)
    with pytest.raises(Refused, match="confirmed"):
        day.keep_strokes(actor=typist.village.officer, meeting=confirmed, strokes=stroke)
    typist.meeting.held_on += dt.timedelta(days=3)
    with pytest.raises(Refused, match="still to come"):
        typist.types(due="5")


def test_what_was_typed_cannot_be_changed_in_the_database(typist: Typist) -> None:
    typist.types(due="5")
    database.session.commit()
    for statement in (sa.update(Keystroke).values(value="6"), sa.delete(Keystroke)):
        with pytest.raises(DatabaseError, match="append-only"):
            database.session.execute(statement)
        database.session.rollback()


def test_the_last_one_received_counts_whatever_device_it_comes_from(typist: Typist) -> None:
    other = Typist(typist.village, typist.meeting, "other")
    typist.votes(0, 3)
    other.votes(0, 4)
    assert day.load_draft(typist.meeting).items[0].values["for"] == "4"
    typist.votes(0, 5)
    assert day.load_draft(typist.meeting).items[0].values["for"] == "5"


def test_the_draft_begins_with_the_roster_and_the_record(village: Village) -> None:
    officials = village.on_the_roster("甲一", "乙二")
    application = village.ready(1)[0]
    meeting = village.open([application], due=2, present=2)
    village.vote(meeting, application, 1, 1, 0)
    draft = day.load_draft(meeting)
    assert {person.field for person in draft.people} == {f"here.o{one.id}" for one in officials}
    assert (draft.items[0].values["for"], draft.waits) == ("1", False)
    typist = Typist(village, meeting)
    typist.types(**{f"here_o{officials[0].id}": "1"})
    typist.ticks("丙三")
    typist.ticks("丁四")
    typist.types(**{"here_n.丁四": ""})
    draft = day.load_draft(meeting)
    assert {p.comer.name: p.comer.is_present for p in draft.people} == {
        "甲一": True,
        "乙二": False,
        "丙三": True,
    }


def test_taking_over_makes_the_draft_the_record(typist: Typist) -> None:
    typist.ticks(*FIVE)
    typist.types(**{"here_n.戊五": "0"})
    typist.votes(0, 3, 1)
    typist.votes(1, 2, 1, 0, left="甲一", remark="无异议")
    typist.votes(2, adjourn="户主外出")
    assert typist.takes_over() == 3
    meeting = typist.meeting
    assert (meeting.due, meeting.present) == (5, 4)
    first, second, third = meeting.ballots
    assert (first.votes_for, first.votes_against, first.votes_abstained) == (3, 1, 0)
    assert (second.left_room, second.remark) == (["甲一"], "无异议")
    assert (third.adjourned_reason, third.votes_for) == ("户主外出", None)
    assert not day.load_draft(meeting).waits


def test_after_taking_over_the_draft_begins_anew(typist: Typist) -> None:
    typist.ticks(*FIVE)
    typist.votes(0, 5)
    typist.takes_over()
    village, meeting = typist.village, typist.meeting
    village.vote(meeting, meeting.ballots[0].application, 1, 4, 0)
    assert day.load_draft(meeting).items[0].values["for"] == "1"
    typist.votes(1, 4, 1)
    assert typist.takes_over() == 1
    assert meeting.ballots[0].votes_for == 1
    assert meeting.ballots[1].votes_for == 4


def test_everything_that_is_wrong_is_said_where_it_stands_and_nothing_is_taken(typist: Typist) -> None:
    village, meeting = typist.village, typist.meeting
    official = village.on_the_roster("甲一")[0]
    village.relate(official, meeting.ballots[1].application)
    typist.types(**{f"here_o{official.id}": "1"})
    typist.ticks("乙二", "丙三")
    typist.votes(0, 3, 1)
    typist.votes(1, 3, 0)
    typist.votes(2, 3, chair="某某", left="不在")
    database.session.commit()
    with pytest.raises(NotTaken) as fault:
        typist.takes_over()
    said = {name: [str(one) for one in messages] for name, messages in fault.value.faults.items()}
    first, second, third = (str(ballot.id) for ballot in meeting.ballots)
    assert set(said) == {first, second, third}
    assert "4 votes" in said[first][0]
    assert "must leave the room" in said[second][0]
    assert len(said[third]) == 3
    database.session.rollback()
    assert meeting.attendance == []
    assert [ballot.votes_for for ballot in meeting.ballots] == [None] * 3
    assert day.load_draft(meeting).waits


@pytest.mark.parametrize("text", ["三", "3.5", "-1", "99999999999"])
def test_a_vote_is_a_whole_number(typist: Typist, text: str) -> None:
    typist.ticks(*FIVE)
    typist.types(**{f"for_{typist.meeting.ballots[0].id}": text})
    with pytest.raises(NotTaken, match="whole numbers"):
        typist.takes_over()


def test_votes_that_were_entered_do_not_silently_vanish(typist: Typist) -> None:
    typist.ticks(*FIVE)
    typist.votes(0, 5)
    typist.takes_over()
    typist.types(**{f"for_{typist.meeting.ballots[0].id}": ""})
    typist.types(**{f"against_{typist.meeting.ballots[0].id}": ""})
    typist.types(**{f"abstained_{typist.meeting.ballots[0].id}": ""})
    with pytest.raises(NotTaken, match="missing"):
        typist.takes_over()


def test_where_nobody_is_known_by_name_the_numbers_are_typed(typist: Typist) -> None:
    typist.types(due="40", present="30")
    typist.votes(0, 20, 10)
    typist.takes_over()
    assert (typist.meeting.due, typist.meeting.present) == (40, 30)
    typist.types(present="50")
    with pytest.raises(NotTaken):
        typist.takes_over()


def test_what_is_typed_after_the_confirmation_does_not_come_in(typist: Typist) -> None:
    village, meeting = typist.village, typist.meeting
    typist.ticks(*FIVE)
    for index in range(3):
        typist.votes(index, 5)
    typist.takes_over()
    village.sign(meeting)
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    with pytest.raises(Refused):
        typist.votes(0, 0, 5)
    with pytest.raises(Refused):
        typist.takes_over()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 12)), min_size=1, max_size=12))
def test_however_batches_overlap_each_stroke_is_kept_once(
    typist: Typist, batches: list[tuple[int, int]]
) -> None:
    """Any window of what was typed may arrive again, at any time: the server's log has each stroke once."""
    device = f"d{queries.find_last_receipt(typist.meeting.id)}"
    sent = set()
    for start, length in batches:
        numbers = range(start + 1, start + 1 + length)
        strokes = [Stroke(device, number, "due", str(number)) for number in numbers]
        day.keep_strokes(actor=typist.village.officer, meeting=typist.meeting, strokes=strokes)
        sent |= set(numbers)
    rows = [row for row in queries.list_keystrokes(typist.meeting.id) if row.device == device]
    assert sorted(row.ordinal for row in rows) == sorted(sent)
    everything = [row.receipt for row in queries.list_keystrokes(typist.meeting.id)]
    assert everything == list(range(1, len(everything) + 1))
