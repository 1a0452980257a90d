"""Reading the ledger: batches, accounts, contracts, rolls, entries. Sums over areas: ``totals.py``."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Permission
from app.core.rows import get_only, get_row
from app.domain.areas.models import Area
from app.domain.funds.models import Account, Batch, Contract, EntryKind, LedgerEntry, Roll
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import Project, ProjectNotice, ProjectPlace
from app.domain.rounds.models import Round

_WITH_NAMES = (
    joinedload(LedgerEntry.batch),
    joinedload(LedgerEntry.project),
    joinedload(LedgerEntry.contract),
    joinedload(LedgerEntry.roll),
    joinedload(LedgerEntry.area),
    joinedload(LedgerEntry.reverses),
    joinedload(LedgerEntry.reversed_by),
    joinedload(LedgerEntry.refunds),
)


def get_batch(number: str) -> Batch:
    """The fund batch with this number; raises :class:`NotFound`."""
    return get_only(sa.select(Batch).where(Batch.number == number))


def get_entry(number: str) -> LedgerEntry:
    """The entry with this number, with what it names; raises :class:`NotFound`."""
    return get_only(sa.select(LedgerEntry).where(LedgerEntry.number == number).options(*_WITH_NAMES))


def get_contract(number: str) -> Contract:
    """The contract with this number; raises :class:`NotFound`."""
    statement = sa.select(Contract).where(Contract.number == number)
    return get_only(statement.options(joinedload(Contract.project)))


def find_notice_of_roll(roll: Roll) -> Notice | None:
    """The notice that stands and announces the receivers of *roll*, if there is one."""
    rows = db.session.scalars(
        sa.select(Notice)
        .join(ProjectNotice, ProjectNotice.notice_id == Notice.id)
        .where(
            ProjectNotice.project_id == roll.place.project_id,
            Notice.kind == NoticeKind.BENEFICIARIES,
            Notice.withdrawn_at.is_(None),
        )
        .order_by(Notice.id.desc())
    )
    return next(
        (one for one in rows if one.content.get("facts", {}).get("roll", {}).get("number") == roll.number),
        None,
    )


def get_roll(number: str) -> Roll:
    """The roll with this number, with its lines; raises :class:`NotFound`."""
    statement = sa.select(Roll).where(Roll.number == number)
    return get_only(statement.options(selectinload(Roll.lines), joinedload(Roll.place)))


def get_account(account_id: int) -> Account:
    """What a batch gave to a place; raises :class:`NotFound`."""
    return get_row(Account, account_id)


@dataclass(frozen=True)
class HeldMoney:
    """An *account* as the matter of who holds its batch: that office alone takes money back from a place."""

    account: Account
    visible_below = frozenset({Permission.FUND_VIEW})

    @property
    def area_path(self) -> str:
        return self.account.batch.area_path


def get_held_money(account_id: int) -> HeldMoney:
    """What a batch gave to a place, as the matter of who holds the batch; raises :class:`NotFound`."""
    return HeldMoney(get_account(account_id))


def find_account(batch: Batch, place: ProjectPlace) -> Account | None:
    """What *batch* gave to *place*, if it ever gave anything."""
    statement = sa.select(Account).where(Account.batch_id == batch.id, Account.place_id == place.id)
    return db.session.scalar(statement)


def find_carried(batch: Batch, round_: Round) -> Batch | None:
    """The batch of the year *round_* as which the money of *batch* goes on, if there is one."""
    statement = sa.select(Batch).where(Batch.carried_from_id == batch.id, Batch.round_id == round_.id)
    return db.session.scalar(statement.order_by(Batch.id).limit(1))


def is_reversed(entry: LedgerEntry) -> bool:
    """Was *entry* undone?"""
    statement = sa.select(sa.exists().where(LedgerEntry.reverses_id == entry.id))
    return bool(db.session.scalar(statement))


def list_refunds(payment: LedgerEntry) -> Sequence[LedgerEntry]:
    """What was given back of *payment* and stands, in the order in which it was entered."""
    statement = sa.select(LedgerEntry).where(LedgerEntry.refunds_id == payment.id, is_standing())
    return db.session.scalars(statement.order_by(LedgerEntry.id)).all()


def list_batches(round_id: int, path: str = "") -> Sequence[Batch]:
    """The batches of a year held by the area at *path* or below it (everywhere without one), by number."""
    statement = sa.select(Batch).join(Area, Area.id == Batch.area_id).where(Batch.round_id == round_id)
    if path:
        statement = statement.where(Area.path.startswith(path, autoescape=True))
    return db.session.scalars(statement.order_by(Batch.number, Batch.id)).all()


def list_batches_over(round_id: int, path: str) -> Sequence[Batch]:
    """The batches of a year from which a project of the area at *path* may be given money: held there or above."""
    ids = [int(step) for step in path.split("/") if step]
    statement = sa.select(Batch).where(Batch.round_id == round_id, Batch.area_id.in_(ids))
    return db.session.scalars(statement.order_by(Batch.number, Batch.id)).all()


def list_accounts(*, batch: Batch | None = None, project: Project | None = None) -> Sequence[Account]:
    """What a batch gave, or what a project was given, place by place, with batch, place and project."""
    statement = sa.select(Account).options(
        joinedload(Account.batch),
        joinedload(Account.place).joinedload(ProjectPlace.area),
        joinedload(Account.project),
    )
    if batch is not None:
        statement = statement.where(Account.batch_id == batch.id)
    if project is not None:
        statement = statement.where(Account.project_id == project.id)
    return db.session.scalars(statement.order_by(Account.project_id, Account.place_id, Account.id)).all()


def list_contracts(
    *, project: Project | None = None, round_id: int | None = None, path: str = ""
) -> Sequence[Contract]:
    """The contracts of a project, or of a year below *path*, by the day on which they were signed."""
    statement = (
        sa.select(Contract)
        .join(Project, Project.id == Contract.project_id)
        .join(Area, Area.id == Project.area_id)
        .options(joinedload(Contract.project))
    )
    if project is not None:
        statement = statement.where(Contract.project_id == project.id)
    if round_id is not None:
        statement = statement.where(Project.round_id == round_id)
    if path:
        statement = statement.where(Area.path.startswith(path, autoescape=True))
    return db.session.scalars(statement.order_by(Contract.signed_on, Contract.id)).all()


def list_rolls(
    *,
    project: Project | None = None,
    round_id: int | None = None,
    path: str = "",
    paid: bool | None = None,
) -> Sequence[Roll]:
    """The rolls of a project, or of a year at places below *path*; *paid* only those paid, or those still to be paid.

    A roll of goods only is neither: it is handed out.
    """
    statement = (
        sa.select(Roll)
        .join(ProjectPlace, ProjectPlace.id == Roll.place_id)
        .join(Project, Project.id == ProjectPlace.project_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .options(joinedload(Roll.place).joinedload(ProjectPlace.project))
    )
    if project is not None:
        statement = statement.where(ProjectPlace.project_id == project.id)
    if round_id is not None:
        statement = statement.where(Project.round_id == round_id)
    if path:
        statement = statement.where(Area.path.startswith(path, autoescape=True))
    if paid is not None:
        statement = statement.where((Roll.paid_fen > 0) == paid, Roll.total_fen > 0)
    return db.session.scalars(statement.order_by(Roll.drawn_up_on, Roll.id)).all()


@dataclass(frozen=True)
class Wanted:
    """Which entries are asked for: of a year, below an area path, of a kind, a batch, a project …

    *paths*: only those below one of these, or of the area *besides_id*, as a reader may see of a wider thing.
    """

    round_id: int | None = None
    path: str = ""
    paths: tuple[str, ...] = ()
    besides_id: int | None = None
    kind: EntryKind | None = None
    batch_id: int | None = None
    project_id: int | None = None
    contract_id: int | None = None
    roll_id: int | None = None
    without_voucher: bool = False
    standing: bool = False

    def statement(self) -> sa.Select[LedgerEntry]:
        """Those entries, the newest first, with what they name. *standing* leaves out what was reversed."""
        found = sa.select(LedgerEntry).options(*_WITH_NAMES)
        for name in ("round_id", "kind", "project_id", "contract_id", "roll_id"):
            if getattr(self, name) is not None:
                found = found.where(getattr(LedgerEntry, name) == getattr(self, name))
        if self.batch_id is not None:
            found = found.where(
                sa.or_(LedgerEntry.batch_id == self.batch_id, LedgerEntry.to_batch_id == self.batch_id)
            )
        if self.path:
            below = sa.select(Area.id).where(Area.path.startswith(self.path, autoescape=True))
            found = found.where(LedgerEntry.area_id.in_(below))
        if self.paths:
            seen = sa.or_(*(Area.path.startswith(path, autoescape=True) for path in self.paths))
            below = sa.select(Area.id).where(sa.or_(seen, Area.id == self.besides_id))
            found = found.where(LedgerEntry.area_id.in_(below))
        if self.without_voucher:
            found = found.where(LedgerEntry.kind == EntryKind.PAYMENT, LedgerEntry.voucher_no == "")
        if self.standing or self.without_voucher:
            found = found.where(is_standing())
        return found.order_by(LedgerEntry.on.desc(), LedgerEntry.id.desc())


def is_standing() -> sa.ColumnElement[bool]:
    """The condition that an entry counts by itself: it is no reversal and was not reversed."""
    later = sa.orm.aliased(LedgerEntry)
    return sa.and_(LedgerEntry.reverses_id.is_(None), ~sa.exists().where(later.reverses_id == LedgerEntry.id))


def list_entries(**wanted: Any) -> Sequence[LedgerEntry]:
    """The entries that :class:`Wanted` describes, the newest first."""
    return db.session.scalars(Wanted(**wanted).statement()).all()


def page_entries(number: int, **wanted: Any) -> Page[LedgerEntry]:
    """One page of the entries that :class:`Wanted` describes, the newest first."""
    return paginate(Wanted(**wanted).statement(), number)
