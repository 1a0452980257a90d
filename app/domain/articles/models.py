"""Articles, the files that stand beside them, and the texts that a correction replaced."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.frozen import append_only
from app.core.permissions import Actor, Permission, holds_at
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.attachments.models import Attachment


class ArticleKind(StrEnum):
    """What an article is: policy publicity, Party affairs, village affairs, news, an issue of the periodical."""

    POLICY = "policy"
    PARTY = "party"
    VILLAGE_AFFAIRS = "village_affairs"
    NEWS = "news"
    PERIODICAL = "periodical"


class ArticleState(StrEnum):
    """Being written, published (in the open from its day on), withdrawn. The steps between: ``steps.py``."""

    DRAFT = "draft"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Article(Base):
    """One article of an area. *number* is given when it is first published and never again.

    *year* and *quarter* say what a quarterly disclosure is about, *year* and *issue* which issue of the periodical
    it is. *byline* is who wrote it, as everybody reads it. The text of a published article changes only by a
    correction, which keeps the earlier one (:class:`ArticleVersion`).
    """

    __tablename__ = "article"
    __table_args__ = (
        sa.CheckConstraint(
            "quarter IS NULL OR (quarter BETWEEN 1 AND 4 AND year IS NOT NULL)", name="quarter"
        ),
        sa.CheckConstraint(
            "state = 'draft' OR (number IS NOT NULL AND appears_on IS NOT NULL)", name="published_with_day"
        ),
        sa.CheckConstraint("(state = 'withdrawn') = (withdrawn_at IS NOT NULL)", name="withdrawn_when"),
        sa.Index("ix_article_public", "state", "appears_on"),
    )

    number: Mapped[str | None] = mapped_column(sa.String(20), unique=True)
    kind: Mapped[ArticleKind] = mapped_column(enum_text(ArticleKind, name="kind"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    year: Mapped[int | None]
    quarter: Mapped[int | None]
    issue: Mapped[int | None]
    title_zh: Mapped[str] = mapped_column(sa.String(120))
    title_en: Mapped[str | None] = mapped_column(sa.String(200))
    body_zh: Mapped[str] = mapped_column(sa.Text)
    body_en: Mapped[str | None] = mapped_column(sa.Text)
    byline: Mapped[str] = mapped_column(sa.String(60))
    author_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    state: Mapped[ArticleState] = mapped_column(
        enum_text(ArticleState, name="state"), default=ArticleState.DRAFT
    )
    version: Mapped[int] = mapped_column(default=1)
    appears_on: Mapped[dt.date | None]
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")

    area: Mapped[Area] = relationship(lazy="joined")
    attachments: Mapped[list["ArticleAttachment"]] = relationship(
        order_by="ArticleAttachment.ordinal", cascade="all, delete-orphan"
    )
    versions: Mapped[list["ArticleVersion"]] = relationship(order_by="ArticleVersion.ordinal")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def title(self) -> BilingualText:
        return BilingualText(self.title_zh, self.title_en)

    @property
    def body(self) -> BilingualText:
        return BilingualText(self.body_zh, self.body_en)

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """An area's articles are written in that area; whoever stands above may read and withdraw them."""
        if permission is not Permission.ARTICLE_WRITE:
            return True
        return holds_at(actor, permission, self.area_path)


class ArticleAttachment(Base):
    """A file beside an article: its place, and the name under which everybody sees it."""

    __tablename__ = "article_attachment"
    __table_args__ = (sa.UniqueConstraint("article_id", "ordinal"),)

    article_id: Mapped[int] = mapped_column(sa.ForeignKey("article.id"))
    attachment_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    ordinal: Mapped[int]
    name: Mapped[str] = mapped_column(sa.String(80))

    attachment: Mapped[Attachment] = relationship(lazy="joined")


class ArticleVersion(Base):
    """What stood in the open until a correction: the earlier text, until when, and why it was corrected.

    *files* is a list of ``{"ordinal", "name", "attachment_id"}``. *is_shown* is false where the earlier text itself
    must not be read any more; then everybody reads only that, when and why it was corrected.
    """

    __tablename__ = "article_version"
    __table_args__ = (sa.UniqueConstraint("article_id", "ordinal"),)

    article_id: Mapped[int] = mapped_column(sa.ForeignKey("article.id"))
    ordinal: Mapped[int]
    title_zh: Mapped[str] = mapped_column(sa.String(120))
    title_en: Mapped[str | None] = mapped_column(sa.String(200))
    body_zh: Mapped[str] = mapped_column(sa.Text)
    body_en: Mapped[str | None] = mapped_column(sa.Text)
    byline: Mapped[str] = mapped_column(sa.String(60))
    files: Mapped[list[dict[str, Any]] | None] = mapped_column(JsonDict)
    reason: Mapped[str] = mapped_column(sa.Text)
    corrected_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    corrected_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    is_shown: Mapped[bool] = mapped_column(default=True)

    @property
    def title(self) -> BilingualText:
        return BilingualText(self.title_zh, self.title_en)

    @property
    def body(self) -> BilingualText:
        return BilingualText(self.body_zh, self.body_en)


append_only(ArticleVersion.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
