"""Findings of the check-up as they stand now, with the explanation where one is right as it is."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.households.models import Household, Member


class Severity(StrEnum):
    """Severe findings keep a list from being posted until they are mended or explained."""

    SEVERE = "severe"
    CHECK = "check"
    HINT = "hint"


class Finding(Base):
    """One rule's finding about one household (or one of its members). *village_id* repeats the household's."""

    __tablename__ = "finding"
    __table_args__ = (
        sa.UniqueConstraint("household_id", "rule", "member_id", "fingerprint"),
        sa.Index("ix_finding_village", "village_id", "rule"),
        sa.Index("ix_finding_counts", "village_id", "severity", "explained_at"),
        sa.CheckConstraint("(explanation IS NULL) = (explained_at IS NULL)", name="explained"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="CASCADE"), index=True)
    rule: Mapped[str] = mapped_column(sa.String(60))
    severity: Mapped[Severity] = mapped_column(enum_text(Severity, name="severity"))
    message: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    #: digest of rule, person and values: an explanation lasts only while what it explains is the same
    fingerprint: Mapped[str] = mapped_column(sa.String(32))
    explanation: Mapped[str | None] = mapped_column(sa.Text)
    explained_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    explained_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    household: Mapped[Household] = relationship()
    member: Mapped[Member | None] = relationship()
    explained_by: Mapped[User | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path
