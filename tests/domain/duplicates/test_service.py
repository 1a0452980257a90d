"""Finding the same person in two households, keeping what was found, deciding on it."""

import hashlib
import random
import re
from datetime import date

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.duplicates import queries, service
from app.domain.duplicates.models import DuplicateGround, DuplicateOutcome, DuplicatePair
from app.domain.duplicates.rules import MOST_TOGETHER
from app.domain.households.models import Household, Member
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from tests import factories
from tests.browser import watched

G, O = DuplicateGround, DuplicateOutcome  # noqa: E741 - the two words of this room
TELEPHONE = "13911112222"


def pairs() -> list[DuplicatePair]:
    database.session.expire_all()
    return list(database.session.scalars(sa.select(DuplicatePair).order_by(DuplicatePair.id)))


def seen() -> list[tuple[int, int, str, bool]]:
    return sorted((p.first_id, p.second_id, p.ground.value, p.gone_at is not None) for p in pairs())


def refresh(*households: Household) -> int:
    return service.refresh(household_ids=[one.id for one in households])


@pytest.fixture
def two(people):
    """Two households of two villages in one township that share nothing."""
    return (
        factories.a_household(people.village),
        factories.a_household(people.other_village, telephone="13900009999"),
    )


def test_nothing_is_found_where_nothing_is_shared(two) -> None:
    assert refresh(*two) == 0
    assert pairs() == []


def test_the_same_identity_number_is_found_across_villages_and_named_once(two) -> None:
    first, second = two
    second.members[1].id_number = first.members[2].id_number
    second.members[1].name, second.members[1].born_on = first.members[2].name, first.members[2].born_on
    assert refresh(second) == 1
    (pair,) = pairs()
    assert (pair.ground, pair.first_id, pair.second_id) == (G.ID_NUMBER, first.id, second.id)
    assert (pair.first_member_id, pair.second_member_id) == (first.members[2].id, second.members[1].id)


def test_name_and_birth_are_found_when_the_numbers_differ_or_one_is_missing(two) -> None:
    first, second = two
    second.members[1].name, second.members[1].born_on = first.members[1].name, first.members[1].born_on
    second.members[1].id_number = None
    refresh(first)
    assert [pair.ground for pair in pairs()] == [G.NAME_AND_BIRTH]


def test_a_name_without_a_birth_says_nothing(two) -> None:
    first, second = two
    for one in (first.members[1], second.members[1]):
        one.name, one.born_on = "王秀英", None
    refresh(*two)
    assert pairs() == []


def test_telephone_and_account_are_found_and_empty_ones_are_not(two) -> None:
    first, second = two
    first.telephone = second.telephone = TELEPHONE
    first.bank_account = second.bank_account = "6228480000000001"
    third = factories.a_household(telephone="", bank_account="")
    fourth = factories.a_household(telephone="", bank_account=None)
    refresh(*two, third, fourth)
    assert {(p.first_id, p.second_id, p.ground) for p in pairs()} == {
        (first.id, second.id, G.TELEPHONE),
        (first.id, second.id, G.BANK_ACCOUNT),
    }


def test_the_fingerprint_is_no_digest_that_can_be_guessed_and_never_the_value(two) -> None:
    first, second = two
    first.telephone = second.telephone = TELEPHONE
    refresh(*two)
    (pair,) = pairs()
    assert re.fullmatch(r"[0-9a-f]{32}", pair.fingerprint)
    assert pair.fingerprint not in hashlib.sha256(TELEPHONE.encode()).hexdigest()
    assert TELEPHONE not in str({c.name: getattr(pair, c.name) for c in DuplicatePair.__table__.columns})


def test_looking_twice_changes_nothing(two) -> None:
    first, second = two
    first.telephone = second.telephone = TELEPHONE
    refresh(*two)
    before = seen()
    assert refresh(*two) == 0
    assert refresh(second) == 0
    assert seen() == before


def test_a_pair_that_no_longer_shares_goes_and_comes_back_with_its_decision(two, people) -> None:
    first, second = two
    first.telephone = second.telephone = TELEPHONE
    refresh(*two)
    service.decide(
        actor=people.actor("township_reviewer"), pair=pairs()[0], outcome=O.SHARED, reason="邻居代接电话。"
    )
    second.telephone = "13900001111"
    refresh(second)
    assert pairs()[0].gone_at is not None
    second.telephone = TELEPHONE
    refresh(second)
    (pair,) = pairs()
    assert (pair.gone_at, pair.outcome) == (None, O.SHARED)


