"""Comparison files of the departments, which households each covered, and the hits it produced."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.permissions import Actor, Permission
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.rounds.models import Round


class FileState(StrEnum):
    """Reading, ready to confirm, refused, in force, given up before or withdrawn after."""

    READING = "reading"
    PREVIEWED = "previewed"
    REFUSED = "refused"
    APPLIED = "applied"
    DISCARDED = "discarded"
    WITHDRAWN = "withdrawn"


class ComparisonFile(Base):
    """A department's file, compared with the register. The file itself and its numbers are not kept.

    *summary* holds counts (rows, matched, doubtful, unmatched, unreadable) and what each column was taken for.
    """

    __tablename__ = "comparison_file"
    __table_args__ = (
        sa.CheckConstraint(
            "(state IN ('applied', 'withdrawn')) = (applied_at IS NOT NULL)", name="applied_when"
        ),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawal_reason <> '')", name="withdrawn_with_reason"),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"), index=True)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    kind: Mapped[ComparisonKind] = mapped_column(enum_text(ComparisonKind, name="comparison_kind"))
    source: Mapped[str] = mapped_column(sa.String(120))
    as_of: Mapped[dt.date]
    filename: Mapped[str] = mapped_column(sa.String(160))
    digest: Mapped[str] = mapped_column(sa.String(64))
    state: Mapped[FileState] = mapped_column(enum_text(FileState, name="state"), default=FileState.READING)
    summary: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    refusal: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    #: nobody for a file that was read on the command line
    uploaded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    applied_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")

    #: a village sees the county's files, as far as they are in force
    visible_below = frozenset({Permission.COMPARISON_VIEW})

    round: Mapped[Round] = relationship(lazy="joined")
    area: Mapped[Area] = relationship(lazy="joined")
    hits: Mapped[list["ComparisonHit"]] = relationship(
        back_populates="file", order_by="ComparisonHit.id", cascade="all, delete-orphan"
    )

    @property
    def area_path(self) -> str:
        return self.area.path

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """What is only being looked at is for those who hand files in."""
        in_force = self.state in (FileState.APPLIED, FileState.WITHDRAWN)
        return (
            in_force
            or permission is not Permission.COMPARISON_VIEW
            or actor.has(Permission.COMPARISON_IMPORT)
        )


class ComparisonCover(Base):
    """The file was compared with this household as its people were: *fingerprint* is a keyed digest of them all.

    A household whose people changed since is no longer covered.
    """

    __tablename__ = "comparison_cover"
    __table_args__ = (sa.UniqueConstraint("file_id", "household_id"),)

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("comparison_file.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    fingerprint: Mapped[str] = mapped_column(sa.String(32))


class HitCertainty(StrEnum):
    """The number and the name agree, or only one of them does: then somebody looks."""

    MATCHED = "matched"
    DOUBTFUL = "doubtful"


class HitSettlement(StrEnum):
    """What a hit leads to."""

    OPEN = "open"
    EXPLAINED = "explained"
    EXCLUDES = "excludes"
    NOT_THE_PERSON = "not_the_person"


class ComparisonHit(Base):
    """One row of a file that names somebody of a household. *details* are ``[label, text]`` pairs without numbers.

    It stands on the household's application in the file's round, whenever that is filed.
    """

    __tablename__ = "comparison_hit"
    __table_args__ = (
        sa.UniqueConstraint("file_id", "household_id", "row_number"),
        sa.CheckConstraint("(settlement = 'open') = (settled_at IS NULL)", name="settled_when"),
        sa.CheckConstraint("settlement = 'open' OR explanation <> ''", name="settled_with_words"),
    )

    file_id: Mapped[int] = mapped_column(sa.ForeignKey("comparison_file.id", ondelete="CASCADE"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"), index=True)
    member_id: Mapped[int | None] = mapped_column(sa.ForeignKey("member.id", ondelete="SET NULL"))
    member_name: Mapped[str] = mapped_column(sa.String(60))
    name_in_file: Mapped[str] = mapped_column(sa.String(60), default="")
    row_number: Mapped[int]
    certainty: Mapped[HitCertainty] = mapped_column(enum_text(HitCertainty, name="certainty"))
    happened_on: Mapped[dt.date | None]
    details: Mapped[list[list[str]]] = mapped_column(JsonDict)
    settlement: Mapped[HitSettlement] = mapped_column(
        enum_text(HitSettlement, name="settlement"), default=HitSettlement.OPEN
    )
    explanation: Mapped[str] = mapped_column(sa.Text, default="")
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    file: Mapped[ComparisonFile] = relationship(back_populates="hits", lazy="joined")
    household: Mapped[Household] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path
