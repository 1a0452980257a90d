"""Running numbers that people write down. A number once given is never given again."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, db


class Serial(Base):
    """The last number given within a *scope*, e.g. ``notice/2014/520581107002``."""

    __tablename__ = "serial"

    scope: Mapped[str] = mapped_column(sa.String(120), unique=True)
    last: Mapped[int]


def next_number(scope: str) -> int:
    """The next number within *scope*, from 1. Two transactions never get the same one."""
    return take_numbers(scope, 1)[0]


def take_numbers(scope: str, count: int) -> range:
    """The next *count* numbers within *scope*, one after the other. *count* is above nought."""
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = insert(Serial).values(scope=scope, last=count, created_at=clock.now())
    statement = statement.on_conflict_do_update(
        index_elements=[Serial.scope], set_={"last": Serial.__table__.c.last + count}
    ).returning(Serial.__table__.c.last)
    last = int(db.session.scalars(statement).one())
    return range(last - count + 1, last + 1)
