"""Two closed doors: the same person in two households, a household that a change made doubtful since the posting."""

import datetime as dt

import pytest

from app.core import clock as county_clock
from app.core.machine import Attempt
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.changes import service as changes
from app.domain.changes.models import ChangeKind
from app.domain.duplicates import service as duplicates
from app.domain.duplicates.models import DuplicateGround, DuplicateOutcome, DuplicatePair
from app.domain.reviews.models import Decision, DecisionOutcome, ReviewLevel
from app.domain.workflow.considered import changes_considered
from app.domain.workflow.guards import MOST_NAMED, duplicates_decided
from app.domain.workflow.procedures.identification import MACHINE
from tests import factories
from tests.people import People


def reasons(guard, candidate_list: CandidateList, people: People) -> list[str]:
    actor = people.actor("township_reviewer")
    return [str(message) for message in guard(Attempt(subject=candidate_list, actor=actor))]


@pytest.fixture
def drawn_up(people: People) -> CandidateList:
    return factories.a_candidate_list(people.village, entries=2)


def beside(drawn_up: CandidateList, people: People, **given) -> DuplicatePair:
    """A pair of the first listed household and one of another village, on no list."""
    listed = drawn_up.entries[0].application.household
    return factories.a_duplicate_pair(listed, factories.a_household(people.other_village), **given)


@pytest.mark.parametrize("ground", [DuplicateGround.ID_NUMBER, DuplicateGround.NAME_AND_BIRTH])
def test_an_undecided_person_keeps_the_list_from_being_posted(people, drawn_up, ground) -> None:
    pair = beside(drawn_up, people, ground=ground)
    (reason,) = reasons(duplicates_decided, drawn_up, people)
    assert pair.first.head_name in reason
    assert pair.second.head_name in reason
    duplicates.decide(
        actor=people.actor("township_reviewer"),
        pair=pair,
        outcome=DuplicateOutcome.DIFFERENT,
        reason="两人都见过。",
    )
    assert reasons(duplicates_decided, drawn_up, people) == []


@pytest.mark.parametrize("ground", [DuplicateGround.TELEPHONE, DuplicateGround.BANK_ACCOUNT])
def test_a_shared_telephone_or_account_only_warns(people, drawn_up, ground) -> None:
    beside(drawn_up, people, ground=ground)
    assert reasons(duplicates_decided, drawn_up, people) == []


def test_one_person_decided_to_stand_twice_blocks_until_it_is_gone(people, drawn_up) -> None:
    pair = beside(drawn_up, people)
    listed, other = drawn_up.entries[0].application.household, pair.second
    other.members[1].id_number = listed.members[1].id_number
    duplicates.refresh(household_ids=[other.id])
    real = factories.first(DuplicatePair, DuplicatePair.id != pair.id)
    pair.gone_at = county_clock.now()
    assert real is not None
    duplicates.decide(
        actor=people.actor("township_reviewer"),
        pair=real,
        outcome=DuplicateOutcome.SAME,
        reason="已随女儿户。",
        gives_up=other,
    )
    (reason,) = reasons(duplicates_decided, drawn_up, people)
    assert "take it off" in reason
    other.members[1].id_number = None
    duplicates.refresh(household_ids=[other.id])
    assert reasons(duplicates_decided, drawn_up, people) == []


def test_pairs_of_others_do_not_matter_and_many_are_counted(people, drawn_up) -> None:
    factories.a_duplicate_pair()
    assert reasons(duplicates_decided, drawn_up, people) == []
    for _ in range(MOST_NAMED + 2):
        beside(drawn_up, people)
    found = reasons(duplicates_decided, drawn_up, people)
    assert len(found) == MOST_NAMED + 1
    assert "2" in found[-1]


@pytest.mark.parametrize(
    ("step", "names"),
    [
        ("publish_first_notice", {"duplicates_decided"}),
        ("publish_second_notice", {"changes_considered_by_township"}),
        ("announce", {"duplicates_decided", "changes_considered_by_county"}),
    ],
)
def test_the_procedure_asks(step, names) -> None:
    assert names <= {guard.__name__ for guard in MACHINE.step(step).guards}


# ---- changes ------------------------------------------------------------------------------------------------------


@pytest.fixture
def reviewed(people: People) -> CandidateList:
    """A list under the township's review with a household of one person."""
    under_review = factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW, entries=1)
    factories.an_entry(under_review, factories.a_household(people.village, members=1))
    return under_review


def dies(people: People, reviewed: CandidateList) -> None:
    alone = reviewed.entries[1].application.household
    request = factories.a_change_request(
        alone, kind=ChangeKind.DEATH, requested_by_id=people.user("village_officer").id
    )
    changes.make_change(
        actor=people.actor("second_township_reviewer"), request=request, version=request.version
    )


def decided(people: People, reviewed: CandidateList, reason: str, **given) -> Decision:
    return factories.add(
        Decision(
            entry_id=reviewed.entries[1].id,
            list_id=reviewed.id,
            level=ReviewLevel.TOWNSHIP,
            outcome=DecisionOutcome.KEEP,
            reason=reason,
            decided_by_id=people.user("township_reviewer").id,
            decided_at=county_clock.now(),
            **given,
        )
    )


def test_a_household_that_vanished_is_decided_on_again_with_a_reason(people, clock, reviewed) -> None:
    guard = changes_considered(ReviewLevel.TOWNSHIP)
    before = decided(people, reviewed, "符合条件。")
    clock.move(hours=1)
    assert reasons(guard, reviewed, people) == []
    dies(people, reviewed)
    (reason,) = reasons(guard, reviewed, people)
    assert "No. 2" in reason
    before.superseded_at = county_clock.now()
    clock.move(hours=1)
    without = decided(people, reviewed, "")
    assert reasons(guard, reviewed, people)
    without.superseded_at = county_clock.now()
    decided(people, reviewed, "人已去世，由村里报下一轮核减。")
    assert reasons(guard, reviewed, people) == []


def test_a_change_asked_for_is_shown_and_stops_nobody(people, reviewed) -> None:
    factories.a_change_request(reviewed.entries[0].application.household)
    assert reasons(changes_considered(ReviewLevel.TOWNSHIP), reviewed, people) == []
    page = people.browser("township_reviewer").get("candidate_lists.review", list_id=reviewed.id)
    assert "有变更申请" in page.text


def test_the_reviewer_sees_the_mark_beside_the_household(people, reviewed) -> None:
    list_id, entry_id = reviewed.id, reviewed.entries[1].id
    dies(people, reviewed)
    browser = people.browser("township_reviewer")
    for page in (
        browser.get("candidate_lists.review", list_id=list_id),
        browser.get("candidate_lists.show", list_id=list_id),
        browser.get("candidate_lists.decide", list_id=list_id, entry_id=entry_id),
    ):
        assert "登记簿里这一户已没有家庭成员" in page.text


def test_a_change_made_before_the_household_applied_is_no_mark(people, clock) -> None:
    alone = factories.a_household(people.village, members=1)
    request = factories.a_change_request(alone, requested_by_id=people.user("village_officer").id)
    changes.make_change(actor=people.actor("township_reviewer"), request=request, version=request.version)
    clock.set(dt.date(2026, 5, 20))
    later = factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW, entries=0)
    factories.an_entry(later, alone)
    assert reasons(changes_considered(ReviewLevel.TOWNSHIP), later, people) == []
