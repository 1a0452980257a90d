"""What a village published of its affairs, matter by matter. What is due stands in the catalogue (``catalogue.py``)."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import UtcDateTime
from app.domain.areas.models import Area
from app.domain.articles.models import Article
from app.domain.attachments.models import Attachment
from app.domain.notices.models import Notice


class Matter(Base):
    """Something that came about in a village and has to be published: an entry of the catalogue, a day, a subject.

    What recurs (the accounts of a quarter) is not written down beforehand; it becomes due by the calendar.
    """

    __tablename__ = "disclosure_matter"
    __table_args__ = (sa.Index("ix_disclosure_matter_village", "village_id", "came_on"),)

    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    item: Mapped[str] = mapped_column(sa.String(40))
    came_on: Mapped[dt.date]
    subject_zh: Mapped[str] = mapped_column(sa.String(160))
    subject_en: Mapped[str | None] = mapped_column(sa.String(200))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    village: Mapped[Area] = relationship()

    @property
    def area_path(self) -> str:
        return self.village.path


class Disclosure(Base):
    """That an entry of the catalogue was published for a period (``2014-Q1``) or for a matter, when, where, by what.

    It names the notice, the article, or the paper that hung; *where_zh* says where it hung.
    """

    __tablename__ = "disclosure"
    __table_args__ = (
        sa.UniqueConstraint("matter_id"),
        sa.Index(
            "uq_disclosure_period",
            "village_id",
            "item",
            "period",
            unique=True,
            sqlite_where=sa.text("matter_id IS NULL"),
            postgresql_where=sa.text("matter_id IS NULL"),
        ),
        sa.CheckConstraint("(period = '') = (matter_id IS NOT NULL)", name="period_or_matter"),
        sa.CheckConstraint(
            "notice_id IS NOT NULL OR article_id IS NOT NULL OR paper_id IS NOT NULL", name="has_evidence"
        ),
    )

    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    item: Mapped[str] = mapped_column(sa.String(40))
    period: Mapped[str] = mapped_column(sa.String(10), default="")
    matter_id: Mapped[int | None] = mapped_column(sa.ForeignKey("disclosure_matter.id"))
    published_on: Mapped[dt.date]
    where_zh: Mapped[str] = mapped_column(sa.String(120), default="")
    where_en: Mapped[str | None] = mapped_column(sa.String(160))
    notice_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notice.id"))
    article_id: Mapped[int | None] = mapped_column(sa.ForeignKey("article.id"))
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    village: Mapped[Area] = relationship()
    matter: Mapped[Matter | None] = relationship()
    notice: Mapped[Notice | None] = relationship()
    article: Mapped[Article | None] = relationship()
    paper: Mapped[Attachment | None] = relationship()

    @property
    def area_path(self) -> str:
        return self.village.path
