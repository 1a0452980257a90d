"""Visits: what is written down, how often somebody must come, and to whom nobody came."""

import datetime as dt
from typing import Any

import pytest

from app.core.errors import Conflict, Forbidden, Invalid
from app.core.permissions import Permission
from app.domain.areas.reach import load_places
from app.domain.assistance import overdue, queries, visits
from app.domain.assistance.models import HelpVisit, Visitor, VisitWay
from app.domain.assistance.visiting import Span, VisitRule, duty_of, span_before, span_of
from app.domain.assistance.visits import VisitWords
from app.domain.households.models import Household
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, UnitLevel
from app.domain.policies.vocabulary import HelperRank, VisitPeriod
from tests import factories
from tests.people import People

VIEW = Permission.ASSISTANCE_VIEW

D = dt.date
TEAM = VisitRule(Visitor.TEAM, 1, VisitPeriod.QUARTER)
HELPER = VisitRule(Visitor.HELPER, 2, VisitPeriod.QUARTER)


@pytest.fixture
def household(people: People) -> Household:
    factories.a_policy("regular-2026", visit_team_times=1)
    return factories.a_registered(people.village)


def record(people: People, household: Household, who: str = "work_team", **given: Any) -> HelpVisit:
    values = {
        "visited_on": D(2026, 5, 11),
        "visitor": Visitor.TEAM,
        "visitors": ["陈明"],
        "words": VisitWords(heard="缺饲料。"),
    } | given
    return visits.record_visit(actor=people.actor(who), household=household, **values)


def paired(household: Household, on: dt.date) -> None:
    unit = factories.add(HelpingUnit(area=household.village, name="县农业局", level=UnitLevel.COUNTY))
    helper = factories.add(Helper(unit=unit, name="周强", rank=HelperRank.CADRE, left_reason=""))
    factories.add(Pairing(helper=helper, household=household, started_on=on, end_reason=""))


@pytest.mark.parametrize(
    ("period", "now", "before"),
    [
        (VisitPeriod.WEEK, Span(D(2026, 5, 11), D(2026, 5, 17)), Span(D(2026, 5, 4), D(2026, 5, 10))),
        (VisitPeriod.MONTH, Span(D(2026, 5, 1), D(2026, 5, 31)), Span(D(2026, 4, 1), D(2026, 4, 30))),
        (VisitPeriod.TWO_MONTHS, Span(D(2026, 5, 1), D(2026, 6, 30)), Span(D(2026, 3, 1), D(2026, 4, 30))),
        (VisitPeriod.QUARTER, Span(D(2026, 4, 1), D(2026, 6, 30)), Span(D(2026, 1, 1), D(2026, 3, 31))),
        (VisitPeriod.YEAR, Span(D(2026, 1, 1), D(2026, 12, 31)), Span(D(2025, 1, 1), D(2025, 12, 31))),
    ],
)
def test_stretches_follow_the_calendar(period: VisitPeriod, now: Span, before: Span) -> None:
    assert span_of(period, D(2026, 5, 13)) == now
    assert span_before(period, D(2026, 5, 13)) == before


def test_a_december_ends_with_the_year() -> None:
    assert span_of(VisitPeriod.TWO_MONTHS, D(2026, 12, 31)) == Span(D(2026, 11, 1), D(2026, 12, 31))


def test_what_is_owed() -> None:
    today, since = D(2026, 5, 11), D(2024, 12, 1)
    nobody = duty_of(HELPER, [], since, today)
    assert (nobody.left, nobody.missed, nobody.is_overdue) == (2, 2, True)
    late = duty_of(HELPER, [D(2026, 2, 1), D(2026, 5, 2)], since, today)
    assert (late.left, late.missed, late.is_overdue) == (1, 1, False)
    assert duty_of(HELPER, [D(2026, 1, 2), D(2026, 3, 31)], since, today).missed == 0
    assert not duty_of(HELPER, [], D(2026, 3, 1), today).is_overdue
    assert not duty_of(HELPER, [], None, today).is_overdue


