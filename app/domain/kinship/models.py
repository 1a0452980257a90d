"""Declared relatives of officials, what became of hints, and the statements by which officials declare."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import UtcDateTime, enum_text
from app.domain.households.models import Household
from app.domain.officials.models import Official
from app.domain.rounds.models import Round


class Relation(StrEnum):
    """How an official is related to a household's people. *own* is the official's own household."""

    OWN = "own"
    SPOUSE = "spouse"
    PARENT = "parent"
    CHILD = "child"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    GRANDCHILD = "grandchild"
    UNCLE_AUNT = "uncle_aunt"
    NEPHEW_NIECE = "nephew_niece"
    COUSIN = "cousin"
    IN_LAW = "in_law"
    OTHER = "other"


class HintGround(StrEnum):
    """Why the system asks whether two are related."""

    HOUSEHOLD = "household"
    TELEPHONE = "telephone"
    BANK_ACCOUNT = "bank_account"
    GENERATION_NAME = "generation_name"


class Kinship(Base):
    """An official is related to a household. It stands until somebody one level up ends it with a reason."""

    __tablename__ = "kinship"
    __table_args__ = (
        sa.Index(
            "uq_kinship_standing",
            "official_id",
            "household_id",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="ended_with_reason"),
    )

    official_id: Mapped[int] = mapped_column(sa.ForeignKey("official.id"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    relation: Mapped[Relation] = mapped_column(enum_text(Relation, name="relation"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    from_hint: Mapped[bool] = mapped_column(default=False)
    declared_on: Mapped[dt.date]
    declared_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(sa.Text, default="")
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    official: Mapped[Official] = relationship(lazy="joined")
    household: Mapped[Household] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path


class DismissedHint(Base):
    """A hint that somebody looked into and found to mean nothing. Hints themselves are worked out when asked for."""

    __tablename__ = "dismissed_hint"
    __table_args__ = (sa.UniqueConstraint("official_id", "household_id", "ground"),)

    official_id: Mapped[int] = mapped_column(sa.ForeignKey("official.id"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    ground: Mapped[HintGround] = mapped_column(enum_text(HintGround, name="ground"))
    reason: Mapped[str] = mapped_column(sa.Text)
    dismissed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    dismissed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    official: Mapped[Official] = relationship(lazy="joined")
    household: Mapped[Household] = relationship()


class KinStatement(Base):
    """An official has stated, for a round, which relatives apply; *none* when the statement is that there are none."""

    __tablename__ = "kin_statement"
    __table_args__ = (sa.UniqueConstraint("official_id", "round_id"),)

    official_id: Mapped[int] = mapped_column(sa.ForeignKey("official.id"))
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    none: Mapped[bool]
    stated_on: Mapped[dt.date]
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    official: Mapped[Official] = relationship(lazy="joined")
    round: Mapped[Round] = relationship()
