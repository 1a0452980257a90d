"""The way out of the register, act by act: what it asks for, what it does, what takes it back."""

import datetime as dt

import pytest

from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists import queries as list_queries
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import ListState
from app.domain.exits import queries
from app.domain.exits import service as exits
from app.domain.exits.rules import Wait
from app.domain.households import registration
from app.domain.households.registration import Place
from app.domain.notices import queries as notice_queries
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.workflow.exit_guards import in_the_way
from tests import factories
from tests.domain.exits.story import BOTH, WayOut


@pytest.fixture
def story(db, people, clock):
    return WayOut(people, clock)


def said(refusal):
    return " ".join(str(reason.msgid) for reason in refusal.value.blockers)


def test_a_household_leaves_after_two_notices_and_one_announcement(story, clock):
    leaving, staying = story.register(2), story.register(1)
    story.propose(leaving).check().sign().meet().draw_up().announce()
    assert story.list.state is ListState.ANNOUNCED
    kinds = [NoticeKind.FIRST_NOTICE, NoticeKind.SECOND_NOTICE, NoticeKind.ANNOUNCEMENT]
    assert all(notice_queries.find_own_notice(story.list.id, kind) for kind in kinds)
    left = registration.membership_of(leaving[0].id)
    assert (left.place, left.exit.exited_on) == (Place.EXITED, clock.today)
    assert left.registration.struck_on is None
    assert registration.membership_of(staying[0].id).is_in
    assert story.in_register() == (1, 3)


def test_help_goes_on_and_the_number_is_struck_after_the_watch(story, clock):
    (household,) = story.register(1)
    story.propose([household]).check().sign().meet().draw_up().announce()
    left = registration.membership_of(household.id).exit
    assert left.policies_until == left.watch_until == clock.today.replace(year=clock.today.year + 1)
    county = story.actor("county_approver")
    with pytest.raises(Refused):
        exits.strike_number(actor=county, left=left, household=household)
    clock.set(left.watch_until)
    with pytest.raises(Forbidden):
        exits.strike_number(actor=story.actor("township_reviewer"), left=left, household=household)
    exits.strike_number(actor=county, left=left, household=household)
    assert registration.membership_of(household.id).place is Place.STRUCK
    with pytest.raises(Refused):
        exits.strike_number(actor=county, left=left, household=household)


def test_the_first_notice_waits_for_the_households_own_word(story):
    story.propose(story.register(2)).check().meet().draw_up()
    with pytest.raises(Refused) as refusal:
        story.step("publish_first_notice", "village_officer")
    assert "has not signed" in said(refusal)
    story.sign(story.proposed[:1]).sign(story.proposed[1:], accepts=False, reason="还差一点")
    with pytest.raises(Refused) as refusal:
        story.step("publish_first_notice", "village_officer")
    assert "does not agree" in said(refusal)
    candidate_lists.leave_out(
        actor=story.actor("village_officer"),
        candidate_list=story.list,
        application=story.proposed[1],
        reason="本户不认可",
    )
    story.step("publish_first_notice", "village_officer")
    assert story.list.state is ListState.FIRST_NOTICE


def test_where_the_policy_does_not_ask_for_it_nobody_signs(db, people, clock):
    story = WayOut(people, clock, exit_acceptance_required=False)
    story.propose(story.register(1)).check().meet().draw_up().step("publish_first_notice", "village_officer")
    assert story.list.state is ListState.FIRST_NOTICE


def test_a_guarantee_that_is_not_met_holds_the_list_up(story):
    story.propose(story.register(1)).check(met=["food_and_clothing", "education"]).sign().meet().draw_up()
    with pytest.raises(Refused) as refusal:
        story.step("publish_first_notice", "village_officer")
    assert "not met" in said(refusal)
    story.check()
    story.step("publish_first_notice", "village_officer")


def income_is_now(story, household, yuan):
    (income,) = household.incomes
    income.wages_fen = yuan * 100
    db.session.flush()


def test_the_announcement_asks_for_the_numbers_of_today(story):
    """Below the line by now: nobody leaves. Over it with another number: the check is to be made again."""
    (household,) = story.register(1, members=1, income=4_000)
    story.propose([household]).check().sign().meet().draw_up().go_to_county()
    income_is_now(story, household, 2_000)
    with pytest.raises(Refused) as refusal:
        story.step("announce", "county_approver")
    assert "is not over the line" in said(refusal)
    income_is_now(story, household, 3_500)
    with pytest.raises(Refused) as refusal:
        story.step("announce", "county_approver")
    assert "Check it again" in said(refusal)
    (waits,) = queries.list_qualified(story.round, story.village.id)
    assert waits.why is Wait.CHECK_AGAIN
    story.check().step("announce", "county_approver")
    assert registration.membership_of(household.id).place is Place.EXITED


