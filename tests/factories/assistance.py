"""Plans, measures and visits of households, and who helps them."""

import datetime as dt
from typing import Any

from app.core import clock
from app.domain.areas.models import Area
from app.domain.assistance.models import (
    HelpVisit,
    HouseholdPlan,
    Measure,
    MeasureState,
    PlanPart,
    PlanWords,
    Term,
    Visitor,
)
from app.domain.households.models import Household
from tests.factories.accounts import the_officer
from tests.factories.areas import the_village
from tests.factories.basis import add, how_many


def a_household_plan(household: Household, **given: Any) -> HouseholdPlan:
    """A plan of this year, not agreed yet."""
    values = {
        "term": Term.ONE_YEAR,
        "first_year": clock.today().year,
        "needs": ["income"],
        "goal": "养牛2头，人均增收1000元。",
        "drawn_up_on": clock.today(),
        **_recorded(),
    } | given
    return add(HouseholdPlan(household=household, **values))


def a_measure(household: Household, **given: Any) -> Measure:
    """Two head of cattle, to be there at the end of the year; done ones are done today."""
    values = {
        "kind": "cattle",
        "quantity": 2,
        "cost_fen": 1_200_000,
        "unit": "镇农业服务中心",
        "due_on": dt.date(clock.today().year, 12, 31),
        "state": MeasureState.PLANNED,
        **_recorded(),
    } | given
    if values["state"] is MeasureState.DONE:
        values = {"done_on": clock.today(), "result": "牛已到户。"} | values
    return add(Measure(household=household, **values))


def a_help_visit(household: Household, **given: Any) -> HelpVisit:
    """A visit of today by the resident team."""
    values = {
        "number": f"ZF{clock.today().year}-9{how_many(HelpVisit):04}",
        "visited_on": clock.today(),
        "visitor": Visitor.TEAM,
        "visitors": ["陈明"],
        "heard": "母牛快产犊了。",
        "done": "联系了兽医。",
        **_recorded(),
    } | given
    return add(HelpVisit(household=household, **values))


def some_assistance(household: Household) -> None:
    """A plan, a measure and a visit."""
    a_household_plan(household)
    a_measure(household)
    a_help_visit(household)


def some_plan_words(area: Area | None = None, **given: Any) -> PlanWords:
    """What is written into the whole plan of this year."""
    values = {
        "year": clock.today().year,
        "part": PlanPart.WHOLE,
        "words": "以养牛为主。",
        "written_by_id": the_officer().id,
        "written_at": clock.now(),
    } | given
    return add(PlanWords(area=area or the_village(), **values))


def _recorded() -> dict[str, Any]:
    return {"recorded_by_id": the_officer().id, "recorded_at": clock.now()}
