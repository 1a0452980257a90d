"""What may be a mistake and need not be one: the same paper a second time, more than a thing is to cost. Reads only.

The ledger takes all of it, for each has its honest case (one voucher for two payees, a supplement); whoever enters it
is shown what stands there already and says that it is meant. The same words are found afterwards by ``checks.py``.
"""

import datetime as dt
from collections.abc import Sequence

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.funds import queries, rules
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round


def of_batch(round_: Round, area: Area, document_no: str) -> list[Message]:
    """Another batch of the year that this area noted by the same document."""
    found = db.session.scalars(
        sa.select(Batch)
        .where(
            Batch.round_id == round_.id, Batch.area_id == area.id, Batch.document_no == document_no.strip()
        )
        .order_by(Batch.id)
    )
    words = N_("Document %(document)s stands already on batch %(number)s, %(name)s, %(sum)s yuan.")
    return [
        Message(
            words,
            document=one.document_no,
            number=one.number,
            name=one.name,
            sum=rules.yuan(one.received_fen),
        )
        for one in found
    ]


def of_receipt(batch: Batch, amount_fen: int, on: dt.date) -> list[Message]:
    """The same money of a batch that came on the same day."""
    return _stand(
        LedgerEntry.kind == EntryKind.RECEIPT, *_like(batch_id=batch.id, amount_fen=amount_fen, on=on)
    )


def of_allocation(batch: Batch, place: ProjectPlace, amount_fen: int, on: dt.date) -> list[Message]:
    """The same allocation, and more than the project is to cost."""
    like = _like(batch_id=batch.id, project_id=place.project_id, amount_fen=amount_fen, on=on)
    account = sa.select(Account.id).where(Account.batch_id == batch.id, Account.place_id == place.id)
    same = LedgerEntry.account_id.in_(account)
    return [
        *over_budget(place.project, amount_fen),
        *_stand(LedgerEntry.kind == EntryKind.ALLOCATION, same, *like),
    ]


def over_budget(project: Project, amount_fen: int) -> list[Message]:
    """With *amount_fen* more *project* would be given more than it is to cost."""
    return [
        over
        for over in [why_over(project.number, project.budget_fen, project.allocated_fen, amount_fen)]
        if over is not None
    ]


def why_over(number: str, budget_fen: int, given_fen: int, amount_fen: int) -> Message | None:
    """Why *amount_fen* more is too much for a project, or nothing."""
    if given_fen + amount_fen <= budget_fen:
        return None
    return Message(
        N_(
            "Project %(number)s is to cost %(budget)s yuan and was given %(given)s; with this it has %(over)s too "
            "much. While it has, no notice with its money is issued. Enter less."
        ),
        number=number,
        budget=rules.yuan(budget_fen),
        given=rules.yuan(given_fen),
        over=rules.yuan(given_fen + amount_fen - budget_fen),
    )


def of_contract(project: Project, number: str) -> list[Message]:
    """A contract with this number that is about money already: what is entered adds to it."""
    statement = sa.select(Contract).where(
        Contract.project_id == project.id, Contract.number == number.strip()
    )
    found = db.session.scalar(statement)
    if found is None or not found.amount_fen:
        return []
    words = N_(
        "Contract %(number)s is entered already, with %(contractor)s over %(sum)s yuan. If this is a supplement to it, "
        "its amount is added; if it is the same contract, do not enter it again."
    )
    return [
        Message(words, number=found.number, contractor=found.contractor, sum=rules.yuan(found.amount_fen))
    ]


def of_payment(account: Account, amount_fen: int, on: dt.date, payee: str, voucher_no: str) -> list[Message]:
    """The voucher's number on another payment of the same books, and the same sum to the same payee on that day."""
    voucher = voucher_no.strip()
    books = sa.select(Project.id).where(Project.area_id == account.project.area_id)
    like = [LedgerEntry.account_id == account.id, *_like(amount_fen=amount_fen, on=on, payee=payee.strip())]
    same = sa.and_(*like)
    if voucher:
        same = sa.or_(same, LedgerEntry.voucher_no == voucher)
    of_year = LedgerEntry.round_id == account.batch.round_id
    return _stand(LedgerEntry.kind == EntryKind.PAYMENT, of_year, LedgerEntry.project_id.in_(books), same)


def of_roll(place: ProjectPlace, total_fen: int) -> list[Message]:
    """More on a roll than what was allocated to its place and is not paid yet."""
    left = sum(
        one.allocated_fen - one.paid_fen
        for one in queries.list_accounts(project=place.project)
        if one.place_id == place.id
    )
    if total_fen <= left:
        return []
    words = N_(
        "The roll comes to %(total)s yuan; allocated to this place and not yet paid are %(left)s. "
        "It cannot be paid before more is allocated."
    )
    return [Message(words, total=rules.yuan(total_fen), left=rules.yuan(left))]


def same_roll(place: ProjectPlace, total_fen: int, drawn_up_on: dt.date) -> list[Message]:
    """A roll of the same place, day and total."""
    found = db.session.scalars(
        sa.select(Roll)
        .where(Roll.place_id == place.id, Roll.drawn_up_on == drawn_up_on, Roll.total_fen == total_fen)
        .where(Roll.withdrawn_on.is_(None))
        .order_by(Roll.id)
    )
    words = N_("Roll %(number)s of the same day comes to %(total)s yuan as well.")
    return [Message(words, number=one.number, total=rules.yuan(total_fen)) for one in found]


def _like(**values: object) -> list[sa.ColumnElement[bool]]:
    return [getattr(LedgerEntry, name) == value for name, value in values.items()]


def _stand(*conditions: sa.ColumnElement[bool]) -> list[Message]:
    """What stands in the ledger and is like what is to be entered: at most five are named."""
    statement = sa.select(LedgerEntry).where(*conditions, queries.is_standing()).order_by(LedgerEntry.id)
    found: Sequence[LedgerEntry] = db.session.scalars(statement.limit(5)).all()
    return [_told(one) for one in found]


def _told(entry: LedgerEntry) -> Message:
    said = {"number": entry.number, "sum": rules.yuan(entry.amount_fen), "day": entry.on}
    if entry.kind is not EntryKind.PAYMENT:
        return Message(N_("Entry %(number)s is the same: %(sum)s yuan on %(day)s."), **said)
    if not entry.voucher_no:
        words = N_("Payment %(number)s is the same: %(sum)s yuan to %(payee)s on %(day)s.")
        return Message(words, payee=entry.payee, **said)
    words = N_("Voucher %(voucher)s stands on payment %(number)s: %(sum)s yuan to %(payee)s on %(day)s.")
    return Message(words, voucher=entry.voucher_no, payee=entry.payee, **said)
