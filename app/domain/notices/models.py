"""Notices: their frozen content, their rows, and where they hang. State is derived from dates in ``rules.py``."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.frozen import append_only
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area, PostingPlace
from app.domain.attachments.models import Attachment
from app.domain.candidate_lists.models import CandidateList
from app.domain.policies.vocabulary import FAMILY_OF, NAMING_KINDS, NoticeFamily, NoticeKind
from app.domain.rounds.models import Round


class NoticeState(StrEnum):
    """What the public is told: never stored, always derived from dates (``rules.state_of``)."""

    OPEN = "open"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"


class PostingProof(StrEnum):
    """What shows that a sheet hangs: a photograph alone, its code read from the photograph, or a second person."""

    PHOTOGRAPH = "photograph"
    CODE = "code"
    CONFIRMED = "confirmed"


class Notice(Base):
    """A notice as it was issued. Everything printed on it is frozen; only withdrawal is added later.

    *first_day* and *last_day* are those printed, computed for hanging on *hang_on*. When the places that the
    policy asks for hang later, the period runs later (``rules.period_of``) and never ends earlier.
    *content* holds what the sheet says beside its rows: columns, counts, what changed, whom to ask.

    A notice of another family (funds and projects, households at risk, poor villages) has no list: its *village* may be
    a township, and what it says stands as facts in *content* (``content.py``). It stays open to everybody for good.
    """

    __tablename__ = "notice"
    __table_args__ = (
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawal_reason = '')", name="withdrawn_with_reason"),
        sa.CheckConstraint("last_day >= first_day", name="period"),
        sa.CheckConstraint(
            "(kind IN ('first_notice', 'second_notice', 'announcement')) = (list_id IS NOT NULL)",
            name="of_a_list",
        ),
        sa.Index(
            "uq_notice_standing",
            "list_id",
            "kind",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
        sa.Index("ix_notice_village", "village_id", "issued_on"),
    )

    number: Mapped[str] = mapped_column(sa.String(30), unique=True)
    kind: Mapped[NoticeKind] = mapped_column(enum_text(NoticeKind, name="kind"))
    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    list_id: Mapped[int | None] = mapped_column(sa.ForeignKey("candidate_list.id"))
    issuer_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    issued_on: Mapped[dt.date]
    hang_on: Mapped[dt.date]
    first_day: Mapped[dt.date]
    last_day: Mapped[dt.date]
    period_is_estimated: Mapped[bool] = mapped_column(default=False)
    households: Mapped[int]
    people: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    digest: Mapped[str] = mapped_column(sa.String(64), index=True)
    replaces_id: Mapped[int | None] = mapped_column(sa.ForeignKey("notice.id"))
    withdrawn_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    withdrawal_reason: Mapped[str] = mapped_column(sa.Text, default="")
    withdrawn_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    round: Mapped[Round] = relationship(lazy="joined")
    village: Mapped[Area] = relationship(foreign_keys=[village_id], lazy="joined")
    issuer: Mapped[Area] = relationship(foreign_keys=[issuer_id], lazy="joined")
    candidate_list: Mapped[CandidateList | None] = relationship()
    replaces: Mapped["Notice | None"] = relationship(remote_side="Notice.id", back_populates="replaced_by")
    replaced_by: Mapped["Notice | None"] = relationship(back_populates="replaces", uselist=False)
    postings: Mapped[list["Posting"]] = relationship(back_populates="notice", order_by="Posting.id")

    @property
    def area_path(self) -> str:
        return self.village.path

    @property
    def is_of_list(self) -> bool:
        """True for a posting of households to be chosen, false for one that says facts: of funds, poor villages, …"""
        return self.family is NoticeFamily.LISTS

    @property
    def family(self) -> NoticeFamily:
        """What it is about."""
        return FAMILY_OF[self.kind]

    @property
    def names_people(self) -> bool:
        """True where its rows are people: households to be chosen, or those who receive something."""
        return self.kind in NAMING_KINDS

    @property
    def case(self) -> "CandidateList | Notice":
        """In whose history acts on this notice stand: its list's, or its own where it has none."""
        return self.candidate_list or self


