"""Who was in the room: attendance by name, relatives, whoever leads an item, hits that are read out."""

import pytest

from app.core.db import db as database
from app.core.errors import Forbidden, Invalid, Refused
from app.domain.applications.models import Comparison, ComparisonResult
from app.domain.appraisals import service
from app.domain.appraisals.attendance import Comer, comers_due, one_each, set_attendance
from app.domain.appraisals.models import Meeting
from app.domain.comparisons.models import (
    ComparisonFile,
    ComparisonHit,
    FileState,
    HitCertainty,
    HitSettlement,
)
from app.domain.officials.models import Post
from app.domain.policies.vocabulary import ComparisonKind, MeetingKind
from tests import factories
from tests.domain.appraisals.village import Village


def test_due_and_present_follow_from_the_names(village: Village) -> None:
    meeting = village.open(village.ready(1), due=99, present=50)
    village.tick(meeting, ("王强",), 24)
    assert (meeting.due, meeting.present) == (30, 24)
    service.change_meeting(actor=village.officer, meeting=meeting, due=5, present=5, observers="", notes="")
    assert (meeting.due, meeting.present) == (30, 24)
    assert [one.sequence for one in meeting.attendance] == list(range(1, 31))
    village.tick(meeting, ("王强",), 3, due=4)
    assert (meeting.due, meeting.present) == (4, 3)


def test_the_roster_says_who_is_due(village: Village) -> None:
    village.on_the_roster("王强", "李平")
    village.on_the_roster("赵主任", post=Post.VILLAGE_COMMITTEE, represents=True)
    village.on_the_roster("钱会计", post=Post.VILLAGE_COMMITTEE, represents=False)
    village.on_the_roster("王强", post=Post.GROUP_LEADER)
    due = comers_due(MeetingKind.REPRESENTATIVES, village.people.village)
    assert sorted(comer.name for comer in due) == ["李平", "王强", "赵主任"]
    committee = comers_due(MeetingKind.TWO_COMMITTEES, village.people.village)
    assert sorted(comer.name for comer in committee) == ["赵主任", "钱会计"]
    assert comers_due(MeetingKind.ASSEMBLY, village.people.village) == []


def test_two_of_one_name_are_told_apart_by_their_groups(village: Village) -> None:
    (first,) = village.on_the_roster("王强", group_name="一组")
    (second,) = village.on_the_roster("王强", group_name="二组", post=Post.GROUP_LEADER)
    assert [comer.name for comer in one_each([first, second])] == ["王强（一组）", "王强（二组）"]


def test_a_name_stands_once_and_is_a_name(village: Village) -> None:
    meeting = village.open(village.ready(1))
    for names in (("王强", "王 强"), (" ",), ("很" * 80,)):
        with pytest.raises(Invalid):
            set_attendance(
                actor=village.officer, meeting=meeting, comers=[Comer(name, True) for name in names]
            )
    for who in ("other_village_officer", "township_reviewer", "villager"):
        with pytest.raises(Forbidden):
            set_attendance(actor=village.people.actor(who), meeting=meeting, comers=[Comer("王强", True)])


