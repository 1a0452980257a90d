"""Accounts and roles. What a role may do stands in ``app/core/roles.py``."""

import datetime as dt

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.core.db import Base
from app.core.permissions import Actor, Grant, Permission, Role
from app.core.types import UtcDateTime, enum_text
from app.domain.areas.models import Area


class User(Base):
    """Somebody who signs in. Raising *session_epoch* ends all of this account's sessions."""

    __tablename__ = "user"

    username: Mapped[str] = mapped_column(sa.String(40), unique=True)
    name: Mapped[str] = mapped_column(sa.String(60))
    password_hash: Mapped[str] = mapped_column(sa.String(200))
    must_change_password: Mapped[bool] = mapped_column(default=True)
    is_active: Mapped[bool] = mapped_column(default=True)
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    session_epoch: Mapped[int] = mapped_column(default=1)
    last_sign_in_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    grants: Mapped[list["RoleGrant"]] = relationship(
        back_populates="user", foreign_keys="RoleGrant.user_id", order_by="RoleGrant.id", lazy="selectin"
    )

    @property
    def standing(self) -> list["RoleGrant"]:
        """The roles held now."""
        return [grant for grant in self.grants if grant.ended_at is None]

    @property
    def area_path(self) -> str:
        """The area that this account belongs to: that of its first standing role, else of its last one."""
        grants = self.standing or self.grants[-1:]
        return grants[0].area.path if grants else ""

    def allows(self, actor: Actor, permission: Permission) -> bool:
        """An account is managed only by whoever is above all of its roles, not just one of them."""
        paths = actor.paths_for(permission)
        return all(grant.area.path.startswith(paths) for grant in self.standing)

    def as_actor(self) -> Actor:
        """This person as services see them."""
        grants = tuple(
            Grant(role=grant.role, area_id=grant.area_id, path=grant.area.path) for grant in self.standing
        )
        return Actor(id=self.id, name=self.name, grants=grants)


class RoleGrant(Base):
    """A role at an area, from when to when. Ended, never deleted."""

    __tablename__ = "role_grant"
    __table_args__ = (
        sa.Index(
            "uq_role_grant_standing",
            "user_id",
            "role",
            "area_id",
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        ),
    )

    user_id: Mapped[int] = mapped_column(sa.ForeignKey("user.id"))
    role: Mapped[Role] = mapped_column(enum_text(Role, name="role"))
    area_id: Mapped[int] = mapped_column(sa.ForeignKey("area.id"))
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)

    user: Mapped[User] = relationship(back_populates="grants", foreign_keys=[user_id])
    area: Mapped[Area] = relationship(lazy="joined")


class EndedSession(Base):
    """A session that its owner ended by signing out, so that a copy of its cookie is worth nothing."""

    __tablename__ = "ended_session"

    digest: Mapped[str] = mapped_column(sa.String(64), unique=True)
