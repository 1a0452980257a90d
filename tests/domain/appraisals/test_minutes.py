"""Adjourned items, the two who confirm, minutes that are frozen, and what is added to them later."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DatabaseError

from app.core.audit import Event
from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.signals import cases_decided
from app.domain.applications.models import ApplicationState
from app.domain.appraisals import queries, service
from app.domain.appraisals.minutes import digest_of
from app.domain.appraisals.models import Meeting, MeetingState, Minutes
from app.domain.appraisals.service import Signer
from tests.domain.appraisals.village import Village

S = ApplicationState


def voted(village: Village, number: int = 2) -> Meeting:
    """A signed meeting in which everybody voted for everything."""
    applications = village.ready(number)
    meeting = village.open(applications)
    village.tick(meeting, ("王强",), 24)
    for application in applications:
        village.vote(meeting, application, 24, 0, 0)
    village.sign(meeting)
    return meeting


def put_off(village: Village, meeting: Meeting, index: int, reason: str = "户主住院，情况不清") -> None:
    service.adjourn_application(
        actor=village.officer,
        meeting=meeting,
        application=meeting.ballots[index].application,
        reason=reason,
    )


def test_an_adjourned_application_waits_for_another_meeting(village: Village) -> None:
    meeting = voted(village)
    put_off(village, meeting, 1)
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    first, second = meeting.ballots
    assert (first.passed, second.passed) == (True, None)
    assert (first.application.state, second.application.state) == (S.PASSED, S.VISITED)
    assert queries.find_deciding_ballot(second.application_id) is None
    event = database.session.scalars(sa.select(Event).where(Event.name == "meeting_recorded")).one()
    assert (event.data["passed"], event.data["rejected"]) == (1, 0)
    later = village.open([second.application])
    village.vote(later, second.application, 24, 0, 0)
    village.sign(later)
    service.confirm_meeting(actor=village.officer, meeting=later)
    assert second.application.state is S.PASSED
    assert queries.find_deciding_ballot(second.application_id).meeting_id == later.id


def test_adjourning_needs_a_reason_and_whoever_may_record(village: Village) -> None:
    meeting = voted(village)
    with pytest.raises(Invalid):
        put_off(village, meeting, 0, " ")
    with pytest.raises(Forbidden):
        service.adjourn_application(
            actor=village.people.actor("other_village_officer"),
            meeting=meeting,
            application=meeting.ballots[0].application,
            reason="外出",
        )
    put_off(village, meeting, 0)
    assert meeting.ballots[0].votes_for is None
    village.vote(meeting, meeting.ballots[0].application, 24, 0, 0)
    assert meeting.ballots[0].adjourned_reason == ""


def test_without_a_quorum_nothing_is_confirmed_not_even_by_one(village: Village) -> None:
    meeting = voted(village)
    village.tick(meeting, ("王强",), 19)
    for ballot in meeting.ballots:
        village.vote(meeting, ballot.application, 19, 0, 0)
    for signer in Signer:
        with pytest.raises(Refused, match="No quorum"):
            service.confirm_as(actor=village.officer, meeting=meeting, signer=signer)
    assert (meeting.chair_confirmed_at, meeting.recorder_confirmed_at) == (None, None)


@pytest.mark.parametrize("order", [tuple(Signer), tuple(reversed(Signer))])
def test_the_votes_stand_when_both_have_confirmed(village: Village, order: tuple[Signer, ...]) -> None:
    meeting = voted(village)
    assert service.confirm_as(actor=village.officer, meeting=meeting, signer=order[0]) is False
    assert service.confirm_as(actor=village.officer, meeting=meeting, signer=order[0]) is False
    assert meeting.state is MeetingState.DRAFT
    assert meeting.ballots[0].application.state is S.VISITED
    assert queries.find_minutes(meeting.id) is None
    assert service.confirm_as(actor=village.officer, meeting=meeting, signer=order[1]) is True
    assert meeting.state is MeetingState.CONFIRMED
    said = database.session.scalars(
        sa.select(Event).where(Event.name == "minutes_confirmed").order_by(Event.id)
    ).all()
    assert [(event.data["by"], event.data["name"]) for event in said] == [
        (signer.value, {"chair": "王主任", "recorder": "赵会计"}[signer.value]) for signer in order
    ]


@pytest.mark.parametrize("change", ["vote", "tick", "adjourn", "sign", "head"])
def test_a_change_in_between_undoes_the_first_confirmation(village: Village, change: str) -> None:
    meeting = voted(village)
    service.confirm_as(actor=village.officer, meeting=meeting, signer=Signer.CHAIR)
    if change == "vote":
        village.vote(meeting, meeting.ballots[0].application, 20, 4, 0)
    elif change == "tick":
        village.tick(meeting, ("李平",), 24)
    elif change == "adjourn":
        put_off(village, meeting, 0)
    elif change == "sign":
        village.sign(meeting)
    else:
        service.change_meeting(
            actor=village.officer, meeting=meeting, due=30, present=24, observers="工作队", notes=""
        )
    assert meeting.chair_confirmed_at is None
    assert service.confirm_as(actor=village.officer, meeting=meeting, signer=Signer.RECORDER) is False
    assert meeting.state is MeetingState.DRAFT


def test_others_confirm_nothing(village: Village) -> None:
    meeting = voted(village)
    for who in ("other_village_officer", "township_reviewer", "work_team", "villager"):
        with pytest.raises(Forbidden):
            service.confirm_as(actor=village.people.actor(who), meeting=meeting, signer=Signer.CHAIR)


def test_whoever_looked_at_an_older_record_confirms_nothing(village: Village) -> None:
    meeting = voted(village)
    looked_at = meeting.version
    service.confirm_as(actor=village.officer, meeting=meeting, signer=Signer.CHAIR, version=looked_at)
    with pytest.raises(Conflict):
        service.confirm_as(actor=village.officer, meeting=meeting, signer=Signer.RECORDER, version=looked_at)
    service.confirm_as(actor=village.officer, meeting=meeting, signer=Signer.RECORDER)
    with pytest.raises(Conflict):
        service.confirm_as(actor=village.officer, meeting=meeting, signer=Signer.RECORDER)


def test_the_minutes_hold_everything_and_never_change(village: Village) -> None:
    meeting = voted(village)
    village.vote(meeting, meeting.ballots[0].application, 20, 2, 1, left=("王强",), remark="无异议")
    put_off(village, meeting, 1)
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    minutes = queries.find_minutes(meeting.id)
    assert minutes is not None
    content = minutes.content
    assert (content["due"], content["present"], content["quorum_needed"]) == (30, 24, 20)
    assert (content["chair"], content["recorder"]) == ("王主任", "赵会计")
    assert content["places"]["village"]["zh"] == village.people.village.name_zh
    assert sum(one["is_present"] for one in content["attendance"]) == 24
    first, second = content["items"]
    assert (first["votes_for"], first["votes_against"], first["votes_abstained"]) == (20, 2, 1)
    assert (first["left_room"], first["voters"], first["needed"], first["passed"]) == (["王强"], 23, 12, True)
    assert (second["adjourned_reason"], second["passed"], second["votes_for"]) == (
        "户主住院，情况不清",
        None,
        None,
    )
    assert content["confirmed"]["chair"]["at"] is not None
    assert minutes.digest == digest_of(content)
    database.session.commit()
    for statement in (sa.update(Minutes).values(digest="x"), sa.delete(Minutes)):
        with pytest.raises(DatabaseError, match="append-only"):
            database.session.execute(statement)
        database.session.rollback()


def test_the_digest_tells_any_difference(village: Village) -> None:
    content = {"a": 1, "b": ["王强"]}
    assert digest_of(content) == digest_of({"b": ["王强"], "a": 1})
    assert digest_of(content) != digest_of({"a": 1, "b": ["王平"]})


def test_listeners_hear_once_what_was_decided(village: Village) -> None:
    heard = []

    def listen(actor: object, **told: object) -> None:
        heard.append(told)

    meeting = voted(village)
    put_off(village, meeting, 1)
    with cases_decided.connected_to(listen):
        service.confirm_meeting(actor=village.officer, meeting=meeting)
    assert heard == [{"application_ids": [meeting.ballots[0].application_id], "stage": "meeting"}]


def test_a_correction_is_an_addition_with_its_reason(village: Village) -> None:
    meeting = voted(village)
    with pytest.raises(Refused):
        service.add_to_minutes(actor=village.officer, meeting=meeting, text="补充", reason="漏记")
    service.confirm_meeting(actor=village.officer, meeting=meeting)
    before = queries.find_minutes(meeting.id).digest
    for text, reason in (("", "漏记"), ("补充", " ")):
        with pytest.raises(Invalid):
            service.add_to_minutes(actor=village.officer, meeting=meeting, text=text, reason=reason)
    for who in ("other_village_officer", "work_team", "county_approver", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            service.add_to_minutes(
                actor=village.people.actor(who), meeting=meeting, text="补充", reason="漏记"
            )
    for who in ("village_officer", "township_reviewer"):
        service.add_to_minutes(
            actor=village.people.actor(who), meeting=meeting, text="列席人员漏记一人。", reason="核对签到表"
        )
    assert len(meeting.additions) == 2
    assert queries.find_minutes(meeting.id).digest == before
    events = database.session.scalars(sa.select(Event).where(Event.name == "minutes_added_to")).all()
    assert {event.reason for event in events} == {"核对签到表"}
    database.session.commit()
    with pytest.raises(DatabaseError, match="append-only"):
        database.session.execute(sa.text("UPDATE minutes_addition SET text = 'x'"))
    database.session.rollback()