def test_another_shared_value_is_another_pair_that_nobody_decided(two, people) -> None:
    first, second = two
    first.telephone = second.telephone = TELEPHONE
    refresh(*two)
    service.decide(
        actor=people.actor("township_reviewer"), pair=pairs()[0], outcome=O.SHARED, reason="邻居代接电话。"
    )
    first.telephone = second.telephone = "13933334444"
    refresh(first)
    old, new = pairs()
    assert old.gone_at is not None
    assert new.is_open


def test_a_number_of_a_whole_village_makes_a_chain_and_not_every_pair(people) -> None:
    many = [factories.a_household(people.village, telephone=TELEPHONE) for _ in range(MOST_TOGETHER + 6)]
    refresh(*many)
    found = [p for p in pairs() if p.ground is G.TELEPHONE]
    assert len(found) == len(many) - 1
    assert {one.id for one in many} == {id_ for p in found for id_ in (p.first_id, p.second_id)}


def test_the_number_of_statements_does_not_grow_with_the_households(people) -> None:
    def statements(households: list[Household]) -> int:
        with watched(is_reading=False) as counted:
            refresh(*households)
        return len(counted)

    few = [factories.a_household(people.village, telephone=TELEPHONE) for _ in range(2)]
    some = statements(few)
    many = [factories.a_household(people.village, telephone=TELEPHONE) for _ in range(40)]
    assert statements(few + many) == some


@pytest.mark.parametrize("seed", range(12))
def test_any_order_and_any_portions_find_what_one_look_at_all_finds(people, seed) -> None:
    draw = random.Random(seed)
    telephones, births = [TELEPHONE, "13955556666", ""], [date(1980, 1, 1), date(1990, 2, 2), None]
    households = [factories.a_household(people.village, members=2) for _ in range(5)]

    def shake() -> None:
        for one in households:
            one.telephone = draw.choice(telephones)
            one.bank_account = draw.choice(["6222000011112222", None])
            for member in one.members:
                member.name, member.born_on = draw.choice(["甲", "乙"]), draw.choice(births)
                member.id_number = draw.choice([factories.an_id_number(order=7), None, ""])
        database.session.flush()

    for _ in range(4):
        shake()
        for one in draw.sample(households, len(households)):
            refresh(one)
        standing = [row for row in seen() if not row[3]]
        refresh(*households)
        assert [row for row in seen() if not row[3]] == standing
        expected = _by_hand(households)
        assert {row[:3] for row in standing} == expected


def _by_hand(households: list[Household]) -> set[tuple[int, int, str]]:
    """What two nested loops find."""
    found = set()
    for a in households:
        for b in households:
            if a.id >= b.id:
                continue
            if a.telephone and a.telephone == b.telephone:
                found.add((a.id, b.id, "telephone"))
            if a.bank_account and a.bank_account == b.bank_account:
                found.add((a.id, b.id, "bank_account"))
            numbers = {m.id_number for m in a.members if m.id_number}
            if numbers & {m.id_number for m in b.members if m.id_number}:
                found.add((a.id, b.id, "id_number"))
            found |= {(a.id, b.id, "name_and_birth") for m in _firsts(a) for n in _firsts(b) if _alike(m, n)}
    return found


def _firsts(household: Household) -> list[Member]:
    """The first member of each name and birth: a household is put beside another by that one."""
    kept: dict[tuple[str, date], Member] = {}
    for member in sorted(household.members, key=lambda one: one.id):
        if member.born_on is not None:
            kept.setdefault((member.name, member.born_on), member)
    return list(kept.values())


def _alike(one: Member, other: Member) -> bool:
    same = (one.name, one.born_on) == (other.name, other.born_on)
    return same and not (one.id_number and one.id_number == other.id_number)


# ---- deciding ------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair(two) -> DuplicatePair:
    """The same identity number in two villages of one township."""
    first, second = two
    second.members[1].id_number = first.members[1].id_number
    refresh(*two)
    return pairs()[0]


def test_the_township_decides_who_gives_the_person_up(pair, people) -> None:
    actor = people.actor("township_reviewer")
    service.decide(actor=actor, pair=pair, outcome=O.SAME, reason="已随女儿户。", gives_up=pair.second)
    assert (pair.outcome, pair.gives_up_id, pair.decided_by_id) == (O.SAME, pair.second_id, actor.id)
    assert pair.still_blocks
    events = database.session.scalars(sa.select(Event).where(Event.name == "duplicate_decided")).all()
    assert {event.household_id for event in events} == {pair.first_id, pair.second_id}
    assert all(event.data == {"ground": "id_number", "outcome": "same"} for event in events)


