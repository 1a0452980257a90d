"""The stages side by side agree with the rows, whoever came and went, and freeze with each notice."""

from itertools import pairwise

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db as database
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import EntryStanding, ListState, RemovalCause
from app.domain.comparisons.models import (
    ComparisonFile,
    ComparisonHit,
    FileState,
    HitCertainty,
    HitSettlement,
)
from app.domain.notices.models import Notice
from app.domain.objections.models import Outcome
from app.domain.policies.vocabulary import LIST_KINDS, ComparisonKind, NoticeKind
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from app.domain.workflow.courses import load_courses
from app.domain.workflow.stages import Course, Stage, Why, gone_since, line_from_data, side_by_side
from tests import factories
from tests.browser import watched
from tests.domain.workflow.test_chain import Story, standing


@pytest.fixture
def story(db, people, clock):
    return Story(people, clock)


def lines_of(story):
    lines = side_by_side(load_courses(story.round.id, story.village.id))
    return {line.stage: line for line in lines}


def by_reason(reasons):
    return {reason.why: reason.households for reason in reasons}


def counted_by_hand(story):
    """Households and people at each stage, asked of the rows in other words than the code's."""
    ask = (
        "SELECT count(DISTINCT a.household_id) FROM application a WHERE a.round_id = :r AND a.village_id = :v"
    )
    voted = (
        " AND EXISTS (SELECT 1 FROM ballot b JOIN meeting m ON m.id = b.meeting_id AND m.state = 'confirmed'"
    )
    shown = (
        "SELECT count(*), coalesce(sum(people), 0) FROM (SELECT max(e.people) AS people FROM notice_entry e "
        "JOIN notice n ON n.id = e.notice_id WHERE n.round_id = :r AND n.village_id = :v AND n.kind = :k "
        "AND n.withdrawn_at IS NULL GROUP BY e.household_id) AS once"
    )
    given = {"r": story.round.id, "v": story.village.id}
    found = {
        Stage.APPLIED: database.session.scalar(sa.text(ask), given),
        Stage.PASSED: database.session.scalar(
            sa.text(f"{ask} {voted} WHERE b.application_id = a.id AND b.passed)"), given
        ),
    }
    people = {}
    for kind in LIST_KINDS:
        row = database.session.execute(sa.text(shown), given | {"k": kind.value}).one()
        found[Stage(kind.value)], people[Stage(kind.value)] = row
    return found, people


def check_against_rows(story):
    lines = lines_of(story)
    households, people = counted_by_hand(story)
    assert {stage: line.households for stage, line in lines.items()} == households
    assert {stage: lines[stage].people for stage in people} == people
    order = list(Stage)
    for before, stage in pairwise(order):
        line = lines[stage]
        joined = by_reason(line.came).get(Why.JOINED, 0)
        off = sum(reason.households for reason in (*line.went, *line.under_way))
        assert line.households == lines[before].households + joined - off
    return lines


def test_every_number_agrees_with_the_rows_along_the_whole_chain(story):
    story.apply(7).visit()
    check_against_rows(story)
    story.meet(against={6})
    lines = check_against_rows(story)
    assert by_reason(lines[Stage.PASSED].went) == {Why.NOT_PASSED: 1}
    story.draw_up()
    left_out = standing(story.list)[5].application
    candidate_lists.leave_out(
        actor=story.actor("village_officer"),
        candidate_list=story.list,
        application=left_out,
        reason="已有商品房",
    )
    story.step("publish_first_notice", "village_officer")
    lines = check_against_rows(story)
    assert by_reason(lines[Stage.FIRST_NOTICE].went) == {Why.LEFT_OUT: 1}
    first = story.hang(NoticeKind.FIRST_NOTICE)
    story.answer(story.object_to(first, standing(story.list)[0]), Outcome.UPHELD)
    undecided = story.object_to(first, standing(story.list)[0])
    story.wait_out(first)
    story.step("forward_to_township", "village_officer")
    out, back = standing(story.list)[:2]
    story.review(
        ReviewLevel.TOWNSHIP,
        "township_reviewer",
        {out.id: (DecisionOutcome.REMOVE, "有车"), back.id: (DecisionOutcome.RETURN, "材料不全")},
    )
    story.step("publish_second_notice", "township_reviewer")
    lines = check_against_rows(story)
    assert by_reason(lines[Stage.SECOND_NOTICE].went) == {
        Why.OBJECTION_FIRST: 1,
        Why.TOWNSHIP: 1,
        Why.RETURNED: 1,
    }
    assert by_reason(lines[Stage.SECOND_NOTICE].under_way) == {Why.SET_ASIDE: 1}
    assert not lines[Stage.ANNOUNCEMENT].is_reached
    assert undecided.entry.standing is EntryStanding.SET_ASIDE
    story.wait_out(story.hang(NoticeKind.SECOND_NOTICE))
    story.step("forward_to_county", "township_reviewer").review(ReviewLevel.COUNTY, "county_approver")
    story.step("announce", "county_approver")
    assert check_against_rows(story)[Stage.ANNOUNCEMENT].households == 1


