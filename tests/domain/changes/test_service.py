"""Asking for a change and what making it does to the register, kind by kind."""

from datetime import date

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db as database
from app.core.errors import Invalid
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import ListState
from app.domain.changes import making, queries, service
from app.domain.changes.models import ChangeKind, ChangeSource, ChangeState
from app.domain.changes.wishes import Wish
from app.domain.duplicates.models import DuplicatePair
from app.domain.households import rules
from app.domain.households.models import BusinessItem, Household, IncomeYear
from tests import factories

K, S = ChangeKind, ChangeState
TODAY = date(2026, 5, 11)
BABY = {"name": "单小宝", "relation": "son", "born_on": date(2026, 5, 1), "sex": "male"}


def members(household: Household) -> list[int]:
    return [member.id for member in household.members]


# ---- each kind -----------------------------------------------------------------------------------------------------


def test_a_request_changes_nothing_in_the_register(ask, household) -> None:
    before = (household.version, household.people, members(household))
    request = ask(K.BIRTH, person=BABY)
    assert (household.version, household.people, members(household)) == before
    assert (request.state, request.effect) == (S.REQUESTED, None)


def test_a_birth_adds_the_child_and_lowers_the_income_a_head(ask, make, household) -> None:
    request = make(ask(K.BIRTH, person=BABY))
    assert (household.people, household.members[-1].name, household.members[-1].born_on) == (
        4,
        "单小宝",
        date(2026, 5, 1),
    )
    (side,) = request.effect["sides"]
    assert side["people"] == [3, 4]
    assert side["per_head_fen"] == [200_000, 150_000]
    assert (request.state, request.decided_at is not None) == (S.MADE, True)


@pytest.mark.parametrize("kind", [K.DEATH, K.MARRIED_OUT, K.MOVED_OUT])
def test_those_who_go_are_taken_off_with_what_became_of_them(ask, make, household, kind) -> None:
    gone = household.members[1]
    request = make(ask(kind, members=[gone.id]))
    assert household.people == 2
    assert gone.id not in members(household)
    assert request.effect["sides"][0]["people"] == [3, 2]
    event = database.session.scalars(
        sa.select(Event).where(Event.name == "household_changed").order_by(Event.id.desc())
    ).first()
    assert event.household_id == household.id


def test_when_the_head_dies_another_takes_over(ask, make, household) -> None:
    head, successor = household.members[0], household.members[1]
    with pytest.raises(Invalid) as caught:
        ask(K.DEATH, members=[head.id])
    assert caught.value.field == "successor"
    make(ask(K.DEATH, members=[head.id], successor=successor.id))
    assert household.head is successor
    assert household.head_name == successor.name


def test_the_death_of_a_single_person_leaves_an_empty_record(ask, make, people) -> None:
    alone = factories.a_household(people.village, members=1)
    request = make(ask(K.DEATH, of=alone, members=members(alone)))
    assert (alone.people, alone.head_name, alone.members) == (0, "", [])
    assert database.session.get(Household, alone.id) is alone
    assert request.effect["sides"][0]["vanishes"] is True


def test_a_split_makes_a_household_with_a_free_number(ask, make, household) -> None:
    head, first, second = household.members
    request = make(ask(K.SPLIT, members=[first.id, second.id], head=second.id))
    made = request.other_household
    assert made.household_no == f"{household.village.code}0002"
    assert (made.head_name, made.people, household.people) == (second.name, 2, 1)
    assert household.head is head
    assert {member.id for member in made.members} == {first.id, second.id}
    assert first.person_no.startswith(made.household_no)
    here, there = request.effect["sides"]
    assert (here["people"], there["people"], there["household_no"]) == ([3, 1], [0, 2], made.household_no)
    assert there["per_head_fen"] == [None, None]


def test_a_merger_brings_people_and_income_and_keeps_the_empty_record(ask, make, people, household) -> None:
    other = factories.a_household(people.village, members=2, income=1_000)
    request = make(ask(K.MERGE, other=other))
    assert (household.people, other.people) == (0, 5)
    assert other.head_name == other.members[0].name
    assert sum(member.is_head for member in other.members) == 1
    assert rules.net_income_fen(other.incomes[0]) == 700_000
    assert rules.net_income_fen(household.incomes[0]) == 600_000
    here, there = request.effect["sides"]
    assert (here["vanishes"], there["people"], there["per_head_fen"]) == (True, [2, 5], [50_000, 140_000])


@pytest.mark.parametrize("mine", [True, False])
@pytest.mark.parametrize("theirs", [True, False])
def test_a_merger_adds_net_incomes_with_and_without_items(ask, make, people, mine, theirs) -> None:
    sides = [factories.a_household(people.village, income=None) for _ in range(2)]
    for one, has_items in zip(sides, (mine, theirs), strict=True):
        income = IncomeYear(year=2025, wages_fen=100, business_fen=5_000, business_cost_fen=1_000)
        if has_items:
            income.items = [BusinessItem(kind="玉米", sales_fen=8_000, coefficient="0.5")]
        one.incomes.append(income)
    database.session.flush()
    expected = sum(rules.net_income_fen(one.incomes[0]) for one in sides)
    make(ask(K.MERGE, of=sides[0], other=sides[1]))
    assert rules.net_income_fen(sides[1].incomes[0]) == expected


