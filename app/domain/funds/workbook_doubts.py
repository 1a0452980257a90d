"""Rows of a workbook that may be a mistake and need not be one: they are findings that do not block."""

from collections import defaultdict

from app.core.messages import N_, Message
from app.domain.funds import doubts, rules
from app.domain.funds.models import EntryKind
from app.domain.funds.workbook_booking import Planned, Trial
from app.domain.funds.workbook_ground import AccountRef, Ground, ProjectRef

_LOOK = Message(N_("Compare both with the voucher. Take the row out if it is the same; else leave it."))


def look(ground: Ground, trial: Trial) -> None:
    """Complain about new payments whose voucher or whole row stands already, and about projects given too much."""
    _Payments(ground, trial).look()
    over: dict[str, tuple[ProjectRef, Planned]] = {}
    for planned in trial.entries:
        if planned.kind is EntryKind.ALLOCATION and planned.project is not None:
            over[planned.project.number] = (planned.project, planned)
    for project, planned in over.values():
        fen = planned.amount_fen
        problem = doubts.why_over(project.number, project.budget_fen, project.allocated_fen - fen, fen)
        if problem is not None:
            advice = Message(N_("Lower the amount, unless more is meant."))
            trial.complain(planned.row, "amount", problem, advice, blocks=False)


class _Payments:
    def __init__(self, ground: Ground, trial: Trial) -> None:
        self.trial = trial
        self.vouchers: dict[tuple[int, str], list[str]] = defaultdict(list)
        self.alike: dict[tuple[object, ...], list[str]] = defaultdict(list)
        for one in ground.standing:
            if one.voucher_no:
                self.vouchers[one.area_id, one.voucher_no].append(one.number)
            self.alike[one.place_id, one.on, one.amount_fen, one.payee].append(one.number)
        self.rows: dict[tuple[object, ...], int] = {}

    def look(self) -> None:
        """Every new payment, in the order of the rows."""
        for planned in self.trial.entries:
            if planned.kind is EntryKind.PAYMENT and planned.account is not None:
                self._look(planned, planned.account)

    def _look(self, planned: Planned, account: AccountRef) -> None:
        voucher = planned.voucher_no
        books = (account.project.area_id, voucher)
        alike = (account.place.id, planned.on, planned.amount_fen, planned.payee)
        said = {"voucher": voucher, "amount": rules.yuan(planned.amount_fen), "payee": planned.payee}
        if voucher and (numbers := self.vouchers.get(books)):
            words = N_("Voucher %(voucher)s stands in the ledger already, on payment %(number)s.")
            self._complain(
                planned, "voucher_no", Message(words, voucher=voucher, number="、".join(numbers[:3]))
            )
        elif voucher and books in self.rows:
            words = N_("Voucher %(voucher)s stands in row %(row)s as well.")
            self._complain(planned, "voucher_no", Message(words, voucher=voucher, row=self.rows[books]))
        elif numbers := self.alike.get(alike):
            words = N_(
                "%(amount)s yuan to %(payee)s on this day stand in the ledger already, as payment %(number)s."
            )
            self._complain(planned, "amount", Message(words, number="、".join(numbers[:3]), **said))
        elif alike in self.rows:
            words = N_("%(amount)s yuan to %(payee)s on this day stand in row %(row)s as well.")
            self._complain(planned, "amount", Message(words, row=self.rows[alike], **said))
        self.rows.setdefault(books, planned.row.index + 1)
        self.rows.setdefault(alike, planned.row.index + 1)

    def _complain(self, planned: Planned, name: str, problem: Message) -> None:
        self.trial.complain(planned.row, name, problem, _LOOK, blocks=False)
