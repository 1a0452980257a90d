"""What a hostile officer might try, one door after the other: each is shut, and says why."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core.db import db as database
from app.core.errors import Invalid, Refused
from app.core.permissions import Role
from app.domain.applications import service as applications
from app.domain.applications.models import ApplicationState
from app.domain.applications.rules import Person
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.attendance import Comer, set_attendance
from app.domain.appraisals.models import Meeting
from app.domain.areas import places
from app.domain.areas import queries as areas_queries
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import CandidateList
from app.domain.notices import queries as notice_queries
from app.domain.objections import service as objections
from app.domain.objections.models import ObjectionAbout, Outcome
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import queries as review_queries
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.rounds import service as rounds
from app.domain.workflow import service as workflow
from tests import factories
from tests.domain.workflow.test_chain import Story, standing

FIRST, SECOND = NoticeKind.FIRST_NOTICE, NoticeKind.SECOND_NOTICE


@pytest.fixture
def story(db, people, clock):
    return Story(people, clock)


def listed(story: Story, number: int = 3) -> Story:
    """A list of *number* households on its first notice."""
    return story.apply(number).visit().meet().draw_up().step("publish_first_notice", "village_officer")


def under_review(story: Story, number: int = 3) -> Story:
    """The same under the township's review."""
    listed(story, number)
    story.wait_out(story.hang(FIRST))
    return story.step("forward_to_township", "village_officer")


def at_the_county(story: Story, number: int = 2) -> Story:
    """The same before the county."""
    under_review(story, number).review(ReviewLevel.TOWNSHIP, "township_reviewer")
    story.step("publish_second_notice", "township_reviewer")
    story.wait_out(story.hang(SECOND))
    return story.step("forward_to_county", "township_reviewer")


def test_giving_up_a_board_does_not_lower_the_places_of_a_notice_that_is_out(story):
    second_place = factories.a_posting_place(story.village)
    story.round = factories.a_round(policy={"posting_places_required": 2}, code="2026-two")
    listed(story)
    places.give_up_posting_place(place=second_place, actor=story.actor("village_officer"))
    story.hang(FIRST)
    notice = notice_queries.find_own_notice(story.list.id, FIRST)
    story.clock.move(days=30)
    assert notice_queries.running_period(notice).missing == 1
    with pytest.raises(Refused, match="1"):
        story.step("forward_to_township", "village_officer")


def test_a_set_aside_list_keeps_the_sheet_on_which_its_households_stood(story):
    listed(story)
    first = story.hang(FIRST)
    disputed = standing(story.list)[0]
    objection = story.object_to(first, disputed)
    story.wait_out(first)
    story.step("forward_to_township", "village_officer")
    aside = database.session.scalars(
        sa.select(CandidateList).where(CandidateList.parent_id.is_not(None))
    ).one()
    story.step("return_to_village", "township_reviewer", reason="重新核实")
    story.step("publish_first_notice", "village_officer")
    assert notice_queries.find_standing_notice(aside, FIRST).id == first.id
    story.answer(objection, Outcome.REJECTED)
    story.step("forward_to_township", "village_officer", candidate_list=aside)


def test_two_rounds_of_a_year_never_share_a_number(story):
    story.apply(1)
    story.round = factories.a_round(code="2026-second")
    story.apply(1)
    numbers = [a.number for a in story.in_state(ApplicationState.FILED)]
    assert numbers == [f"2026-{story.village.code[6:]}-A0002"]


def test_a_household_on_another_list_is_not_left_out_from_here(story):
    listed(story)
    elsewhere = standing(story.list)[0].application
    story.apply(1).visit().meet().draw_up()
    with pytest.raises(Refused, match="another list"):
        candidate_lists.leave_out(
            actor=story.actor("village_officer"),
            candidate_list=story.list,
            application=elsewhere,
            reason="收入高",
        )


def test_an_objection_names_a_household_that_stands_on_the_notice(story):
    listed(story)
    notice = story.hang(FIRST)
    foreign = factories.a_candidate_list(story.people.other_village, entries=1).entries[0]
    with pytest.raises(Invalid):
        objections.file_objection(
            notice=notice, about=ObjectionAbout.ENTRY, entry=foreign, grounds="名下有小汽车"
        )


