"""Requests to change a household's record: birth, death, marriage, move, split, merge."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.types import JsonDict, UtcDateTime, enum_text
from app.domain.accounts.models import User
from app.domain.attachments.models import Attachment
from app.domain.households.models import Household


class ChangeKind(StrEnum):
    """What happened."""

    BIRTH = "birth"
    DEATH = "death"
    MARRIED_IN = "married_in"
    MARRIED_OUT = "married_out"
    MOVED_IN = "moved_in"
    MOVED_OUT = "moved_out"
    SPLIT = "split"
    MERGE = "merge"


class ChangeSource(StrEnum):
    """Where the news of it comes from."""

    HOUSEHOLD = "household"
    VILLAGE = "village"
    HOUSEHOLD_REGISTER = "household_register"
    CIVIL_AFFAIRS = "civil_affairs"
    COMPARISON = "comparison"


class ChangeState(StrEnum):
    """Asked for, made, refused, or taken back."""

    REQUESTED = "requested"
    MADE = "made"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ChangeRequest(Base):
    """One change asked for. The record changes only when somebody one level up makes it.

    *payload* says what is to change (members' values, ids of members who leave or move), *effect* what that does to
    the household's size, its income a head and its standing against the line: frozen with the decision.
    """

    __tablename__ = "change_request"
    __table_args__ = (
        sa.CheckConstraint("(state = 'requested') = (decided_at IS NULL)", name="decided_when"),
        sa.CheckConstraint(
            "state NOT IN ('refused', 'withdrawn') OR reason <> ''", name="refused_with_reason"
        ),
        sa.Index("ix_change_request_state", "household_id", "state"),
    )

    household_id: Mapped[int] = mapped_column(sa.ForeignKey("household.id", ondelete="CASCADE"))
    #: the household that is merged in, or that a split made
    other_household_id: Mapped[int | None] = mapped_column(sa.ForeignKey("household.id", ondelete="SET NULL"))
    kind: Mapped[ChangeKind] = mapped_column(enum_text(ChangeKind, name="kind"))
    state: Mapped[ChangeState] = mapped_column(
        enum_text(ChangeState, name="state"), default=ChangeState.REQUESTED
    )
    version: Mapped[int] = mapped_column(default=1)
    happened_on: Mapped[dt.date]
    source: Mapped[ChangeSource] = mapped_column(enum_text(ChangeSource, name="source"))
    words: Mapped[str] = mapped_column(sa.Text, default="")
    evidence_id: Mapped[int | None] = mapped_column(sa.ForeignKey("attachment.id"))
    payload: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    effect: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    requested_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    requested_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    decided_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("user.id"))
    decided_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(sa.Text, default="")

    household: Mapped[Household] = relationship(foreign_keys=[household_id])
    other_household: Mapped[Household | None] = relationship(foreign_keys=[other_household_id])
    evidence: Mapped[Attachment | None] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 - SQLAlchemy's own name

    @property
    def area_path(self) -> str:
        return self.household.area_path
