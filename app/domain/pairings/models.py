"""Helping units, helpers, which household each helps from when to when, and who is posted to a village."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.permissions import Permission
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.imports.models import ImportState
from app.domain.policies.vocabulary import HelperRank

#: the length of names, titles and posts
LONGEST = 60


class UnitLevel(StrEnum):
    """To whom a unit belongs."""

    CENTRAL = "central"
    PROVINCE = "province"
    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"
    ARMY = "army"
    OTHER = "other"


class PairingRole(StrEnum):
    """Whether somebody is a household's first helper, or the second one beside (双责任人)."""

    FIRST = "first"
    SECOND = "second"


class VillagePostKind(StrEnum):
    """What somebody is posted to a village for."""

    FIRST_SECRETARY = "first_secretary"
    TEAM_LEADER = "team_leader"
    RESIDENT_TEAM = "resident_team"
    TASK_FORCE = "task_force"


class HelpingUnit(Base):
    """An office, school or firm whose people help households of *area* (a county or township).

    *village* is the one that the unit as a whole answers for, if any.
    """

    __tablename__ = "helping_unit"
    __table_args__ = (sa.UniqueConstraint("area_id", "name"),)

    visible_below = frozenset({Permission.PAIRING_VIEW})

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    name: Mapped[str] = mapped_column(sa.String(LONGEST))
    level: Mapped[UnitLevel] = mapped_column(enum_text(UnitLevel, name="level"))
    village_id: Mapped[int | None] = mapped_column(sa.ForeignKey("area.id"), index=True)
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pairing_import.id"), index=True)

    area: Mapped[Area] = relationship(foreign_keys=[area_id], lazy="joined")
    village: Mapped[Area | None] = relationship(foreign_keys=[village_id])

    @property
    def area_path(self) -> str:
        return self.area.path


class Helper(Base):
    """Somebody of a unit who helps households. *telephone* is the office's. Left, never deleted."""

    __tablename__ = "helper"
    __table_args__ = (
        sa.Index(
            "uq_helper_standing",
            "unit_id",
            "name",
            unique=True,
            sqlite_where=sa.text("left_on IS NULL"),
            postgresql_where=sa.text("left_on IS NULL"),
        ),
        sa.CheckConstraint("(left_on IS NULL) = (left_reason = '')", name="left_with_reason"),
    )

    visible_below = frozenset({Permission.PAIRING_VIEW})

    unit_id: Mapped[int] = mapped_column(sa.ForeignKey("helping_unit.id"), index=True)
    name: Mapped[str] = mapped_column(sa.String(LONGEST))
    rank: Mapped[HelperRank] = mapped_column(enum_text(HelperRank, name="rank"))
    post: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    telephone: Mapped[str] = mapped_column(sa.String(20), default="")
    left_on: Mapped[dt.date | None]
    left_reason: Mapped[str] = mapped_column(sa.Text, default="")
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pairing_import.id"), index=True)

    unit: Mapped[HelpingUnit] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.unit.area_path


class Pairing(Base):
    """A helper helps a household from *started_on* to *ended_on* (the first day on which no more).

    A household has one first helper at a time and, where the policy asks for one, a second one. A change ends one row
    and begins another, so the history stays. *reason* says why it began, *end_reason* why it ended; *import_id* and
    *ended_by_import_id* which workbook did so.
    """

    __tablename__ = "pairing"
    __table_args__ = (
        sa.Index(
            "uq_pairing_standing",
            "household_id",
            "role",
            unique=True,
            sqlite_where=sa.text("ended_on IS NULL"),
            postgresql_where=sa.text("ended_on IS NULL"),
        ),
        sa.Index("ix_pairing_household", "household_id", "started_on"),
        sa.Index("ix_pairing_helper", "helper_id", "ended_on"),
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="ended_with_reason"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= started_on", name="ended_after_start"),
    )

    helper_id: Mapped[int] = mapped_column(sa.ForeignKey("helper.id"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"))
    role: Mapped[PairingRole] = mapped_column(enum_text(PairingRole, name="role"), default=PairingRole.FIRST)
    started_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(sa.Text, default="")
    import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pairing_import.id"), index=True)
    ended_by_import_id: Mapped[int | None] = mapped_column(sa.ForeignKey("pairing_import.id"), index=True)

    helper: Mapped[Helper] = relationship()
    household: Mapped[Household] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path


class VillagePost(Base):
    """Somebody posted to a village: first secretary, resident team, task force; by whom, from when to when.

    *until* is the day up to which the posting was given, *ended_on* the day on which it really ended.
    """

    __tablename__ = "village_post"
    __table_args__ = (
        sa.CheckConstraint("(ended_on IS NULL) = (end_reason = '')", name="ended_with_reason"),
        sa.CheckConstraint("until IS NULL OR until >= since", name="until_after_since"),
        sa.CheckConstraint("ended_on IS NULL OR ended_on >= since", name="ended_after_since"),
    )

    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    kind: Mapped[VillagePostKind] = mapped_column(enum_text(VillagePostKind, name="kind"))
    name: Mapped[str] = mapped_column(sa.String(LONGEST))
    level: Mapped[UnitLevel] = mapped_column(enum_text(UnitLevel, name="level"))
    unit_name: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    title: Mapped[str] = mapped_column(sa.String(LONGEST), default="")
    since: Mapped[dt.date]
    until: Mapped[dt.date | None]
    ended_on: Mapped[dt.date | None]
    end_reason: Mapped[str] = mapped_column(sa.Text, default="")

    village: Mapped[Area] = relationship(lazy="joined")
    months: Mapped[list["PostMonth"]] = relationship(order_by="PostMonth.month", back_populates="post")

    @property
    def area_path(self) -> str:
        return self.village.path


class PostMonth(Base):
    """How many days somebody was really in the village in a month; *month* is its first day."""

    __tablename__ = "post_month"
    __table_args__ = (
        sa.UniqueConstraint("post_id", "month"),
        sa.CheckConstraint("days BETWEEN 0 AND 31", name="days"),
    )

    post_id: Mapped[int] = mapped_column(sa.ForeignKey("village_post.id"))
    month: Mapped[dt.date]
    days: Mapped[int]

    post: Mapped[VillagePost] = relationship(back_populates="months")


class PairingImport(Base):
    """A workbook of pairings: handed in, read, taken over as a whole, and perhaps undone as a whole.

    The file itself is not kept. *rows* holds what was read of it (no number of a person), *summary* the counts and
    what each column was taken for, *findings* the cell findings.
    """

    __tablename__ = "pairing_import"
    __table_args__ = (
        sa.CheckConstraint("(undone_at IS NULL) = (undo_reason = '')", name="undone_with_reason"),
    )

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    filename: Mapped[str] = mapped_column(sa.String(120))
    state: Mapped[ImportState] = mapped_column(
        enum_text(ImportState, name="state"), default=ImportState.READING
    )
    summary: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    rows: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDict, deferred=True)
    findings: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDict, deferred=True)
    imported_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    imported_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    undone_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    undo_reason: Mapped[str] = mapped_column(sa.Text, default="")

    area: Mapped[Area] = relationship(lazy="joined")
    imported_by: Mapped[User] = relationship(foreign_keys=[imported_by_id])

    @property
    def area_path(self) -> str:
        return self.area.path