def test_an_old_fault_in_a_number_does_not_stop_a_split(ask, make, household) -> None:
    household.members[1].id_number = "1234"
    request = make(ask(K.SPLIT, members=[household.members[1].id], head=household.members[1].id))
    assert request.other_household.members[0].id_number == "1234"


def test_somebody_may_move_into_an_empty_record_as_its_head(ask, make, people) -> None:
    empty = factories.a_household(people.village, members=0, head_name="")
    with pytest.raises(Invalid):
        ask(K.MOVED_IN, of=empty, person=BABY)
    make(ask(K.MOVED_IN, of=empty, person={**BABY, "relation": "head"}))
    assert empty.head_name == "单小宝"


@pytest.mark.parametrize(
    ("kind", "wish", "field"),
    [
        (K.BIRTH, {"person": {}}, "name"),
        (K.BIRTH, {"person": {"name": "甲"}}, "relation"),
        (K.BIRTH, {"person": {**BABY, "relation": "head"}}, "relation"),
        (K.BIRTH, {"person": {**BABY, "id_number": "12"}}, "id_number"),
        (K.DEATH, {"members": []}, "members"),
        (K.DEATH, {"members": [999_999]}, "members"),
        (K.MERGE, {}, "other"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(ask, kind, wish, field) -> None:
    with pytest.raises(Invalid) as caught:
        ask(kind, **wish)
    assert caught.value.field == field


def test_a_split_needs_somebody_who_stays_and_a_head(ask, household) -> None:
    with pytest.raises(Invalid) as caught:
        ask(K.SPLIT, members=members(household), head=members(household)[0])
    assert caught.value.field == "members"
    with pytest.raises(Invalid) as caught:
        ask(K.SPLIT, members=members(household)[1:], head=members(household)[0])
    assert caught.value.field == "head"


def test_a_child_cannot_be_born_after_its_birth(ask, people, household) -> None:
    with pytest.raises(Invalid):
        service.request_change(
            actor=people.actor("village_officer"),
            household=household,
            kind=K.BIRTH,
            happened_on=date(2026, 4, 1),
            source=ChangeSource.VILLAGE,
            words="x",
            wish=Wish(person=BABY),
        )


def test_a_household_outside_the_area_cannot_be_named(ask, people, household) -> None:
    far = factories.a_household(people.far_village)
    with pytest.raises(Invalid):
        ask(K.MERGE, other=far)


# ---- numbers, duplicates, check-ups ---------------------------------------------------------------------------------


def test_a_decided_request_keeps_no_identity_number_and_no_event_ever_does(ask, make, household) -> None:
    number = factories.an_id_number(date(2026, 5, 1), order=9)
    request = ask(K.MARRIED_IN, person={"name": "柏新", "relation": "daughter_in_law", "id_number": number})
    make(request)
    assert household.members[-1].id_number == number
    database.session.expire_all()
    assert number not in str(request.payload) + str(request.effect)
    events = database.session.scalars(sa.select(Event)).all()
    assert not any(number in f"{event.data}{event.reason}" for event in events)


def test_making_a_change_looks_for_the_person_elsewhere(ask, make, people, household) -> None:
    other = factories.a_household(people.other_village)
    person = {"name": "柏新", "relation": "daughter_in_law", "id_number": other.members[1].id_number}
    make(ask(K.MARRIED_IN, person=person))
    pair = factories.first(DuplicatePair)
    assert pair is not None
    assert {pair.first_id, pair.second_id} == {household.id, other.id}


# ---- lists ----------------------------------------------------------------------------------------------------------


def test_the_effect_says_where_the_household_stands(ask, people) -> None:
    drawn_up = factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE, entries=1)
    notice = factories.a_notice(drawn_up)
    listed = drawn_up.entries[0].application.household
    (standing,) = making.work_out(ask(K.BIRTH, of=listed, person=BABY)).sides[0].standings
    assert standing["application"] == drawn_up.entries[0].application.number
    assert (standing["state"], standing["list_state"]) == (ApplicationState.LISTED, ListState.FIRST_NOTICE)
    assert standing["notices"] == [notice.number]
    assert standing["people"] == listed.people


def test_a_household_that_rises_above_the_line_or_vanishes_is_marked_for_the_reviewer(
    ask, make, people
) -> None:
    factories.a_policy(
        income_lines=[{"year": 2025, "purpose": "identification", "amount_yuan": 3_000, "document": "x"}]
    )
    drawn_up = factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW, entries=0)
    rising = factories.an_entry(drawn_up, factories.a_household(people.village, members=3, income=6_600))
    alone = factories.an_entry(drawn_up, factories.a_household(people.village, members=1))
    plain = factories.an_entry(drawn_up, factories.a_household(people.village, members=4))
    asked = factories.an_entry(drawn_up, factories.a_household(people.village, members=4))
    factories.an_entry(drawn_up)
    for entry in (rising, plain):
        household = entry.application.household
        make(ask(K.DEATH, of=household, members=[household.members[1].id]))
    make(ask(K.DEATH, of=alone.application.household, members=members(alone.application.household)))
    ask(K.BIRTH, of=asked.application.household, person=BABY)
    marks = queries.list_marks(drawn_up.id)
    assert set(marks) == {rising.id, alone.id, asked.id}
    assert marks[rising.id][0].words
    assert not marks[asked.id][0].words
    assert (rising.standing, alone.standing) == ("standing", "standing")
