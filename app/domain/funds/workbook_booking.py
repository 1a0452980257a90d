"""One planned entry after the other, tried on sums that only the plan knows: what would not balance is found by cell.

Lives here: :class:`Planned`, the trial. The rule itself is ``rules.why_refused``, the one of single entries. Does not
live here: what a row means (``workbook_plan.py``), writing (``workbook_saving.py``).
"""

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from app.core.messages import N_, Message
from app.domain.funds import balances, rules
from app.domain.funds.models import EntryKind
from app.domain.funds.workbook_columns import Sheet
from app.domain.funds.workbook_ground import (
    AccountRef,
    BatchRef,
    ContractRef,
    Ground,
    PaidFor,
    PaymentRef,
    ProjectRef,
    RollRef,
    key_of,
)
from app.domain.funds.workbook_reading import BLOCKING, WARNING, Reading, Row

PAID = (EntryKind.PAYMENT, EntryKind.REFUND)


@dataclass(slots=True, eq=False)
class Planned:
    """An entry that the workbook asks for. *payment* is what it pays, or what a refund gives back."""

    kind: EntryKind
    row: Row
    on: dt.date
    amount_fen: int
    area_id: int
    batch: BatchRef | None = None
    account: AccountRef | None = None
    project: ProjectRef | None = None
    contract: ContractRef | None = None
    roll: RollRef | None = None
    payee: str = ""
    payee_is_person: bool = False
    what_zh: str = ""
    document_no: str = ""
    voucher_no: str = ""
    payment: PaymentRef | None = None

    def rows(self) -> dict[str, Any]:
        """What it moves, by the entry's column."""
        return {
            "batch_id": self.batch,
            "account_id": self.account,
            "project_id": self.project,
            "contract_id": self.contract,
            "roll_id": self.roll,
        }


@dataclass(slots=True)
class Tally:
    """How many rows of a sheet are new, how many stand in the ledger already, and what the new ones add up to."""

    new: int = 0
    same: int = 0
    fen: int = 0


@dataclass(slots=True)
class Trial:
    """The entries so far. Those that stand in the ledger already are counted and left out."""

    reading: Reading
    ground: Ground
    entries: list[Planned] = field(default_factory=list)
    tallies: dict[Sheet, Tally] = field(default_factory=lambda: {sheet: Tally() for sheet in Sheet})
    used: Counter[tuple[Any, ...]] = field(default_factory=Counter)

    def book(self, planned: Planned, sheet: Sheet) -> None:
        """Take an entry, unless it is there already or would not balance, which is a finding."""
        if self.is_known(planned, sheet) or not self._has_payment(planned):
            return
        rows = planned.rows()
        reasons = rules.why_refused(planned.kind, planned.amount_fen, rows)
        for reason in reasons:
            advice = Message(N_("Compare it with the voucher and with the other sheets."))
            self.reading.complain(planned.row, "amount", reason, advice)
        for _table, column, key, way in balances.MOVES[planned.kind.value]:
            if (moved := rows.get(key)) is not None:
                setattr(moved, column, getattr(moved, column) + way * planned.amount_fen)
        if not reasons:
            self._count(planned, sheet)
        self.entries.append(planned)

    def _count(self, planned: Planned, sheet: Sheet) -> None:
        tally = self.tallies[sheet]
        tally.new += 1
        tally.fen += (
            -planned.amount_fen
            if planned.kind in (EntryKind.REFUND, EntryKind.RECALL)
            else planned.amount_fen
        )

    def is_known(self, planned: Planned, sheet: Sheet) -> bool:
        """True for what stands in the ledger already and is no other row; it is counted then."""
        if not self.ground.known:
            return False
        key = _key(planned, planned.voucher_no)
        if key is None:
            return False
        if self._take(key):
            self.tallies[sheet].same += 1
            return True
        if planned.kind not in PAID or not planned.voucher_no:
            return False
        bare = _key(planned, "")
        number = self._take(bare) if bare is not None else None
        if number is None:
            return False
        self.tallies[sheet].same += 1
        self.reading.complain(
            planned.row,
            "voucher_no",
            Message(
                N_("This payment stands in the ledger as %(number)s, without its voucher."), number=number
            ),
            Message(N_("It is not entered a second time. Give it its voucher on its own page.")),
            WARNING,
        )
        return True

    def _has_payment(self, planned: Planned) -> bool:
        """Note what a payment pays; find the payment of what came back, the last into which it fits."""
        if planned.kind not in PAID or planned.account is None:
            return True
        paid_for: PaidFor = (planned.account, planned.contract, planned.roll, planned.payee)
        payments = self.ground.payments[paid_for]
        if planned.kind is EntryKind.PAYMENT:
            planned.payment = PaymentRef(None, "", planned.on, planned.amount_fen)
            payments.append(planned.payment)
            return True
        fitting = [one for one in payments if one.on <= planned.on and one.left_fen >= planned.amount_fen]
        if fitting:
            planned.payment = fitting[-1]
            planned.payment.left_fen -= planned.amount_fen
            return True
        problem = Message(
            N_("No payment to %(payee)s is known of which %(amount)s yuan could have come back by that day."),
            payee=planned.payee,
            amount=rules.yuan(planned.amount_fen),
        )
        advice = Message(
            N_(
                "Write batch, project, place, contract, roll and payee as in the row of the payment, and one row for "
                "each payment of which something came back."
            )
        )
        self.reading.complain(planned.row, "amount", problem, advice)
        return False

    def _take(self, key: tuple[Any, ...]) -> str | None:
        """The number of an entry like this that no other row was, if there is one."""
        numbers = self.ground.known.get(key, ())
        if self.used[key] >= len(numbers):
            return None
        self.used[key] += 1
        return numbers[self.used[key] - 1]

    def complain(
        self, row: Row, name: str, problem: Message, advice: Message, *, blocks: bool = True
    ) -> None:
        """Add a finding."""
        self.reading.complain(row, name, problem, advice, BLOCKING if blocks else WARNING)


def _key(planned: Planned, voucher_no: str) -> tuple[Any, ...] | None:
    """What makes it the same as an entry; nothing where it names something that is new itself."""
    rows = planned.rows()
    if any(one is not None and one.id is None for one in rows.values()):
        return None
    batch, account, contract, roll = (
        rows[name].id if rows[name] is not None else None
        for name in ("batch_id", "account_id", "contract_id", "roll_id")
    )
    return key_of(
        *(planned.kind, planned.on, planned.amount_fen, batch, account, contract, roll),
        *(planned.payee, voucher_no, planned.document_no),
    )
