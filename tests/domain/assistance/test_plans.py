"""Plans and measures: who draws up what, where the money comes from, and what the household says."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.assistance import area_plans, queries, rules, service
from app.domain.assistance.catalogue import BY_VALUE, KINDS, FiveWay
from app.domain.assistance.models import (
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    MeasureState,
    Need,
    PlanPart,
    Term,
)
from app.domain.assistance.rules import Facts
from app.domain.assistance.service import MeasureValues
from app.domain.households.models import Household
from tests import factories
from tests.people import People

D = dt.date
YES, NO = HouseholdAnswer.CONFIRMED, HouseholdAnswer.DENIED


@pytest.fixture
def household(people: People) -> Household:
    return factories.a_registered(people.village, house_grade="d", water_is_safe=True)


def draw_up(people: People, household: Household, who: str = "work_team", **given: Any) -> HouseholdPlan:
    values = {"term": Term.ONE_YEAR, "first_year": 2026} | given
    return service.draw_up_plan(actor=people.actor(who), household=household, **values)


def add(people: People, household: Household, **given: Any) -> Measure:
    values = MeasureValues(**({"kind": "cattle", "due_on": D(2026, 10, 1)} | given))
    return service.add_measure(actor=people.actor("work_team"), household=household, values=values)


def finish(people: People, measure: Measure, **given: Any) -> None:
    values = {"done_on": D(2026, 5, 4), "result": "两头牛已到户。"} | given
    service.finish_measure(actor=people.actor("work_team"), measure=measure, **values)


def answer(people: People, measure: Measure, said: HouseholdAnswer = YES, **given: Any) -> None:
    values = {"answered_on": D(2026, 5, 11), "answered_by": measure.household.head_name} | given
    service.answer_measure(actor=people.actor("work_team"), measure=measure, answer=said, **values)


def kinds_for(**facts: Any) -> list[str]:
    return [one.kind.value for one in rules.propose(Facts(**facts))]


def test_the_catalogue_has_the_six_and_the_five() -> None:
    gathered = {kind.part for kind in KINDS} - {None}
    assert gathered == set(PlanPart) - {PlanPart.WHOLE, PlanPart.PAIRING, PlanPart.TASKS}
    assert {kind.way for kind in KINDS} - {None} == set(FiveWay)
    assert {kind.is_long for kind in KINDS} == {True, False}


def test_the_record_leads_before_the_cause_and_the_cause_before_the_need() -> None:
    found = kinds_for(house_grade="d", causes=("skills",), able=2, people=4)
    assert found[0] == "house_rebuilding"
    assert found.index("skills_training") < found.index("house_rebuilding") + 12
    assert "house_repair" not in found
    assert "drinking_water" in kinds_for(is_water_safe=False)
    assert kinds_for() == []


def test_nobody_is_proposed_cattle_where_nobody_can_work() -> None:
    weak = kinds_for(causes=("labour", "funds"), people=2, able=0)
    assert "cattle" not in weak
    assert {"living_allowance", "cooperative"} <= set(weak)
    assert "cattle" in kinds_for(causes=("funds",), people=2, able=1)


def test_a_proposal_says_why_and_how_much() -> None:
    [school] = [one for one in rules.propose(Facts(pupils=2)) if one.kind.value == "school_aid"]
    assert (str(school.reasons[0]), school.quantity) == ("Children of the household are in school.", 2)


def test_a_plan_brings_its_measures_and_the_household_agrees(people: People, household: Household) -> None:
    plan = draw_up(people, household, needs=[Need.INCOME], kinds=["house_rebuilding", "pigs"])
    measures = queries.list_measures(household.id)
    assert {one.kind for one in measures} == {"pigs", "house_rebuilding"}
    assert {one.due_on for one in measures} == {D(2026, 12, 31)}
    [house] = [one for one in measures if one.kind == "house_rebuilding"]
    assert house.grade_before == "d"
    said = {"agreed_on": D(2026, 5, 11), "agreed_by": household.members[1].name}
    service.agree_plan(actor=people.actor("work_team"), plan=plan, **said)
    with pytest.raises(Conflict):
        service.agree_plan(actor=people.actor("work_team"), plan=plan, **said)
    names = list(db.session.scalars(sa.select(Event.name).where(Event.household_id == household.id)))
    assert names == ["household_plan_drawn_up", "measure_added", "measure_added", "household_plan_agreed"]


def test_only_a_member_agrees(people: People, household: Household) -> None:
    plan = draw_up(people, household)
    with pytest.raises(Invalid) as refused:
        service.agree_plan(
            actor=people.actor("work_team"), plan=plan, agreed_on=D(2026, 5, 11), agreed_by="过路人"
        )
    assert refused.value.field == "agreed_by"


def test_of_a_term_and_year_one_plan_stands(people: People, household: Household) -> None:
    first = draw_up(people, household)
    draw_up(people, household, term=Term.THREE_YEARS)
    with pytest.raises(Refused):
        draw_up(people, household)
    with pytest.raises(Invalid):
        service.end_plan(actor=people.actor("work_team"), plan=first, reason=" ")
    service.end_plan(actor=people.actor("work_team"), plan=first, reason="家里情况变了。")
    draw_up(people, household)
    assert len(queries.list_plans(household.id)) == 3


def test_plans_are_for_registered_households_and_for_those_who_may(
    people: People, household: Household
) -> None:
    with pytest.raises(Refused):
        draw_up(people, factories.a_household(people.village))
    for who in ("supervisor", "other_village_officer", "villager"):
        with pytest.raises(Forbidden):
            draw_up(people, household, who)
    with pytest.raises(Invalid) as refused:
        draw_up(people, household, first_year=2035)
    assert refused.value.field == "first_year"


def test_a_measure_belongs_to_the_plan_that_covers_its_day(people: People, household: Household) -> None:
    plan = draw_up(people, household, term=Term.THREE_YEARS)
    assert add(people, household).plan is plan
    assert add(people, household, due_on=D(2031, 1, 1)).plan is None


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"kind": "rockets"}, "kind"),
        ({"quantity": 0}, "quantity"),
        ({"cost_fen": -1}, "cost"),
        ({"member_id": 987_654}, "member_id"),
        ({"account_id": 987_654}, "source"),
        ({"batch_id": 987_654}, "source"),
        ({"account_id": 1, "batch_id": 1}, "source"),
        ({"unit": "联系人13911112222"}, "unit"),
        ({"content": "长" * 501}, "content"),
    ],
)
def test_what_is_entered_of_a_measure_is_looked_at(
    people: People, household: Household, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        add(people, household, **given)
    assert refused.value.field == field


def test_the_money_is_that_of_the_households_place(people: People, household: Household) -> None:
    here = factories.an_allocation(factories.a_project(people.village).places[0], 1_000_000)
    far = factories.an_allocation(factories.a_project(people.far_village).places[0], 1_000_000)
    measure = add(people, household, account_id=here.id, cost_fen=700_000)
    assert measure.account is here or measure.account_id == here.id
    assert queries.count_planned_fen(here.id) == 700_000
    with pytest.raises(Invalid):
        add(people, household, account_id=far.id)
    service.drop_measure(actor=people.actor("work_team"), measure=measure, reason="农户改主意了。")
    assert queries.count_planned_fen(here.id) == 0


def test_done_is_not_confirmed_until_the_household_says_so(people: People, household: Household) -> None:
    measure = add(people, household)
    with pytest.raises(Refused):
        answer(people, measure)
    finish(people, measure)
    assert (measure.state, measure.answer) == (MeasureState.DONE, None)
    answer(people, measure, NO, words="只到了一头。")
    finish(people, measure, done_on=D(2026, 5, 11), result="第二头已补到。")
    assert measure.answer is None
    answer(people, measure)
    assert measure.answer is YES
    with pytest.raises(Conflict):
        finish(people, measure)


@pytest.mark.parametrize(
    ("said", "given", "field"),
    [
        (NO, {}, "words"),
        (YES, {"answered_by": "过路人"}, "answered_by"),
        (YES, {"answered_on": D(2026, 5, 1)}, "answered_on"),
        (YES, {"answered_on": D(2026, 5, 12)}, "answered_on"),
    ],
)
def test_what_a_household_says_is_looked_at(
    people: People, household: Household, said: HouseholdAnswer, given: dict[str, Any], field: str
) -> None:
    measure = add(people, household)
    finish(people, measure)
    with pytest.raises(Invalid) as refused:
        answer(people, measure, said, **given)
    assert refused.value.field == field


def test_a_house_has_a_grade_before_and_after_and_a_cow_has_none(
    people: People, household: Household
) -> None:
    house, cattle = add(people, household, kind="house_rebuilding"), add(people, household)
    finish(people, house, grade_after="a")
    assert (house.grade_before, house.grade_after) == ("d", "a")
    with pytest.raises(Invalid):
        finish(people, cattle, grade_after="a")
    with pytest.raises(Invalid):
        finish(people, cattle, done_on=D(2026, 5, 12))


def test_what_is_over_is_not_changed(people: People, household: Household) -> None:
    measure = add(people, household)
    actor = people.actor("work_team")
    service.begin_measure(actor=actor, measure=measure)
    changed = MeasureValues(kind="cattle", due_on=D(2026, 9, 1), quantity=3)
    service.change_measure(actor=actor, measure=measure, values=changed)
    assert (measure.quantity, measure.state) == (3, MeasureState.BEGUN)
    with pytest.raises(Invalid):
        service.change_measure(
            actor=actor, measure=measure, values=MeasureValues(kind="pigs", due_on=D(2026, 9, 1))
        )
    service.drop_measure(actor=actor, measure=measure, reason="改养羊。")
    with pytest.raises(Conflict):
        service.change_measure(actor=actor, measure=measure, values=changed)
    with pytest.raises(Conflict):
        finish(people, measure)


def test_the_words_of_a_year_are_offered_in_the_next(people: People) -> None:
    actor, part = people.actor("village_officer"), PlanPart.INDUSTRY
    area_plans.write_part(actor=actor, area=people.village, year=2025, part=part, words="养牛为主。")
    before = queries.find_words_before(people.village, 2026, part)
    assert before is not None
    assert before.words == "养牛为主。"
    area_plans.write_part(actor=actor, area=people.village, year=2025, part=part, words="养羊为主。")
    assert queries.load_words(people.village, 2025)[part].words == "养羊为主。"
    with pytest.raises(Forbidden):
        area_plans.write_part(actor=actor, area=people.township, year=2026, part=part, words="")
    with pytest.raises(Invalid):
        area_plans.write_part(actor=actor, area=people.village, year=2026, part=part, words="长" * 4001)


def test_every_kind_has_a_label_and_a_unit() -> None:
    assert all(kind.label and kind.counted for kind in BY_VALUE.values())


def test_a_day_without_a_plan_lies_near(people: People, household: Household) -> None:
    for due_on in (D(1990, 1, 1), D(2199, 1, 1), D(2037, 1, 1)):
        with pytest.raises(Invalid) as refused:
            add(people, household, due_on=due_on)
        assert refused.value.field == "due_on"
    assert add(people, household, due_on=D(2029, 12, 31)).cost_fen is None