def test_a_notice_keeps_the_stages_as_they_stood_when_it_was_issued(story):
    story.apply(3).visit().meet(against={2}).draw_up().step("publish_first_notice", "village_officer")
    first = story.hang(NoticeKind.FIRST_NOTICE)
    frozen = [line_from_data(one) for one in first.content["stages"]]
    assert [(line.stage, line.households) for line in frozen] == [
        (Stage.APPLIED, 3),
        (Stage.PASSED, 2),
        (Stage.FIRST_NOTICE, 2),
    ]
    assert frozen == side_by_side(load_courses(story.round.id, story.village.id))[:3]
    assert frozen[2].people == first.people
    names = [course.head_name for course in load_courses(story.round.id, story.village.id)]
    assert not any(name in str(first.content["stages"]) for name in names)
    story.answer(story.object_to(first, standing(story.list)[0]), Outcome.UPHELD)
    assert [line_from_data(one) for one in first.content["stages"]] == frozen


def test_whoever_is_put_on_a_corrected_notice_came(story):
    story.apply(3).visit().meet().draw_up()
    late = standing(story.list)[2].application
    officer = story.actor("village_officer")
    candidate_lists.leave_out(actor=officer, candidate_list=story.list, application=late, reason="漏查")
    story.step("publish_first_notice", "village_officer")
    story.step("withdraw_first_notice", "village_officer", reason="漏了一户")
    candidate_lists.put_on_list(actor=officer, candidate_list=story.list, application=late)
    story.step("publish_first_notice", "village_officer")
    line = check_against_rows(story)[Stage.FIRST_NOTICE]
    assert by_reason(line.came) == {Why.CORRECTED: 1}
    [replacing] = [n for n in database.session.scalars(sa.select(Notice)) if n.replaces_id]
    assert line_from_data(replacing.content["stages"][2]) == line


def test_who_left_after_the_announcement_is_told_apart(db, people):
    drawn_up = factories.a_candidate_list(entries=2, state=ListState.ANNOUNCED)
    for kind in LIST_KINDS:
        factories.a_notice(drawn_up, kind=kind)
    gone = drawn_up.entries[0]
    gone.standing, gone.reason, gone.off_on = EntryStanding.REMOVED, "有楼房", clock.today()
    gone.removal_cause, gone.application.state = RemovalCause.OBJECTION_ANNOUNCEMENT, ApplicationState.REMOVED
    courses = load_courses(drawn_up.round_id, drawn_up.village_id)
    assert by_reason(gone_since(courses)) == {Why.OBJECTION_ANNOUNCEMENT: 1}
    [course] = [one for one in courses if one.has_ended]
    assert (course.head_name, course.reason, course.furthest) == (
        gone.head_name,
        "有楼房",
        Stage.ANNOUNCEMENT,
    )


def test_a_household_that_withdrew_and_applied_again_counts_once(db, people):
    round_, household = factories.a_round(), factories.a_household(people.village)
    factories.an_application(household, state=ApplicationState.WITHDRAWN, round_=round_, closing_reason="x")
    factories.an_application(household, state=ApplicationState.FILED, round_=round_)
    [course] = load_courses(round_.id, people.village.id)
    assert (course.why, course.has_ended) == (Why.WAITING, False)


def test_whom_the_comparison_excluded_before_the_meeting_never_passed(db, people):
    round_, household = factories.a_round(), factories.a_household(people.village)
    factories.an_application(household, state=ApplicationState.LEFT_OUT, round_=round_, closing_reason="有车")
    file = factories.add(
        ComparisonFile(
            round_id=round_.id,
            area_id=people.village.id,
            kind=ComparisonKind.VEHICLE,
            source="车管所",
            as_of=clock.today(),
            filename="a.csv",
            digest="0" * 64,
            state=FileState.APPLIED,
            applied_at=clock.now(),
        )
    )
    factories.add(
        ComparisonHit(
            file=file,
            household=household,
            member_name="甲",
            row_number=1,
            certainty=HitCertainty.MATCHED,
            details=[],
            settlement=HitSettlement.EXCLUDES,
            explanation="有车",
            settled_at=clock.now(),
            settled_by_id=factories.the_officer().id,
        )
    )
    [course] = load_courses(round_.id, people.village.id)
    assert (course.why, course.furthest, course.reason) == (Why.EXCLUDED, Stage.APPLIED, "有车")


def test_a_change_in_the_number_of_people_is_told_apart():
    def course(number: int, **people: int) -> Course:
        at = {Stage(name): count for name, count in people.items()}
        return Course(number, str(number), "甲", "", "", at)

    applied, passed, *_rest = side_by_side([course(1, applied=3, passed=4), course(2, applied=2, passed=2)])
    assert (applied.people, passed.people, passed.people_changed) == (5, 6, 1)
    assert line_from_data(passed.as_data()) == passed


def test_any_number_of_households_is_read_in_as_many_statements(db, people):
    def statements(entries: int) -> int:
        village = factories.a_village(people.township)
        drawn_up = factories.a_candidate_list(village, entries=entries)
        factories.a_notice(drawn_up)
        with watched(is_reading=True) as seen:
            assert len(load_courses(drawn_up.round_id, village.id)) == entries
        return len(seen)

    assert statements(1) == statements(12) == 5
