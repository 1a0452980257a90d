"""Rounds with the policy they opened with, their nine steps, and quotas by village."""

import datetime as dt
from enum import StrEnum
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.permissions import Permission
from app.core.types import JsonDict, enum_text
from app.domain.areas.models import Area
from app.domain.policies.rules import Policy


class RoundKind(StrEnum):
    """Which procedure the round runs: households in or out, a year's money, households at risk, poor villages."""

    IDENTIFICATION = "identification"
    EXIT = "exit"
    FUNDS = "funds"
    MONITORING = "monitoring"
    POOR_VILLAGES = "poor_villages"


#: the kinds in which a list of households goes the way of notices
HOUSEHOLD_KINDS = (RoundKind.IDENTIFICATION, RoundKind.EXIT)


class RoundState(StrEnum):
    """A round is open for work, or closed."""

    OPEN = "open"
    CLOSED = "closed"


class Round(Base):
    """One run of a procedure in a jurisdiction. *code* names it on the command line (``2014-identification``).

    *policy_values* is a copy taken when the round opened; a later edit of the profile does not reach it.
    """

    __tablename__ = "round"

    visible_below = frozenset({Permission.ROUND_VIEW})

    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    year: Mapped[int]
    kind: Mapped[RoundKind] = mapped_column(enum_text(RoundKind, name="kind"))
    state: Mapped[RoundState] = mapped_column(enum_text(RoundState, name="state"), default=RoundState.OPEN)
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    name_zh: Mapped[str] = mapped_column(sa.String(80))
    name_en: Mapped[str | None] = mapped_column(sa.String(120))
    reference_from: Mapped[dt.date]
    reference_until: Mapped[dt.date]
    opened_on: Mapped[dt.date]
    closed_on: Mapped[dt.date | None]
    policy_key: Mapped[str] = mapped_column(sa.String(40))
    policy_version: Mapped[int]
    policy_values: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    policy_basis_zh: Mapped[str] = mapped_column(sa.Text, default="")
    policy_basis_en: Mapped[str | None] = mapped_column(sa.Text)

    area: Mapped[Area] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def name(self) -> BilingualText:
        return BilingualText(self.name_zh, self.name_en)

    @property
    def basis(self) -> BilingualText:
        return BilingualText(self.policy_basis_zh, self.policy_basis_en)

    @cached_property
    def policy(self) -> Policy:
        """The values that govern this round."""
        return Policy.from_values(self.policy_values)

    @property
    def is_exit(self) -> bool:
        """True for a round by which households leave the register."""
        return self.kind is RoundKind.EXIT

    @property
    def reference_year(self) -> int:
        """The year whose income counts."""
        return self.reference_until.year


class RoundNode(Base):
    """One of the nine steps of a round with its time node."""

    __tablename__ = "round_node"
    __table_args__ = (sa.UniqueConstraint("round_id", "ordinal"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    ordinal: Mapped[int]
    code: Mapped[str] = mapped_column(sa.String(40))
    due_on: Mapped[dt.date | None]
    done_on: Mapped[dt.date | None]

    round: Mapped[Round] = relationship()


class Quota(Base):
    """The planned head-count of a village in a round. A difference warns and never blocks."""

    __tablename__ = "quota"
    __table_args__ = (sa.UniqueConstraint("round_id", "village_id"),)

    round_id: Mapped[int] = mapped_column(sa.ForeignKey("round.id"))
    village_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    population: Mapped[int]
    planned_incidence: Mapped[str] = mapped_column(sa.String(20))
    quota_people: Mapped[int]

    round: Mapped[Round] = relationship()
    village: Mapped[Area] = relationship()
