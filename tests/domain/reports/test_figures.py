"""Totals of a round by village, and what left at which step and why."""

import datetime as dt

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core import clock
from app.core.db import db as database
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import EntryStanding, ListEntry, ListState, RemovalCause
from app.domain.comparisons.models import HitSettlement
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reports.figures import (
    Count,
    Stage,
    announced_by_year,
    in_register_now,
    left_by_year,
    list_departures,
    sum_totals,
    totals_by_village,
)
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import watched
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    """A round in which one village has applications at every stage, another only a quota."""
    opened = factories.a_round()
    factories.a_quota(opened, people.village, quota_people=5)
    factories.a_quota(opened, people.other_village, quota_people=50)
    for state, reason in (
        (ApplicationState.FILED, ""),
        (ApplicationState.WITHDRAWN, "外出务工"),
        (ApplicationState.REJECTED, "人均纯收入超过标准"),
        (ApplicationState.REJECTED, "人均纯收入超过标准"),
        (ApplicationState.LEFT_OUT, "另案处理"),
    ):
        household = factories.a_household(people.village)
        factories.an_application(household, state=state, round_=opened, closing_reason=reason)
    return opened


def totals_of(round_: Round, people: People, stage: Stage) -> Count:
    [row] = [row for row in totals_by_village(round_) if row.village.id == people.village.id]
    return row.at(stage)


def test_applications_count_by_how_far_they_came(people: People, round_: Round) -> None:
    factories.a_candidate_list(people.village, entries=3, round_=round_)
    assert totals_of(round_, people, Stage.APPLIED).households == 8
    assert totals_of(round_, people, Stage.PASSED).households == 4
    assert totals_of(round_, people, Stage.LISTED).households == 3
    assert totals_of(round_, people, Stage.FIRST_NOTICE) == Count()


def test_people_are_added_up_beside_households(people: People, round_: Round) -> None:
    drawn_up = factories.a_candidate_list(people.village, entries=3, round_=round_)
    listed = sum(entry.people for entry in drawn_up.entries)
    assert totals_of(round_, people, Stage.LISTED) == Count(3, listed)
    [village, other] = totals_by_village(round_)
    assert (village.difference, other.difference) == (listed - 5, -50)
    assert sum_totals([village, other])[Stage.LISTED] == Count(3, listed)


def test_a_withdrawn_notice_does_not_count_and_nobody_counts_twice(people: People, round_: Round) -> None:
    main = factories.a_candidate_list(people.village, entries=3, state=ListState.FIRST_NOTICE, round_=round_)
    factories.a_notice(main, withdrawn_at=clock.now(), withdrawal_reason="写错名字")
    assert totals_of(round_, people, Stage.FIRST_NOTICE).households == 0
    factories.a_notice(main)
    assert totals_of(round_, people, Stage.FIRST_NOTICE).households == 3


def test_an_entry_on_a_supplementary_list_is_one_household(people: People, round_: Round) -> None:
    main = factories.a_candidate_list(people.village, entries=3, state=ListState.ANNOUNCED, round_=round_)
    aside = main.entries[0]
    aside.standing = EntryStanding.SET_ASIDE
    extra = factories.a_candidate_list(people.village, entries=0, state=ListState.ANNOUNCED, round_=round_)
    moved = ListEntry(
        candidate_list=extra,
        application=aside.application,
        household_id=aside.household_id,
        sequence=1,
        head_name=aside.head_name,
        people=aside.people,
    )
    factories.add(moved)
    for candidate_list in (main, extra):
        factories.a_notice(candidate_list, kind=NoticeKind.ANNOUNCEMENT)
    assert totals_of(round_, people, Stage.LISTED).households == 3
    assert totals_of(round_, people, Stage.ANNOUNCED).households == 3


def test_what_left_stands_under_its_step_with_its_reason(people: People, round_: Round) -> None:
    drawn_up = factories.a_candidate_list(people.village, entries=1, round_=round_)
    for cause in (RemovalCause.OBJECTION_FIRST, RemovalCause.TOWNSHIP, RemovalCause.COUNTY):
        factories.an_entry(
            drawn_up, standing=EntryStanding.REMOVED, removal_cause=cause, reason="有车", off_on=clock.today()
        )
    factories.an_entry(
        drawn_up, standing=EntryStanding.RETURNED, reason="材料不全", off_on=dt.date(2026, 5, 11)
    )
    left = [(row.step, row.reason, row.count.households) for row in list_departures(round_)]
    assert left == [
        ("Withdrawn by the household", "外出务工", 1),
        ("Not passed by the review meeting", "人均纯收入超过标准", 2),
        ("Left out of the candidate list", "另案处理", 1),
        ("Objection to the first notice", "有车", 1),
        ("Township review", "有车", 1),
        ("County decision", "有车", 1),
        ("Returned to the village", "材料不全", 1),
    ]


