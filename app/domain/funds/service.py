"""The acts of the ledger: money comes, is allocated, promised, paid, given back, carried on; a mistake is reversed.

Every act returns the entry that it made and leaves the sums as they are then. Each says in words what is wrong before
the database would refuse it; what the words cannot foresee (two at the same moment) is refused by the database.
"""

import datetime as dt
from typing import Any

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.domain.attachments.models import Attachment
from app.domain.funds import booking, queries, rules
from app.domain.funds.batches import carry_over, receive, record_batch, surrender
from app.domain.funds.contracts import sign_contract
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll
from app.domain.funds.paying_rolls import draw_up_roll, hand_out, take_back_handing_out, withdraw_roll
from app.domain.projects.models import ProjectPlace

__all__ = [
    "allocate",
    "carry_over",
    "draw_up_roll",
    "give_voucher",
    "hand_out",
    "pay",
    "recall",
    "receive",
    "record_batch",
    "refund",
    "reverse",
    "sign_contract",
    "surrender",
    "take_back_handing_out",
    "withdraw_roll",
]
NOTHING = BilingualText("")
#: what a payment keeps when it is entered again with its voucher
_KEPT = ("payee", "payee_en", "payee_is_person", "what_zh", "what_en", "document_no")


def allocate(
    *,
    actor: Actor,
    batch: Batch,
    place: ProjectPlace,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText = NOTHING,
    paper: Attachment | None = None,
) -> LedgerEntry:
    """Money of *batch* is given to a *place* of a project of the same year. Who holds the batch does this.

    Raises :class:`Refused` while the project does not stand in the library; :class:`Invalid` for more than is left.
    """
    booking.check_right(actor, batch)
    project = place.project
    if project.round_id != batch.round_id:
        raise Invalid(
            Message(
                N_("Batch %(number)s is of another year than the project. Carry its money over first."),
                number=batch.number,
            ),
            "batch",
        )
    if not project.area.path.startswith(batch.area.path):
        raise Invalid(
            Message(N_("%(area)s does not hold money for this project."), area=batch.area.name), "batch"
        )
    booking.check_state(EntryKind.ALLOCATION, project)
    reasons = rules.why_refused(EntryKind.ALLOCATION, amount_fen, {"batch_id": batch})
    if reasons:
        raise Invalid(reasons[0], "amount")
    booking.hold(batch_id=batch.id)
    account = queries.find_account(batch, place)
    if account is None:
        account = Account(batch=batch, place=place, project=project, allocated_fen=0, paid_fen=0)
        db.session.add(account)
        db.session.flush()
    return _of_account(EntryKind.ALLOCATION, actor, account, amount_fen, on, document_no, what, paper)


def recall(
    *,
    actor: Actor,
    account: Account,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText = NOTHING,
    paper: Attachment | None = None,
) -> LedgerEntry:
    """What was allocated to a place and is neither paid nor promised goes back to its batch."""
    booking.check_right(actor, account.batch)
    return _of_account(EntryKind.RECALL, actor, account, amount_fen, on, document_no, what, paper)


def pay(
    *,
    actor: Actor,
    account: Account,
    amount_fen: int,
    on: dt.date,
    payee: str,
    what: BilingualText = NOTHING,
    payee_en: str | None = None,
    payee_is_person: bool = False,
    contract: Contract | None = None,
    roll: Roll | None = None,
    document_no: str = "",
    voucher_no: str = "",
    paper: Attachment | None = None,
) -> LedgerEntry:
    """Money is paid from *account*: for a *contract*, by a *roll* as a whole, or otherwise.

    A payment without a voucher number stands among what is missing until :func:`give_voucher`.
    """
    booking.check_right(actor, account)
    booking.needed(payee, "payee")
    if contract is not None and roll is not None:
        raise Invalid(Message(N_("A payment is for a contract or for a roll, not for both.")), "roll")
    if contract is not None and contract.project_id != account.project_id:
        raise Invalid(
            Message(N_("Contract %(number)s is not of this project."), number=contract.number), "contract"
        )
    if roll is not None and roll.place_id != account.place_id:
        raise Invalid(Message(N_("Roll %(number)s is not of this place."), number=roll.number), "roll")
    booking.check_state(EntryKind.PAYMENT, account.project)
    if contract is not None:
        booking.check_day(on, since=contract.signed_on)
    more = {
        "contract_id": contract.id if contract is not None else None,
        "roll_id": roll.id if roll is not None else None,
        "payee_is_person": payee_is_person,
        **booking.cleaned(payee=payee, payee_en=payee_en, voucher_no=voucher_no),
    }
    return _of_account(EntryKind.PAYMENT, actor, account, amount_fen, on, document_no, what, paper, **more)


