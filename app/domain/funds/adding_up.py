"""Do the sums on a page for everybody agree? Each is reached in two ways that know nothing of each other.

What the books say of an area is compared with what its projects say, and a batch and a project with their entries. A
difference is shown with its two sides; nothing is hidden because it does not add up.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.core.types import whole_sum
from app.domain.funds.models import Batch, EntryKind, LedgerEntry, Roll, RollLine
from app.domain.funds.shown import Cell, Part
from app.domain.funds.totals import Balance
from app.domain.projects.models import Project

K = EntryKind


@dataclass(frozen=True)
class Compared:
    """Two sums, in fen, that must be the same: *left* as it stands on the page, *right* reached in another way."""

    what: Message
    left_fen: int
    right_fen: int

    @property
    def difference_fen(self) -> int:
        return self.left_fen - self.right_fen

    @property
    def agrees(self) -> bool:
        return self.left_fen == self.right_fen


def compare(
    part: Part, balance: Balance, cells: Sequence[Cell], places: Mapping[str, tuple[int, int]]
) -> list[Compared]:
    """The sums of an area against its villages and, for whoever opened the year, batches and projects: two statements.

    *cells* and *places* are the part's accounts as they are drawn and listed, by batch and by village; *balance* is
    added up apart from them.
    """
    found = [
        Compared(
            Message(N_("Received = paid + gone back or carried on + left")),
            balance.received_fen,
            balance.paid_fen + balance.gone_fen + balance.left_fen,
        ),
        Compared(
            Message(N_("Given, as a sum and village by village")),
            balance.allocated_fen,
            sum(given for given, _paid in places.values()),
        ),
        Compared(
            Message(N_("Paid, as a sum and village by village")),
            balance.paid_fen,
            sum(paid for _given, paid in places.values()),
        ),
        Compared(
            Message(N_("Given, batch by batch and village by village")),
            sum(cell.allocated_fen for cell in cells),
            sum(given for given, _paid in places.values()),
        ),
    ]
    return [*found, *_against_books(part.round_id, balance)] if part.is_whole else found


def _against_books(round_id: int, balance: Balance) -> list[Compared]:
    given, paid = db.session.execute(
        sa.select(whole_sum(Project.allocated_fen), whole_sum(Project.paid_fen)).where(
            Project.round_id == round_id
        )
    ).one()
    out = db.session.scalar(sa.select(whole_sum(Batch.allocated_fen)).where(Batch.round_id == round_id))
    return [
        Compared(
            Message(N_("Given, by the batches' own sums and by village")),
            int(out or 0),
            balance.allocated_fen,
        ),
        Compared(Message(N_("Given, by project and by village")), int(given), balance.allocated_fen),
        Compared(Message(N_("Paid, by project and by village")), int(paid), balance.paid_fen),
    ]


def compare_batch(batch: Batch) -> list[Compared]:
    """The sums of a batch against all of its entries: two statements."""
    out, came = _by_kind(LedgerEntry.batch_id == batch.id), _by_kind(LedgerEntry.to_batch_id == batch.id)
    return [
        Compared(
            Message(N_("Came, by the books and by each entry")),
            batch.received_fen,
            out[K.RECEIPT] + came[K.CARRY_OVER],
        ),
        Compared(
            Message(N_("Given to projects, by the books and by each entry")),
            batch.allocated_fen,
            out[K.ALLOCATION] - out[K.RECALL],
        ),
        Compared(
            Message(N_("Gone back or carried on, by the books and by each entry")),
            batch.gone_fen,
            out[K.CARRY_OVER] + out[K.SURRENDER],
        ),
    ]


def compare_roll(roll: Roll, paid_fen: int) -> list[Compared]:
    """A payment against the households' amounts on its roll: one statement."""
    lines = db.session.scalar(sa.select(whole_sum(RollLine.amount_fen)).where(RollLine.roll_id == roll.id))
    what = Message(N_("The payment, and the households' amounts added up"))
    return [Compared(what, paid_fen, int(lines or 0))]


def _by_kind(condition: sa.ColumnElement[bool]) -> dict[EntryKind, int]:
    """Kind of entry -> what all entries of it come to; corrections count against what they correct."""
    signed = sa.case(
        (LedgerEntry.reverses_id.is_(None), LedgerEntry.amount_fen), else_=-LedgerEntry.amount_fen
    )
    rows = db.session.execute(
        sa.select(LedgerEntry.kind, whole_sum(signed)).where(condition).group_by(LedgerEntry.kind)
    )
    return dict.fromkeys(K, 0) | {kind: int(fen) for kind, fen in rows}
