"""Giving a household a helper, changing it, handing all over: what the history keeps, and what is refused."""

import datetime as dt

import pytest

from app.core import audit, clock
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.pairings import listing, queries, service
from app.domain.pairings.models import Helper, Pairing, UnitLevel
from app.domain.pairings.service import Particulars
from app.domain.policies.vocabulary import HelperRank
from tests import factories
from tests.people import People

TODAY = dt.date(2026, 5, 11)


@pytest.fixture
def helpers(people: People) -> list[Helper]:
    """Two helpers of a unit of the township."""
    unit = factories.a_helping_unit(people.township)
    return [factories.a_helper(unit), factories.a_helper(unit)]


def test_a_change_ends_one_line_and_begins_another(people: People, helpers: list[Helper]) -> None:
    township = people.actor("township_reviewer")
    household = factories.a_registered(people.village)
    service.pair(actor=township, household=household, helper=helpers[0], started_on=dt.date(2026, 3, 1))
    with pytest.raises(Invalid):
        service.pair(actor=township, household=household, helper=helpers[1])
    service.pair(actor=township, household=household, helper=helpers[1], reason="调走了")
    now, before = queries.list_pairings_of(household.id)
    assert (now.helper, now.ended_on) == (helpers[1], None)
    assert (before.helper, before.ended_on, before.end_reason) == (helpers[0], TODAY, "调走了")
    assert queries.find_helper(household.id) is helpers[1]
    assert queries.find_helper(household.id, dt.date(2026, 4, 1)) is helpers[0]
    assert queries.find_helper(household.id, TODAY) is helpers[1]
    assert queries.find_helper(household.id, dt.date(2026, 2, 1)) is None
    names = [event.name for event in factories.basis.db.session.query(audit.Event).order_by(audit.Event.id)]
    assert names == ["pairing_begun", "pairing_ended", "pairing_begun"]