def test_a_person_stands_in_one_household_of_the_round_only(story):
    other = factories.a_candidate_list(story.people.other_village, entries=1, round_=story.round)
    twin = other.entries[0].application.household.members[1]
    story.apply(2).visit().meet().draw_up()
    standing(story.list)[0].application.household.members[1].id_number = twin.id_number
    database.session.flush()
    with pytest.raises(Refused, match="same person"):
        story.step("publish_first_notice", "village_officer")
    twin.id_number = None
    database.session.flush()
    story.step("publish_first_notice", "village_officer")


def test_a_sample_of_an_earlier_notice_counts_no_more(story):
    under_review(story, 2)
    story.review(ReviewLevel.TOWNSHIP, "township_reviewer")
    story.step("return_to_village", "township_reviewer", reason="漏了一户")
    story.apply(3).visit().meet()
    for application in story.in_state(ApplicationState.PASSED):
        candidate_lists.put_on_list(
            actor=story.actor("village_officer"), candidate_list=story.list, application=application
        )
    story.step("publish_first_notice", "village_officer")
    story.wait_out(story.hang(FIRST))
    story.step("forward_to_township", "village_officer")
    reviews.decide_all_but(
        actor=story.actor("township_reviewer"),
        candidate_list=story.list,
        level=ReviewLevel.TOWNSHIP,
        exceptions={},
    )
    with pytest.raises(Refused, match="sample"):
        story.step("publish_second_notice", "township_reviewer")


def test_a_home_check_that_speaks_against_undoes_the_decision_to_keep(story):
    under_review(story, 1)
    reviewer, level = story.actor("township_reviewer"), ReviewLevel.TOWNSHIP
    [entry] = standing(story.list)
    factories.a_public_value(story.list, level)
    sample = reviews.draw_sample(actor=reviewer, candidate_list=story.list, level=level)
    reviews.decide_entry(actor=reviewer, entry=entry, level=level, outcome=DecisionOutcome.KEEP)
    reviews.record_home_check(
        actor=reviewer,
        sample=sample,
        entry=entry,
        checked_on=story.clock.today,
        checkers=[Person("甲"), Person("乙")],
        agrees=False,
        findings="家里开着两个店",
    )
    with pytest.raises(Refused):
        story.step("publish_second_notice", "township_reviewer")
    with pytest.raises(Invalid):
        reviews.decide_entry(actor=reviewer, entry=entry, level=level, outcome=DecisionOutcome.KEEP)


def test_a_name_without_an_account_is_still_somebody_who_took_part(story):
    reviewer = story.actor("township_reviewer")
    story.apply(1)
    [application] = story.in_state(ApplicationState.FILED)
    applications.record_visit(
        actor=story.actor("work_team"),
        application=application,
        visited_on=story.clock.today,
        visitors=[Person(reviewer.name), Person("李四")],
        findings="属实",
        sheet=story.paper,
    )
    story.meet().draw_up().step("publish_first_notice", "village_officer")
    story.wait_out(story.hang(FIRST))
    story.step("forward_to_township", "village_officer")
    with pytest.raises(Refused, match="visited"):
        story.review(ReviewLevel.TOWNSHIP, "township_reviewer")
    story.review(ReviewLevel.TOWNSHIP, "second_township_reviewer")


def test_who_checked_at_home_for_the_township_does_not_decide_for_the_county(story):
    at_the_county(story)
    both = factories.a_user(Role.COUNTY_APPROVER, story.people.county, name="甲").as_actor()
    entries = standing(story.list)
    involved = review_queries.involvement(entries, ReviewLevel.COUNTY)
    assert any(involved.blockers(both, entry) for entry in entries)


