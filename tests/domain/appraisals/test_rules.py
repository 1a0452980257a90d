"""Quorum and majority at their edges, for any numbers that a meeting can have."""

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.appraisals.models import Ballot, Meeting
from app.domain.appraisals.rules import count_of, is_quorate, meeting_blockers, quorum_needed
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import MeetingKind

people = st.integers(min_value=1, max_value=400)


def a_policy(**changed: Any) -> Policy:
    return Policy.from_values({**get_shipped("identification-2014").values, **changed})


def a_meeting(
    due: int, present: int, *ballots: Ballot, kind: MeetingKind = MeetingKind.REPRESENTATIVES
) -> Meeting:
    return Meeting(kind=kind, due=due, present=present, ballots=list(ballots), minutes_copy_id=1)


def a_ballot(votes_for: int, against: int = 0, abstained: int = 0, left: tuple[str, ...] = ()) -> Ballot:
    return Ballot(
        votes_for=votes_for,
        votes_against=against,
        votes_abstained=abstained,
        left_room=list(left),
        passed=None,
    )


@given(due=people)
def test_two_thirds_is_the_smallest_number_that_is_a_quorum(due: int) -> None:
    policy = a_policy(quorum_representatives="2/3", quorum_representatives_rule="at_least")
    needed = quorum_needed(a_meeting(due, 0), policy)
    assert needed >= Fraction(2, 3) * due > needed - 1
    assert is_quorate(a_meeting(due, needed), policy)
    assert not is_quorate(a_meeting(due, needed - 1), policy)


@given(due=people)
def test_more_than_half_is_never_exactly_half(due: int) -> None:
    policy = a_policy(quorum_assembly="1/2", quorum_assembly_rule="more_than")
    needed = quorum_needed(a_meeting(due, 0, kind=MeetingKind.ASSEMBLY), policy)
    assert 2 * needed > due
    assert not is_quorate(a_meeting(due, due // 2, kind=MeetingKind.ASSEMBLY), policy)


@given(present=people, votes_for=st.integers(0, 400), left=st.integers(0, 5))
def test_more_than_half_of_those_who_could_vote_passes(present: int, votes_for: int, left: int) -> None:
    policy = a_policy(majority="1/2", majority_rule="more_than", majority_of="present")
    names = tuple(f"人{n}" for n in range(left))
    meeting = a_meeting(400, present)
    count = count_of(a_ballot(votes_for, left=names), meeting, policy)
    voters = max(0, present - left)
    assert count.voters == voters
    assert count.passed == (voters > 0 and 2 * votes_for > voters)
    assert count.passed == (voters > 0 and votes_for >= count.needed)


@given(due=people, votes_for=st.integers(0, 400))
def test_a_majority_of_all_who_were_due_does_not_depend_on_who_came(due: int, votes_for: int) -> None:
    policy = a_policy(majority="1/2", majority_rule="at_least", majority_of="due")
    few, many = a_meeting(due, max(1, due // 3)), a_meeting(due, due)
    assert (
        count_of(a_ballot(votes_for), few, policy).passed
        == count_of(a_ballot(votes_for), many, policy).passed
    )


@pytest.mark.parametrize(
    ("due", "present", "is_enough"),
    [(30, 20, True), (30, 19, False), (31, 20, False), (31, 21, True), (1, 1, True)],
)
def test_quorum_of_representatives(due: int, present: int, is_enough: bool) -> None:
    assert is_quorate(a_meeting(due, present), a_policy()) is is_enough


@pytest.mark.parametrize(("votes_for", "passes"), [(10, False), (11, True), (20, True)])
def test_half_of_the_votes_is_not_more_than_half(votes_for: int, passes: bool) -> None:
    assert count_of(a_ballot(votes_for, 20 - votes_for), a_meeting(30, 20), a_policy()).passed is passes


def test_whoever_leaves_the_room_lowers_the_number_that_is_needed() -> None:
    policy, meeting = a_policy(), a_meeting(30, 21)
    assert count_of(a_ballot(10), meeting, policy).needed == 11
    assert count_of(a_ballot(10, left=("王强", "王平")), meeting, policy).needed == 10


def test_everything_that_blocks_a_confirmation_is_said_at_once() -> None:
    meeting = a_meeting(30, 10)
    meeting.minutes_copy_id = None
    assert len(meeting_blockers(meeting, a_policy(meeting_kinds=["assembly"]))) == 4


def test_a_nobody_meeting_passes_nothing() -> None:
    count = count_of(a_ballot(0), a_meeting(30, 0), a_policy())
    assert (count.voters, count.passed) == (0, False)
