"""Counting attempts, so that a flood is slowed without shutting out those who share an address.

A *bucket* names what is counted (an account at an address, one browser's objections). Counts live in the
database, since several server processes share them. Nothing here knows a person.
"""

import datetime as dt
import hashlib
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, db
from app.core.types import UtcDateTime


class Throttle(Base):
    """How often something was tried in a window. *bucket* is a digest, never the words themselves."""

    __tablename__ = "throttle"
    __table_args__ = (sa.UniqueConstraint("bucket", "window_at"),)

    bucket: Mapped[str] = mapped_column(sa.String(64))
    window_at: Mapped[dt.datetime] = mapped_column(UtcDateTime)
    count: Mapped[int]


def _window(length: dt.timedelta) -> dt.datetime:
    seconds = int(length.total_seconds())
    stamp = int(clock.now().timestamp()) // seconds * seconds
    return dt.datetime.fromtimestamp(stamp, dt.UTC)


def window_ends_at(length: dt.timedelta) -> dt.datetime:
    """When the present window of *length* is over and counting begins anew."""
    return _window(length) + length


def _digest(bucket: str, length: dt.timedelta) -> str:
    return hashlib.sha256(f"{length.total_seconds()} {bucket}".encode()).hexdigest()


def count(bucket: str, length: dt.timedelta) -> int:
    """How often *bucket* was counted in the present window of *length*."""
    statement = sa.select(Throttle.count).where(
        Throttle.bucket == _digest(bucket, length), Throttle.window_at == _window(length)
    )
    return db.session.scalar(statement) or 0


def add(bucket: str, length: dt.timedelta) -> int:
    """Count *bucket* once more; the new count. Windows of more than a day ago are forgotten."""
    db.session.execute(sa.delete(Throttle).where(Throttle.window_at < clock.now() - dt.timedelta(days=1)))
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = insert(Throttle).values(
        bucket=_digest(bucket, length), window_at=_window(length), count=1, created_at=clock.now()
    )
    statement = statement.on_conflict_do_update(
        index_elements=[Throttle.bucket, Throttle.window_at],
        set_={"count": Throttle.__table__.c.count + 1},
    ).returning(Throttle.__table__.c.count)
    return int(db.session.scalars(statement).one())


def clear(bucket: str, length: dt.timedelta) -> None:
    """Forget the count of *bucket*, e.g. after a right password."""
    db.session.execute(
        sa.delete(Throttle).where(
            Throttle.bucket == _digest(bucket, length), Throttle.window_at == _window(length)
        )
    )