@pytest.mark.parametrize("name", ["village_officer", "work_team", "supervisor", "other_township_reviewer"])
def test_nobody_below_or_beside_decides(pair, people, name) -> None:
    with pytest.raises(Forbidden):
        service.decide(actor=people.actor(name), pair=pair, outcome=O.DIFFERENT, reason="x")


def test_two_townships_pair_is_decided_by_the_county(people) -> None:
    first = factories.a_household(people.village, telephone=TELEPHONE)
    second = factories.a_household(people.far_village, telephone=TELEPHONE)
    refresh(first, second)
    (pair,) = pairs()
    for name in ("township_reviewer", "other_township_reviewer"):
        with pytest.raises(Forbidden):
            service.decide(actor=people.actor(name), pair=pair, outcome=O.SHARED, reason="亲戚代接。")
    service.decide(actor=people.actor("county_approver"), pair=pair, outcome=O.SHARED, reason="亲戚代接。")
    assert pair.outcome is O.SHARED


@pytest.mark.parametrize("side", ["first", "second"])
def test_a_declared_relative_of_either_household_does_not_decide(pair, people, side) -> None:
    user = people.user("township_reviewer")
    official = factories.add(
        Official(
            area=people.township, user_id=user.id, name=user.name, post=Post.TOWNSHIP, since=date(2020, 1, 1)
        )
    )
    factories.add(
        Kinship(
            official=official,
            household=getattr(pair, side),
            relation=Relation.SIBLING,
            declared_on=date(2026, 5, 1),
            declared_by_id=user.id,
        )
    )
    with pytest.raises(Refused):
        service.decide(actor=people.actor("township_reviewer"), pair=pair, outcome=O.DIFFERENT, reason="x")
    service.decide(
        actor=people.actor("second_township_reviewer"), pair=pair, outcome=O.DIFFERENT, reason="同名不同人。"
    )
    assert pair.outcome is O.DIFFERENT


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"outcome": O.SHARED, "reason": "x"}, "outcome"),
        ({"outcome": O.SAME, "reason": "x"}, "gives_up"),
        ({"outcome": O.DIFFERENT, "reason": "  "}, "reason"),
        ({"outcome": O.DIFFERENT, "reason": "x" * 501}, "reason"),
    ],
)
def test_a_decision_that_cannot_be_is_refused_beside_its_field(pair, people, given, field) -> None:
    with pytest.raises(Invalid) as caught:
        service.decide(actor=people.actor("township_reviewer"), pair=pair, **given)
    assert caught.value.field == field


def test_a_household_that_is_neither_cannot_give_it_up(pair, people) -> None:
    with pytest.raises(Invalid):
        service.decide(
            actor=people.actor("township_reviewer"),
            pair=pair,
            outcome=O.SAME,
            reason="x",
            gives_up=factories.a_household(),
        )


def test_a_pair_that_is_gone_is_not_decided(pair, people) -> None:
    pair.second.members[1].id_number = None
    refresh(pair.second)
    with pytest.raises(Refused):
        service.decide(
            actor=people.actor("township_reviewer"), pair=pairs()[0], outcome=O.DIFFERENT, reason="x"
        )


def test_of_two_who_decide_the_slower_one_is_told(pair, people) -> None:
    service.decide(
        actor=people.actor("township_reviewer"), pair=pair, outcome=O.DIFFERENT, reason="同名不同人。"
    )
    with pytest.raises(Conflict):
        service.decide(
            actor=people.actor("second_township_reviewer"),
            pair=pair,
            outcome=O.SAME,
            reason="x",
            gives_up=pair.first,
        )


# ---- who sees what -------------------------------------------------------------------------------------------------


def test_a_village_sees_the_pairs_of_its_own_households_only(pair, people) -> None:
    def shown(name: str) -> int:
        return queries.page_pairs(people.actor(name)).total

    assert [shown(name) for name in ("village_officer", "other_village_officer", "county_approver")] == [
        1
    ] * 3
    assert shown("other_township_reviewer") == 0
    assert queries.page_pairs(people.actor("county_approver"), place=people.far_village).total == 0
    assert queries.count_open_for(people.actor("village_officer")) == 1


def test_who_stands_elsewhere_is_told_before_an_import(two) -> None:
    first, second = two
    number = first.members[1].id_number
    found = queries.list_elsewhere([(second.household_no, [number])])
    assert [(one.household_no, one.other_no, one.head_name) for one in found] == [
        (second.household_no, first.household_no, first.head_name)
    ]
    assert queries.list_elsewhere([(second.household_no, [number]), (first.household_no, [])]) == []
