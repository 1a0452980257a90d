"""Recording a meeting: agenda, votes, minutes, confirmation; and everything that is refused."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import queries, service
from app.domain.appraisals.models import MeetingState
from app.domain.appraisals.service import MeetingHead
from app.domain.policies.vocabulary import MeetingKind
from app.domain.rounds.models import RoundState
from tests import factories
from tests.domain.appraisals.village import Village

S = ApplicationState


def test_each_application_passes_or_not_by_its_numbers(village: Village) -> None:
    first, second, third = village.ready()
    meeting = village.open([first, second, third])
    village.tick(meeting, ("王强", "王平"), 24)
    village.vote(meeting, first, 13, 11, 0)
    village.vote(meeting, second, 12, 10, 2)
    village.vote(meeting, third, 12, 10, 0, left=("王强", "王平"))
    village.sign(meeting)
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    assert [first.state, second.state, third.state] == [S.PASSED, S.REJECTED, S.PASSED]
    assert [ballot.passed for ballot in meeting.ballots] == [True, False, True]
    event = database.session.scalars(sa.select(Event).where(Event.name == "meeting_recorded")).one()
    assert (event.data["passed"], event.data["rejected"]) == (2, 1)
    assert queries.count_ballots([meeting.id]) == {meeting.id: (3, 2)}


def test_a_confirmation_says_everything_that_is_missing_and_changes_nothing(village: Village) -> None:
    applications = village.ready(2)
    meeting = village.open(applications, present=19)
    village.vote(meeting, applications[0], 19, 0, 0)
    with pytest.raises(Refused) as refusal:
        service.confirm_meeting(actor=village.officer, meeting=meeting)
    assert len(refusal.value.blockers) == 3
    assert meeting.state is MeetingState.DRAFT
    assert applications[0].state is S.VISITED


def test_votes_must_be_as_many_as_people_who_could_vote(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.tick(meeting, ("王强",), 24)
    for votes in ((24, 1, 0), (23, 0, 0), (-1, 25, 0)):
        with pytest.raises(Invalid):
            village.vote(meeting, application, *votes)
    with pytest.raises(Invalid):
        village.vote(meeting, application, 24, 0, 0, left=("王强",))
    village.vote(meeting, application, 20, 3, 0, left=("王强", " "))
    assert meeting.ballots[0].left_room == ["王强"]


def test_attendance_that_is_corrected_later_shows_in_the_counts(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.vote(meeting, application, 24, 0, 0)
    village.sign(meeting)
    service.change_meeting(actor=village.officer, meeting=meeting, due=30, present=25, observers="", notes="")
    with pytest.raises(Refused, match="24 votes"):
        service.confirm_meeting(actor=village.officer, meeting=meeting)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"due": 0, "present": 0}, "due"),
        ({"due": 10, "present": 11}, "present"),
        ({"present": -1}, "present"),
        ({"held_on": dt.date(2027, 6, 30)}, "held_on"),
        ({"held_on": dt.date(2026, 5, 10)}, "held_on"),
        ({"place": " "}, "place"),
        ({"chair_name": ""}, "chair_name"),
        ({"recorder_name": ""}, "recorder_name"),
        ({"recorder_name": "王主任"}, "recorder_name"),
    ],
)
def test_what_is_wrong_names_its_field(village: Village, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        village.open(village.ready(1), **given)
    assert fault.value.field == field


def test_the_agenda_holds_only_what_waits_in_this_village(village: Village) -> None:
    with pytest.raises(Invalid) as fault:
        village.open([])
    assert fault.value.field == "agenda"
    with pytest.raises(Invalid):
        village.open(village.ready(1, village.people.other_village))
    passed = factories.an_application(factories.a_household(village.people.village), state=S.PASSED)
    with pytest.raises(Invalid):
        village.open([passed])


def test_no_meeting_is_recorded_in_a_closed_round_or_by_others(village: Village) -> None:
    agenda = village.ready(1)
    for who in ("township_reviewer", "other_village_officer", "work_team", "county_approver", "villager"):
        with pytest.raises(Forbidden):
            village.open(agenda, who)
    village.round.state = RoundState.CLOSED
    with pytest.raises(Refused):
        village.open(agenda)


def test_one_application_before_two_meetings_is_decided_by_the_first(village: Village) -> None:
    (application,) = village.ready(1)
    first, second = village.open([application]), village.open([application])
    assert queries.find_drafts_with(village.round.id, village.people.village.id) == {application.id: first}
    for meeting in (first, second):
        village.vote(meeting, application, 20, 4, 0)
        village.sign(meeting)
    service.confirm_meeting(actor=village.officer, meeting=first)
    with pytest.raises(Refused, match="take it off"):
        service.confirm_meeting(actor=village.officer, meeting=second)
    assert queries.find_deciding_ballot(application.id).meeting_id == first.id
    assert [ballot.meeting_id for ballot in queries.list_ballots_of(application.id)] == [first.id, second.id]


def test_a_confirmed_meeting_is_fixed(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.vote(meeting, application, 20, 4, 0)
    village.sign(meeting)
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    with pytest.raises(Refused):
        village.vote(meeting, application, 24, 0, 0)
    with pytest.raises(Refused):
        service.change_meeting(
            actor=village.officer, meeting=meeting, due=9, present=9, observers="", notes=""
        )
    with pytest.raises(Refused):
        village.sign(meeting)
    with pytest.raises(Conflict):
        service.confirm_meeting(actor=village.officer, meeting=meeting)


def test_votes_entered_meanwhile_stop_a_confirmation(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.vote(meeting, application, 20, 4, 0)
    village.sign(meeting)
    looked_at = meeting.version
    village.vote(meeting, application, 2, 22, 0)
    database.session.flush()
    with pytest.raises(Conflict):
        service.confirm_meeting(actor=village.officer, meeting=meeting, version=looked_at)


def test_the_head_of_an_open_record_can_be_corrected(village: Village) -> None:
    first, second = village.ready(2)
    meeting = village.open([first])
    head = MeetingHead(
        MeetingKind.ASSEMBLY, village.clock.today, "学校", "李主任", "赵会计", village.officer.id
    )
    service.change_meeting(
        actor=village.officer,
        meeting=meeting,
        due=300,
        present=160,
        observers="驻村工作队",
        notes="无",
        agenda=[second, first],
        head=head,
    )
    assert (meeting.kind, meeting.place, meeting.chair_id) == (
        MeetingKind.ASSEMBLY,
        "学校",
        village.officer.id,
    )
    assert [ballot.application_id for ballot in meeting.ballots] == [second.id, first.id]


def test_a_meeting_before_the_visit_decides_nothing(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.vote(meeting, application, 20, 4, 0)
    village.sign(meeting)
    application.visits[0].visited_on = village.clock.today + dt.timedelta(days=1)
    with pytest.raises(Refused, match="before the application or the home visit"):
        service.confirm_meeting(actor=village.officer, meeting=meeting)
