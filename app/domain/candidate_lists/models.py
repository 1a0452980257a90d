"""Candidate lists, their entries, and the households that still have to be told something."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.rounds.models import Round


class ListState(StrEnum):
    """Where a candidate list stands. The steps between: ``workflow/procedures/identification.py``."""

    DRAFT = "draft"
    FIRST_NOTICE = "first_notice"
    TOWNSHIP_REVIEW = "township_review"
    SECOND_NOTICE = "second_notice"
    COUNTY_REVIEW = "county_review"
    ANNOUNCED = "announced"


class CandidateList(Base):
    """What a village proposes in a round. *ordinal* 1 is the main list; further ones are supplementary.

    A supplementary list holds the entries that were set aside from *parent*: it goes through the remaining
    steps on its own. *version* settles which of two officers was faster.
    """

    __tablename__ = "candidate_list"
    __table_args__ = (
        sa.UniqueConstraint("round_id", "village_id", "ordinal"),
        sa.CheckConstraint("(state = 'announced') = (announced_on IS NOT NULL)", name="announced_when"),
        sa.Index("ix_candidate_list_state", "round_id", "state"),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    ordinal: Mapped[int] = mapped_column(default=1)
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidate_list.id"))
    state: Mapped[ListState] = mapped_column(enum_text(ListState, name="state"), default=ListState.DRAFT)
    state_since: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)
    drawn_up_on: Mapped[dt.date]
    announced_on: Mapped[dt.date | None]

    round: Mapped[Round] = relationship(lazy="joined")
    village: Mapped[Area] = relationship(lazy="joined")
    parent: Mapped["CandidateList | None"] = relationship(remote_side="CandidateList.id")
    entries: Mapped[list["ListEntry"]] = relationship(
        back_populates="candidate_list", order_by="ListEntry.sequence", foreign_keys="ListEntry.list_id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def is_supplementary(self) -> bool:
        return self.ordinal > 1


class EntryStanding(StrEnum):
    """An entry stands on its list, was removed, was set aside onto another list, or went back."""

    STANDING = "standing"
    REMOVED = "removed"
    SET_ASIDE = "set_aside"
    RETURNED = "returned"


class RemovalCause(StrEnum):
    """What took an entry off its list."""

    OBJECTION_FIRST = "objection_first"
    TOWNSHIP = "township"
    OBJECTION_SECOND = "objection_second"
    COUNTY = "county"
    OBJECTION_ANNOUNCEMENT = "objection_announcement"
    VILLAGE = "village"


class ListEntry(Base):
    """One household on a list. It stands on one list at a time; where it went is kept."""

    __tablename__ = "list_entry"
    __table_args__ = (
        sa.UniqueConstraint("list_id", "sequence"),
        sa.Index(
            "uq_list_entry_standing",
            "application_id",
            unique=True,
            sqlite_where=sa.text("standing = 'standing'"),
            postgresql_where=sa.text("standing = 'standing'"),
        ),
        sa.CheckConstraint("(standing IN ('removed', 'returned')) = (reason <> '')", name="reason_when_off"),
    )

    list_id: Mapped[int] = mapped_column(sa.ForeignKey("candidate_list.id"))
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    sequence: Mapped[int]
    group_name: Mapped[str] = mapped_column(sa.String(60), default="")
    head_name: Mapped[str] = mapped_column(sa.String(60))
    people: Mapped[int]
    standing: Mapped[EntryStanding] = mapped_column(
        enum_text(EntryStanding, name="standing"), default=EntryStanding.STANDING
    )
    removal_cause: Mapped[RemovalCause | None] = mapped_column(enum_text(RemovalCause, name="removal_cause"))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    moved_to_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidate_list.id"))
    off_on: Mapped[dt.date | None]

    candidate_list: Mapped[CandidateList] = relationship(back_populates="entries", foreign_keys=[list_id])
    application: Mapped[Application] = relationship()

    @property
    def area_path(self) -> str:
        return self.candidate_list.area_path


class Telling(Base):
    """A household that must be told of a change to a posted list, until somebody records that it was."""

    __tablename__ = "telling"
    __table_args__ = (
        sa.CheckConstraint("(told_on IS NULL) = (told_by_id IS NULL)", name="told_by_somebody"),
        sa.Index("ix_telling_list", "list_id", "told_on"),
    )

    list_id: Mapped[int] = mapped_column(sa.ForeignKey("candidate_list.id"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    head_name: Mapped[str] = mapped_column(sa.String(60))
    what: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    told_on: Mapped[dt.date | None]
    told_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    told_how: Mapped[str] = mapped_column(sa.Text, default="")

    candidate_list: Mapped[CandidateList] = relationship()

    @property
    def area_path(self) -> str:
        return self.candidate_list.area_path
