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


class Side(StrEnum):
    """Who wrote a message: the office that looks into it, or whoever objected."""

    OFFICE = "office"
    ASKER = "asker"


class SecondLookState(StrEnum):
    """Asked for, answered. The step between: ``steps.py``."""

    ASKED = "asked"
    ANSWERED = "answered"


class SecondOutcome(StrEnum):
    """The first answer stands, or is changed."""

    STANDS = "stands"
    CHANGED = "changed"


class Objection(Base):
    """One objection to a notice. *number* stands on the receipt; its code is derived, never stored in clear.

    *code_key* is the fingerprint of the code, by which the receipt is found; rows from before the codes get theirs
    by ``flask prepare``. *investigators* is a list of ``{"name": str, "user_id": int | None}``. *removes_entry* says
    whether the outcome, the first or that of the second look, takes the entry off the list.
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
    code_key: Mapped[str | None] = mapped_column(sa.String(32), unique=True)
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
    messages: Mapped[list["ObjectionMessage"]] = relationship(order_by="ObjectionMessage.id")
    second_look: Mapped["SecondLook | None"] = relationship(back_populates="objection", lazy="joined")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.notice.area_path

    @property
    def final_reply(self) -> str:
        """The public sentence that holds: the second look's, else the first."""
        second = self.second_look
        return second.public_reply if second is not None and second.public_reply else self.public_reply

    @property
    def is_open(self) -> bool:
        """Somebody still looks into it, for the first or the second time."""
        if self.state is not ObjectionState.DECIDED:
            return True
        return self.second_look is not None and self.second_look.state is SecondLookState.ASKED

    @property
    def open_question(self) -> "ObjectionMessage | None":
        """What the office asked and nobody has answered yet; ``None`` once it is closed."""
        last = self.messages[-1] if self.messages else None
        return last if last is not None and last.side is Side.OFFICE and self.is_open else None

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """The words are read, and the case is decided, only at the level that investigates.

        Once a second look was asked for, the case is the county's; the township still reads what it had.
        """
        if permission not in (Permission.OBJECTION_READ, Permission.OBJECTION_INVESTIGATE):
            return True
        own = Role.TOWNSHIP_REVIEWER if self.level is Level.TOWNSHIP else Role.COUNTY_APPROVER
        handlers = {own} if self.second_look is None else {Role.COUNTY_APPROVER}
        if permission is Permission.OBJECTION_READ:
            handlers |= {own, Role.SUPERVISOR}
        return not handlers.isdisjoint(actor.roles_over(self.area_path))


class ObjectionEvidence(Base):
    """A file that came with an objection (*from_investigation* false) or out of its investigation."""

    __tablename__ = "objection_evidence"

    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objection.id"), index=True)
    attachment_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    from_investigation: Mapped[bool] = mapped_column(default=False)

    attachment: Mapped[Attachment] = relationship(lazy="joined")


class ObjectionMessage(Base):
    """A question of the office, or the answer of whoever objected. *written_by_id* is the officer's."""

    __tablename__ = "objection_message"

    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objection.id"), index=True)
    side: Mapped[Side] = mapped_column(enum_text(Side, name="message_side"))
    words: Mapped[str] = mapped_column(sa.Text)
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    written_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))


class SecondLook(Base):
    """Whoever objected was not satisfied: the county looks once more, by somebody else. Its answer is final."""

    __tablename__ = "second_look"
    __table_args__ = (
        sa.CheckConstraint("(state = 'answered') = (outcome IS NOT NULL)", name="answered_with_outcome"),
        sa.CheckConstraint("outcome IS NULL OR public_reply <> ''", name="outcome_with_reply"),
        sa.Index("ix_second_look_open", "state", "due_on"),
    )

    objection_id: Mapped[int] = mapped_column(sa.ForeignKey("objection.id"), unique=True)
    reasons: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[SecondLookState] = mapped_column(
        enum_text(SecondLookState, name="second_look_state"), default=SecondLookState.ASKED
    )
    version: Mapped[int] = mapped_column(default=1)
    asked_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    due_on: Mapped[dt.date]
    finding: Mapped[str] = mapped_column(sa.Text, default="")
    outcome: Mapped[SecondOutcome | None] = mapped_column(enum_text(SecondOutcome, name="second_outcome"))
    public_reply: Mapped[str] = mapped_column(sa.Text, default="")
    answered_on: Mapped[dt.date | None]
    answered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    objection: Mapped[Objection] = relationship(back_populates="second_look")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.objection.area_path

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """The county looks, whoever looked the first time."""
        if permission is not Permission.OBJECTION_INVESTIGATE:
            return True
        return Role.COUNTY_APPROVER in actor.roles_over(self.area_path)
