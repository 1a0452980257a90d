"""Finding accounts."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission, Role
from app.core.rows import get_row
from app.domain.accounts.models import EndedSession, RoleGrant, User
from app.domain.areas.models import Area


def find_user(username: str) -> User | None:
    """The account called *username*, also a closed one."""
    return db.session.scalar(sa.select(User).where(User.username == username))


def get_user(user_id: int) -> User:
    """The account; raises :class:`NotFound`."""
    return get_row(User, user_id)


def load_names(user_ids: Collection[int]) -> dict[int, str]:
    """user id -> name, also of closed accounts."""
    rows = db.session.execute(sa.select(User.id, User.name).where(User.id.in_(user_ids)))
    return {row.id: row.name for row in rows}


def get_grant(user_id: int, grant_id: int) -> RoleGrant:
    """A standing grant of this account; raises :class:`NotFound`."""
    grant = get_row(RoleGrant, grant_id)
    if grant.user_id != user_id or grant.ended_at is not None:
        raise NotFound()
    return grant


def find_signed_in(user_id: int, epoch: int, session_digest: str) -> User | None:
    """Whose session this is, unless the account was closed or the session ended."""
    ended = sa.exists().where(EndedSession.digest == session_digest)
    return db.session.scalar(
        sa.select(User).where(User.id == user_id, User.is_active, User.session_epoch == epoch, ~ended)
    )


def page_users(actor: Actor, text: str, number: int) -> Page[User]:
    """Accounts with a role below *actor*'s areas, by username; *text* is looked for in both names."""
    paths = actor.paths_for(Permission.ACCOUNT_MANAGE)
    within = sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths))
    holders = sa.select(RoleGrant.user_id).join(Area, RoleGrant.area_id == Area.id).where(within)
    statement = sa.select(User).where(User.id.in_(holders)).order_by(User.username, User.id)
    if text:
        statement = statement.where(
            User.username.contains(text.lower(), autoescape=True) | User.name.contains(text, autoescape=True)
        )
    return paginate(statement, number)


def list_staff_over(area_path: str, roles: Collection[Role]) -> Sequence[User]:
    """Open accounts that hold one of *roles* over the area at *area_path*, by name."""
    parts = area_path.strip("/").split("/")
    paths = ["/".join(parts[:length]) + "/" for length in range(1, len(parts) + 1)]
    holders = (
        sa.select(RoleGrant.user_id)
        .join(Area, RoleGrant.area_id == Area.id)
        .where(RoleGrant.role.in_(roles), RoleGrant.ended_at.is_(None), Area.path.in_(paths))
    )
    statement = sa.select(User).where(User.id.in_(holders), User.is_active)
    return db.session.scalars(statement.order_by(User.name, User.id)).all()


def has_other_administrator(user_id: int) -> bool:
    """Is there a standing administrator besides this account?"""
    statement = (
        sa.select(RoleGrant.id)
        .join(User, RoleGrant.user_id == User.id)
        .where(
            RoleGrant.role == Role.ADMINISTRATOR,
            RoleGrant.ended_at.is_(None),
            User.is_active,
            User.id != user_id,
        )
    )
    return db.session.scalar(statement.limit(1)) is not None
