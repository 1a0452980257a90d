"""Review meetings (民主评议) and the votes on each application."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.frozen import append_only
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.officials.models import Official
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
    invited_on: Mapped[dt.date | None]
    is_secret: Mapped[bool] = mapped_column(default=False)
    chair_confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    recorder_confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    round: Mapped[Round] = relationship()
    village: Mapped[Area] = relationship(lazy="joined")
    minutes_copy: Mapped[Attachment | None] = relationship()
    ballots: Mapped[list["Ballot"]] = relationship(
        back_populates="meeting", order_by="Ballot.sequence", cascade="all, delete-orphan"
    )
    attendance: Mapped[list["Attendance"]] = relationship(
        back_populates="meeting", order_by="Attendance.sequence", cascade="all, delete-orphan"
    )
    additions: Mapped[list["MinutesAddition"]] = relationship(order_by="MinutesAddition.id", viewonly=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.village.path


class Ballot(Base):
    """The vote on one application. *left_room* is a list of names; *passed* follows from the numbers.

    *chair_name* and *chair_id* are set when somebody else than the meeting's chair led this item. An adjourned
    item is not voted on; *adjourned_reason* says why, and the application waits for another meeting.
    """

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
    hits_read_out: Mapped[bool] = mapped_column(default=False)
    adjourned_reason: Mapped[str] = mapped_column(sa.Text, default="")
    chair_name: Mapped[str] = mapped_column(sa.String(60), default="")
    chair_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    passed: Mapped[bool | None]

    meeting: Mapped[Meeting] = relationship(back_populates="ballots")
    application: Mapped[Application] = relationship()


class Attendance(Base):
    """Somebody who was due at a meeting, and whether the person came."""

    __tablename__ = "attendance"
    __table_args__ = (sa.UniqueConstraint("meeting_id", "sequence"),)

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    official_id: Mapped[int | None] = mapped_column(sa.ForeignKey("official.id"))
    sequence: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(60))
    group_name: Mapped[str] = mapped_column(sa.String(60), default="")
    is_present: Mapped[bool] = mapped_column(default=False)

    meeting: Mapped[Meeting] = relationship(back_populates="attendance")
    official: Mapped[Official | None] = relationship()


class Keystroke(Base):
    """One thing typed on the day, as the device sent it. *ordinal* counts on the device, *receipt* on the server.

    The same device sends the same ordinal as often as the line needs; it is kept once.
    """

    __tablename__ = "keystroke"
    __table_args__ = (
        sa.UniqueConstraint("meeting_id", "device", "ordinal"),
        sa.UniqueConstraint("meeting_id", "receipt"),
    )

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"))
    device: Mapped[str] = mapped_column(sa.String(40))
    ordinal: Mapped[int]
    receipt: Mapped[int]
    field: Mapped[str] = mapped_column(sa.String(60))
    value: Mapped[str] = mapped_column(sa.Text)
    typed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    received_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    typed_by: Mapped[User] = relationship(lazy="joined")


append_only(Keystroke.__table__)  # type: ignore[arg-type]  # a declarative table is a Table


class Minutes(Base):
    """The minutes as chair and recorder confirmed them. *content* is what is printed; nothing in it changes."""

    __tablename__ = "minutes"

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), unique=True)
    content: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    digest: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)


append_only(Minutes.__table__)  # type: ignore[arg-type]  # a declarative table is a Table


class MinutesAddition(Base):
    """A later correction of frozen minutes: an addition with its reason."""

    __tablename__ = "minutes_addition"
    __table_args__ = (sa.CheckConstraint("reason <> ''", name="with_reason"),)

    meeting_id: Mapped[int] = mapped_column(sa.ForeignKey("meeting.id"), index=True)
    text: Mapped[str] = mapped_column(sa.Text)
    reason: Mapped[str] = mapped_column(sa.Text)
    added_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    added_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    added_by: Mapped[User] = relationship(lazy="joined")


append_only(MinutesAddition.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