def test_what_is_refused(people: People, helpers: list[Helper]) -> None:
    township, household = people.actor("township_reviewer"), factories.a_registered(people.village)
    service.pair(actor=township, household=household, helper=helpers[0])
    with pytest.raises(Conflict):
        service.pair(actor=township, household=household, helper=helpers[0], reason="再来一次")
    with pytest.raises(Refused):
        service.pair(actor=township, household=factories.a_household(people.village), helper=helpers[0])
    with pytest.raises(Invalid):
        service.pair(
            actor=township,
            household=factories.a_registered(people.village),
            helper=helpers[0],
            started_on=TODAY + dt.timedelta(days=1),
        )
    elsewhere = factories.a_helper(factories.a_helping_unit(people.other_township))
    with pytest.raises(Refused):
        service.pair(actor=township, household=factories.a_registered(people.village), helper=elsewhere)
    far = factories.a_registered(people.far_village)
    for name in ("township_reviewer", "village_officer", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            service.pair(actor=people.actor(name), household=far, helper=elsewhere)


def test_all_households_go_over_in_one_step(people: People, helpers: list[Helper]) -> None:
    township = people.actor("township_reviewer")
    households = [factories.a_registered(people.village) for _ in range(3)]
    for one in households:
        service.pair(actor=township, household=one, helper=helpers[0])
    with pytest.raises(Refused):
        service.leave(actor=township, helper=helpers[0], reason="退休")
    with pytest.raises(Invalid):
        service.hand_over(actor=township, helper=helpers[0], successor=helpers[0], reason="退休")
    with pytest.raises(Invalid):
        service.hand_over(actor=township, helper=helpers[0], successor=helpers[1], reason=" ")
    with pytest.raises(Invalid) as too_early:
        service.hand_over(
            actor=township, helper=helpers[0], successor=helpers[1], reason="退休", on=dt.date(2010, 1, 1)
        )
    assert too_early.value.field == "on"
    moved = service.hand_over(actor=township, helper=helpers[0], successor=helpers[1], reason="退休")
    assert [one.household for one in moved] == households
    assert set(queries.helpers_of([one.id for one in households]).values()) == {helpers[1]}
    service.leave(actor=township, helper=helpers[0], reason="退休")
    with pytest.raises(Refused):
        service.hand_over(actor=township, helper=helpers[1], successor=helpers[0], reason="换回来")
    assert listing.list_helpers_in(people.township) == [helpers[1]]
    with pytest.raises(Refused):
        service.hand_over(actor=township, helper=helpers[0], successor=helpers[1], reason="没有了")


def test_households_are_divided_among_the_others(people: People, helpers: list[Helper]) -> None:
    township = people.actor("township_reviewer")
    for _ in range(4):
        service.pair(actor=township, household=factories.a_registered(people.village), helper=helpers[0])
    third = factories.a_helper(helpers[0].unit)
    service.divide(actor=township, helper=helpers[0], reason="调走了")
    assert [len(listing.list_standing_of(one)) for one in (*helpers, third)] == [0, 2, 2]
    service.divide(actor=township, helper=third, reason="调走了")
    alone = factories.a_helper(factories.a_helping_unit(people.other_township))
    service.pair(
        actor=people.actor("other_township_reviewer"),
        household=factories.a_registered(people.far_village),
        helper=alone,
    )
    with pytest.raises(Refused):
        service.divide(actor=people.actor("other_township_reviewer"), helper=alone, reason="调走了")


def test_a_proposal_is_accepted_whole_or_not_at_all(people: People, helpers: list[Helper]) -> None:
    county = people.actor("county_approver")
    first, second = factories.a_registered(people.village), factories.a_registered(people.village)
    choices = {first.id: helpers[0].id, second.id: helpers[1].id}
    with pytest.raises(Forbidden):
        service.accept(actor=people.actor("work_team"), choices=choices)
    with pytest.raises(Conflict):
        service.accept(actor=county, choices={**choices, 99_999: helpers[0].id})
    assert factories.how_many(Pairing) == 0
    assert len(service.accept(actor=county, choices=choices)) == 2
    with pytest.raises(Conflict):
        service.accept(actor=county, choices={second.id: helpers[0].id})


def test_ending_leaves_the_household_without_a_helper(people: People, helpers: list[Helper]) -> None:
    township, household = people.actor("township_reviewer"), factories.a_registered(people.village)
    pairing = service.pair(actor=township, household=household, helper=helpers[0])
    with pytest.raises(Invalid):
        service.end_pairing(
            actor=township, pairing=pairing, reason="不合适", ended_on=TODAY - dt.timedelta(days=1)
        )
    service.end_pairing(actor=township, pairing=pairing, reason="不合适")
    assert queries.find_pairing(household.id) is None
    with pytest.raises(Conflict):
        service.end_pairing(actor=township, pairing=pairing, reason="不合适")
    assert service.pair(actor=township, household=household, helper=helpers[0], reason="又来了").id


def test_units_and_helpers_on_record(people: People) -> None:
    township = people.actor("township_reviewer")
    unit = service.open_unit(
        actor=township,
        area=people.township,
        name=" 镇  中学 ",
        level=UnitLevel.TOWNSHIP,
        village=people.village,
    )
    assert unit.name == "镇 中学"
    with pytest.raises(Invalid):
        service.open_unit(actor=township, area=people.township, name="镇 中学", level=UnitLevel.TOWNSHIP)
    with pytest.raises(Invalid):
        service.change_unit(
            actor=township, unit=unit, name="中学", level=UnitLevel.COUNTY, village=people.far_village
        )
    with pytest.raises(Forbidden):
        service.open_unit(actor=township, area=people.county, name="县医院", level=UnitLevel.COUNTY)
    with pytest.raises(Invalid):
        service.open_unit(
            actor=people.actor("county_approver"), area=people.village, name="村委会", level=UnitLevel.VILLAGE
        )
    somebody = Particulars("何平", HelperRank.CADRE, "教师", "0857-1234567")
    helper = service.open_helper(actor=township, unit=unit, particulars=somebody)
    with pytest.raises(Invalid):
        service.open_helper(actor=township, unit=unit, particulars=somebody)
    with pytest.raises(Invalid):
        service.change_helper(
            actor=township,
            helper=helper,
            particulars=Particulars("何平", HelperRank.CADRE, "", "13912345678"),
        )
    service.change_helper(
        actor=township, helper=helper, particulars=Particulars("何平", HelperRank.DEPARTMENT_LEADER)
    )
    assert (helper.rank, helper.telephone) == (HelperRank.DEPARTMENT_LEADER, "")
    service.leave(actor=township, helper=helper, reason="退休")
    assert helper.left_on == clock.today()
    with pytest.raises(Refused):
        service.change_helper(actor=township, helper=helper, particulars=somebody)
    assert service.open_helper(actor=township, unit=unit, particulars=somebody).id != helper.id


def test_no_number_of_a_person_stands_in_names_and_reasons(people: People, helpers: list[Helper]) -> None:
    township, household = people.actor("township_reviewer"), factories.a_registered(people.village)
    with pytest.raises(Invalid, match="telephone"):
        service.pair(actor=township, household=household, helper=helpers[0], reason="13912345678")
    with pytest.raises(Invalid, match="telephone"):
        service.accept(actor=township, choices={household.id: helpers[0].id}, reason="13912345678")
    with pytest.raises(Invalid, match="telephone"):
        service.open_unit(
            actor=township, area=people.township, name="局13912345678", level=helpers[0].unit.level
        )
    for name, post in (("张三13912345678", ""), ("张三", "13912345678")):
        particulars = Particulars(name, helpers[0].rank, post)
        with pytest.raises(Invalid, match="telephone"):
            service.open_helper(actor=township, unit=helpers[0].unit, particulars=particulars)


def test_no_two_helpers_on_one_day(people: People, helpers: list[Helper]) -> None:
    township, household = people.actor("township_reviewer"), factories.a_registered(people.village)
    pairing = service.pair(
        actor=township, household=household, helper=helpers[0], started_on=dt.date(2026, 3, 1)
    )
    service.end_pairing(actor=township, pairing=pairing, reason="调走了", ended_on=dt.date(2026, 4, 10))
    with pytest.raises(Invalid) as refused:
        service.pair(actor=township, household=household, helper=helpers[1], started_on=dt.date(2026, 4, 1))
    assert refused.value.field == "started_on"
    with pytest.raises(Invalid):
        service.accept(actor=township, choices={household.id: helpers[1].id}, on=dt.date(2026, 4, 1))
    service.pair(actor=township, household=household, helper=helpers[1], started_on=dt.date(2026, 4, 10))


def test_nobody_leaves_before_the_last_household_was_given_up(people: People, helpers: list[Helper]) -> None:
    township, household = people.actor("township_reviewer"), factories.a_registered(people.village)
    pairing = service.pair(
        actor=township, household=household, helper=helpers[0], started_on=dt.date(2026, 3, 1)
    )
    service.end_pairing(actor=township, pairing=pairing, reason="调走了", ended_on=dt.date(2026, 4, 10))
    with pytest.raises(Invalid) as refused:
        service.leave(actor=township, helper=helpers[0], reason="退休", left_on=dt.date(2026, 4, 8))
    assert refused.value.field == "left_on"
    service.leave(actor=township, helper=helpers[0], reason="退休", left_on=dt.date(2026, 4, 9))


def test_of_a_countys_helper_each_township_hands_over_its_own(people: People) -> None:
    countys = factories.a_helper(factories.a_helping_unit(people.county))
    here, there = factories.a_registered(people.village), factories.a_registered(people.far_village)
    for home in (here, there):
        factories.a_pairing(home, countys)
    successor = factories.a_helper(factories.a_helping_unit(people.township))
    township = people.actor("township_reviewer")
    moved = service.hand_over(actor=township, helper=countys, successor=successor, reason="分工调整")
    assert [one.household for one in moved] == [here]
    assert queries.find_helper(there.id) is countys
    with pytest.raises(Refused):
        service.hand_over(actor=township, helper=countys, successor=successor, reason="分工调整")
    with pytest.raises(Refused):
        service.divide(actor=township, helper=countys, reason="分工调整")


def test_a_reason_is_neither_cut_off_nor_does_it_hold_a_number(people: People, helpers: list[Helper]) -> None:
    township, household = people.actor("township_reviewer"), factories.a_registered(people.village)
    for reason in ("长" * 301, "电话13912345678"):
        with pytest.raises(Invalid):
            service.pair(actor=township, household=household, helper=helpers[0], reason=reason)


def test_nobody_helps_before_the_household_was_registered(people: People, helpers: list[Helper]) -> None:
    township = people.actor("township_reviewer")
    household = factories.a_registered(people.village, on=dt.date(2026, 2, 1))
    with pytest.raises(Invalid) as refused:
        service.pair(actor=township, household=household, helper=helpers[0], started_on=dt.date(1900, 1, 1))
    assert refused.value.field == "started_on"
    service.pair(actor=township, household=household, helper=helpers[0], started_on=dt.date(2026, 2, 1))


def test_who_left_the_register_is_missing_no_helper(people: People, helpers: list[Helper]) -> None:
    gone, there = (factories.a_registered(people.village, on=dt.date(2025, 1, 1)) for _ in range(2))
    factories.an_exit(gone, exited_on=dt.date(2025, 12, 1))
    assert queries.coverage(people.village.path)[0].covered.households == 1
    assert queries.coverage(people.village.path, on=dt.date(2025, 6, 1))[0].covered.households == 2
    assert [one.id for one in listing.list_open_households(people.village.path)] == [there.id]
    township = people.actor("township_reviewer")
    with pytest.raises(Refused):
        service.pair(actor=township, household=gone, helper=helpers[0])
    with pytest.raises(Conflict):
        service.accept(actor=township, choices={gone.id: helpers[0].id})
