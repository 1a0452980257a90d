"""Review meetings (民主评议) and the votes on each application."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.policies.vocabulary import MeetingKind
from app.domain.rounds.models import Round


class MeetingState(StrEnum):
    """Being typed in, or confirmed: then the votes stand."""

    DRAFT = "draft"
    CONFIRMED = "confirmed"


class Meeting(Base):
    """One meeting: who was due, who came, who chaired. *absentees* and *observers* are free text."""

    __tablename__ = "meeting"
    __table_args__ = (
        sa.CheckConstraint("present >= 0 AND present <= due", name="present_within_due"),
        sa.CheckConstraint("(state = 'confirmed') = (confirmed_at IS NOT NULL)", name="confirmed_when"),
    )

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    kind: Mapped[MeetingKind] = mapped_column(enum_text(MeetingKind, name="kind"))
    state: Mapped[MeetingState] = mapped_column(
        enum_text(MeetingState, name="state"), default=MeetingState.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)
    held_on: Mapped[dt.date]
    place: Mapped[str] = mapped_column(sa.String(120))
    chair_name: Mapped[str] = mapped_column(sa.String(60))
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    recorder_name: Mapped[str] = mapped_column(sa.String(60))
    due: Mapped[int]
    present: Mapped[int]
    observers: Mapped[str] = mapped_column(sa.Text, default="")
    notes: Mapped[str] = mapped_column(sa.Text, default="")
    minutes_copy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    round: Mapped[Round] = relationship()
    village: Mapped[Area] = relationship(lazy="joined")
    minutes_copy: Mapped[Attachment | None] = relationship()
    ballots: Mapped[list["Ballot"]] = relationship(
        back_populates="meeting", order_by="Ballot.sequence", cascade="all, delete-orphan"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.village.path


class Ballot(Base):
    """The vote on one application. *left_room* is a list of names; *passed* follows from the numbers."""

    __tablename__ = "ballot"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "application_id"),
        sa.CheckConstraint(
            "votes_for >= 0 AND votes_against >= 0 AND votes_abstained >= 0", name="not_negative"
        ),
    )

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    sequence: Mapped[int]
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_abstained: Mapped[int | None]
    left_room: Mapped[list[Any] | None] = mapped_column(JsonDict)
    remark: Mapped[str] = mapped_column(sa.Text, default="")
    passed: Mapped[bool | None]

    meeting: Mapped[Meeting] = relationship(back_populates="ballots")
    application: Mapped[Application] = relationship()
