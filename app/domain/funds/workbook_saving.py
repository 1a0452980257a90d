"""Writing a plan into the ledger, and taking it back by reversing entries: many rows in a handful of statements.

The triggers of the ledger work on every row; what they refuse is refused as a whole. Lives here: the statements. Does
not live here: whether it may be done (``workbook_service.py``).
"""

from collections.abc import Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core import clock
from app.core.db import Base, db
from app.core.serials import take_numbers
from app.domain.funds.models import (
    Account,
    Batch,
    Contract,
    EntryKind,
    LedgerEntry,
    LedgerImport,
    Roll,
    RollLine,
)
from app.domain.funds.workbook_booking import Planned
from app.domain.funds.workbook_ground import AccountRef
from app.domain.funds.workbook_plan import Plan

Values = dict[str, Any]
CHUNK = 5_000
#: columns that a reversal has from the entry that it undoes
KEPT = (
    "kind", "round_id", "area_id", "amount_fen", "batch_id", "to_batch_id", "account_id", "project_id", "contract_id",
    "roll_id", "refunds_id", "payee", "payee_en", "payee_is_person", "what_zh", "what_en", "document_no",
)  # fmt: skip


def write(run: LedgerImport, plan: Plan, actor_id: int) -> int:
    """Write all of *plan* under *run*; how many entries came of it. Raises what the database raises."""
    db.session.flush()
    _write_batches(run, plan)
    _write_accounts(plan)
    _write_contracts(plan)
    _write_rolls(run, plan, actor_id)
    _write_entries(run, plan, actor_id)
    db.session.expire_all()
    return len(plan.entries)


def _write_entries(run: LedgerImport, plan: Plan, actor_id: int) -> None:
    """What came back is entered last, in the order of the plan: by then each payment has its id."""
    if not plan.entries:
        return
    year, now = run.round.year, clock.now()
    common = {
        "round_id": run.round_id,
        "import_id": run.id,
        "recorded_by_id": actor_id,
        "recorded_at": now,
        "created_at": now,
    }
    numbers: dict[int, str] = {}
    for entry, number in zip(plan.entries, take_numbers(f"ledger/{year}", len(plan.entries)), strict=True):
        numbers[id(entry)] = f"LS{year}-{number:06d}"
        if entry.payment is not None and entry.kind is EntryKind.PAYMENT:
            entry.payment.number = numbers[id(entry)]
    refunds = [entry for entry in plan.entries if entry.kind is EntryKind.REFUND]
    others = (entry for entry in plan.entries if entry.kind is not EntryKind.REFUND)
    _insert(LedgerEntry, ({**_values(entry), **common, "number": numbers[id(entry)]} for entry in others))
    new = [one.payment for one in refunds if one.payment is not None and one.payment.id is None]
    ids = _ids(LedgerEntry, [payment.number for payment in new])
    for payment in new:
        payment.id = ids[payment.number]
    _insert(LedgerEntry, ({**_values(entry), **common, "number": numbers[id(entry)]} for entry in refunds))


def _values(entry: Planned) -> Values:
    ids = {name: one.id if one is not None else None for name, one in entry.rows().items()}
    return {
        **ids,
        "kind": entry.kind,
        "area_id": entry.area_id,
        "on": entry.on,
        "amount_fen": entry.amount_fen,
        "payee": entry.payee,
        "payee_is_person": entry.payee_is_person,
        "what_zh": entry.what_zh,
        "document_no": entry.document_no,
        "voucher_no": entry.voucher_no,
        "refunds_id": entry.payment.id if entry.payment is not None else None,
        "reason": "",
    }


def _write_batches(run: LedgerImport, plan: Plan) -> None:
    if not plan.batches:
        return
    year = run.round.year
    for batch, number in zip(
        plan.batches, take_numbers(f"fund_batch/{year}", len(plan.batches)), strict=True
    ):
        batch.number = f"PC{year}-{number:03d}"
    rows = [
        {
            "number": batch.number,
            "round_id": run.round_id,
            "area_id": run.area_id,
            "level": batch.values["level"],
            "name_zh": batch.name,
            "purpose_zh": batch.values["purpose"],
            "giver_zh": batch.values.get("giver", ""),
            "document_no": batch.document_no,
            "document_on": batch.values["document_on"],
            "is_invented": False,
            "received_fen": 0,
            "allocated_fen": 0,
            "gone_fen": 0,
            "created_at": clock.now(),
        }
        for batch in plan.batches
    ]
    _insert(Batch, rows)
    ids = _ids(Batch, [batch.number for batch in plan.batches])
    for batch in plan.batches:
        batch.id = ids[batch.number]


