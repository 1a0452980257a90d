"""The sheets of a notice, one a place; photographs that prove them; how often their codes were scanned."""

import datetime as dt
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.frozen import append_only
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import PostingPlace
from app.domain.attachments.models import Attachment
from app.domain.notices.models import Notice


class SheetPurpose(StrEnum):
    """What a photograph shows: a sheet was hung, still hangs, hung to the end; or its place once it is down."""

    HUNG = "hung"
    PRESENT = "present"
    REHUNG = "rehung"
    END = "end"
    TAKEN_DOWN = "taken_down"


class PhotographOutcome(StrEnum):
    """What became of a photograph: its code was read, or it waits for a second person, who confirmed or refused it.

    *UNREAD* ones are kept without a code: where the policy asks for a photograph only, and of empty places.
    """

    READ = "read"
    UNREAD = "unread"
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class Sheet(Base):
    """A notice at a place. *ordinal* stands in the codes on its pages, from 1, and is never given again."""

    __tablename__ = "sheet"
    __table_args__ = (
        sa.UniqueConstraint("notice_id", "place_id"),
        sa.UniqueConstraint("notice_id", "ordinal"),
        sa.CheckConstraint("ordinal BETWEEN 1 AND 30", name="ordinal"),
    )

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("posting_place.id"))
    ordinal: Mapped[int]

    notice: Mapped[Notice] = relationship(lazy="joined")
    place: Mapped[PostingPlace] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.notice.area_path


append_only(Sheet.__table__)  # type: ignore[arg-type]  # a declarative table is a Table


class SheetPhotograph(Base):
    """A photograph that somebody sent of a sheet, and what the portal read on it.

    *original* is the file as the telephone made it, with where and when (restricted); *photo* the copy without that.
    *seen_codes* are the sheet codes that were read. *fingerprint* finds the same picture again, also resized or lit
    anew; it is empty where the picture has nothing to hold on to. *claimed_on* is the day that was entered, *taken_at*
    what the camera says. Who settled it, when and why is only there when nothing could be read.
    """

    __tablename__ = "sheet_photograph"
    __table_args__ = (
        sa.UniqueConstraint("sheet_id", "photo_id", "purpose"),
        sa.CheckConstraint(
            "(outcome IN ('confirmed', 'refused')) = (settled_at IS NOT NULL)", name="settled_by_somebody"
        ),
        sa.CheckConstraint("settled_by_id IS NULL OR settled_by_id <> sent_by_id", name="second_person"),
        sa.Index("ix_sheet_photograph_outcome", "outcome"),
    )

    sheet_id: Mapped[int] = mapped_column(sa.ForeignKey("sheet.id"), index=True)
    purpose: Mapped[SheetPurpose] = mapped_column(enum_text(SheetPurpose, name="purpose"))
    outcome: Mapped[PhotographOutcome] = mapped_column(enum_text(PhotographOutcome, name="outcome"))
    original_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"), index=True)
    photo_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    seen_codes: Mapped[list[str]] = mapped_column(JsonDict)
    fingerprint: Mapped[str] = mapped_column(sa.String(240), default="", index=True)
    claimed_on: Mapped[dt.date]
    taken_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    sent_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    sent_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    settled_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    settled_reason: Mapped[str] = mapped_column(sa.Text, default="")

    sheet: Mapped[Sheet] = relationship(lazy="joined")
    original: Mapped[Attachment] = relationship(foreign_keys=[original_id])
    photo: Mapped[Attachment] = relationship(foreign_keys=[photo_id], lazy="joined")

    @property
    def area_path(self) -> str:
        return self.sheet.area_path


class SheetScan(Base):
    """How often the codes of a sheet were scanned on a day. Nothing is kept of who did; *ordinal* 0 has no place."""

    __tablename__ = "sheet_scan"
    __table_args__ = (
        sa.UniqueConstraint("notice_id", "ordinal", "scanned_on"),
        sa.CheckConstraint("number > 0", name="number"),
    )

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))
    ordinal: Mapped[int]
    scanned_on: Mapped[dt.date]
    number: Mapped[int]
