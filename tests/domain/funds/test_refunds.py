"""What is given back is bound to its payment: by the service in words, by the database, from a workbook."""

from typing import Any

import pytest
import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.domain.funds import service
from app.domain.funds.models import Account, EntryKind, LedgerEntry
from app.domain.funds.workbook_service import undo_import
from tests import factories
from tests.domain.funds import auditor
from tests.domain.funds.test_database import copied, refused
from tests.domain.funds.workbooks import a_road, entered, found, looked_at, the_rows, workbook
from tests.people import People

K = EntryKind


@pytest.fixture
def payments(people: People) -> tuple[LedgerEntry, LedgerEntry]:
    """X and Y were paid 100 yuan each from one account."""
    account = factories.an_allocation(amount_fen=100_000)
    return (
        factories.a_payment(account, 10_000, payee="甲公司"),
        factories.a_payment(account, 10_000, payee="乙公司"),
    )


def back(people: People, payment: LedgerEntry, fen: int = 10_000) -> LedgerEntry:
    return service.refund(
        actor=people.actor("county_approver"),
        payment=payment,
        amount_fen=fen,
        on=clock.today(),
        document_no="退-1",
    )


def reverse(people: People, entry: LedgerEntry) -> LedgerEntry:
    return service.reverse(actor=people.actor("county_approver"), entry=entry, reason="录入有误")


def test_one_payment_is_not_given_back_twice(
    people: People, payments: tuple[LedgerEntry, LedgerEntry]
) -> None:
    first, second = payments
    assert back(people, first, 4_000).refunds is first
    with pytest.raises(Invalid, match=r"40\.00.*60\.00") as told:
        back(people, first, 6_001)
    assert told.value.field == "amount"
    back(people, first, 6_000)
    with pytest.raises(Invalid, match="Nothing is left"):
        back(people, first, 1)
    back(people, second)
    assert auditor.faults(db.session.connection()) == []


def test_a_payment_that_came_back_is_not_reversed_until_the_refund_is(
    people: People, payments: tuple[LedgerEntry, LedgerEntry]
) -> None:
    first = payments[0]
    refund = back(people, first, 4_000)
    with pytest.raises(Refused, match=refund.number):
        reverse(people, first)
    undone = reverse(people, refund)
    assert undone.refunds is first
    back(people, first, 10_000)
    reverse(
        people, db.session.scalars(sa.select(LedgerEntry).order_by(LedgerEntry.id.desc())).first() or first
    )
    reverse(people, first)
    assert auditor.faults(db.session.connection()) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "'refund'"},
        {"kind": "'refund'", "refunds_id": "id", "amount_fen": 10_001},
        {"kind": "'refund'", "refunds_id": "(SELECT MIN(id) FROM ledger_entry)"},
        {"refunds_id": "id"},
        {"kind": "'refund'", "refunds_id": "id", "account_id": "account_id + 1"},
    ],
)
def test_the_database_binds_what_comes_back(
    payments: tuple[LedgerEntry, LedgerEntry], changed: dict[str, Any]
) -> None:
    refused(copied(**changed))


def test_the_database_lets_no_more_come_back_than_was_paid(
    people: People, payments: tuple[LedgerEntry, LedgerEntry]
) -> None:
    back(people, payments[0], 6_000)
    assert "more is given back" in refused(copied(kind="'refund'", refunds_id="id", amount_fen=4_001))
    assert "came back" in refused(copied(reverses_id="id", reason="'x'"))
    reversal = copied(of="refund", reverses_id="id", reason="'x'", refunds_id="NULL")
    assert "same payment" in refused(reversal)
    assert "same payment" in refused(
        copied(of="refund", reverses_id="id", reason="'x'", refunds_id=payments[1].id)
    )


def test_of_a_reversed_payment_nothing_comes_back(
    people: People, payments: tuple[LedgerEntry, LedgerEntry]
) -> None:
    reverse(people, payments[0])
    assert "names the payment" in refused(copied(kind="'refund'", refunds_id="id"))


def test_a_workbook_binds_each_refund_to_its_payment(people: People) -> None:
    road = a_road()
    rows, day = the_rows(road), clock.today().isoformat()
    rows["支付"].append(["1", road.number, None, day, "清河路桥公司", -50_000, "记-20", "HT-1", None])
    run = entered(people, workbook(rows))
    refund = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.kind == K.REFUND)).one()
    assert refund.refunds is not None
    assert refund.refunds.voucher_no == "记-12"
    rows["支付"].append(["1", road.number, None, day, "清河路桥公司", -150_001, "记-21", "HT-1", None])
    assert [one[:2] for one in found(looked_at(people, workbook(rows)), "blocking")] == [("支付", "F5")]
    rows["支付"][-1][5] = -150_000
    entered(people, workbook(rows))
    rows["支付"].append(["1", road.number, None, day, "镇水务站", -1, "记-22", None, None])
    assert [one[:2] for one in found(looked_at(people, workbook(rows)), "blocking")] == [("支付", "F6")]
    assert run.entries == 6
    assert auditor.faults(db.session.connection()) == []


def test_a_payment_that_a_later_refund_belongs_to_keeps_its_import(people: People) -> None:
    run = entered(people, workbook(the_rows(a_road())))
    payment = db.session.scalars(sa.select(LedgerEntry).where(LedgerEntry.voucher_no == "记-12")).one()
    back(people, payment, 1_000)
    db.session.commit()
    with pytest.raises(Refused):
        undo_import(actor=people.actor("county_approver"), run=run, reason="交错了")
    db.session.rollback()
    account = db.session.scalars(sa.select(Account)).one()
    assert account.paid_fen == 20_125_050 - 1_000