def test_the_township_shows_nobody_whom_the_register_denies_but_may_take_it_off(story):
    """Poor again while the first notice hung: no second notice with it; taken off the list, the others go on."""
    stays, goes = story.register(2, members=1, income=4_000)
    story.propose([stays, goes]).check().sign().meet().draw_up()
    story.step("publish_first_notice", "village_officer").hang_and_wait(NoticeKind.FIRST_NOTICE)
    story.step("forward_to_township", "village_officer").review(ReviewLevel.TOWNSHIP, "township_reviewer")
    income_is_now(story, stays, 2_000)
    with pytest.raises(Refused) as refusal:
        story.step("publish_second_notice", "township_reviewer")
    assert "is not over the line" in said(refusal)
    (entry,) = [
        one for one in list_queries.list_standing_entries(story.list.id) if one.household_id == stays.id
    ]
    reviews.decide_entry(
        actor=story.actor("township_reviewer"),
        entry=entry,
        level=ReviewLevel.TOWNSHIP,
        outcome=DecisionOutcome.REMOVE,
        reason="收入低于标准",
    )
    story.step("publish_second_notice", "township_reviewer")
    assert [one.household_id for one in list_queries.list_standing_entries(story.list.id)] == [goes.id]


def test_a_household_that_grew_is_worked_out_anew(story):
    (household,) = story.register(1, members=2, income=6_000)
    story.propose([household]).check().sign().meet().draw_up()
    household.people = 3
    with pytest.raises(Refused) as refusal:
        story.step("publish_first_notice", "village_officer")
    assert "is not over the line" in said(refusal)


@pytest.mark.parametrize("changed", [{"house_grade": "d"}, {"water_is_safe": False}])
def test_a_check_that_the_register_denies_by_now_does_not_count(story, changed):
    (household,) = story.register(1)
    story.propose([household]).check().sign().meet().draw_up()
    for name, value in changed.items():
        setattr(household, name, value)
    db.session.flush()
    with pytest.raises(Refused) as refusal:
        story.step("publish_first_notice", "village_officer")
    assert "by the register" in said(refusal)


def test_nobody_ticks_what_the_register_denies(story):
    story.propose(story.register(1, house_grade="c"))
    with pytest.raises(Invalid) as refusal:
        story.check()
    assert refusal.value.field == "met"
    story.check(met=["food_and_clothing"])


def test_who_takes_back_its_word_while_the_notices_hang_does_not_leave(story):
    story.propose(story.register(1)).check().sign().meet().draw_up().go_to_county()
    story.sign(accepts=False, reason="家里又有人病了")
    with pytest.raises(Refused) as refusal:
        story.step("announce", "county_approver")
    assert "does not agree" in said(refusal)


def test_a_withdrawn_announcement_puts_them_back(story):
    households = story.register(2)
    story.propose(households).check().sign().meet().draw_up().announce()
    story.step("withdraw_announcement", "county_approver", reason="名单有误")
    assert story.in_register() == (2, 6)
    assert story.proposed[0].state is ApplicationState.LISTED


def test_only_who_is_in_the_register_can_be_proposed(story):
    stranger = factories.a_household(story.village, income=90_000)
    with pytest.raises(Refused) as refusal:
        story.propose([stranger])
    assert "not in the register" in said(refusal)


def test_nobody_is_proposed_below_the_line_or_without_an_income(story):
    poor = story.register(1, income=3_000)
    unknown = factories.a_registered(story.village, round_=story.before)
    unknown.incomes.clear()
    with pytest.raises(Refused) as refusal:
        story.propose([*poor, unknown])
    assert "is not over the line" in said(refusal)
    assert "no income of" in said(refusal)
    with pytest.raises(Invalid):
        story.propose([])


def test_nobody_leaves_twice(story):
    (household,) = story.register(1)
    story.propose([household]).check().sign().meet().draw_up().announce()
    with pytest.raises(Refused):
        story.propose([household])


def test_who_fell_back_and_was_registered_again_has_returned(story, clock):
    (household,) = story.register(1)
    story.propose([household]).check().sign().meet().draw_up().announce()
    clock.set(clock.today + dt.timedelta(days=30))
    again = factories.a_round(code="2027-identification")
    registration.register(household_id=household.id, round_id=again.id, people=3, on=clock.today)
    now = registration.membership_of(household.id)
    assert (now.place, now.has_returned) == (Place.REGISTERED, True)


def test_only_the_household_is_asked_by_those_who_may_and_after_the_check(story, clock):
    story.propose(story.register(1))
    with pytest.raises(Refused):
        story.sign()
    story.check()
    (application,) = story.proposed
    given = {
        "application": application,
        "said_on": clock.today,
        "signed_by": application.household.head_name,
        "paper": story.paper,
    }
    with pytest.raises(Forbidden):
        exits.record_answer(actor=story.actor("township_reviewer"), accepts=True, **given)
    officer = story.actor("village_officer")
    with pytest.raises(Invalid):
        exits.record_answer(actor=officer, accepts=False, **given)
    with pytest.raises(Invalid):
        exits.record_answer(actor=officer, accepts=True, **given | {"signed_by": " "})
    with pytest.raises(Invalid, match="nobody of the household"):
        exits.record_answer(actor=officer, accepts=True, **given | {"signed_by": "外人甲"})
    exits.record_answer(actor=officer, accepts=True, **given | {"signed_by": "王五（女婿）"})
    with pytest.raises(Invalid):
        exits.record_answer(
            actor=officer, accepts=True, **given | {"said_on": clock.today + dt.timedelta(days=1)}
        )


