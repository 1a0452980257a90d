"""Decisions of township and county on entries, drawn samples, and home checks."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.frozen import append_only
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists.models import CandidateList, ListEntry

#: so much of a seed names a draw in public addresses
PUBLIC_ID_LENGTH = 16


class ReviewLevel(StrEnum):
    """Who decides."""

    TOWNSHIP = "township"
    COUNTY = "county"


class DecisionOutcome(StrEnum):
    """Keep the entry, remove it, or return it to the village."""

    KEEP = "keep"
    REMOVE = "remove"
    RETURN = "return"


class Decision(Base):
    """One level's decision on one entry. A later one supersedes it; the earlier stays on record."""

    __tablename__ = "decision"
    __table_args__ = (
        sa.Index(
            "uq_decision_standing",
            "entry_id",
            "level",
            unique=True,
            sqlite_where=sa.text("superseded_at IS NULL"),
            postgresql_where=sa.text("superseded_at IS NULL"),
        ),
        sa.CheckConstraint("outcome = 'keep' OR reason <> ''", name="reason_unless_kept"),
    )

    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    list_id: Mapped[int] = mapped_column(sa.ForeignKey("candidate_list.id"), index=True)
    level: Mapped[ReviewLevel] = mapped_column(enum_text(ReviewLevel, name="level"))
    outcome: Mapped[DecisionOutcome] = mapped_column(enum_text(DecisionOutcome, name="outcome"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    superseded_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    entry: Mapped[ListEntry] = relationship()


class PublicValue(Base):
    """Something published outside on a day (*source* says what), typed in once for all draws that wait for it.

    A slip of the pen is withdrawn with its reason while no sample was drawn from it, never after.
    """

    __tablename__ = "public_value"
    __table_args__ = (
        sa.Index(
            "uq_public_value_standing",
            "area_id",
            "source",
            "day",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_with_reason"),
    )

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    source: Mapped[str] = mapped_column(sa.String(120))
    day: Mapped[dt.date]
    value: Mapped[str] = mapped_column(sa.String(120))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")

    area: Mapped[Area] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.area.path


append_only(
    PublicValue.__table__,  # type: ignore[arg-type]  # a declarative table is a Table
    ("area_id", "source", "day", "value", "recorded_by_id", "recorded_at"),
)


class Sample(Base):
    """The entries drawn for home checks at a level, in the order of drawing. What was drawn is never changed.

    *inputs* holds all that the draw was made from (``draws.py``): the seed's parts, each household's number on the
    notice with its weight and the reasons for it, and the households that are checked in any case, which are not
    in *entry_ids*. So anybody can repeat it; it is empty for samples drawn before weights existed.
    """

    __tablename__ = "sample"
    __table_args__ = (sa.UniqueConstraint("list_id", "level", "seed"),)

    list_id: Mapped[int] = mapped_column(sa.ForeignKey("candidate_list.id"), index=True)
    level: Mapped[ReviewLevel] = mapped_column(enum_text(ReviewLevel, name="level"))
    seed: Mapped[str] = mapped_column(sa.String(64))
    population: Mapped[int]
    entry_ids: Mapped[list[int]] = mapped_column(JsonDict)
    public_value_id: Mapped[int | None] = mapped_column(sa.ForeignKey("public_value.id"))
    inputs: Mapped[dict[str, Any] | None] = mapped_column(JsonDict, deferred=True)
    drawn_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    drawn_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    candidate_list: Mapped[CandidateList] = relationship()
    public_value: Mapped[PublicValue | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.candidate_list.area_path

    @property
    def public_id(self) -> str:
        """How the draw is called in public addresses."""
        return self.seed[:PUBLIC_ID_LENGTH]


append_only(
    Sample.__table__,  # type: ignore[arg-type]  # a declarative table is a Table
    (
        "list_id",
        "level",
        "seed",
        "population",
        "entry_ids",
        "public_value_id",
        "inputs",
        "drawn_by_id",
        "drawn_at",
    ),
)


class HomeCheck(Base):
    """A home check of a sampled entry. *checkers* is a list of ``{"name": str, "user_id": int | None}``."""

    __tablename__ = "home_check"
    __table_args__ = (sa.UniqueConstraint("sample_id", "entry_id"),)

    sample_id: Mapped[int] = mapped_column(sa.ForeignKey("sample.id"))
    entry_id: Mapped[int] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    checked_on: Mapped[dt.date]
    checkers: Mapped[list[dict[str, Any]]] = mapped_column(JsonDict)
    agrees: Mapped[bool]
    findings: Mapped[str] = mapped_column(sa.Text)
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    sample: Mapped[Sample] = relationship()
    entry: Mapped[ListEntry] = relationship()
    sheet: Mapped[Attachment | None] = relationship()
    photos: Mapped[list["HomeCheckPhoto"]] = relationship(order_by="HomeCheckPhoto.id")


class HomeCheckPhoto(Base):
    """A photograph taken at a home check."""

    __tablename__ = "home_check_photo"
    __table_args__ = (sa.UniqueConstraint("home_check_id", "attachment_id"),)

    home_check_id: Mapped[int] = mapped_column(sa.ForeignKey("home_check.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))

    attachment: Mapped[Attachment] = relationship(lazy="joined")