def refund(
    *,
    actor: Actor,
    payment: LedgerEntry,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText = NOTHING,
    paper: Attachment | None = None,
) -> LedgerEntry:
    """The payee of *payment* gave money back. What was paid by a roll is given back as a whole.

    Raises :class:`Invalid` for more than what is left of this payment after what came back of it already.
    """
    if payment.kind is not EntryKind.PAYMENT or payment.reverses_id or payment.account is None:
        raise Refused([Message(N_("Only a payment can be given back."))])
    booking.check_right(actor, payment.account)
    if payment.reversed_by is not None:
        raise Refused(
            [Message(N_("This payment was reversed: it never counted, nothing can be given back."))]
        )
    booking.check_day(on, since=payment.on)
    booking.hold(account_id=payment.account_id)
    back = sum(one.amount_fen for one in queries.list_refunds(payment))
    fault = rules.why_not_given_back(payment.number, payment.amount_fen, back, amount_fen)
    if fault is not None:
        raise Invalid(fault, "amount")
    more = {
        "refunds_id": payment.id,
        "contract_id": payment.contract_id,
        "roll_id": payment.roll_id,
        "payee": payment.payee,
        "payee_en": payment.payee_en,
        "payee_is_person": payment.payee_is_person,
    }
    return _of_account(
        EntryKind.REFUND, actor, payment.account, amount_fen, on, document_no, what, paper, **more
    )


def reverse(*, actor: Actor, entry: LedgerEntry, reason: str, on: dt.date | None = None) -> LedgerEntry:
    """Undo an entry by its opposite, with a *reason*. Both stay.

    Raises :class:`Refused` where it cannot be undone: it is a reversal or reversed, its year is closed, or a part of
    the payment came back.
    """
    booking.check_year_to_reverse(entry)
    return _reverse(actor, entry, reason, on)


def _reverse(actor: Actor, entry: LedgerEntry, reason: str, on: dt.date | None) -> LedgerEntry:
    subject = entry.account if entry.account is not None else (entry.batch or entry.project)
    if entry.kind in (EntryKind.ALLOCATION, EntryKind.RECALL):
        subject = entry.batch
    booking.check_right(actor, subject)
    plain = booking.needed(reason, "reason")
    rules.check_texts(reason=plain)
    if entry.reverses_id is not None:
        raise Refused([Message(N_("This is a reversal itself. Enter what is right as a new entry."))])
    if entry.reversed_by is not None or queries.is_reversed(entry):
        raise Refused([Message(N_("This entry is reversed already."))])
    on = on or clock.today()
    booking.check_day(on, since=entry.on)
    ids = {name: getattr(entry, name) for name, _model in booking.HELD}
    booking.hold(**ids)
    if refunds := queries.list_refunds(entry):
        raise Refused([_came_back(entry, one) for one in refunds])
    kept = {name: getattr(entry, name) for name in _KEPT if name != "document_no"}
    made = booking.book(
        actor=actor,
        kind=entry.kind,
        round_=entry.round,
        area=entry.area,
        on=on,
        amount_fen=entry.amount_fen,
        ids=ids,
        values={
            **kept,
            "reason": plain,
            "document_no": entry.document_no,
            "refunds_id": entry.refunds_id,
        },
        reverses=entry,
    )
    db.session.expire(entry, ["reversed_by"])
    return made


def _came_back(payment: LedgerEntry, refund: LedgerEntry) -> Message:
    return Message(
        N_(
            "Of payment %(number)s %(amount)s yuan were given back (entry %(refund)s). "
            "Reverse that entry first; if the money did come back, enter it again afterwards."
        ),
        number=payment.number,
        amount=rules.yuan(refund.amount_fen),
        refund=refund.number,
    )


def give_voucher(
    *, actor: Actor, payment: LedgerEntry, voucher_no: str, reason: str, paper: Attachment | None = None
) -> LedgerEntry:
    """Name the voucher of a payment that had none, or give it the *paper*: reversed and entered again, on its day.

    Also in a closed year, and whatever became of the project since: it changes no sum, and a voucher that comes late
    is better than none.
    """
    if payment.kind is not EntryKind.PAYMENT or payment.account is None:
        raise Refused([Message(N_("Only a payment has a voucher."))])
    if payment.voucher_no and payment.paper_id is not None:
        raise Refused([Message(N_("Payment %(number)s has its voucher already."), number=payment.number)])
    if payment.voucher_no and paper is None:
        raise Invalid(Message(N_("Choose the photograph or scan of the voucher.")), "paper")
    voucher_no = payment.voucher_no or voucher_no
    texts = booking.cleaned(voucher_no=booking.needed(voucher_no, "voucher_no"))
    _reverse(actor, payment, reason, payment.on)
    ids = {name: getattr(payment, name) for name, _model in booking.HELD}
    kept = booking.same_columns(payment, _KEPT)
    return booking.book(
        actor=actor,
        kind=EntryKind.PAYMENT,
        round_=payment.round,
        area=payment.area,
        on=payment.on,
        amount_fen=payment.amount_fen,
        ids=ids,
        values={**kept, **texts, "paper_id": paper.id if paper is not None else payment.paper_id},
        is_old=True,
    )


def _of_account(
    kind: EntryKind,
    actor: Actor,
    account: Account,
    amount_fen: int,
    on: dt.date,
    document_no: str,
    what: BilingualText,
    paper: Attachment | None,
    **more: Any,
) -> LedgerEntry:
    booking.check_year(account.batch.round)
    booking.check_day(on)
    if kind is not EntryKind.PAYMENT:
        booking.needed(document_no, "document_no")
    ids = {
        "batch_id": account.batch_id,
        "account_id": account.id,
        "project_id": account.project_id,
        "contract_id": more.pop("contract_id", None),
        "roll_id": more.pop("roll_id", None),
    }
    return booking.book(
        actor=actor,
        kind=kind,
        round_=account.batch.round,
        area=account.place.area,
        on=on,
        amount_fen=amount_fen,
        ids=ids,
        values={**booking.said(document_no, what, paper), **more},
    )
