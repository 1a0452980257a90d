"""Whether it reached the household: who writes down what, receipts, denials and their settlement, shares."""

import datetime as dt
from typing import Any

import pytest
import sqlalchemy as sa

from app.core.audit import Event
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.permissions import Actor, Permission
from app.domain.applications.models import Application
from app.domain.deliveries import queries, service
from app.domain.deliveries.models import AskedAt, CaseOutcome, Delivery, DeliveryAnswer
from app.domain.deliveries.rules import Share
from app.domain.funds import service as ledger
from app.domain.funds.models import LedgerEntry, Roll
from app.domain.imports.models import ImportState
from app.domain.projects.models import Project, ProjectState
from tests import factories
from tests.domain.funds.workbooks import a_road, entered, the_rows, workbook
from tests.people import People

D = dt.date
CAME, DENIED = DeliveryAnswer.CAME, DeliveryAnswer.DID_NOT_COME


@pytest.fixture
def roll(people: People) -> Roll:
    """A paid roll of two households of the village, the first with a receipt; the county entered the payment."""
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    households = [factories.a_household(people.village) for _ in range(2)]
    factories.an_application(households[0])
    roll = factories.a_roll(factories.an_allocation(project.places[0]).place, households=households)
    factories.a_payment(roll=roll, recorded_by_id=people.user("county_approver").id)
    return roll


def receipt_of(roll: Roll) -> str:
    number = sa.select(Application.number).where(Application.household_id == roll.lines[0].household_id)
    return db.session.scalars(number).one()


def say(
    people: People, roll: Roll, answer: DeliveryAnswer = CAME, who: str = "work_team", **given: Any
) -> Delivery:
    values = {
        "line": roll.lines[0],
        "asked_at": AskedAt.VISIT,
        "answered_on": D(2026, 5, 11),
        "words": "没有收到。" if answer is DENIED else "",
    } | given
    return service.record_answer(actor=people.actor(who), answer=answer, **values)


def settle(people: People, denial: Delivery, who: str = "township_reviewer", **given: Any) -> Delivery:
    values = {"outcome": CaseOutcome.PAID_LATER, "findings": "银行回单已核对。"} | given
    return service.settle_denial(actor=people.actor(who), denial=denial, **values)


def share_of(people: People, roll: Roll) -> Share:
    return queries.load_share(roll.place.project.round_id, people.village.path)


def test_the_latest_answer_counts_and_earlier_ones_stay(people: People, roll: Roll) -> None:
    denial = say(people, roll, DENIED)
    assert share_of(people, roll) == Share(lines=2, confirmed=0, denied=1, open=1)
    settle(people, denial)
    assert share_of(people, roll) == Share(lines=2, denied=1, settled=1)
    say(people, roll)
    assert share_of(people, roll) == Share(lines=2, confirmed=1, settled=1)
    assert [one.answer for one in queries.list_answers(roll.lines[0])] == [CAME, DENIED]
    names = list(db.session.scalars(sa.select(Event.name).order_by(Event.id)))
    assert names == ["delivery_answered", "delivery_settled", "delivery_answered"]


def test_nobody_talks_an_open_denial_away(people: People, roll: Roll) -> None:
    say(people, roll, DENIED)
    with pytest.raises(Refused):
        say(people, roll)


def test_at_the_counter_the_household_shows_its_own_receipt(people: People, roll: Roll) -> None:
    with pytest.raises(Invalid) as refused:
        say(people, roll, asked_at=AskedAt.COUNTER)
    assert refused.value.field == "receipt_no"
    other = factories.an_application(factories.a_household(people.village))
    with pytest.raises(Invalid):
        say(people, roll, asked_at=AskedAt.COUNTER, receipt_no=other.number)
    number = receipt_of(roll)
    typed = f" {number.lower()} "
    assert say(people, roll, asked_at=AskedAt.COUNTER, receipt_no=typed).receipt_no == number
    assert [one.line.id for one in queries.list_lines_of_receipt(typed)] == [roll.lines[0].id]
    assert queries.list_lines_of_receipt("") == []


def test_a_household_that_never_had_a_receipt_is_heard_all_the_same(people: People, roll: Roll) -> None:
    assert say(people, roll, line=roll.lines[1], asked_at=AskedAt.COUNTER).receipt_no == ""