def test_an_invented_name_does_not_lower_the_number_of_voters(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    with pytest.raises(Invalid, match="attendance list"):
        village.vote(meeting, application, 12, 11, 0, left=("某某",))
    village.tick(meeting, ("王强",), 24)
    with pytest.raises(Invalid, match="not among those present"):
        village.vote(meeting, application, 12, 11, 0, left=("某某",))
    absent = meeting.attendance[29].name
    with pytest.raises(Invalid, match="not among those present"):
        village.vote(meeting, application, 12, 11, 0, left=(absent,))
    village.vote(meeting, application, 12, 11, 0, left=("王 强",))
    assert meeting.ballots[0].votes_for == 12


def test_whoever_left_and_is_no_longer_present_stops_the_confirmation(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.tick(meeting, ("王强",), 24)
    village.vote(meeting, application, 20, 3, 0, left=("王强",))
    village.sign(meeting)
    village.tick(meeting, ("李平",), 24)
    with pytest.raises(Refused, match="not among those present"):
        service.confirm_meeting(actor=village.officer, meeting=meeting)


def with_a_relative(village: Village) -> Meeting:
    """A meeting of five; 王强, who is here, is related to the household of the only application."""
    (application,) = village.ready(1)
    officials = village.on_the_roster("王强", "李平", "张三", "李四", "赵五")
    village.relate(officials[0], application)
    meeting = village.open([application], due=5, present=0)
    comers = [Comer(one.name, True, one) for one in officials]
    set_attendance(actor=village.officer, meeting=meeting, comers=comers)
    return meeting


def test_a_relative_leaves_the_room(village: Village) -> None:
    meeting = with_a_relative(village)
    application = meeting.ballots[0].application
    with pytest.raises(Invalid, match="must leave the room"):
        village.vote(meeting, application, 5, 0, 0)
    with pytest.raises(Invalid, match="must leave the room"):
        village.vote(meeting, application, 4, 0, 0, left=("李平",))
    village.vote(meeting, application, 4, 0, 0, left=("王强",))
    assert meeting.ballots[0].left_room == ["王强"]


def test_a_relative_declared_after_the_vote_stops_the_confirmation(village: Village) -> None:
    (application,) = village.ready(1)
    (official,) = village.on_the_roster("王强")
    meeting = village.open([application])
    village.tick(meeting, ("王强",), 24)
    village.vote(meeting, application, 24, 0, 0)
    village.sign(meeting)
    village.relate(official, application)
    with pytest.raises(Refused, match="must leave the room"):
        service.confirm_meeting(actor=village.officer, meeting=meeting)


def test_a_relative_who_may_be_there_without_a_name_stops_the_vote(village: Village) -> None:
    (application,) = village.ready(1)
    (official,) = village.on_the_roster("王强")
    village.relate(official, application)
    meeting = village.open([application])
    with pytest.raises(Invalid, match="Tick off by name"):
        village.vote(meeting, application, 24, 0, 0)


def test_a_related_chair_hands_the_item_over(village: Village) -> None:
    meeting = with_a_relative(village)
    application = meeting.ballots[0].application
    meeting.chair_name = "王强"
    with pytest.raises(Invalid, match="hand the chair"):
        village.vote(meeting, application, 4, 0, 0, left=("王强",))
    for nobody in ("王强", "某某"):
        with pytest.raises(Invalid, match="cannot chair"):
            village.vote(meeting, application, 4, 0, 0, left=("王强",), chair_name=nobody)
    village.vote(meeting, application, 4, 0, 0, left=("王强",), chair_name="李平")
    assert meeting.ballots[0].chair_name == "李平"


def test_a_chair_known_by_account_is_a_relative_under_any_name(village: Village) -> None:
    (application,) = village.ready(1)
    user = village.people.user("village_officer")
    (official,) = village.on_the_roster("王强", user_id=user.id)
    village.relate(official, application)
    meeting = village.open([application], chair_name="老王", chair_id=user.id)
    village.tick(meeting, ("李平",), 24)
    with pytest.raises(Invalid, match="hand the chair"):
        village.vote(meeting, application, 24, 0, 0)
    village.vote(meeting, application, 24, 0, 0, chair_name="李平")


def test_the_account_of_whoever_took_the_chair_is_kept(village: Village) -> None:
    (application,) = village.ready(1)
    user = village.people.user("work_team")
    (official,) = village.on_the_roster("何平", user_id=user.id)
    meeting = village.open([application], due=3, present=0)
    comers = [Comer("何平", True, official), Comer("甲", True), Comer("乙", True)]
    set_attendance(actor=village.officer, meeting=meeting, comers=comers)
    village.vote(meeting, application, 3, 0, 0, chair_name="何平")
    assert meeting.ballots[0].chair_id == user.id


def a_hit(village: Village, application, **given) -> ComparisonHit:
    file = factories.add(
        ComparisonFile(
            round=village.round,
            area=village.people.county,
            kind=ComparisonKind.VEHICLE,
            source="交警大队",
            as_of=village.clock.today,
            filename="a.csv",
            digest="0" * 64,
            state=FileState.APPLIED,
            applied_at=village.clock.now,
        )
    )
    values = {
        "settlement": HitSettlement.EXPLAINED,
        "explanation": "三轮车，已说明",
        "settled_at": village.clock.now,
    } | given
    return factories.add(
        ComparisonHit(
            file=file,
            household=application.household,
            member_name="某",
            row_number=1,
            certainty=HitCertainty.MATCHED,
            details=[],
            **values,
        )
    )


def test_what_the_comparison_found_is_read_out_before_the_vote(village: Village) -> None:
    first, second, third = village.ready(3)
    a_hit(village, first)
    a_hit(village, second, settlement=HitSettlement.NOT_THE_PERSON)
    third.comparisons.append(
        Comparison(
            compared_on=village.clock.today,
            result=ComparisonResult.HIT_EXPLAINED,
            note="已说明",
            recorded_by_id=village.officer.id,
            recorded_at=village.clock.now,
        )
    )
    meeting = village.open([first, second, third])
    for application in (first, third):
        with pytest.raises(Invalid, match="read it out"):
            village.vote(meeting, application, 24, 0, 0)
        village.vote(meeting, application, 24, 0, 0, hits_read_out=True)
    village.vote(meeting, second, 24, 0, 0, hits_read_out=True)
    assert [ballot.hits_read_out for ballot in meeting.ballots] == [True, False, True]


def test_a_hit_found_after_the_vote_stops_the_confirmation(village: Village) -> None:
    (application,) = village.ready(1)
    meeting = village.open([application])
    village.vote(meeting, application, 24, 0, 0)
    village.sign(meeting)
    a_hit(village, application)
    with pytest.raises(Refused, match="read it out"):
        service.confirm_meeting(actor=village.officer, meeting=meeting)
    database.session.flush()
