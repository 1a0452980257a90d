"""Applications with their home visits and data comparisons."""

import datetime as dt
import secrets
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.attachments.models import Attachment
from app.domain.households.models import Household
from app.domain.rounds.models import Round


class ApplicationState(StrEnum):
    """How far an application has come. The steps between stand in ``steps.py``."""

    FILED = "filed"
    VISITED = "visited"
    COMPARED = "compared"
    PASSED = "passed"
    REJECTED = "rejected"
    LISTED = "listed"
    LEFT_OUT = "left_out"
    RETURNED = "returned"
    REMOVED = "removed"
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


class Application(Base):
    """A household asks to be considered in a round. *people* and *per_head_fen* are as they stood when filed."""

    __tablename__ = "application"
    __table_args__ = (
        sa.Index(
            "uq_application_standing",
            "round_id",
            "household_id",
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        ),
        sa.Index("ix_application_village", "round_id", "village_id", "state"),
        sa.CheckConstraint("state <> 'left_out' OR closing_reason <> ''", name="left_out_with_reason"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    state: Mapped[ApplicationState] = mapped_column(
        enum_text(ApplicationState, name="state"), default=ApplicationState.FILED
    )
    version: Mapped[int] = mapped_column(default=1)
    filed_on: Mapped[dt.date]
    filed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    applicant_name: Mapped[str] = mapped_column(sa.String(60))
    proxy_name: Mapped[str | None] = mapped_column(sa.String(60))
    proxy_relation: Mapped[str | None] = mapped_column(sa.String(60))
    cause: Mapped[str] = mapped_column(sa.String(40))
    reason: Mapped[str] = mapped_column(sa.Text)
    consents_to_comparison: Mapped[bool] = mapped_column(default=False)
    signed_copy_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    people: Mapped[int]
    per_head_fen: Mapped[int | None] = mapped_column(sa.BigInteger)
    #: mixed into the code on the receipt, by which the household reads its why-card; never shown
    receipt_salt: Mapped[str] = mapped_column(sa.String(32), default=lambda: secrets.token_hex(8))
    #: why it ended where it ended: withdrawn, left out, returned, removed
    closing_reason: Mapped[str] = mapped_column(sa.Text, default="")

    round: Mapped[Round] = relationship()
    household: Mapped[Household] = relationship()
    signed_copy: Mapped[Attachment | None] = relationship()
    visits: Mapped[list["HomeVisit"]] = relationship(back_populates="application", order_by="HomeVisit.id")
    comparisons: Mapped[list["Comparison"]] = relationship(order_by="Comparison.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.household.area_path


class HomeVisit(Base):
    """A visit to the household. *visitors* is a list of ``{"name": str, "user_id": int | None}``."""

    __tablename__ = "home_visit"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    visited_on: Mapped[dt.date]
    visitors: Mapped[list[dict[str, Any]]] = mapped_column(JsonDict)
    findings: Mapped[str] = mapped_column(sa.Text)
    sheet_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    application: Mapped[Application] = relationship(back_populates="visits")
    sheet: Mapped[Attachment | None] = relationship()


class ComparisonResult(StrEnum):
    """What the departments' records say."""

    NO_HIT = "no_hit"
    HIT_EXPLAINED = "hit_explained"
    HIT = "hit"


class Comparison(Base):
    """A data comparison made for an application, where the policy asks for one.

    *recorded_by* is nobody when the departments' files gave the result (room ``comparisons``).
    """

    __tablename__ = "comparison"

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"), index=True)
    compared_on: Mapped[dt.date]
    result: Mapped[ComparisonResult] = mapped_column(enum_text(ComparisonResult, name="result"))
    note: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
