"""Pairs of households that seem to hold the same person, and what somebody decided about each."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import UtcDateTime, enum_text
from app.domain.households.models import Household


class DuplicateGround(StrEnum):
    """What two households have in common."""

    ID_NUMBER = "id_number"
    NAME_AND_BIRTH = "name_and_birth"
    TELEPHONE = "telephone"
    BANK_ACCOUNT = "bank_account"


class DuplicateOutcome(StrEnum):
    """What somebody decided: really the same, different people, or shared for a good reason."""

    SAME = "same"
    DIFFERENT = "different"
    SHARED = "shared"


class DuplicatePair(Base):
    """Two households (the lower id first) with something in common that only one should have.

    *fingerprint* is a keyed digest of what is shared, never the thing itself; a decision lasts while it is the
    same. *gone_at* tells when the pair no longer had it in common.
    """

    __tablename__ = "duplicate_pair"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id", "ground", "fingerprint"),
        sa.CheckConstraint("first_id < second_id", name="ordered"),
        sa.CheckConstraint("(outcome IS NULL) = (decided_at IS NULL)", name="decided_when"),
        sa.CheckConstraint("outcome IS NULL OR reason <> ''", name="decided_with_reason"),
    )

    first_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    first_member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="SET NULL"))
    second_member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="SET NULL"))
    ground: Mapped[DuplicateGround] = mapped_column(enum_text(DuplicateGround, name="ground"))
    fingerprint: Mapped[str] = mapped_column(sa.String(32))
    found_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    gone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    outcome: Mapped[DuplicateOutcome | None] = mapped_column(enum_text(DuplicateOutcome, name="outcome"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    first: Mapped[Household] = relationship(foreign_keys=[first_id])
    second: Mapped[Household] = relationship(foreign_keys=[second_id])
