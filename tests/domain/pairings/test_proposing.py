"""The proposal: everybody gets a helper, loads are fair for the rank, households of a helper lie together."""

from collections import Counter, defaultdict

from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.pairings.proposing import Candidate, OpenHousehold, propose, shares

HOUSEHOLDS = [OpenHousehold(number, number // 20, number // 5, 4) for number in range(100)]


def of_helper(made: list) -> dict[int, list[int]]:
    found = defaultdict(list)
    for one in made:
        found[one.helper_id].append(one.household_id)
    return found


def test_each_household_gets_exactly_one_helper_in_order() -> None:
    made = propose(HOUSEHOLDS, [Candidate(1, 1, None, 2), Candidate(2, 1, None, 2)])
    assert [one.household_id for one in made] == [one.id for one in HOUSEHOLDS]
    assert propose(HOUSEHOLDS, []) == []
    assert propose([], [Candidate(1, 1, None, 2)]) == []


def test_who_must_help_more_gets_more() -> None:
    candidates = [Candidate(1, 1, None, 5), Candidate(2, 1, None, 3), Candidate(3, 1, None, 2)]
    assert shares(candidates, 20) == {1: 10, 2: 6, 3: 4}


def test_who_has_many_already_gets_none() -> None:
    candidates = [Candidate(1, 1, None, 2, {7: 30}), Candidate(2, 1, None, 2)]
    assert shares(candidates, 10) == {2: 10}


def test_a_unit_helps_in_its_village_and_a_helper_where_he_is_known() -> None:
    candidates = [
        Candidate(1, 1, 3, 2),
        Candidate(2, 2, None, 2, {1: 1}, frozenset({5})),
        Candidate(3, 3, None, 2),
    ]
    made = propose(HOUSEHOLDS[:60:4], candidates)
    found, where = of_helper(made), {one.id: one for one in HOUSEHOLDS}
    assert {where[one].village_id for one in found[2]} >= {1}
    reasons = {str(reason) for one in made if one.helper_id == 2 for reason in one.reasons}
    assert "helps in this group already" in reasons
    assert "has 1 of at least 2 households" in reasons
    answering = propose(HOUSEHOLDS[60:64], [*candidates[:1], Candidate(9, 9, None, 2)])
    assert "the unit answers for this village" in {str(r) for one in answering for r in one.reasons}


def test_the_households_of_a_helper_lie_together() -> None:
    made = propose(HOUSEHOLDS, [Candidate(number, number // 5, None, 2) for number in range(25)])
    villages = [{household // 20 for household in found} for found in of_helper(made).values()]
    assert all(len(one) == 1 for one in villages)
    assert "gets 4 households that lie together" in str(made[0].reasons[0])


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.integers(0, 6), max_size=60),
    st.lists(
        st.tuples(
            st.integers(1, 5), st.integers(0, 6), st.one_of(st.none(), st.integers(1, 5)), st.integers(0, 4)
        ),
        min_size=1,
        max_size=15,
    ),
)
def test_whatever_comes_nobody_is_left_out_and_nobody_gets_more_than_a_fair_share(
    villages: list[int], people: list[tuple[int, int, int | None, int]]
) -> None:
    households = [OpenHousehold(number, village, None, 3) for number, village in enumerate(sorted(villages))]
    candidates = [
        Candidate(number, unit, village or None, minimum, {village: load} if load else {})
        for number, (unit, village, minimum, load) in enumerate(people)
    ]
    made = propose(households, candidates)
    assert sorted(one.household_id for one in made) == [one.id for one in households]
    got = Counter(one.helper_id for one in made)
    assert got == Counter(shares(candidates, len(households)))
    levels = [(one.load + got[one.id]) / one.weight for one in candidates if got[one.id]]
    lowest = min(((one.load + got[one.id] + 1) / one.weight for one in candidates), default=0)
    assert all(level <= lowest + 1e-9 for level in levels)
    assert propose(households, candidates) == made
