"""What stands behind the sign-in page: the session, the counting of attempts, and the comparison of passwords.

Attempts are counted before the password is looked at, so that many at once gain nothing. An account is counted
together with the address it is tried from: a stranger cannot lock out its owner.
"""

import datetime as dt
import hashlib
import secrets
from dataclasses import dataclass

from flask import session
from flask_login import UserMixin, login_user

from app.core import clock, throttle
from app.core.bilingual import BilingualText
from app.core.db import start_writing, unit_of_work
from app.core.permissions import Actor, Role
from app.domain.accounts import passwords, queries, rules, service
from app.domain.accounts.models import User
from app.web.security import visitor_address

WINDOW = dt.timedelta(minutes=15)
PER_ACCOUNT = 5
PER_ADDRESS = 100


class SignedIn(UserMixin):
    """The account of a session, as plain values: it outlives the transaction in which it was read."""

    def __init__(self, user: User) -> None:
        self.id = user.id
        self.epoch = user.session_epoch
        self.username = user.username
        self.must_change_password = user.must_change_password
        self.actor = user.as_actor()
        self.posts: tuple[tuple[Role, BilingualText], ...] = tuple(
            (g.role, g.area.name) for g in user.standing
        )

    def get_id(self) -> str:
        return f"{self.id}.{self.epoch}"

    def as_actor(self) -> Actor:
        return self.actor


@dataclass(frozen=True)
class Attempt:
    """What an attempt came to: the account and, if it is due, its new hash; or *wait*: too many were made."""

    user: User | None
    new_hash: str | None = None
    wait: bool = False


def load_signed_in(session_id: str) -> SignedIn | None:
    """Whose session it is; nobody's when the account was closed or the session ended."""
    user_id, _, epoch = session_id.partition(".")
    if not (user_id.isdecimal() and epoch.isdecimal() and len(session_id) < 20):
        return None
    digest = hashlib.sha256(str(session.get("token", "")).encode()).hexdigest()
    user = queries.find_signed_in(int(user_id), int(epoch), digest)
    return SignedIn(user) if user is not None else None


def attempt(username: str, password: str) -> Attempt:
    """Try to sign in. Takes as long for an unknown account, and says no more about it."""
    username = rules.tidy_username(username)[:200]
    buckets = _buckets(username)
    if any(throttle.count(bucket, WINDOW) >= most for bucket, most in buckets.items()):
        return Attempt(None, wait=True)
    with unit_of_work():
        if any(throttle.add(bucket, WINDOW) > most for bucket, most in buckets.items()):
            return Attempt(None, wait=True)
    user = queries.find_user(username)
    password_hash = user.password_hash if user is not None and user.is_active else passwords.NO_ACCOUNT
    is_right = passwords.is_right(password_hash, password[: rules.LONGEST])
    if user is None or not user.is_active or not is_right:
        return Attempt(None)
    new_hash = passwords.hash_password(password) if passwords.is_outdated(password_hash) else None
    return Attempt(user, new_hash)


def sign_in(made: Attempt) -> None:
    """Begin the session of a successful attempt; the earlier contents of the browser's session are dropped."""
    start_writing()
    user = made.user
    if user is None:
        raise ValueError("this attempt failed")
    for bucket in list(_buckets(user.username))[:1]:
        throttle.clear(bucket, WINDOW)
    service.record_sign_in(user=user, actor=user.as_actor(), password_hash=made.new_hash)
    begin_session(user)


def begin_session(user: User) -> None:
    """Fill the browser's session for *user*, with a token of its own."""
    session.clear()
    login_user(SignedIn(user))
    stamp = int(clock.now().timestamp())
    session.update(began=stamp, seen=stamp // 60 * 60, token=secrets.token_urlsafe(18))


def may_try_password(user_id: int) -> bool:
    """Count one more try at one's own password; false when there were too many."""
    with unit_of_work():
        return throttle.add(f"own-password:{user_id}", WINDOW) <= PER_ACCOUNT


def _buckets(username: str) -> dict[str, int]:
    address = visitor_address()
    return {f"sign-in:{username}@{address}": PER_ACCOUNT, f"sign-in-from:{address}": PER_ADDRESS}
