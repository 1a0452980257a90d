"""Requests that households send by themselves. Nothing of them is public; the code on the receipt is never stored."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import UtcDateTime, enum_text
from app.domain.applications.models import Application
from app.domain.areas.models import Area
from app.domain.households.models import Household


class RequestState(StrEnum):
    """Received, taken up as an application, answered with no, taken back. The steps between: ``steps.py``."""

    RECEIVED = "received"
    TAKEN_UP = "taken_up"
    ANSWERED_NO = "answered_no"
    WITHDRAWN = "withdrawn"


class RequestChannel(StrEnum):
    """How it came in: sent by somebody, or taken down by an officer."""

    WEB = "web"
    COUNTER = "counter"
    TELEPHONE = "telephone"


class HelpRequest(Base):
    """What a household wrote of itself. *words* and *telephone* are read by those who handle it, and by nobody else.

    *visited_on* is the day on which somebody came or called. *answer_due_on* is empty while no round was open when it
    came in: the days then begin with the next round. *household* is known once the village found it in the register.
    *code_key* finds the request by the code on its receipt (``core/receipts.py``).
    """

    __tablename__ = "help_request"
    __table_args__ = (
        sa.CheckConstraint("people > 0", name="people"),
        sa.CheckConstraint("state <> 'taken_up' OR application_id IS NOT NULL", name="taken_up_as"),
        sa.CheckConstraint(
            "state NOT IN ('answered_no', 'withdrawn') OR reason <> ''", name="ended_with_reason"
        ),
        sa.CheckConstraint("channel = 'web' OR received_by_id IS NOT NULL", name="taken_down_by"),
        sa.Index("ix_help_request_village", "village_id", "state"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    group_id: Mapped[int | None] = mapped_column(sa.ForeignKey("area.id"))
    head_name: Mapped[str] = mapped_column(sa.String(60))
    people: Mapped[int]
    telephone: Mapped[str] = mapped_column(sa.String(20), default="")
    cause: Mapped[str] = mapped_column(sa.String(40))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    channel: Mapped[RequestChannel] = mapped_column(enum_text(RequestChannel, name="channel"))
    state: Mapped[RequestState] = mapped_column(
        enum_text(RequestState, name="state"), default=RequestState.RECEIVED
    )
    version: Mapped[int] = mapped_column(default=1)
    received_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    received_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    visit_due_on: Mapped[dt.date]
    answer_due_on: Mapped[dt.date | None]
    receipt_salt: Mapped[str] = mapped_column(sa.String(32))
    code_key: Mapped[str] = mapped_column(sa.String(64), unique=True)
    visited_on: Mapped[dt.date | None]
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"), index=True)
    application_id: Mapped[int | None] = mapped_column(sa.ForeignKey("application.id"), index=True)
    #: what the household is told: why not, or why it was taken back
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    ended_on: Mapped[dt.date | None]
    ended_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    village: Mapped[Area] = relationship(foreign_keys=[village_id])
    group: Mapped[Area | None] = relationship(foreign_keys=[group_id])
    household: Mapped[Household | None] = relationship()
    application: Mapped[Application | None] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.village.path
