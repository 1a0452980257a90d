"""The year's report of an area: that it was finished with which figures, and what people wrote into it.

The figures of an unfinished report stand nowhere: they are counted whenever it is opened (``gathering.py``).
"""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.areas.models import Area


class Part(StrEnum):
    """The parts of a report, in their order."""

    BASICS = "basics"
    IDENTIFICATION = "identification"
    PAIRING = "pairing"
    INDUSTRY = "industry"
    TRAINING = "training"
    HOUSING = "housing"
    INFRASTRUCTURE = "infrastructure"
    FUNDS = "funds"
    EXIT = "exit"
    PROBLEMS = "problems"
    NEXT_STEPS = "next_steps"


class AnnualReport(Base):
    """The report of *area* on *year*. When it is finished its figures are kept by their keys, as they were."""

    __tablename__ = "annual_report"
    __table_args__ = (
        sa.UniqueConstraint("area_id", "year"),
        sa.CheckConstraint("(finished_at IS NULL) = (figures IS NULL)", name="finished_with_figures"),
    )

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    year: Mapped[int]
    version: Mapped[int] = mapped_column(default=1)
    figures: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    finished_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    finished_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    area: Mapped[Area] = relationship(lazy="joined")
    paragraphs: Mapped[list["ReportParagraph"]] = relationship(
        back_populates="report", order_by="ReportParagraph.id"
    )

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def is_finished(self) -> bool:
        """Nothing in it changes any more, until it is opened again."""
        return self.finished_at is not None


class ReportParagraph(Base):
    """What people wrote into a part of a report; a blank line begins a new paragraph. *version* counts its changes."""

    __tablename__ = "report_paragraph"
    __table_args__ = (sa.UniqueConstraint("report_id", "part"),)

    report_id: Mapped[int] = mapped_column(sa.ForeignKey("annual_report.id"))
    part: Mapped[Part] = mapped_column(enum_text(Part, name="part"))
    text_zh: Mapped[str] = mapped_column(sa.Text, default="")
    text_en: Mapped[str] = mapped_column(sa.Text, default="")
    written_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    written_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(default=1)

    report: Mapped[AnnualReport] = relationship(back_populates="paragraphs")
    written_by: Mapped[User] = relationship()

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.report.area_path

    @property
    def text(self) -> BilingualText:
        return BilingualText(self.text_zh, self.text_en)
