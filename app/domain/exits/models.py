"""What the way out of the register asks for beside the common procedure: the check, and the household's own word.

Where the household stands afterwards is kept by the room ``households`` (``RegisterExit``).
"""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime
from app.domain.applications.models import Application, HomeVisit
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment
from app.domain.households.models import Household


class ExitCheck(Base):
    """The check of a household that is proposed for exit: income against the line, and each guarantee.

    The visit with its people and its signed sheet is the application's own (*visit*). The last check counts.
    A guarantee that was not looked at counts as not met.
    """

    __tablename__ = "exit_check"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    visit_id: Mapped[int] = mapped_column(sa.ForeignKey("home_visit.id"), unique=True)
    per_head_fen: Mapped[int] = mapped_column(sa.BigInteger)
    line_fen: Mapped[int] = mapped_column(sa.BigInteger)
    income_is_stable: Mapped[bool]
    food_and_clothing: Mapped[bool]
    education: Mapped[bool]
    medical_care: Mapped[bool]
    housing: Mapped[bool]
    water: Mapped[bool]

    application: Mapped[Application] = relationship()
    visit: Mapped[HomeVisit] = relationship()

    @property
    def area_path(self) -> str:
        return self.application.area_path


class ExitAnswer(Base):
    """What the household itself says to its exit, with its signature. The last answer counts."""

    __tablename__ = "exit_answer"
    __table_args__ = (sa.CheckConstraint("accepts OR reason <> ''", name="refused_with_reason"),)

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    accepts: Mapped[bool]
    said_on: Mapped[dt.date]
    signed_by: Mapped[str] = mapped_column(sa.String(60))
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    paper_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()
    paper: Mapped[Attachment] = relationship()

    @property
    def area_path(self) -> str:
        return self.application.area_path


class ReportedTotal(Base):
    """A total of the register as somebody reported it for the end of a year: compared, never taken over."""

    __tablename__ = "reported_total"
    __table_args__ = (
        sa.CheckConstraint("households >= 0 AND people >= 0", name="not_negative"),
        sa.Index("ix_reported_total_area", "area_id", "year"),
    )

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    year: Mapped[int]
    households: Mapped[int]
    people: Mapped[int]
    source: Mapped[str] = mapped_column(sa.String(200))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    area: Mapped[Area] = relationship()

    @property
    def area_path(self) -> str:
        return self.area.path


class Recheck(Base):
    """The yearly re-check of a household: net income a head of a *year* and the line, and what was asked about.

    *jumps* is a list of ``{"name", "before", "now"}`` (fen) that changed by more than the policy lets pass.
    """

    __tablename__ = "recheck"
    __table_args__ = (sa.UniqueConstraint("household_id", "year"),)

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"))
    year: Mapped[int] = mapped_column(index=True)
    per_head_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    line_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    jumps: Mapped[list[dict[str, Any]]] = mapped_column(JsonDict)
    reason: Mapped[str] = mapped_column(sa.Text, default="")
    checked_on: Mapped[dt.date]
    checked_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    household: Mapped[Household] = relationship()

    @property
    def area_path(self) -> str:
        return self.household.area_path
