"""Households at risk of falling into poverty or back: one case each, and what was done in it, step by step."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.frozen import append_only
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.attachments.models import Attachment
from app.domain.households.models import Household
from app.domain.notices.models import Notice


class WatchKind(StrEnum):
    """Who is watched: out of poverty and unstable, ordinary and close to it, or struck by something sudden."""

    UNSTABLE = "unstable"
    MARGINAL = "marginal"
    SUDDEN = "sudden"


class FoundBy(StrEnum):
    """How the risk was found: the household said so, somebody visited, or a department warned."""

    OWN_REPORT = "own_report"
    VISIT = "visit"
    DEPARTMENT = "department"


class WatchState(StrEnum):
    """How far a case has come. The steps between stand in ``steps.py``."""

    FOUND = "found"
    VISITED = "visited"
    COMPARED = "compared"
    POSTED = "posted"
    TOWNSHIP = "township"
    WATCHED = "watched"
    RELEASE_POSTED = "release_posted"
    RELEASE_TOWNSHIP = "release_township"
    RELEASED = "released"
    DISMISSED = "dismissed"


class Watch(Base):
    """A household at risk. *days* holds the day of each step that counts now (step name -> ISO day).

    Helped at once (*helped_on*) the procedure is made up for until *procedure_due_on*. *risks* are values of the code
    list ``RISK``; *warned_by* is the department that warned. *found_by* ``DEPARTMENT`` names one.
    """

    __tablename__ = "watch"
    __table_args__ = (
        sa.Index(
            "uq_watch_open",
            "household_id",
            unique=True,
            sqlite_where=sa.text("state NOT IN ('released', 'dismissed')"),
            postgresql_where=sa.text("state NOT IN ('released', 'dismissed')"),
        ),
        sa.CheckConstraint("(helped_on IS NULL) = (procedure_due_on IS NULL)", name="helped_with_deadline"),
        sa.Index("ix_watch_village", "village_id", "state"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id"), index=True)
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    kind: Mapped[WatchKind] = mapped_column(enum_text(WatchKind, name="kind"))
    found_by: Mapped[FoundBy] = mapped_column(enum_text(FoundBy, name="found_by"))
    found_on: Mapped[dt.date]
    risk: Mapped[str] = mapped_column(sa.Text)
    risks: Mapped[list[str]] = mapped_column(JsonDict)
    warned_by: Mapped[str] = mapped_column(sa.String(60), default="")
    people: Mapped[int]
    state: Mapped[WatchState] = mapped_column(enum_text(WatchState, name="state"), default=WatchState.FOUND)
    version: Mapped[int] = mapped_column(default=1)
    days: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    helped_on: Mapped[dt.date | None]
    help_given: Mapped[str] = mapped_column(sa.Text, default="")
    procedure_due_on: Mapped[dt.date | None]

    household: Mapped[Household] = relationship()
    steps: Mapped[list["WatchStep"]] = relationship(back_populates="watch", order_by="WatchStep.id")

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.household.area_path

    def day_of(self, step: str) -> dt.date | None:
        """The day on which a step was done that counts now."""
        found = self.days.get(step)
        return dt.date.fromisoformat(found) if found else None


class WatchStep(Base):
    """One step as it was recorded: when, by whom, what was found, the signed paper. Never changed."""

    __tablename__ = "watch_step"

    watch_id: Mapped[int] = mapped_column(sa.ForeignKey("watch.id"), index=True)
    step: Mapped[str] = mapped_column(sa.String(40))
    done_on: Mapped[dt.date]
    people: Mapped[list[str]] = mapped_column(JsonDict)
    note: Mapped[str] = mapped_column(sa.Text)
    paper_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    recorded_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    recorded_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    watch: Mapped[Watch] = relationship(back_populates="steps")
    paper: Mapped[Attachment | None] = relationship()


class WatchNotice(Base):
    """A case stands on a notice, as row *sequence*. The notice itself is frozen (``notices.models``)."""

    __tablename__ = "watch_notice"
    __table_args__ = (
        sa.UniqueConstraint("notice_id", "watch_id"),
        sa.Index("ix_watch_notice_watch", "watch_id", "notice_id"),
    )

    watch_id: Mapped[int] = mapped_column(sa.ForeignKey("watch.id"))
    notice_id: Mapped[int] = mapped_column(sa.ForeignKey("notice.id"))
    sequence: Mapped[int]

    watch: Mapped[Watch] = relationship()
    notice: Mapped[Notice] = relationship()


append_only(WatchNotice.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
append_only(WatchStep.__table__)  # type: ignore[arg-type]  # a declarative table is a Table
