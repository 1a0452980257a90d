"""A meeting before its day: what may be planned, what is refused until then, and taking it back."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db as database
from app.core.errors import Forbidden, Invalid, Refused
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import rules, service
from app.domain.appraisals.models import Ballot, Keystroke, Meeting
from tests import factories
from tests.domain.appraisals.village import Village

DAY = dt.timedelta(days=1)


def planned(village: Village, number: int = 2, **given: Any) -> Meeting:
    values: dict[str, Any] = {
        "held_on": village.clock.today + 12 * DAY,
        "present": 0,
        "invited_on": village.clock.today + DAY,
        "is_secret": True,
    } | given
    return village.open(village.ready(number), **values)


def test_a_meeting_is_planned_for_a_day_to_come(village: Village) -> None:
    meeting = planned(village)
    assert rules.is_to_come(meeting, village.clock.today)
    assert meeting.is_secret
    assert meeting.invited_on == village.clock.today + DAY
    assert rules.invitation_due_on(meeting.held_on, village.round.policy) == village.clock.today + 2 * DAY
    assert not rules.is_to_come(meeting, meeting.held_on)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"present": 1}, "present"),
        ({"held_on": dt.date(2031, 1, 1)}, "held_on"),
        ({"invited_on": dt.date(2030, 1, 1)}, "invited_on"),
    ],
)
def test_what_cannot_be_planned_names_its_field(village: Village, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        planned(village, **given)
    assert fault.value.field == field


def test_nothing_is_voted_on_or_confirmed_before_the_day(village: Village) -> None:
    meeting = planned(village, 1)
    application = meeting.ballots[0].application
    with pytest.raises(Refused, match="still to come"):
        village.vote(meeting, application, 20, 0, 0)
    with pytest.raises(Refused) as refusal:
        service.confirm_meeting(actor=village.officer, meeting=meeting)
    assert any("has not been held" in str(reason) for reason in refusal.value.blockers)
    assert application.state is ApplicationState.VISITED


def test_on_its_day_the_plan_becomes_the_record(village: Village) -> None:
    meeting = planned(village, 1)
    village.clock.set(meeting.held_on)
    service.change_meeting(actor=village.officer, meeting=meeting, due=30, present=24, observers="", notes="")
    village.vote(meeting, meeting.ballots[0].application, 20, 4, 0)
    assert meeting.ballots[0].votes_for == 20
    assert meeting.is_secret


def test_a_plan_is_taken_back_and_its_applications_wait_again(village: Village) -> None:
    meeting = planned(village)
    applications = [ballot.application for ballot in meeting.ballots]
    factories.an_attendance(meeting, "王强", "李四")
    service.discard_meeting(actor=village.officer, meeting=meeting)
    assert factories.how_many(Meeting) == factories.how_many(Ballot) == 0
    event = database.session.scalars(sa.select(Event).where(Event.name == "meeting_discarded")).one()
    assert event.data["applications"] == 2
    again = village.open(applications)
    assert len(again.ballots) == 2


@pytest.mark.parametrize("what", ["votes", "adjourned", "signed", "half confirmed", "typed"])
def test_what_was_recorded_is_not_thrown_away(village: Village, what: str) -> None:
    meeting = village.open(village.ready(1))
    if what == "votes":
        village.vote(meeting, meeting.ballots[0].application, 20, 4, 0)
    elif what == "adjourned":
        meeting.ballots[0].adjourned_reason = "材料不全"
    elif what == "signed":
        village.sign(meeting)
    elif what == "half confirmed":
        meeting.chair_confirmed_at = dt.datetime(2026, 5, 11, tzinfo=dt.UTC)
    else:
        typed = {"meeting_id": meeting.id, "device": "a", "ordinal": 1, "receipt": 1, "field": "notes"}
        received = dt.datetime(2026, 5, 11, tzinfo=dt.UTC)
        factories.add(Keystroke(**typed, value="x", typed_by_id=village.officer.id, received_at=received))
    with pytest.raises(Refused):
        service.discard_meeting(actor=village.officer, meeting=meeting)
    assert factories.how_many(Meeting) == 1


def test_only_who_records_meetings_there_takes_one_back(village: Village) -> None:
    meeting = planned(village)
    for name in ("township_reviewer", "other_village_officer"):
        with pytest.raises(Forbidden):
            service.discard_meeting(actor=village.people.actor(name), meeting=meeting)
    assert factories.how_many(Meeting) == 1
