"""The why-card (明白卡): for each applicant the rules that applied and what came of them, frozen with a decision."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.frozen import append_only
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.applications.models import Application


class CardStage(StrEnum):
    """The decision that a card was frozen with."""

    COMPARISON = "comparison"
    MEETING = "meeting"
    VILLAGE = "village"
    TOWNSHIP = "township"
    COUNTY = "county"
    OBJECTION = "objection"
    WITHDRAWAL = "withdrawal"


class WhyCard(Base):
    """One frozen trace. *content* holds rules, values and words as message data, readable in every language."""

    __tablename__ = "why_card"
    __table_args__ = (sa.UniqueConstraint("application_id", "ordinal"),)

    application_id: Mapped[int] = mapped_column(sa.ForeignKey("application.id"))
    ordinal: Mapped[int]
    stage: Mapped[CardStage] = mapped_column(enum_text(CardStage, name="stage"))
    content: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    digest: Mapped[str] = mapped_column(sa.String(64))
    frozen_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    application: Mapped[Application] = relationship()

    @property
    def area_path(self) -> str:
        return self.application.area_path


append_only(WhyCard.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
