"""Policy profiles as kept in the database, and every change of them."""

import datetime as dt
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.bilingual import BilingualText
from app.core.db import Base
from app.core.permissions import Permission
from app.core.types import JsonDict, UtcDateTime
from app.domain.areas.models import Area


class PolicyProfile(Base):
    """A dated set of values for a jurisdiction (a county). *version* rises with every change.

    *values* maps field names to plain values (see ``schema.py``); *sources* maps field names to
    ``{"source": text, "confirmed": bool}``.
    """

    __tablename__ = "policy_profile"
    __table_args__ = (sa.UniqueConstraint("area_id", "key"),)

    visible_below = frozenset({Permission.POLICY_VIEW})

    key: Mapped[str] = mapped_column(sa.String(40))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    title_zh: Mapped[str] = mapped_column(sa.String(120))
    title_en: Mapped[str | None] = mapped_column(sa.String(160))
    basis_zh: Mapped[str] = mapped_column(sa.Text, default="")
    basis_en: Mapped[str | None] = mapped_column(sa.Text)
    valid_from: Mapped[dt.date]
    valid_until: Mapped[dt.date | None]
    version: Mapped[int] = mapped_column(default=1)
    values: Mapped[dict[str, Any]] = mapped_column(JsonDict)
    sources: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)

    area: Mapped[Area] = relationship(lazy="joined")

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def title(self) -> BilingualText:
        return BilingualText(self.title_zh, self.title_en)

    @property
    def basis(self) -> BilingualText:
        """The document that notices under this profile name as their ground."""
        return BilingualText(self.basis_zh, self.basis_en)


class PolicyChange(Base):
    """One changed value of a profile: what it was, what it is, who, when, why."""

    __tablename__ = "policy_change"

    profile_id: Mapped[int] = mapped_column(sa.ForeignKey("policy_profile.id"), index=True)
    version: Mapped[int]
    field: Mapped[str] = mapped_column(sa.String(60))
    old: Mapped[Any] = mapped_column(JsonDict)
    new: Mapped[Any] = mapped_column(JsonDict)
    reason: Mapped[str] = mapped_column(sa.Text)
    changed_by_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    changed_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)

    profile: Mapped[PolicyProfile] = relationship()
