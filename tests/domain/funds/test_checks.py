"""What does not add up: contracts against the award, money that was carried over, rolls that were not announced."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.calendars.queries import load_calendar
from app.domain.calendars.rules import add_working_days
from app.domain.funds import adding_up, checks, service, shown, totals
from app.domain.funds.checking_papers import check_rolls
from app.domain.funds.comparing import compare_area, compare_projects
from app.domain.funds.facts import load_books, of_area
from app.domain.funds.models import Account, EntryKind, Roll
from app.domain.funds.shown import Part
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import ProjectPlace, ProjectState
from app.domain.projects.service import put_on_notice
from tests import factories
from tests.people import People

LATER = dt.timedelta(days=400)


def rules_found(people: People, account: Account, on: dt.date | None = None) -> list[tuple[str, str]]:
    return [(one.rule, one.number) for one in checks.check(people.county, account.batch.round, on)]


def test_a_supplement_is_no_difference_from_the_award(people: People) -> None:
    account = factories.an_allocation()
    tender = factories.a_tender(account.project, offers=(40_000_000,))
    contract = factories.a_contract(account.project, 40_000_000, tender_id=tender.id)
    factories.an_ledger_entry(
        EntryKind.CONTRACT,
        account.project.area,
        project=account.project,
        contract=contract,
        amount_fen=5_000_000,
    )
    assert "contract_not_award" not in dict(rules_found(people, account))
    other = factories.a_contract(account.project, 39_000_000 - 25_000_000, tender_id=tender.id)
    assert ("contract_not_award", other.number) in rules_found(people, account)
    books = load_books([account.project])
    off = [one for one in compare_projects([account.project], books) if not one.agrees]
    assert [one.left_fen for one in off] == [14_000_000], "the page and the notice look at the same sum"


def test_a_contract_that_follows_no_award_is_worth_a_look(people: People) -> None:
    account = factories.an_allocation()
    contract = factories.a_contract(account.project)
    assert ("contract_without_tender", contract.number) not in rules_found(people, account)
    factories.a_tender(account.project)
    assert ("contract_without_tender", contract.number) in rules_found(people, account)


def test_carried_over_money_is_not_late_on_its_first_day(people: People) -> None:
    batch = factories.a_batch(1_000, document_on=clock.today() - LATER)
    later = factories.a_fund_year(year=batch.round.year + 1)
    entry = service.carry_over(
        actor=people.actor("county_approver"),
        batch=batch,
        to_round=later,
        amount_fen=1_000,
        on=clock.today(),
        document_no="转-1",
    )
    carried = db.session.get_one(type(batch), entry.to_batch_id)
    rules = {"late_allocation", "funds_not_announced"}

    def found(on: dt.date) -> set[str]:
        return {one.rule for one in checks.check(people.county, later, on) if one.number == carried.number}

    assert not found(clock.today()) & rules
    assert found(clock.today() + LATER) >= rules


def a_paid_roll(place: ProjectPlace, days_ago: int) -> Roll:
    roll = factories.a_roll(place, drawn_up_on=clock.today() - LATER)
    factories.a_payment(roll=roll, on=clock.today() - dt.timedelta(days=days_ago))
    return roll


def test_beneficiaries_are_announced_roll_by_roll(people: People) -> None:
    account = factories.an_allocation()
    round_ = account.batch.round
    first, second = a_paid_roll(account.place, 0), a_paid_roll(account.place, 0)
    factories.a_roll(account.place)
    notice = factories.a_fund_notice(
        NoticeKind.BENEFICIARIES, account.place.area, {"projects": [], "roll": {"number": first.number}}
    )
    put_on_notice(notice=notice, projects=[account.project])
    calendar = load_calendar()
    due = add_working_days(clock.today(), round_.policy.project_notice_days, calendar)

    def found(on: dt.date) -> list[Any]:
        return [one.number for one in check_rolls(round_, people.county, calendar, on)]

    assert found(due) == [], "the days run from the payment, as on the table of disclosures"
    assert found(due + dt.timedelta(days=1)) == [second.number]


def test_the_balance_has_two_sides_that_know_nothing_of_each_other(people: People) -> None:
    """A batch that says it gave more than its places got is seen under the sentence, and keeps the notice back."""
    factories.an_allocation(amount_fen=10_000)
    place = factories.an_allocation(
        factories.a_project(people.village, state=ProjectState.PLANNED).places[0], 20_000
    )
    round_ = place.batch.round
    part = Part(round_.id, people.county.path, is_whole=True)

    def agrees() -> tuple[bool, bool]:
        balance = totals.sentence(round_.id, people.county)
        page = adding_up.compare(part, balance, shown.load_cells(part), shown.load_places(part))
        notice = compare_area(round_.id, people.county, of_area(round_.id, people.county))
        sentence = "Received = paid + gone back or carried on + left"
        return tuple(  # type: ignore[return-value]  # two of them
            next(one.agrees for one in side if one.what.msgid == sentence) for side in (page, notice)
        )

    assert agrees() == (True, True)
    connection = db.session.connection()
    if connection.dialect.name == "sqlite":
        connection.execute(sa.text("DROP TRIGGER sums_fund_batch_allocated_fen"))
    else:
        connection.execute(sa.text("ALTER TABLE fund_batch DISABLE TRIGGER sums_fund_batch_update"))
    connection.execute(sa.text("UPDATE fund_batch SET allocated_fen = allocated_fen + 1"))
    db.session.expire_all()
    assert agrees() == (False, False)
    db.session.rollback()


def test_what_may_stand_twice_is_found(people: People) -> None:
    year = factories.a_fund_year()
    project = factories.a_project(people.village, state=ProjectState.PLANNED)
    account = factories.an_allocation(project.places[0])
    rule = "entered_twice"
    factories.a_payment(account, 100, payee="甲公司", voucher_no="记-1")
    factories.a_payment(account, 200, payee="乙公司", voucher_no="记-2")
    assert [one for one in checks.check(people.county, year) if one.rule == rule] == []
    by_voucher = factories.a_payment(account, 300, payee="丙公司", voucher_no="记-1")
    alike = factories.a_payment(account, 200, payee="乙公司", voucher_no="记-3")
    for _each in range(2):
        batch = factories.a_batch(100, document_no="7号", name_zh="同一笔")
    found = {one.number for one in checks.check(people.county, year) if one.rule == rule}
    assert found == {batch.number, by_voucher.number, alike.number}
    factories.a_reversal(alike)
    assert alike.number not in {one.number for one in checks.check(people.county, year) if one.rule == rule}