def _write_accounts(plan: Plan) -> None:
    new: dict[AccountRef, None] = {}
    for entry in plan.entries:
        if entry.account is not None and entry.account.id is None:
            new[entry.account] = None
    if not new:
        return
    now = clock.now()
    _insert(
        Account,
        [
            {
                "batch_id": one.batch.id,
                "place_id": one.place.id,
                "project_id": one.project.id,
                "allocated_fen": 0,
                "paid_fen": 0,
                "created_at": now,
            }
            for one in new
        ],
    )
    batches = {one.batch.id for one in new}
    statement = sa.select(Account.batch_id, Account.place_id, Account.id).where(Account.batch_id.in_(batches))
    ids: dict[Any, int] = {
        (batch_id, place_id): id_ for batch_id, place_id, id_ in db.session.execute(statement)
    }
    for one in new:
        one.id = ids[one.batch.id, one.place.id]


def _write_contracts(plan: Plan) -> None:
    if not plan.contracts:
        return
    now = clock.now()
    rows = [
        {
            "number": one.number,
            "project_id": one.project_id,
            "tender_id": one.tender_id,
            "contractor": one.contractor,
            "contractor_code": one.values.get("contractor_code", ""),
            "person_in_charge": one.values.get("person_in_charge", ""),
            "signed_on": one.signed_on,
            "starts_on": one.values.get("starts_on"),
            "ends_on": one.values.get("ends_on"),
            "amount_fen": 0,
            "paid_fen": 0,
            "created_at": now,
        }
        for one in plan.contracts
    ]
    _insert(Contract, rows)
    ids = _ids(Contract, [one.number for one in plan.contracts])
    for one in plan.contracts:
        one.id = ids[one.number]


def _write_rolls(run: LedgerImport, plan: Plan, actor_id: int) -> None:
    if not plan.rolls:
        return
    year, now = run.round.year, clock.now()
    for roll, number in zip(plan.rolls, take_numbers(f"roll/{year}", len(plan.rolls)), strict=True):
        roll.number = f"HM{year}-{number:05d}"
    rows = [
        {
            "number": roll.number,
            "place_id": roll.place.id,
            "title_zh": roll.title,
            "drawn_up_on": roll.drawn_up_on,
            "total_fen": 0,
            "paid_fen": 0,
            "recorded_by_id": actor_id,
            "recorded_at": now,
            "withdrawal_reason": "",
            "created_at": now,
        }
        for roll in plan.rolls
    ]
    _insert(Roll, rows)
    ids = _ids(Roll, [roll.number for roll in plan.rolls])
    for roll in plan.rolls:
        roll.id = ids[roll.number]
    lines = (
        {**line, "roll_id": roll.id, "sequence": sequence, "created_at": now}
        for roll in plan.rolls
        for sequence, line in enumerate(roll.lines, 1)
    )
    _insert(RollLine, lines)


def standing_of(run: LedgerImport) -> Sequence[Any]:
    """The entries of *run* that nobody reversed since, the last first, with all that a reversal needs."""
    undoing = aliased(LedgerEntry)
    columns = (getattr(LedgerEntry, name) for name in KEPT)
    return db.session.execute(
        sa.select(LedgerEntry.id, LedgerEntry.on, *columns)
        .outerjoin(undoing, undoing.reverses_id == LedgerEntry.id)
        .where(LedgerEntry.import_id == run.id, LedgerEntry.reverses_id.is_(None), undoing.id.is_(None))
        .order_by(LedgerEntry.id.desc())
    ).all()


def reverse(run: LedgerImport, standing: Sequence[Any], reason: str, actor_id: int) -> None:
    """Undo each entry by its opposite, and withdraw the rolls that are then unpaid. The rows themselves stay."""
    if standing:
        year, now, today = run.round.year, clock.now(), clock.today()
        rows = (
            {
                **{name: getattr(one, name) for name in KEPT},
                "number": f"LS{year}-{number:06d}",
                "on": max(one.on, today),
                "voucher_no": "",
                "reverses_id": one.id,
                "reason": reason,
                "import_id": run.id,
                "recorded_by_id": actor_id,
                "recorded_at": now,
                "created_at": now,
            }
            for one, number in zip(standing, take_numbers(f"ledger/{year}", len(standing)), strict=True)
        )
        _insert(LedgerEntry, rows)
    db.session.execute(
        sa.update(Roll)
        .where(Roll.number.in_(run.summary["rolls"] if run.summary else ()), Roll.paid_fen == 0)
        .where(Roll.withdrawn_on.is_(None))
        .values(withdrawn_on=clock.today(), withdrawal_reason=reason)
    )
    db.session.expire_all()


def _insert(model: type[Base], rows: Any) -> None:
    table: Any = model.__table__
    for portion in _portions(iter(rows)):
        db.session.execute(sa.insert(table), portion)


def _portions(rows: Iterator[Values]) -> Iterator[list[Values]]:
    held: list[Values] = []
    for row in rows:
        held.append(row)
        if len(held) == CHUNK:
            yield held
            held = []
    if held:
        yield held


def _ids(model: Any, numbers: Sequence[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for start in range(0, len(numbers), 500):
        statement = sa.select(model.number, model.id).where(model.number.in_(numbers[start : start + 500]))
        found.update((number, id_) for number, id_ in db.session.execute(statement))
    return found