def test_the_list_and_the_household_say_the_same(people: People, household: Household) -> None:
    def listed() -> set[int]:
        return {
            one.id
            for one in overdue.page_overdue(load_places(people.actor("village_officer"), VIEW), TEAM, 9).items
        }

    def own() -> dict[Visitor, bool]:
        return {one.rule.visitor: one.is_overdue for one in overdue.list_duties(household)}

    assert overdue.rules_in_force(people.village) == (HELPER, TEAM)
    assert listed() == {household.id}
    assert own() == {Visitor.TEAM: True}
    record(people, household, way=VisitWay.BY_TELEPHONE)
    wrong = record(people, household)
    assert listed() == set()
    visits.withdraw_visit(actor=people.actor("work_team"), visit=wrong, reason="记错了户。")
    assert (listed(), own()) == ({household.id}, {Visitor.TEAM: True})
    record(people, household, visited_on=D(2026, 3, 30))
    assert (listed(), own()) == (set(), {Visitor.TEAM: False})


def test_a_helper_owes_visits_from_the_day_of_the_pairing(people: People, household: Household) -> None:
    assert overdue.count_overdue(people.township.path, HELPER) == {}
    paired(household, D(2026, 2, 1))
    assert overdue.count_overdue(people.township.path, HELPER) == {}
    other = factories.a_registered(people.village)
    paired_other = factories.a_registered(people.other_village)
    unit = factories.add(HelpingUnit(area=people.county, name="县水务局", level=UnitLevel.COUNTY))
    helper = factories.add(Helper(unit=unit, name="吴刚", rank=HelperRank.CADRE, left_reason=""))
    for one in (other, paired_other):
        factories.add(Pairing(helper=helper, household=one, started_on=D(2025, 6, 1), end_reason=""))
    assert overdue.count_overdue(people.township.path, HELPER) == {
        people.village.id: 1,
        people.other_village.id: 1,
    }
    assert overdue.count_overdue(people.other_village.path, HELPER) == {people.other_village.id: 1}


def test_a_household_that_is_not_registered_is_owed_nothing(people: People, household: Household) -> None:
    factories.a_household(people.village)
    assert overdue.count_overdue(people.village.path, TEAM) == {people.village.id: 1}


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"visited_on": D(2026, 5, 12)}, "visited_on"),
        ({"visited_on": D(2025, 1, 1)}, "visited_on"),
        ({"visitors": [" "]}, "visitors"),
        ({"visitors": ["甲"] * 7}, "visitors"),
        ({"minutes": 0}, "minutes"),
        ({"words": VisitWords(solved="已修好。")}, "heard"),
        ({"words": VisitWords(heard="电话13911112222")}, "heard"),
        ({"words": VisitWords(done="长" * 501)}, "done"),
        ({"signed_by": "过路人"}, "signed_by"),
    ],
)
def test_what_is_written_down_is_looked_at(
    people: People, household: Household, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        record(people, household, **given)
    assert refused.value.field == field


def test_numbers_run_through_the_year(people: People, household: Household) -> None:
    numbers = [record(people, household).number for _ in range(2)]
    assert numbers == ["ZF2026-00001", "ZF2026-00002"]
    assert queries.get_visit(numbers[0]).household is household


def test_a_record_is_taken_back_once_with_a_reason(people: People, household: Household) -> None:
    visit = record(people, household)
    actor = people.actor("work_team")
    with pytest.raises(Invalid):
        visits.withdraw_visit(actor=actor, visit=visit, reason=" ")
    with pytest.raises(Forbidden):
        visits.withdraw_visit(actor=people.actor("supervisor"), visit=visit, reason="不实。")
    visits.withdraw_visit(actor=actor, visit=visit, reason="重复记录。")
    with pytest.raises(Conflict):
        visits.withdraw_visit(actor=actor, visit=visit, reason="重复记录。")
    for who in ("supervisor", "other_village_officer", "villager"):
        with pytest.raises(Forbidden):
            record(people, household, who)


def test_a_visit_of_the_helper_is_made_by_the_helper(people: People, household: Household) -> None:
    with pytest.raises(Invalid) as nobody:
        record(people, household, visitor=Visitor.HELPER)
    assert nobody.value.field == "visitor"
    paired(household, D(2026, 5, 4))
    with pytest.raises(Invalid) as somebody_else:
        record(people, household, visitor=Visitor.HELPER)
    assert somebody_else.value.field == "visitors"
    with pytest.raises(Invalid):
        record(people, household, visitor=Visitor.HELPER, visitors=["周强"], visited_on=D(2026, 5, 3))
    assert record(people, household, visitor=Visitor.HELPER, visitors=["陈明", "周强（农业局）"]).id
