"""Acts on accounts. Passwords come in as hashes: they are made before the transaction begins (``passwords.py``)."""

import datetime as dt
import hashlib

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, Role, can
from app.domain.accounts import queries, rules
from app.domain.accounts.models import EndedSession, RoleGrant, User
from app.domain.areas.models import Area

LAST_ADMINISTRATOR = N_("This is the last administrator. Make somebody else administrator first.")
#: no session lasts as long, so that an ended one need not be remembered for longer
REMEMBERED = dt.timedelta(days=2)


def create_account(
    *,
    username: str,
    name: str,
    password_hash: str,
    role: Role,
    area: Area,
    actor: Actor,
    must_change_password: bool = True,
    is_demonstration: bool = False,
) -> User:
    """Open an account with its first role. Raises ``Invalid`` for a name that is taken or cannot be."""
    username = rules.tidy_username(username)
    _refuse(rules.why_not_username(username), "username")
    if not name.strip() or len(name.strip()) > 60:
        raise Invalid(Message(N_("Write the person's name, at most 60 characters.")), field="name")
    if queries.find_user(username) is not None:
        raise Invalid(
            Message(N_("The username “%(username)s” is taken."), username=username), field="username"
        )
    _refuse(rules.why_not_held_at(role, area.level), "role")
    user = User(
        username=username,
        name=name.strip(),
        password_hash=password_hash,
        must_change_password=must_change_password,
        is_demonstration=is_demonstration,
    )
    user.grants.append(RoleGrant(role=role, area=area))
    db.session.add(user)
    db.session.flush()
    audit.record("account_created", actor=actor, subject=user, username=username)
    db.session.flush()
    return user


def grant_role(*, user: User, role: Role, area: Area, actor: Actor) -> RoleGrant:
    """Give *user* a role at *area*. Raises ``Conflict`` when it is held already."""
    _refuse(rules.why_not_held_at(role, area.level), "role")
    if any((grant.role, grant.area_id) == (role, area.id) for grant in user.standing):
        raise Conflict(Message(N_("This person already holds this role there.")))
    grant = RoleGrant(user=user, role=role, area=area)
    db.session.add(grant)
    _record(user, f"granted {role.value} {area.code}", actor)
    return grant


def end_grant(*, grant: RoleGrant, actor: Actor) -> RoleGrant:
    """End a role. Raises ``Refused`` for the last administrator's."""
    if grant.role is Role.ADMINISTRATOR:
        _keep_an_administrator(grant.user)
    grant.ended_at = clock.now()
    _record(grant.user, f"ended {grant.role.value} {grant.area.code}", actor)
    return grant


def deactivate(*, user: User, actor: Actor) -> User:
    """Close an account; its sessions end. Raises ``Refused`` for one's own or the last administrator's."""
    if user.id == actor.id:
        raise Refused([Message(N_("Nobody closes their own account."))])
    if any(grant.role is Role.ADMINISTRATOR for grant in user.standing):
        _keep_an_administrator(user)
    user.is_active = False
    _end_sessions(user)
    _record(user, "closed", actor)
    return user


def activate(*, user: User, actor: Actor) -> User:
    """Open a closed account again."""
    user.is_active = True
    _record(user, "opened again", actor)
    return user


def reset_password(*, user: User, password_hash: str, actor: Actor) -> User:
    """Give a one-time password; all sessions end, and the next sign-in asks for a new password."""
    user.password_hash = password_hash
    user.must_change_password = True
    _end_sessions(user)
    _record(user, "password reset", actor)
    return user


def change_password(*, user: User, password_hash: str, actor: Actor) -> User:
    """Take over the password that *user* chose; all earlier sessions end."""
    if user.id != actor.id:
        raise Forbidden()
    user.password_hash = password_hash
    user.must_change_password = False
    _end_sessions(user)
    _record(user, "password changed", actor)
    return user


def sign_out_everywhere(*, user: User, actor: Actor) -> User:
    """End every session of an account: one's own, or one that *actor* manages."""
    if user.id != actor.id and not can(actor, Permission.ACCOUNT_MANAGE, user):
        raise Forbidden()
    _end_sessions(user)
    _record(user, "signed out everywhere", actor)
    return user


def record_sign_in(*, user: User, actor: Actor, password_hash: str | None = None) -> User:
    """Note that *user* signed in; *password_hash* replaces one that was made with older parameters."""
    if user.id != actor.id:
        raise Forbidden()
    user.last_sign_in_at = clock.now()
    if password_hash is not None:
        user.password_hash = password_hash
    db.session.flush()
    return user


def end_session(*, token: str, actor: Actor) -> None:
    """End one session of *actor* for good. Old ones are forgotten on the way."""
    db.session.execute(sa.delete(EndedSession).where(EndedSession.created_at < clock.now() - REMEMBERED))
    digest = hashlib.sha256(token.encode()).hexdigest()
    if (
        actor.id is not None
        and db.session.scalar(sa.select(EndedSession.id).where(EndedSession.digest == digest)) is None
    ):
        db.session.add(EndedSession(digest=digest))
    db.session.flush()


def _refuse(fault: Message | None, field: str) -> None:
    if fault is not None:
        raise Invalid(fault, field=field)


def _record(user: User, what: str, actor: Actor) -> None:
    audit.record("account_changed", actor=actor, subject=user, username=user.username, what=what)
    db.session.flush()


def _end_sessions(user: User) -> None:
    user.session_epoch += 1


def _keep_an_administrator(user: User) -> None:
    if not queries.has_other_administrator(user.id):
        raise Refused([Message(LAST_ADMINISTRATOR)])