def test_an_empty_round_has_no_totals(people: People) -> None:
    opened = factories.a_round()
    assert totals_by_village(opened) == []
    assert list_departures(opened) == []
    assert sum_totals([])[Stage.APPLIED] == Count()


def test_the_number_of_statements_does_not_grow(db: SQLAlchemy, people: People, round_: Round) -> None:
    round_id = round_.id
    before = statements_for(round_id)
    for village in (people.village, people.other_village, people.far_village):
        known, opened = db.session.merge(village), db.session.get_one(Round, round_id)
        factories.a_candidate_list(known, entries=5, round_=opened)
    assert statements_for(round_id) == before


def statements_for(round_id: int) -> int:
    """How many statements the totals of a round take, with nothing in memory."""
    database.session.flush()
    database.session.expunge_all()
    opened = database.session.get_one(Round, round_id)
    with watched(is_reading=True) as statements:
        totals_by_village(opened)
        list_departures(opened)
    return len(statements)


def test_whom_the_comparison_excluded_before_the_meeting_was_never_passed(
    people: People, round_: Round
) -> None:
    file = factories.a_comparison_file(round_)
    settled = {
        "settlement": HitSettlement.EXCLUDES,
        "explanation": "名下有商品房。",
        "settled_at": clock.now(),
    }
    household = factories.a_household(people.village)
    left_out = {"state": ApplicationState.LEFT_OUT, "round_": round_, "closing_reason": "名下有商品房。"}
    factories.an_application(household, **left_out)
    factories.a_comparison_hit(household, file=file, **settled)
    passed = factories.a_meeting(people.village, ballots=1, round_=round_).ballots[0].application
    passed.state, passed.closing_reason = ApplicationState.LEFT_OUT, "名下有商品房。"
    factories.a_comparison_hit(passed.household, file=file, **settled)
    database.session.flush()
    assert totals_of(round_, people, Stage.APPLIED).households == 7
    assert totals_of(round_, people, Stage.PASSED).households == 2
    left = [(one.step, one.reason, one.count.households) for one in list_departures(round_)]
    assert ("Excluded after the data comparison", "名下有商品房。", 1) in left
    assert ("Left out of the candidate list", "名下有商品房。", 1) in left


def test_announced_households_are_counted_by_year(people: People) -> None:
    earlier, now = factories.a_round(year=2024), factories.a_round()
    for round_, entries in ((earlier, 2), (now, 3), (now, 1)):
        a_list = factories.a_candidate_list(
            people.village, entries=entries, state=ListState.ANNOUNCED, round_=round_
        )
        factories.a_notice(a_list)
        factories.a_notice(a_list, kind=NoticeKind.ANNOUNCEMENT)
    wrong = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED)
    withdrawn = {"withdrawn_at": clock.now(), "withdrawal_reason": "写错了"}
    factories.a_notice(wrong, kind=NoticeKind.ANNOUNCEMENT, **withdrawn)
    counted = announced_by_year(people.village)
    assert {year: count.households for year, count in counted.items()} == {2024: 2, 2026: 4}
    assert list(counted) == [2024, 2026]
    assert announced_by_year(people.other_village) == {}


def test_who_left_the_register_is_not_counted_as_announced_for_help(db, people):
    round_ = factories.an_exit_round()
    listed = factories.a_candidate_list(people.village, state=ListState.ANNOUNCED, round_=round_)
    factories.a_notice(listed, kind=NoticeKind.ANNOUNCEMENT)
    assert announced_by_year(people.village) == {}


def test_who_left_stands_by_year_and_who_is_in_the_register_apart(db, people):
    """An exit undone counts no more; who fell back and returned is in the register again."""
    stays, left, undone = (factories.a_registered(people.village, members=size) for size in (2, 3, 4))
    factories.a_registered(people.other_village)
    factories.an_exit(left)
    factories.an_exit(undone, undone_on=clock.today(), undone_reason="异议属实")
    year = clock.today().year
    assert left_by_year(people.village) == {year: Count(1, 3)}
    assert in_register_now(people.village) == Count(2, stays.people + undone.people)
    assert left_by_year(people.other_village) == {}
