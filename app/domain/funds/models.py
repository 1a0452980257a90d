"""Fund batches, accounts, contracts, rolls of beneficiaries, and the ledger. All money is integer fen.

Only the ledger changes a sum: an entry is inserted, and triggers (``balances.py``) add it to the columns that it
touches. Their CHECK constraints refuse whatever would not balance. A correction is a reversing entry.
"""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.hybrid import hybrid_property
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.frozen import append_only
from app.core.permissions import Permission
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.funds import balances, bound_refunds
from app.domain.households.models import Household
from app.domain.imports.models import ImportState
from app.domain.projects.models import Project, ProjectPlace
from app.domain.rounds.models import Round


class SourceLevel(StrEnum):
    """Where money comes from: a level of government, society, or aid between east and west."""

    CENTRAL = "central"
    PROVINCIAL = "provincial"
    CITY = "city"
    COUNTY = "county"
    SOCIAL = "social"
    EAST_WEST = "east_west"


class Batch(Base):
    """A fund batch: money that came for a purpose by one document. *area* is who holds it: a county or township.

    *received_fen*, *allocated_fen* and *gone_fen* (carried over or given back) are changed by the ledger alone.
    """

    #: from what a county holds its townships and villages are given
    visible_below = frozenset({Permission.FUND_VIEW})
    __tablename__ = "fund_batch"
    __table_args__ = (
        sa.CheckConstraint("allocated_fen >= 0 AND gone_fen >= 0", name="not_negative"),
        sa.CheckConstraint("allocated_fen + gone_fen <= received_fen", name="within_received"),
        sa.Index("ix_fund_batch_round", "round_id", "area_id"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    level: Mapped[SourceLevel] = mapped_column(enum_text(SourceLevel, name="level"))
    name_zh: Mapped[str] = mapped_column(sa.String(120))
    name_en: Mapped[str | None] = mapped_column(sa.String(160))
    purpose_zh: Mapped[str] = mapped_column(sa.Text)
    purpose_en: Mapped[str | None] = mapped_column(sa.Text)
    giver_zh: Mapped[str] = mapped_column(sa.String(120), default="")
    giver_en: Mapped[str | None] = mapped_column(sa.String(160))
    document_no: Mapped[str] = mapped_column(sa.String(80))
    document_on: Mapped[dt.date]
    is_invented: Mapped[bool] = mapped_column(default=False)
    carried_from_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_batch.id"))
    received_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    allocated_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    gone_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    round: Mapped[Round] = relationship(lazy="joined")
    area: Mapped[Area] = relationship(lazy="joined")
    carried_from: Mapped["Batch | None"] = relationship(remote_side="Batch.id")

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def name(self) -> BilingualText:
        return BilingualText(self.name_zh, self.name_en)


class Account(Base):
    """What of one batch was allocated to one place of a project, and what of that was paid."""

    __tablename__ = "fund_account"
    __table_args__ = (
        sa.UniqueConstraint("batch_id", "place_id"),
        sa.CheckConstraint("paid_fen >= 0 AND paid_fen <= allocated_fen", name="paid_within_allocated"),
    )

    batch_id: Mapped[int] = mapped_column(sa.ForeignKey("fund_batch.id"))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("project_place.id"), index=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    allocated_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    batch: Mapped[Batch] = relationship()
    place: Mapped[ProjectPlace] = relationship()
    project: Mapped[Project] = relationship()

    @property
    def area_path(self) -> str:
        return self.project.area_path


class Contract(Base):
    """What was promised to a contractor for a project. *amount_fen* and *paid_fen* are the ledger's."""

    __tablename__ = "contract"
    __table_args__ = (
        sa.CheckConstraint("paid_fen >= 0 AND paid_fen <= amount_fen", name="paid_within_amount"),
    )

    number: Mapped[str] = mapped_column(sa.String(80), unique=True)
    project_id: Mapped[int] = mapped_column(sa.ForeignKey("project.id"), index=True)
    tender_id: Mapped[int | None] = mapped_column(sa.ForeignKey("tender.id"))
    contractor: Mapped[str] = mapped_column(sa.String(120))
    contractor_en: Mapped[str | None] = mapped_column(sa.String(160))
    contractor_code: Mapped[str] = mapped_column(sa.String(18), default="")
    person_in_charge: Mapped[str] = mapped_column(sa.String(60), default="")
    signed_on: Mapped[dt.date]
    starts_on: Mapped[dt.date | None]
    ends_on: Mapped[dt.date | None]
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)

    project: Mapped[Project] = relationship()

    @property
    def area_path(self) -> str:
        return self.project.area_path


class Roll(Base):
    """A roll of beneficiaries (发放花名册) of one place: its lines add up to the one payment that it is paid by.

    A roll of goods only is not paid; it is noted as handed out. A wrong roll that is neither is withdrawn with a
    reason, and a new one drawn up.
    """

    __tablename__ = "roll"
    __table_args__ = (
        sa.CheckConstraint("total_fen >= 0", name="not_negative"),
        sa.CheckConstraint("paid_fen = 0 OR paid_fen = total_fen", name="paid_as_a_whole"),
        sa.CheckConstraint("(withdrawn_on IS NULL) = (withdrawal_reason = '')", name="withdrawn_with_reason"),
        sa.CheckConstraint("withdrawn_on IS NULL OR paid_fen = 0", name="withdrawn_unpaid"),
        sa.CheckConstraint("handed_out_on IS NULL OR total_fen = 0", name="handed_out_goods_only"),
        sa.CheckConstraint("handed_out_on IS NULL OR withdrawn_on IS NULL", name="withdrawn_not_handed_out"),
        sa.CheckConstraint(
            "(handed_out_on IS NULL) = (handed_out_by_id IS NULL)", name="handed_out_by_somebody"
        ),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("project_place.id"), index=True)
    title_zh: Mapped[str] = mapped_column(sa.String(120))
    title_en: Mapped[str | None] = mapped_column(sa.String(160))
    drawn_up_on: Mapped[dt.date]
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    total_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    paid_fen: Mapped[int] = mapped_column(sa.BigInteger, default=0)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_on: Mapped[dt.date | None]
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")
    handed_out_on: Mapped[dt.date | None]
    handed_out_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    place: Mapped[ProjectPlace] = relationship()
    paper: Mapped[Attachment | None] = relationship()
    lines: Mapped[list["RollLine"]] = relationship(back_populates="roll", order_by="RollLine.sequence")

    @property
    def area_path(self) -> str:
        return self.place.area_path

    @property
    def is_goods_only(self) -> bool:
        """Nobody on it gets money: it is handed out and never paid."""
        return self.total_fen == 0

    @hybrid_property
    def has_reached(self) -> bool:
        """It was paid, or what it is of was handed out: from then on its households are asked and announced."""
        return self.paid_fen > 0 or self.handed_out_on is not None

    @has_reached.inplace.expression
    @classmethod
    def _has_reached(cls) -> sa.ColumnElement[bool]:
        return sa.or_(cls.paid_fen > 0, cls.handed_out_on.is_not(None))


class RollLine(Base):
    """What one beneficiary gets: money, and what is handed over in kind. *household* is none outside the register."""

    __tablename__ = "roll_line"
    __table_args__ = (
        sa.UniqueConstraint("roll_id", "sequence"),
        sa.CheckConstraint("amount_fen >= 0", name="not_negative"),
        sa.CheckConstraint(balances.WHOLE, name="whole"),
    )

    roll_id: Mapped[int] = mapped_column(sa.ForeignKey("roll.id"))
    sequence: Mapped[int]
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"), index=True)
    group_name: Mapped[str] = mapped_column(sa.String(60), default="")
    name: Mapped[str] = mapped_column(sa.String(60))
    people: Mapped[int] = mapped_column(default=1)
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    goods_zh: Mapped[str] = mapped_column(sa.String(60), default="")
    goods_en: Mapped[str | None] = mapped_column(sa.String(80))

    roll: Mapped[Roll] = relationship(back_populates="lines")
    household: Mapped[Household | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.roll.area_path


append_only(RollLine.__table__)  # type: ignore[arg-type]  # a declarative table is a Table


class EntryKind(StrEnum):
    """What happened to money.

    ``receipt`` it came; ``allocation`` it was given to a place of a project; ``recall`` it was taken back from there;
    ``contract`` it was promised; ``payment`` it was paid; ``refund`` the payee gave it back; ``carry_over`` what was
    left goes on as a batch of the next year; ``surrender`` what was left was given back to where it came from.
    """

    RECEIPT = "receipt"
    ALLOCATION = "allocation"
    RECALL = "recall"
    CONTRACT = "contract"
    PAYMENT = "payment"
    REFUND = "refund"
    CARRY_OVER = "carry_over"
    SURRENDER = "surrender"


class LedgerEntry(Base):
    """One movement of money, for ever. *amount_fen* is above nought; a reversal names what it undoes and says why.

    Which columns are filled follows from *kind* (checked by the database): a receipt, carry-over and surrender have a
    batch; an allocation and a recall an account; a contract its contract; a payment and a refund an account, and a
    contract or a roll where they belong to one. *document_no* is the paper that the entry rests on; a payment may
    have no voucher yet, which is then shown as missing until a correction names it. A refund names the payment that it
    gives back (*refunds*); only one from before that was asked for may name none.
    """

    visible_below = frozenset({Permission.FUND_VIEW})
    __tablename__ = "ledger_entry"
    __table_args__ = (
        sa.CheckConstraint("amount_fen > 0", name="above_nought"),
        sa.CheckConstraint("(reverses_id IS NULL) OR (reason <> '')", name="reversed_with_reason"),
        sa.CheckConstraint(balances.WHOLE, name="whole"),
        sa.CheckConstraint(balances.FILLED, name="filled"),
        sa.CheckConstraint(bound_refunds.ONLY_REFUNDS, name="only_refunds_refund"),
        sa.Index("ix_ledger_entry_round", "round_id", "kind"),
        sa.Index("ix_ledger_entry_batch", "batch_id", "kind"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    kind: Mapped[EntryKind] = mapped_column(enum_text(EntryKind, name="kind"))
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    on: Mapped[dt.date]
    amount_fen: Mapped[int] = mapped_column(sa.BigInteger)
    batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_batch.id"))
    to_batch_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_batch.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("fund_account.id"), index=True)
    project_id: Mapped[int | None] = mapped_column(sa.ForeignKey("project.id"), index=True)
    contract_id: Mapped[int | None] = mapped_column(sa.ForeignKey("contract.id"), index=True)
    roll_id: Mapped[int | None] = mapped_column(sa.ForeignKey("roll.id"), index=True)
    payee: Mapped[str] = mapped_column(sa.String(120), default="")
    payee_en: Mapped[str | None] = mapped_column(sa.String(160))
    payee_is_person: Mapped[bool] = mapped_column(default=False)
    what_zh: Mapped[str] = mapped_column(sa.String(160), default="")
    what_en: Mapped[str | None] = mapped_column(sa.String(200))
    document_no: Mapped[str] = mapped_column(sa.String(80), default="")
    voucher_no: Mapped[str] = mapped_column(sa.String(40), default="")
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    reverses_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ledger_entry.id"), unique=True)
    refunds_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ledger_entry.id"), index=True)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("ledger_import.id"), index=True)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    round: Mapped[Round] = relationship()
    area: Mapped[Area] = relationship()
    batch: Mapped[Batch | None] = relationship(foreign_keys=[batch_id])
    account: Mapped[Account | None] = relationship()
    project: Mapped[Project | None] = relationship()
    contract: Mapped[Contract | None] = relationship()
    roll: Mapped[Roll | None] = relationship()
    paper: Mapped[Attachment | None] = relationship()
    reverses: Mapped["LedgerEntry | None"] = relationship(
        remote_side="LedgerEntry.id", back_populates="reversed_by", foreign_keys=[reverses_id]
    )
    reversed_by: Mapped["LedgerEntry | None"] = relationship(
        back_populates="reverses", uselist=False, foreign_keys=[reverses_id]
    )
    refunds: Mapped["LedgerEntry | None"] = relationship(
        remote_side="LedgerEntry.id", foreign_keys=[refunds_id]
    )

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def signed_fen(self) -> int:
        """The amount as it counts: below nought when it undoes another."""
        return -self.amount_fen if self.reverses_id is not None else self.amount_fen


append_only(LedgerEntry.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
for _model in (Batch, Account, Contract, Roll):
    append_only(_model.__table__, balances.KEPT[_model.__tablename__])  # type: ignore[arg-type]  # a declarative table is a Table
for _table in (RollLine.__table__, LedgerEntry.__table__):
    balances.keep_balanced(_table)  # type: ignore[arg-type]  # a declarative table is a Table
bound_refunds.keep_bound(LedgerEntry.__table__)  # type: ignore[arg-type]  # a declarative table is a Table


class LedgerImport(Base):
    """A workbook of the finance office: handed in, read, taken over as a whole, and perhaps undone as a whole.

    *summary* holds how many rows of each sheet are new, and what each column was taken for; *findings* the cell
    findings. *entries* is how many entries of the ledger came of it.
    """

    __tablename__ = "ledger_import"
    __table_args__ = (
        sa.CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name="undone_with_reason"),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    filename: Mapped[str] = mapped_column(sa.String(120))
    digest: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[ImportState] = mapped_column(
        enum_text(ImportState, name="state"), default=ImportState.READING
    )
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDict, deferred=True)
    entries: Mapped[int] = mapped_column(default=0)
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    imported_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    undo_reason: Mapped[str] = mapped_column(sa.Text, default="")

    round: Mapped[Round] = relationship(lazy="joined")
    area: Mapped[Area] = relationship(lazy="joined")
    imported_by: Mapped[User] = relationship(foreign_keys=[imported_by_id])

    @property
    def area_path(self) -> str:
        return self.area.path
