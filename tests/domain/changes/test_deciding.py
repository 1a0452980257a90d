"""Who may ask for a change and decide on it, and what stands against it."""

from datetime import date

import pytest

from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.changes import queries, service
from app.domain.changes.models import ChangeKind, ChangeSource, ChangeState
from app.domain.changes.wishes import Wish
from app.domain.households.models import Household
from app.domain.kinship.models import Relation
from tests import factories

K, S = ChangeKind, ChangeState
TODAY = date(2026, 5, 11)
BABY = {"name": "单小宝", "relation": "son", "born_on": date(2026, 5, 1), "sex": "male"}


def members(household: Household) -> list[int]:
    return [member.id for member in household.members]


# ---- who ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", ["other_village_officer", "supervisor", "county_approver", "stranger", "villager"]
)
def test_who_may_not_ask(ask, name) -> None:
    with pytest.raises(Forbidden):
        ask(K.BIRTH, by=name, person=BABY)


@pytest.mark.parametrize("name", ["village_officer", "work_team", "supervisor", "other_township_reviewer"])
def test_who_may_not_decide(ask, make, name) -> None:
    with pytest.raises(Forbidden):
        make(ask(K.BIRTH, person=BABY), by=name)


def test_the_county_decides_as_well(ask, make, household) -> None:
    make(ask(K.BIRTH, person=BABY), by="county_approver")
    assert household.people == 4


def test_whoever_asked_does_not_decide(ask, make) -> None:
    request = ask(K.BIRTH, by="township_reviewer", person=BABY)
    with pytest.raises(Refused):
        make(request)
    make(request, by="second_township_reviewer")
    assert request.state is S.MADE


@pytest.mark.parametrize("which", [0, 1])
def test_a_declared_relative_of_either_household_neither_makes_nor_refuses(
    ask, make, people, household, which
) -> None:
    other = factories.a_household(people.village)
    user = people.user("township_reviewer")
    official = factories.an_official(people.township, user_id=user.id, name=user.name)
    factories.a_kinship(official, (household, other)[which], relation=Relation.SIBLING)
    request = ask(K.MERGE, other=other)
    with pytest.raises(Refused):
        make(request, confirmed=True)
    with pytest.raises(Refused):
        service.refuse_change(
            actor=people.actor("township_reviewer"), request=request, version=request.version, reason="x"
        )
    make(request, by="second_township_reviewer")
    assert request.state is S.MADE


def test_two_villages_of_two_townships_are_the_countys(ask, make, people, household) -> None:
    far = factories.a_household(people.far_village)
    request = service.request_change(
        actor=people.actor("village_officer"),
        household=household,
        kind=K.BIRTH,
        happened_on=TODAY,
        source=ChangeSource.VILLAGE,
        words="x",
        wish=Wish(person=BABY),
    )
    request.kind, request.other_household = K.MERGE, far
    request.payload = {"base": {"version": household.version, "other_version": far.version}}
    database.session.flush()
    with pytest.raises(Refused):
        make(request)
    make(request, by="county_approver")
    assert far.people == 6


def test_refusing_and_taking_back_need_a_reason_and_leave_the_register(ask, people, household) -> None:
    refused, taken_back = ask(K.BIRTH, person=BABY), ask(K.DEATH, members=members(household)[2:])
    for reason, raised in (("  ", Invalid),):
        with pytest.raises(raised):
            service.refuse_change(
                actor=people.actor("township_reviewer"),
                request=refused,
                version=refused.version,
                reason=reason,
            )
    service.refuse_change(
        actor=people.actor("township_reviewer"),
        request=refused,
        version=refused.version,
        reason="没有出生证明。",
    )
    service.withdraw_request(
        actor=people.actor("work_team"), request=taken_back, version=taken_back.version, reason="报错了人。"
    )
    assert (refused.state, taken_back.state, household.people) == (S.REFUSED, S.WITHDRAWN, 3)
    assert refused.effect["sides"][0]["people"] == [3, 4]


def test_of_two_who_decide_the_slower_one_is_told(ask, make, people) -> None:
    request = ask(K.BIRTH, person=BABY)
    version = request.version
    make(request)
    with pytest.raises(Conflict):
        service.make_change(actor=people.actor("county_approver"), request=request, version=version)
    with pytest.raises(Conflict):
        make(request, by="county_approver")


# ---- what stands against it -----------------------------------------------------------------------------------------


def test_two_requests_about_one_person_are_shown_to_each_other(ask, make, household) -> None:
    one = ask(K.DEATH, members=[household.members[1].id])
    two = ask(K.MARRIED_OUT, members=[household.members[1].id])
    assert [other.id for other in queries.list_conflicts(one)] == [two.id]
    assert [other.id for other in queries.list_conflicts(two)] == [one.id]
    with pytest.raises(Refused):
        make(two)
    assert household.people == 3
    make(one)
    with pytest.raises(Refused):
        make(two, confirmed=True)
    assert (household.people, two.state) == (2, S.REQUESTED)


def test_the_second_can_be_made_once_the_first_is_refused(ask, make, people, household) -> None:
    one, two = (
        ask(K.DEATH, members=[household.members[1].id]),
        ask(K.MARRIED_OUT, members=[household.members[1].id]),
    )
    service.refuse_change(
        actor=people.actor("township_reviewer"), request=one, version=one.version, reason="人还在。"
    )
    make(two)
    assert two.state is S.MADE


def test_or_once_the_decider_confirmed(ask, make, household) -> None:
    one = ask(K.DEATH, members=[household.members[1].id])
    two = ask(K.MARRIED_OUT, members=[household.members[1].id])
    make(two, confirmed=True)
    assert (two.state, one.state, household.people) == (S.MADE, S.REQUESTED, 2)


def test_when_the_record_changed_since_somebody_must_look_again(ask, make, household) -> None:
    birth, death = ask(K.BIRTH, person=BABY), ask(K.DEATH, members=[household.members[2].id])
    make(birth)
    with pytest.raises(Refused):
        make(death)
    make(death, confirmed=True)
    assert (death.effect["sides"][0]["people"], household.people) == ([4, 3], 3)


def test_a_split_waits_for_whatever_else_was_asked_of_the_household(ask, make, household) -> None:
    birth = ask(K.BIRTH, person=BABY)
    split = ask(K.SPLIT, members=[household.members[2].id], head=household.members[2].id)
    assert queries.list_conflicts(birth) == [split]
    with pytest.raises(Refused):
        make(split)
    make(birth)
