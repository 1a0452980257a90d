"""What a household said of a line of a paid roll: it came, or it did not; and what became of a denial."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import UtcDateTime, enum_text
from app.domain.funds.models import RollLine


class DeliveryAnswer(StrEnum):
    """It came in full, or it did not."""

    CAME = "came"
    DID_NOT_COME = "did_not_come"


class AskedAt(StrEnum):
    """Where the household was asked."""

    COUNTER = "counter"
    VISIT = "visit"


class CaseOutcome(StrEnum):
    """What looking into a denial showed."""

    PAID_LATER = "paid_later"
    CAME_AFTER_ALL = "came_after_all"
    WRONG_RECEIVER = "wrong_receiver"
    STILL_OWED = "still_owed"


class Delivery(Base):
    """One answer. *receipt_no* is the household's receipt that was shown. A denial is a case until it is settled.

    The latest answer on a line counts; earlier ones stay.
    """

    __tablename__ = "delivery"
    __table_args__ = (
        sa.CheckConstraint("(outcome IS NULL) = (settled_on IS NULL)", name="settled_with_outcome"),
        sa.CheckConstraint("outcome IS NULL OR answer = 'did_not_come'", name="denial_settled"),
        sa.CheckConstraint("answer = 'came' OR words <> ''", name="denial_with_words"),
        sa.Index("ix_delivery_line", "line_id", "id"),
    )

    line_id: Mapped[int] = mapped_column(sa.ForeignKey("roll_line.id"))
    answer: Mapped[DeliveryAnswer] = mapped_column(enum_text(DeliveryAnswer, name="answer"))
    asked_at: Mapped[AskedAt] = mapped_column(enum_text(AskedAt, name="asked_at"))
    answered_on: Mapped[dt.date]
    receipt_no: Mapped[str] = mapped_column(sa.String(30), default="")
    words: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[CaseOutcome | None] = mapped_column(enum_text(CaseOutcome, name="outcome"))
    settled_on: Mapped[dt.date | None]
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    findings: Mapped[str] = mapped_column(sa.Text, default="")

    line: Mapped[RollLine] = relationship()

    @property
    def area_path(self) -> str:
        """Where the household is: the place of the roll, also for a project of the township."""
        return self.line.roll.place.area.path

    @property
    def is_open_case(self) -> bool:
        """A denial into which somebody still has to look."""
        return self.answer is DeliveryAnswer.DID_NOT_COME and self.outcome is None
