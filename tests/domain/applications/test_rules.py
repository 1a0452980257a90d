"""What must be there before the meeting may vote, and who counts as a visitor."""

import datetime as dt
from typing import Any

import pytest

from app.domain.applications.models import Application, Comparison, ComparisonResult, HomeVisit
from app.domain.applications.rules import (
    Person,
    appraisal_blockers,
    day_problem,
    distinct_people,
    visit_blockers,
)
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy

TODAY = dt.date(2026, 5, 11)


def a_policy(**changed: Any) -> Policy:
    return Policy.from_values({**get_shipped("identification-2014").values, **changed})


def an_application(*results: ComparisonResult, visits: int = 1) -> Application:
    return Application(
        number="A1",
        visits=[HomeVisit() for _ in range(visits)],
        comparisons=[Comparison(result=result) for result in results],
    )


def test_the_same_name_twice_is_one_person() -> None:
    people = [Person("张三"), Person(" 张三 "), Person("  "), Person("李四", 7)]
    assert distinct_people(people) == [Person("张三"), Person("李四", 7)]
    assert len(visit_blockers(people, 3)) == 1
    assert visit_blockers(people, 2) == []


@pytest.mark.parametrize(
    ("day", "not_before", "is_wrong"),
    [
        (TODAY, None, False),
        (TODAY + dt.timedelta(days=1), None, True),
        (TODAY, TODAY, False),
        (TODAY - dt.timedelta(days=1), TODAY, True),
    ],
)
def test_a_recorded_day_lies_between_the_step_before_and_today(
    day: dt.date, not_before: dt.date | None, is_wrong: bool
) -> None:
    assert (day_problem(day, not_before=not_before, today=TODAY) is not None) is is_wrong


def test_the_meeting_waits_for_the_visit_where_the_policy_asks_for_one() -> None:
    without = an_application(visits=0)
    plain = {"comparison_required": False}
    assert appraisal_blockers(without, a_policy(home_visit_required=True, **plain))
    assert not appraisal_blockers(without, a_policy(home_visit_required=False, **plain))


@pytest.mark.parametrize(
    ("results", "may_vote"),
    [
        ([], False),
        ([ComparisonResult.HIT], False),
        ([ComparisonResult.NO_HIT], True),
        ([ComparisonResult.HIT, ComparisonResult.HIT_EXPLAINED], True),
        ([ComparisonResult.NO_HIT, ComparisonResult.HIT], False),
    ],
)
def test_the_latest_comparison_counts(results: list[ComparisonResult], may_vote: bool) -> None:
    policy = a_policy(comparison_required=True)
    assert (appraisal_blockers(an_application(*results), policy) == []) is may_vote
