"""The days that differ from Monday-to-Friday, and the years whose holidays have been announced."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.types import UtcDateTime


class CalendarDay(Base):
    """A day with a rule of its own: a holiday, or a weekend day worked to make up for one."""

    __tablename__ = "calendar_day"

    on: Mapped[dt.date] = mapped_column(unique=True)
    is_workday: Mapped[bool]
    note_zh: Mapped[str] = mapped_column(sa.String(60), default="")
    note_en: Mapped[str | None] = mapped_column(sa.String(60))

    #: The working calendar belongs to the whole country, not to an area.
    area_path = ""

    @property
    def note(self) -> BilingualText:
        """Why the day is as it is, e.g. the holiday's name."""
        return BilingualText(self.note_zh, self.note_en)


class CalendarYear(Base):
    """A year whose holidays are known. *document* names the announcement they were taken from."""

    __tablename__ = "calendar_year"
    __table_args__ = (sa.CheckConstraint("year BETWEEN 1949 AND 2200", name="year"),)

    year: Mapped[int] = mapped_column(unique=True)
    announced_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    document: Mapped[str] = mapped_column(sa.String(200), default="")

    #: The working calendar belongs to the whole country, not to an area.
    area_path = ""
