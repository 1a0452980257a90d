"""Objections and their evidence. Who wrote, and the words, are for the investigating level only."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.permissions import Actor, Permission, Role
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists.models import ListEntry
from app.domain.notices.models import Notice


class ObjectionState(StrEnum):
    """Received, under investigation, decided. The steps between: ``steps.py``."""

    FILED = "filed"
    INVESTIGATING = "investigating"
    DECIDED = "decided"


class ObjectionAbout(StrEnum):
    """Against an entry on the list, or against somebody's being left out, or something else about it."""

    ENTRY = "entry"
    LEFT_OUT = "left_out"
    OTHER = "other"


class Channel(StrEnum):
    """How it came in."""

    WEB = "web"
    COUNTER = "counter"


class Outcome(StrEnum):
    """What the investigation ended in."""

    UPHELD = "upheld"
    PARTLY = "partly"
    REJECTED = "rejected"


class Level(StrEnum):
    """Who investigates: the township a village's work, the county its own announcement."""

    TOWNSHIP = "township"
    COUNTY = "county"


class Objection(Base):
    """One objection to a notice. *number* stands on the receipt; the secret is derived, never stored in clear.

    *investigators* is a list of ``{"name": str, "user_id": int | None}``. *removes_entry* says whether the outcome
    takes the entry off the list.
    """

    __tablename__ = "objection"
    __table_args__ = (
        sa.CheckConstraint("(state = 'decided') = (outcome IS NOT NULL)", name="decided_with_outcome"),
        sa.CheckConstraint("outcome IS NULL OR public_reply <> ''", name="outcome_with_reply"),
        sa.CheckConstraint("about <> 'entry' OR entry_id IS NOT NULL", name="about_an_entry"),
        sa.Index("ix_objection_open", "level", "state", "due_on"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"), index=True)
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    about: Mapped[ObjectionAbout] = mapped_column(enum_text(ObjectionAbout, name="about"))
    left_out_name: Mapped[str] = mapped_column(sa.String(60), default="")
    grounds: Mapped[str] = mapped_column(sa.Text)
    objector_name: Mapped[str | None] = mapped_column(sa.String(60))
    objector_contact: Mapped[str | None] = mapped_column(sa.String(120))
    channel: Mapped[Channel] = mapped_column(enum_text(Channel, name="channel"))
    level: Mapped[Level] = mapped_column(enum_text(Level, name="objection_level"))
    state: Mapped[ObjectionState] = mapped_column(
        enum_text(ObjectionState, name="state"), default=ObjectionState.FILED
    )
    version: Mapped[int] = mapped_column(default=1)
    received_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    due_on: Mapped[dt.date]
    secret_salt: Mapped[str] = mapped_column(sa.String(32))
    investigators: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDict)
    finding: Mapped[str] = mapped_column(sa.Text, default="")
    outcome: Mapped[Outcome | None] = mapped_column(enum_text(Outcome, name="outcome"))
    removes_entry: Mapped[bool] = mapped_column(default=False)
    public_reply: Mapped[str] = mapped_column(sa.Text, default="")
    decided_on: Mapped[dt.date | None]
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    notice: Mapped[Notice] = relationship()
    entry: Mapped[ListEntry | None] = relationship()
    evidence: Mapped[list["ObjectionEvidence"]] = relationship(order_by="ObjectionEvidence.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.notice.area_path

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """The words are read, and the case is decided, only at the level that investigates."""
        if permission not in (Permission.OBJECTION_READ, Permission.OBJECTION_INVESTIGATE):
            return True
        investigator = Role.TOWNSHIP_REVIEWER if self.level is Level.TOWNSHIP else Role.COUNTY_APPROVER
        roles = actor.roles_over(self.area_path)
        if investigator in roles:
            return True
        return permission is Permission.OBJECTION_READ and Role.SUPERVISOR in roles


class ObjectionEvidence(Base):
    """A file that came with an objection (*from_investigation* false) or out of its investigation."""

    __tablename__ = "objection_evidence"

    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objection.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    from_investigation: Mapped[bool] = mapped_column(default=False)

    attachment: Mapped[Attachment] = relationship(lazy="joined")