def test_the_county_checks_by_the_length_of_the_list():
    policy = Policy.from_values(get_shipped("identification-2014").values)
    assert [policy.exit_sample_size(policy.county_sample_share, n) for n in (5, 20, 21, 100, 101, 400)] == [
        5,
        20,
        20,
        20,
        30,
        40,
    ]


def test_no_number_of_a_person_stands_in_the_texts(story):
    (household,) = story.register(1)
    with pytest.raises(Invalid, match="telephone"):
        exits.propose(
            actor=story.actor("village_officer"),
            round_=story.round,
            households=[household],
            reason="收入稳定，电话13812345678",
            paper=story.paper,
        )
    story.propose([household])
    with pytest.raises(Invalid, match="telephone"):
        exits.record_check(
            actor=story.actor("work_team"),
            application=story.proposed[0],
            checked_on=story.clock.today,
            visitors=BOTH,
            findings="电话13812345678",
            sheet=story.paper,
            met=(),
        )
    story.check()
    with pytest.raises(Invalid, match="telephone"):
        story.sign(accepts=False, reason="问13912345678")
    county = story.actor("county_approver")
    with pytest.raises(Invalid, match="telephone"):
        exits.strike_from_register(actor=county, household=household, reason="问13912345678")
    with pytest.raises(Invalid, match="telephone"):
        exits.report_total(
            actor=story.actor("township_reviewer"),
            area=story.village.parent,
            year=2025,
            households=1,
            people=1,
            source="13912345678",
        )


def entry_of(story, household):
    listed = list_queries.list_standing_entries(story.list.id)
    return next(one for one in listed if one.household_id == household.id)


def test_whom_the_county_takes_off_does_not_hold_up_the_others_and_each_reason_names_its_household(story):
    stays, goes = story.register(2, members=1, income=4_000)
    story.propose([stays, goes]).check().sign().meet().draw_up().go_to_county()
    stays.house_grade, stays.water_is_safe = "d", False
    db.session.flush()
    entry = entry_of(story, stays)
    (reason,) = in_the_way(story.list)[entry.id]
    said_so = reason.render(str, "en")
    assert f"{stays.head_name} (no. {entry.sequence})" in said_so
    assert "Safe housing, Safe drinking water" in said_so
    with pytest.raises(Refused) as refusal:
        story.step("announce", "county_approver")
    assert refusal.value.blockers == (reason,)
    reviews.decide_entry(
        actor=story.actor("county_approver"),
        entry=entry,
        level=ReviewLevel.COUNTY,
        outcome=DecisionOutcome.REMOVE,
        reason="住房和饮水不安全",
    )
    assert entry.id in in_the_way(story.list)
    story.step("announce", "county_approver")
    assert registration.membership_of(stays.id).is_in
    assert registration.membership_of(goes.id).place is Place.EXITED
    assert not in_the_way(story.list)


def test_no_number_of_a_person_stands_in_the_reason_of_a_step(story):
    story.propose(story.register(1)).check().sign().meet().draw_up().announce()
    with pytest.raises(Invalid, match="telephone") as refusal:
        story.step("withdraw_announcement", "county_approver", reason="有一户算错，电话13812345678")
    assert refusal.value.field == "reason"
    assert story.list.state is ListState.ANNOUNCED


def test_the_history_of_a_proposal_holds_the_steps_of_its_list_while_it_stood_there(story, clock):
    stays, goes = story.register(2)
    story.propose([stays, goes]).check().sign().meet().draw_up()
    story.step("publish_first_notice", "village_officer").hang_and_wait(NoticeKind.FIRST_NOTICE)
    story.step("forward_to_township", "village_officer").review(ReviewLevel.TOWNSHIP, "township_reviewer")
    reviews.decide_entry(
        actor=story.actor("township_reviewer"),
        entry=entry_of(story, stays),
        level=ReviewLevel.TOWNSHIP,
        outcome=DecisionOutcome.REMOVE,
        reason="收入不稳定",
    )
    story.step("publish_second_notice", "township_reviewer").hang_and_wait(NoticeKind.SECOND_NOTICE)
    story.step("forward_to_county", "township_reviewer").review(ReviewLevel.COUNTY, "county_approver")
    story.step("announce", "county_approver")
    story.step("withdraw_announcement", "county_approver", reason="名单有误")

    def steps(application):
        events = queries.list_events_of(application)
        return [one.data["step"] for one in events if one.name == "step_taken" and "step" in one.data]

    first, second = story.proposed
    if first.household_id != stays.id:
        first, second = second, first
    assert steps(second)[-2:] == ["announce", "withdraw_announcement"]
    assert steps(first)[-1] == "publish_second_notice"
    names = [one.name for one in queries.list_events_of(second)]
    assert names.count("exit_checked") == 1
    assert "visit_recorded" not in names