class NoticeEntry(Base):
    """One frozen row of a notice. *people* is the household's; *extra* holds optional columns.

    *entry_id* leads back to the list for staff; the public sees only what the policy lets stand. A row of
    beneficiaries has none, and no household where the register does not know the receiver; its *extra* says what
    was received (``amount_fen``, ``goods``).
    """

    __tablename__ = "notice_entry"
    __table_args__ = (sa.UniqueConstraint("notice_id", "sequence"),)

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))
    entry_id: Mapped[int | None] = mapped_column(sa.ForeignKey("list_entry.id"), index=True)
    household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id"), index=True)
    sequence: Mapped[int]
    group_name: Mapped[str] = mapped_column(sa.String(60))
    head_name: Mapped[str] = mapped_column(sa.String(60))
    people: Mapped[int]
    extra: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)


append_only(NoticeEntry.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
FROZEN_NOTICE_COLUMNS = (
    "number",
    "kind",
    "round_id",
    "village_id",
    "list_id",
    "issuer_id",
    "issued_on",
    "hang_on",
    "first_day",
    "last_day",
    "households",
    "people",
    "content",
    "digest",
    "replaces_id",
)
append_only(Notice.__table__, FROZEN_NOTICE_COLUMNS)  # type: ignore[arg-type]  # a declarative table is a Table


class Posting(Base):
    """One sheet at one place: hung when, with which photograph, proven how, still there at the end, taken down when.

    *taken_at* is when the camera says that the photograph was taken. *end_on* is the day on which the end photograph
    showed the sheet, on the period's last day or later.
    """

    __tablename__ = "posting"
    __table_args__ = (
        sa.UniqueConstraint("notice_id", "place_id"),
        sa.CheckConstraint("taken_down_on IS NULL OR taken_down_on >= posted_on", name="down_after_up"),
        sa.CheckConstraint("(end_on IS NULL) = (end_photo_id IS NULL)", name="end_with_photograph"),
    )

    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))
    place_id: Mapped[int] = mapped_column(sa.ForeignKey("posting_place.id"))
    posted_on: Mapped[dt.date]
    photo_id: Mapped[int] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    proof: Mapped[PostingProof] = mapped_column(
        enum_text(PostingProof, name="proof"), default=PostingProof.PHOTOGRAPH
    )
    taken_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    end_on: Mapped[dt.date | None]
    end_photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    end_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    taken_down_on: Mapped[dt.date | None]
    taken_down_photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    taken_down_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    notice: Mapped[Notice] = relationship(back_populates="postings")
    place: Mapped[PostingPlace] = relationship(lazy="joined")
    photo: Mapped[Attachment] = relationship(foreign_keys=[photo_id])
    end_photo: Mapped[Attachment | None] = relationship(foreign_keys=[end_photo_id])
    taken_down_photo: Mapped[Attachment | None] = relationship(foreign_keys=[taken_down_photo_id])
    gaps: Mapped[list["PostingGap"]] = relationship(back_populates="posting", order_by="PostingGap.id")

    @property
    def area_path(self) -> str:
        return self.notice.area_path

    @property
    def open_gap(self) -> "PostingGap | None":
        """The gap that lasts: the sheet was found missing and was not hung again."""
        return next((gap for gap in self.gaps if gap.rehung_on is None), None)


class PostingGap(Base):
    """A time during which a sheet was not where it should hang: found missing on a day, hung again on another.

    *missing_on* is the first day that does not count; the sheet is missing until *rehung_on*, which counts again.
    """

    __tablename__ = "posting_gap"
    __table_args__ = (
        sa.CheckConstraint("rehung_on IS NULL OR rehung_on >= missing_on", name="again_after_missing"),
        sa.Index(
            "uq_posting_gap_open",
            "posting_id",
            unique=True,
            sqlite_where=sa.text("rehung_on IS NULL"),
            postgresql_where=sa.text("rehung_on IS NULL"),
        ),
    )

    posting_id: Mapped[int] = mapped_column(sa.ForeignKey("posting.id"), index=True)
    missing_on: Mapped[dt.date]
    reason: Mapped[str] = mapped_column(sa.Text)
    photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    found_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    found_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    rehung_on: Mapped[dt.date | None]
    rehung_photo_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    rehung_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))

    posting: Mapped[Posting] = relationship(back_populates="gaps")
    photo: Mapped[Attachment | None] = relationship(foreign_keys=[photo_id])
    rehung_photo: Mapped[Attachment | None] = relationship(foreign_keys=[rehung_photo_id])

    @property
    def area_path(self) -> str:
        return self.posting.area_path
