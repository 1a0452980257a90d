"""Tasks with their places and reports, quarterly assessments, supervision visits with what they found."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.permissions import Actor, Permission
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.areas.models import Area
from app.domain.rounds.models import Round
from app.domain.tasks.standing import stands_over


class TaskState(StrEnum):
    """A task stands, or was dropped with a reason."""

    STANDING = "standing"
    DROPPED = "dropped"


class FindingState(StrEnum):
    """A finding is to be mended, was reported as mended, or is mended: somebody looked."""

    OPEN = "open"
    REPORTED = "reported"
    MENDED = "mended"


class Task(Base):
    """Something to be done by a day, and who answers for it. *area* has set it: a county or a township.

    *measure* names what is counted (``catalogue.py``). *node* is the step of the round that it serves, if any.
    *version* settles which of two officers was faster.
    """

    __tablename__ = "task"
    __table_args__ = (
        sa.CheckConstraint("due_on >= starts_on", name="due_after_start"),
        sa.CheckConstraint("(state = 'dropped') = (dropped_reason <> '')", name="dropped_with_reason"),
        sa.Index(
            "uq_task_node",
            "round_id",
            "area_id",
            "node",
            unique=True,
            sqlite_where=sa.text("node IS NOT NULL AND state = 'standing'"),
            postgresql_where=sa.text("node IS NOT NULL AND state = 'standing'"),
        ),
    )

    visible_below = frozenset({Permission.TASK_VIEW})

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    node: Mapped[str | None] = mapped_column(sa.String(40))
    measure: Mapped[str] = mapped_column(sa.String(40))
    title_zh: Mapped[str] = mapped_column(sa.String(80))
    title_en: Mapped[str | None] = mapped_column(sa.String(120))
    basis_zh: Mapped[str] = mapped_column(sa.String(160), default="")
    basis_en: Mapped[str | None] = mapped_column(sa.String(200))
    unit_zh: Mapped[str] = mapped_column(sa.String(20), default="")
    unit_en: Mapped[str | None] = mapped_column(sa.String(30))
    starts_on: Mapped[dt.date]
    due_on: Mapped[dt.date]
    leader: Mapped[str] = mapped_column(sa.String(60), default="")
    office_zh: Mapped[str] = mapped_column(sa.String(80), default="")
    office_en: Mapped[str | None] = mapped_column(sa.String(120))
    person: Mapped[str] = mapped_column(sa.String(60), default="")
    state: Mapped[TaskState] = mapped_column(enum_text(TaskState, name="state"), default=TaskState.STANDING)
    dropped_reason: Mapped[str] = mapped_column(sa.Text, default="")
    set_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)

    round: Mapped[Round] = relationship(lazy="joined")
    area: Mapped[Area] = relationship(lazy="joined")
    shares: Mapped[list["TaskShare"]] = relationship(back_populates="task", order_by="TaskShare.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def title(self) -> BilingualText:
        return BilingualText(self.title_zh, self.title_en)

    @property
    def basis(self) -> BilingualText:
        return BilingualText(self.basis_zh, self.basis_en)

    @property
    def office(self) -> BilingualText:
        return BilingualText(self.office_zh, self.office_en)

    @property
    def unit(self) -> BilingualText:
        return BilingualText(self.unit_zh, self.unit_en)


class TaskShare(Base):
    """What of a task falls to one place: a village, or the area that set it. *target* is none where it is counted.

    *person* answers for it there, when that is somebody else than for the whole task.
    """

    __tablename__ = "task_share"
    __table_args__ = (
        sa.UniqueConstraint("task_id", "area_id"),
        sa.CheckConstraint("target IS NULL OR target > 0", name="target_above_nought"),
    )

    task_id: Mapped[int] = mapped_column(sa.ForeignKey("task.id"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    target: Mapped[int | None]
    person: Mapped[str] = mapped_column(sa.String(60), default="")

    task: Mapped[Task] = relationship(back_populates="shares")
    area: Mapped[Area] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.area.path


class TaskReport(Base):
    """How far a share of a task was on a day. *is_counted*: taken from the records, not told by somebody.

    Never changed: a wrong number is put right by the next report. The latest counts.
    """

    __tablename__ = "task_report"
    __table_args__ = (
        sa.CheckConstraint("done >= 0 AND (whole IS NULL OR whole >= 0)", name="not_negative"),
        sa.Index("ix_task_report_share", "share_id", "id"),
    )

    share_id: Mapped[int] = mapped_column(sa.ForeignKey("task_share.id"))
    reported_on: Mapped[dt.date]
    done: Mapped[int]
    whole: Mapped[int | None]
    is_counted: Mapped[bool] = mapped_column(default=False)
    words: Mapped[str] = mapped_column(sa.Text, default="")
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    share: Mapped[TaskShare] = relationship()

    @property
    def area_path(self) -> str:
        return self.share.area.path


class Assessment(Base):
    """The fixed assessment of the villages of *area* for a quarter. *points* maps indicators to their most points.

    Before it is fixed nothing is kept: the scores are worked out from the records each time.
    """

    __tablename__ = "assessment"
    __table_args__ = (
        sa.UniqueConstraint("area_id", "year", "quarter"),
        sa.CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter"),
    )

    visible_below = frozenset({Permission.TASK_VIEW})

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    points: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    fixed_on: Mapped[dt.date]
    fixed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))

    area: Mapped[Area] = relationship(lazy="joined")
    scores: Mapped[list["AssessmentScore"]] = relationship(order_by="AssessmentScore.id")

    @property
    def area_path(self) -> str:
        return self.area.path


class AssessmentScore(Base):
    """One indicator of one village in a fixed assessment: *done* of *whole*, and the points in hundredths.

    *points_cents* is none where there was nothing to assess.
    """

    __tablename__ = "assessment_score"
    __table_args__ = (sa.UniqueConstraint("assessment_id", "village_id", "indicator"),)

    assessment_id: Mapped[int] = mapped_column(sa.ForeignKey("assessment.id"))
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"), index=True)
    indicator: Mapped[str] = mapped_column(sa.String(40))
    done: Mapped[int]
    whole: Mapped[int]
    points_cents: Mapped[int | None]

    village: Mapped[Area] = relationship(lazy="joined")


class Supervision(Base):
    """Somebody from above looked at a place, announced beforehand or not. *by_area* is from where."""

    __tablename__ = "supervision"
    __table_args__ = (sa.Index("ix_supervision_area", "area_id", "visited_on"),)

    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    by_area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    visited_on: Mapped[dt.date]
    was_announced: Mapped[bool]
    visitors: Mapped[list[str]] = mapped_column(JsonDict)
    looked_at: Mapped[str] = mapped_column(sa.Text)
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    area: Mapped[Area] = relationship(lazy="joined", foreign_keys=[area_id])
    by_area: Mapped[Area] = relationship(lazy="joined", foreign_keys=[by_area_id])
    findings: Mapped[list["SupervisionFinding"]] = relationship(
        back_populates="supervision", order_by="SupervisionFinding.id", lazy="selectin"
    )

    @property
    def area_path(self) -> str:
        return self.area.path


class SupervisionFinding(Base):
    """Something that was not as it should be, by when it is to be mended, and how it was.

    Whether it is mended is seen by whoever found it or by somebody above, never by the place or a level below.
    """

    __tablename__ = "supervision_finding"
    __table_args__ = (
        sa.CheckConstraint("(state = 'open') = (mended_on IS NULL)", name="mended_with_day"),
        sa.CheckConstraint("(state = 'mended') = (confirmed_on IS NOT NULL)", name="confirmed_with_day"),
        sa.Index("ix_supervision_finding_open", "state", "mend_by"),
    )

    supervision_id: Mapped[int] = mapped_column(sa.ForeignKey("supervision.id"), index=True)
    words: Mapped[str] = mapped_column(sa.Text)
    mend_by: Mapped[dt.date]
    state: Mapped[FindingState] = mapped_column(
        enum_text(FindingState, name="finding_state"), default=FindingState.OPEN
    )
    mended_on: Mapped[dt.date | None]
    mended_words: Mapped[str] = mapped_column(sa.Text, default="")
    confirmed_on: Mapped[dt.date | None]
    sent_back: Mapped[str] = mapped_column(sa.Text, default="")

    supervision: Mapped[Supervision] = relationship(back_populates="findings")

    @property
    def area_path(self) -> str:
        return self.supervision.area.path

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """Supervising a finding takes standing above the place, as high as that of the visit."""
        visit = self.supervision
        return permission is not Permission.SUPERVISION_RECORD or stands_over(
            actor, visit.area.path, visit.by_area.path
        )
