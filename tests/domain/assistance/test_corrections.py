"""Who was faster, what a household said before, and what a second helper owes."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, Invalid
from app.core.permissions import Permission
from app.domain.areas.reach import load_places
from app.domain.assistance import area_plans, overdue, queries, service, visits
from app.domain.assistance.models import (
    HelpVisit,
    HouseholdAnswer,
    HouseholdPlan,
    Measure,
    PlanPart,
    Visitor,
    VisitWay,
)
from app.domain.assistance.service import MeasureValues
from app.domain.assistance.visits import VisitWords
from app.domain.households.models import Household
from app.domain.pairings.models import Pairing, PairingRole
from tests import factories
from tests.people import People

VIEW = Permission.ASSISTANCE_VIEW

D = dt.date


@pytest.fixture
def household(people: People) -> Household:
    factories.a_policy("regular-2026", visit_second_times=1, visit_helper_times=1)
    return factories.a_registered(people.village, on=D(2025, 1, 1))


def a_done_measure(people: People, household: Household) -> Measure:
    actor = people.actor("work_team")
    values = MeasureValues(kind="cattle", due_on=D(2026, 12, 1), quantity=2)
    measure = service.add_measure(actor=actor, household=household, values=values)
    service.finish_measure(actor=actor, measure=measure, done_on=D(2026, 5, 1), result="牛已到户。")
    return measure


def answer(people: People, measure: Measure, said: HouseholdAnswer, **given: Any) -> None:
    values = {"answered_on": D(2026, 5, 11), "answered_by": measure.household.head_name} | given
    service.answer_measure(actor=people.actor("work_team"), measure=measure, answer=said, **values)


@pytest.mark.parametrize("first", list(HouseholdAnswer))
def test_an_answer_is_put_right_only_with_a_reason(
    people: People, household: Household, first: HouseholdAnswer
) -> None:
    measure = a_done_measure(people, household)
    other = next(one for one in HouseholdAnswer if one is not first)
    answer(people, measure, first, words="只到了一头。")
    for correction in ("", "  "):
        with pytest.raises(Conflict):
            answer(people, measure, other, words="都到了。", correction=correction)
    assert (measure.answer, measure.answers_before) == (first, [])
    with pytest.raises(Invalid):
        answer(people, measure, other, words="都到了。", correction="见13912345678")
    answer(people, measure, other, words="都到了。", correction="记到别的户上了。")
    [before] = measure.answers_before
    assert (measure.answer, before["answer"], before["words"]) == (other, first.value, "只到了一头。")
    event = db.session.query(audit.Event).order_by(audit.Event.id.desc()).first()
    assert event is not None
    assert (event.name, event.reason) == ("measure_answer_corrected", "记到别的户上了。")


def test_what_was_denied_stays_when_it_is_done_again(people: People, household: Household) -> None:
    measure = a_done_measure(people, household)
    answer(people, measure, HouseholdAnswer.DENIED, words="只到了一头。")
    service.finish_measure(
        actor=people.actor("work_team"), measure=measure, done_on=D(2026, 5, 11), result="第二头已到。"
    )
    answer(people, measure, HouseholdAnswer.CONFIRMED)
    assert [one["words"] for one in measure.answers_before] == ["只到了一头。"]


def test_words_of_a_plan_are_not_written_over_unseen(people: People) -> None:
    given: dict[str, Any] = {
        "actor": people.actor("township_reviewer"),
        "area": people.village,
        "year": 2026,
        "part": PlanPart.INDUSTRY,
    }
    row = area_plans.write_part(words="养牛为主。", version=0, **given)
    with pytest.raises(Conflict):
        area_plans.write_part(words="养羊为主。", version=0, **given)
    assert (row.words, row.version) == ("养牛为主。", 1)
    area_plans.write_part(words="牛羊都养。", version=1, **given)
    assert (row.words, row.version) == ("牛羊都养。", 2)


def test_a_measure_is_not_written_over_unseen(people: People, household: Household) -> None:
    actor = people.actor("work_team")
    values = MeasureValues(kind="cattle", due_on=D(2026, 12, 1), quantity=2)
    measure = service.add_measure(actor=actor, household=household, values=values)
    seen = measure.version
    three = MeasureValues(kind="cattle", due_on=D(2026, 12, 1), quantity=3)
    service.change_measure(actor=actor, measure=measure, values=three, version=seen)
    with pytest.raises(Conflict):
        service.change_measure(actor=actor, measure=measure, values=values, version=seen)
    assert measure.quantity == 3


def test_two_at_once_agree_end_and_take_back_only_once(people: People, household: Household) -> None:
    """What this session read before does not count, but what somebody else wrote behind its back."""
    actor = people.actor("work_team")
    plan = factories.a_household_plan(household)
    visit = record(people, household, Visitor.TEAM)
    for model, row_id, values in (
        (HouseholdPlan, plan.id, {"ended_on": D(2026, 5, 1), "end_reason": "换了"}),
        (HelpVisit, visit.id, {"withdrawn_on": D(2026, 5, 1), "withdrawal_reason": "错了"}),
    ):
        behind = sa.update(model).where(model.id == row_id).values(**values)
        db.session.execute(behind, execution_options={"synchronize_session": False})
    with pytest.raises(Conflict):
        service.agree_plan(actor=actor, plan=plan, agreed_on=D(2026, 5, 11), agreed_by=household.head_name)
    with pytest.raises(Conflict):
        service.end_plan(actor=actor, plan=plan, reason="到期")
    with pytest.raises(Conflict):
        visits.withdraw_visit(actor=actor, visit=visit, reason="错了")


def record(people: People, household: Household, visitor: Visitor, **given: Any) -> Any:
    values = {"visited_on": D(2026, 5, 4), "visitors": ["陈明"], "words": VisitWords(heard="好。")} | given
    actor = people.actor("work_team")
    return visits.record_visit(actor=actor, household=household, visitor=visitor, **values)


def test_a_second_helper_calls_the_first_one_comes(people: People, household: Household) -> None:
    def owed() -> dict[Visitor, bool]:
        return {one.rule.visitor: one.is_overdue for one in overdue.list_duties(household)}

    def listed(visitor: Visitor) -> bool:
        [rule] = [one for one in overdue.rules_in_force(people.village) if one.visitor is visitor]
        return (
            household
            in overdue.page_overdue(load_places(people.actor("village_officer"), VIEW), rule, 9).items
        )

    first = factories.a_helper(factories.a_helping_unit(people.township))
    factories.a_pairing(household, first, started_on=D(2025, 6, 1))
    assert Visitor.SECOND_HELPER not in owed()
    assert not listed(Visitor.SECOND_HELPER), "nobody owes what nobody was named for"
    factories.a_pairing(household, factories.a_helper(), role=PairingRole.SECOND, started_on=D(2025, 6, 1))
    both = (Visitor.HELPER, Visitor.SECOND_HELPER)
    assert [owed()[one] for one in both] == [listed(one) for one in both] == [True, True]
    named = [first.name, db.session.query(Pairing).filter_by(role=PairingRole.SECOND).one().helper.name]
    for visitor, name in zip(both, named, strict=True):
        record(people, household, visitor, visitors=[name], way=VisitWay.BY_TELEPHONE)
    assert [owed()[one] for one in both] == [listed(one) for one in both] == [True, False]
    [rule] = [one for one in overdue.rules_in_force(people.village) if one.visitor is Visitor.SECOND_HELPER]
    assert overdue.load_last([household.id], rule) == {household.id: D(2026, 5, 4)}
    assert queries.is_registered(household.id)
