"""Taking an application, the home visit, the comparison, the withdrawal: what is recorded, and what is refused."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.applications import queries, service
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.applications.rules import Person
from app.domain.rounds.models import Round, RoundState
from tests import factories
from tests.conftest import SetClock
from tests.people import People

S = ApplicationState
TWO = (Person("张三"), Person("李四"))
Filer = Callable[..., Application]


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(policy={"comparison_required": False})


@pytest.fixture
def file(people: People, round_: Round) -> Filer:
    """Take the application of a new household; any argument of the service can be given."""

    def take(who: str = "village_officer", **given: Any) -> Application:
        household = given.pop("household", None) or factories.a_household(people.village)
        values: dict[str, Any] = {
            "round_": round_,
            "household": household,
            "applicant_name": household.head_name or "某人",
            "cause": "illness",
            "reason": "户主常年患病",
            "consents_to_comparison": True,
            "signed_copy": factories.an_attachment(people.village),
        } | given
        return service.file_application(actor=people.actor(who), **values)

    return take


def visited(people: People, application: Application, **given: Any) -> None:
    values: dict[str, Any] = {
        "visited_on": dt.date(2026, 5, 11),
        "visitors": TWO,
        "findings": "房屋漏雨",
        "sheet": factories.an_attachment(people.village),
    } | given
    service.record_visit(actor=people.actor("work_team"), application=application, **values)


def test_an_application_gets_a_number_of_its_village_and_is_in_the_history(
    file: Filer, people: People
) -> None:
    first, second = file(), file()
    code = people.village.code[6:12]
    assert [first.number, second.number] == [f"2026-{code}-A0001", f"2026-{code}-A0002"]
    assert (first.state, first.people, first.per_head_fen) == (S.FILED, 3, 200_000)
    about = sa.select(Event.name).where(Event.household_id == first.household_id).order_by(Event.id)
    names = database.session.scalars(about)
    assert list(names) == ["application_filed"]


def test_a_household_applies_once_in_a_round_and_again_after_a_withdrawal(
    file: Filer, people: People
) -> None:
    first = file()
    with pytest.raises(Refused, match=first.number):
        file(household=first.household)
    service.withdraw_application(actor=people.actor("village_officer"), application=first, reason="外出务工")
    assert file(household=first.household).number != first.number
    assert first.closing_reason == "外出务工"


def test_a_closed_round_takes_no_application_and_says_every_reason(
    file: Filer, round_: Round, people: People
) -> None:
    round_.state = RoundState.CLOSED
    empty = factories.a_household(people.village, members=0, head_name="")
    with pytest.raises(Refused) as refusal:
        file(household=empty)
    assert len(refusal.value.blockers) == 2


@pytest.mark.parametrize("who", ["villager", "other_village_officer", "township_reviewer", "supervisor"])
def test_only_those_of_the_village_take_an_application(file: Filer, who: str) -> None:
    with pytest.raises(Forbidden):
        file(who)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"reason": " "}, "reason"),
        ({"cause": ""}, "cause"),
        ({"applicant_name": ""}, "applicant_name"),
        ({"filed_on": dt.date(2026, 5, 12)}, "filed_on"),
        ({"filed_on": dt.date(2020, 1, 1)}, "filed_on"),
    ],
)
def test_what_is_wrong_names_its_field(file: Filer, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as fault:
        file(**given)
    assert fault.value.field == field


def test_consent_is_needed_where_the_policy_compares(file: Filer, round_: Round) -> None:
    round_.policy_values = {**round_.policy_values, "comparison_required": True}
    with pytest.raises(Invalid) as fault:
        file(consents_to_comparison=False)
    assert fault.value.field == "consents_to_comparison"
    assert file().state is S.FILED


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"visitors": (Person("张三"), Person("张三"))}, "visitors"),
        ({"visited_on": dt.date(2026, 5, 10)}, "visited_on"),
        ({"visited_on": dt.date(2026, 5, 12)}, "visited_on"),
        ({"findings": ""}, "findings"),
    ],
)
def test_a_visit_needs_two_people_a_day_and_findings(
    file: Filer, people: People, given: dict[str, Any], field: str
) -> None:
    application = file()
    with pytest.raises(Invalid) as fault:
        visited(people, application, **given)
    assert fault.value.field == field
    assert application.state is S.FILED


def test_visit_and_comparison_may_come_in_either_order_and_again(file: Filer, people: People) -> None:
    application = file()
    township = people.actor("township_reviewer")
    day = dt.date(2026, 5, 11)
    service.record_comparison(
        actor=township, application=application, compared_on=day, result=ComparisonResult.HIT, note="名下有车"
    )
    visited(people, application)
    assert application.state is S.VISITED
    service.record_comparison(
        actor=township,
        application=application,
        compared_on=day,
        result=ComparisonResult.HIT_EXPLAINED,
        note="车已卖出",
    )
    visited(people, application)
    assert (len(application.visits), len(application.comparisons)) == (2, 2)


def test_a_hit_needs_its_explanation_and_a_comparison_the_consent(file: Filer, people: People) -> None:
    application = file()
    township = people.actor("township_reviewer")
    day = dt.date(2026, 5, 11)
    with pytest.raises(Invalid) as fault:
        service.record_comparison(
            actor=township, application=application, compared_on=day, result=ComparisonResult.HIT
        )
    assert fault.value.field == "note"
    unasked = file(consents_to_comparison=False)
    with pytest.raises(Refused):
        service.record_comparison(
            actor=township, application=unasked, compared_on=day, result=ComparisonResult.NO_HIT
        )
    with pytest.raises(Forbidden):
        service.record_comparison(
            actor=people.actor("village_officer"),
            application=application,
            compared_on=day,
            result=ComparisonResult.NO_HIT,
        )


def test_nobody_withdraws_without_a_reason_or_from_a_list(file: Filer, people: People) -> None:
    officer, application = people.actor("village_officer"), file()
    with pytest.raises(Invalid):
        service.withdraw_application(actor=officer, application=application, reason=" ")
    application.state = S.LISTED
    with pytest.raises(Conflict):
        service.withdraw_application(actor=officer, application=application, reason="不申请了")


def test_a_step_on_an_application_that_changed_meanwhile_is_refused(file: Filer, people: People) -> None:
    application = file()
    looked_at = application.version
    visited(people, application)
    with pytest.raises(Conflict):
        service.move(
            actor=people.actor("village_officer"),
            application=application,
            step="withdraw",
            reason="不申请了",
            version=looked_at,
        )


def test_pages_hold_only_what_the_reader_may_see(file: Filer, people: People, clock: SetClock) -> None:
    mine = file()
    foreign = factories.an_application(factories.a_household(people.far_village))
    wide = queries.page_applications(people.actor("county_approver"), round_id=mine.round_id)
    assert {a.id for a in wide.items} == {mine.id, foreign.id}
    narrow = queries.page_applications(people.actor("village_officer"), round_id=mine.round_id)
    assert [a.id for a in narrow.items] == [mine.id]
    found = queries.page_applications(
        people.actor("village_officer"), round_id=mine.round_id, q=mine.household.head_name
    )
    assert found.total == 1
    without = queries.page_without_application(
        people.actor("village_officer"), round_id=mine.round_id, place=None, q=""
    )
    assert without.total == 0
    factories.a_household(people.village, head_name="王秀英", head_initials="wxy")
    for q in ("王秀", "WXY", people.village.code + "0002"):
        page = queries.page_without_application(
            people.actor("village_officer"), round_id=mine.round_id, place=people.village, q=q
        )
        assert page.total == 1, q