def test_who_decided_for_the_township_does_not_announce_what_was_set_aside(story):
    listed(story, 2)
    story.wait_out(story.hang(FIRST))
    story.step("forward_to_township", "village_officer")
    both = story.people.user("township_reviewer")
    both.grants.append(factories.accounts.RoleGrant(role=Role.COUNTY_APPROVER, area=story.people.county))
    database.session.flush()
    story.review(ReviewLevel.TOWNSHIP, "township_reviewer").step("publish_second_notice", "township_reviewer")
    second = story.hang(SECOND)
    objection = story.object_to(second, standing(story.list)[0])
    story.wait_out(second)
    story.step("forward_to_county", "township_reviewer")
    aside = database.session.scalars(
        sa.select(CandidateList).where(CandidateList.parent_id.is_not(None))
    ).one()
    story.answer(objection, Outcome.REJECTED, who="second_township_reviewer")
    story.step("forward_to_county", "second_township_reviewer", candidate_list=aside)
    story.review(ReviewLevel.COUNTY, "county_approver", candidate_list=aside)
    with pytest.raises(Refused, match="took part"):
        story.step("announce", "township_reviewer", candidate_list=aside)
    story.step("announce", "county_approver", candidate_list=aside)


def test_in_a_closed_round_nothing_moves_on(story):
    listed(story)
    story.wait_out(story.hang(FIRST))
    rounds.close_round(round_=story.round, actor=story.actor("county_approver"))
    with pytest.raises(Refused, match="closed"):
        story.step("forward_to_township", "village_officer")
    with pytest.raises(Refused, match="closed"):
        story.meet()


def test_a_meeting_is_not_dated_before_the_visit(story):
    story.apply(1)
    story.clock.move(days=3)
    story.visit()
    agenda = story.in_state(ApplicationState.VISITED)
    with pytest.raises((Refused, Invalid)):
        held(story, agenda, story.clock.today - dt.timedelta(days=2))
    held(story, agenda, story.clock.today)


def held(story: Story, agenda, day: dt.date) -> Meeting:
    """A meeting on *day*, voted and confirmed."""
    officer = story.actor("village_officer")
    with database.session.begin_nested():
        meeting = appraisals.open_meeting(
            actor=officer,
            round_=story.round,
            village=story.village,
            kind=MeetingKind.REPRESENTATIVES,
            held_on=day,
            place="村委会",
            chair_name="王主任",
            recorder_name="赵会计",
            due=30,
            present=24,
            agenda=agenda,
        )
        names = ["张三", *(f"代表{number}" for number in range(2, 31))]
        comers = [Comer(name, number <= 24) for number, name in enumerate(names, 1)]
        set_attendance(actor=officer, meeting=meeting, comers=comers)
        for application in agenda:
            # one name written twice is one person who left the room
            appraisals.record_votes(
                actor=officer,
                meeting=meeting,
                application=application,
                votes_for=20,
                votes_against=3,
                votes_abstained=0,
                left_room=["张三", "张三"],
            )
        appraisals.attach_minutes(actor=officer, meeting=meeting, copy=story.paper)
        appraisals.confirm_meeting(actor=officer, meeting=meeting)
    return meeting


def test_who_chaired_does_not_decide_on_an_objection_nor_investigate_it(story):
    listed(story)
    notice = story.hang(FIRST)
    case = story.object_to(notice, standing(story.list)[0])
    with pytest.raises(Invalid):
        objections.assign_investigators(
            actor=story.actor("township_reviewer"),
            objection=case,
            investigators=[Person("王主任"), Person("孙")],
        )


def test_every_offered_step_of_an_empty_list_says_why_not(story):
    listed(story, 1)
    notice = story.hang(FIRST)
    story.answer(story.object_to(notice, standing(story.list)[0]), Outcome.UPHELD)
    story.wait_out(notice)
    assert list_queries.count_standing(story.list.id) == 0
    with pytest.raises(Refused, match="No household"):
        story.step("forward_to_township", "village_officer")
    workflow.take_step(
        candidate_list=story.list,
        step="withdraw_first_notice",
        actor=story.actor("village_officer"),
        reason="名单已空",
    )


def test_a_village_without_a_board_issues_nothing(story):
    for place in areas_queries.list_posting_places(story.village.id):
        place.is_active = False
    story.apply(1).visit().meet().draw_up()
    with pytest.raises(Refused, match="posting place"):
        story.step("publish_first_notice", "village_officer")