def test_the_receipt_of_an_own_request_serves_as_well(people: People, roll: Roll) -> None:
    request = factories.a_help_request(people.village, household=roll.lines[1].household)
    given = {"line": roll.lines[1], "asked_at": AskedAt.COUNTER}
    with pytest.raises(Invalid):
        say(people, roll, **given)
    assert say(people, roll, receipt_no=request.number, **given).receipt_no == request.number


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"answered_on": D(2026, 5, 12)}, "answered_on"),
        ({"answered_on": D(2026, 5, 1)}, "answered_on"),
        ({"answer": DENIED, "words": " "}, "words"),
        ({"words": "长" * 501}, "words"),
        ({"words": "电话13911112222"}, "words"),
    ],
)
def test_days_and_words_are_looked_at(people: People, roll: Roll, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        say(people, roll, **given)
    assert refused.value.field == field


def test_of_an_unpaid_roll_nothing_is_said(people: People, roll: Roll) -> None:
    unpaid = factories.a_roll(roll.place)
    with pytest.raises(NotFound):
        say(people, unpaid)


@pytest.mark.parametrize(
    "who", ["other_village_officer", "other_township_reviewer", "county_approver", "supervisor", "villager"]
)
def test_others_write_nothing_down(people: People, roll: Roll, who: str) -> None:
    with pytest.raises(Forbidden):
        say(people, roll, who=who)


def test_an_officer_of_the_place_asks_also_for_a_project_of_the_township(people: People) -> None:
    project: Project = factories.a_project(
        people.township, state=ProjectState.PLANNED, places={people.village: 1_000}
    )
    roll = factories.a_roll(factories.an_allocation(project.places[0]).place)
    factories.a_payment(roll=roll)
    assert say(people, roll, who="village_officer").area_path == people.village.path
    with pytest.raises(Forbidden):
        say(people, roll, who="other_village_officer")


@pytest.mark.parametrize("who", ["village_officer", "work_team", "other_township_reviewer", "supervisor"])
def test_a_village_settles_nothing(people: People, roll: Roll, who: str) -> None:
    with pytest.raises(Forbidden):
        settle(people, say(people, roll, DENIED), who)


def test_whoever_entered_the_payment_does_not_settle(people: People, roll: Roll) -> None:
    denial = say(people, roll, DENIED)
    with pytest.raises(Refused):
        settle(people, denial, "county_approver")
    with pytest.raises(Invalid):
        settle(people, denial, findings=" ")
    settle(people, denial, outcome=CaseOutcome.STILL_OWED)
    with pytest.raises(Conflict):
        settle(people, denial)


def test_nor_does_he_once_another_entered_it_anew(people: People, roll: Roll) -> None:
    """A voucher that came later: the payment is reversed and entered again, by somebody else."""
    denial = say(people, roll, DENIED)
    first = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.roll_id == roll.id)).one()
    factories.a_reversal(first, recorded_by_id=people.user("second_township_reviewer").id)
    factories.a_payment(roll=roll, recorded_by_id=people.user("work_team").id)
    with pytest.raises(Refused, match="You entered this payment"):
        settle(people, denial, "county_approver")
    settle(people, denial, "second_township_reviewer")


@pytest.mark.parametrize("answer", [CAME, DENIED])
def test_nothing_is_said_of_a_payment_before_its_day(
    people: People, roll: Roll, clock: Any, answer: DeliveryAnswer
) -> None:
    later = factories.a_roll(roll.place)
    clock.set(D(2026, 5, 20))
    factories.a_payment(roll=later)
    with pytest.raises(Invalid, match="before the roll was paid: 20 May 2026") as refused:
        say(people, later, answer, answered_on=D(2026, 5, 19))
    assert refused.value.field == "answered_on"
    assert say(people, later, answer, answered_on=D(2026, 5, 20)).answer is answer


def test_a_denial_is_due_in_working_days_and_then_late(people: People, roll: Roll, clock: Any) -> None:
    case = queries.get_case(say(people, roll, DENIED).id)
    days = roll.place.project.round.policy.delivery_answer_days
    assert case.due_on > D(2026, 5, 11) + dt.timedelta(days=days)
    assert not case.is_late
    clock.set(case.due_on + dt.timedelta(days=1))
    assert queries.get_case(case.delivery.id).is_late
    with pytest.raises(NotFound):
        queries.get_case(say(people, roll, line=roll.lines[1]).id)


def test_percent_is_never_rounded_up() -> None:
    assert Share(lines=300, confirmed=299).percent == 99
    assert Share().percent == 0
    assert Share(1, 1) + Share(2, 0, 1, 1) == Share(3, 1, 1, 1)


def test_a_payment_that_was_undone_counts_no_more(people: People, roll: Roll) -> None:
    say(people, roll)
    factories.a_reversal(
        db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.roll_id == roll.id)).one()
    )
    assert share_of(people, roll) == Share()


def test_what_a_household_said_stays_readable_after_the_payment_was_undone(
    people: People, roll: Roll
) -> None:
    denial = say(people, roll, DENIED)
    payment = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.roll_id == roll.id)).one()
    assert queries.count_answered_of(roll) == 1
    factories.a_reversal(payment)
    held = queries.get_line(roll.lines[0].id)
    assert held.latest is not None
    assert held.latest.id == denial.id
    assert queries.get_paid_roll(roll.number).roll.id == roll.id
    settle(people, denial)
    with pytest.raises(Refused, match="neither paid"):
        say(people, roll)


def test_what_the_whole_township_paid_is_the_countys_at_once(people: People, roll: Roll) -> None:
    paid = factories.a_roll(roll.place)
    factories.a_payment(roll=paid, recorded_by_id=people.user("township_reviewer").id)
    denial = say(people, paid, DENIED)
    county, township = people.actor("county_approver"), people.actor("township_reviewer")
    case = queries.get_case(denial.id)
    assert case.is_for_county
    assert not case.is_late
    assert open_cases(county) == [denial.id]
    assert open_cases(township) == [], "whoever paid is not told to settle it"
    with pytest.raises(Refused, match="stands on the county's desk"):
        settle(people, denial)
    colleague = people.actor("second_township_reviewer")
    assert not queries.get_case(denial.id).is_for_county, "a colleague in the township is left"
    assert (open_cases(township), open_cases(colleague)) == ([], [denial.id])
    with pytest.raises(Refused, match=f"settled by: {colleague.name}"):
        settle(people, denial)


def open_cases(actor: Actor) -> list[int]:
    return [one.delivery.id for one in queries.list_open_cases(actor, Permission.DELIVERY_SETTLE)]


def test_an_import_of_which_households_spoke_is_not_undone_as_a_whole(people: People) -> None:
    run = entered(people, workbook(the_rows(a_road())))
    roll, actor = db.session.scalars(sa.select(Roll)).one(), people.actor("county_approver")
    factories.a_delivery(roll.lines[0])
    with pytest.raises(Refused, match="1 households have already said"):
        service.undo_import(actor=actor, run=run, reason="交错了")
    payment = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.roll_id == roll.id)).one()
    ledger.reverse(actor=actor, entry=payment, reason="付错了")
    assert service.undo_import(actor=actor, run=run, reason="交错了").state is ImportState.UNDONE
