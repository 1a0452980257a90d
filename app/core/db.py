"""The database: declarative base, engine set-up, and the one transaction of a command.

SQLite's default driver begins a transaction only at the first write, so that two readers of a counter can both
write it back. Here every transaction begins at its first statement; a *writing* one begins immediately and
waits its turn in a fair queue (an ``flock`` beside the database file). On PostgreSQL rows are locked by
``with_for_update`` and the queue is not used.
"""

import contextlib
import datetime as dt
import fcntl
import os
from collections.abc import Iterator
from contextvars import ContextVar
from typing import Any

import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core import clock
from app.core.types import UtcDateTime

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Base of every table: named constraints, integer key, instant of creation."""

    metadata = sa.MetaData(naming_convention=NAMING)

    id: Mapped[int] = mapped_column(primary_key=True, sort_order=-10)
    created_at: Mapped[dt.datetime] = mapped_column(UtcDateTime, default=clock.now, sort_order=100)


db = SQLAlchemy(model_class=Base, disable_autonaming=True)

_writing: ContextVar[bool] = ContextVar("writing", default=False)


def is_writing() -> bool:
    """True while this context's transactions begin as writers."""
    return _writing.get()


@contextlib.contextmanager
def writing(really: bool = True) -> Iterator[None]:
    """Transactions begun inside the block are writing ones (they queue on SQLite), unless *really* is false."""
    token = _writing.set(really)
    try:
        yield
    finally:
        _writing.reset(token)


def start_writing() -> None:
    """End what was read so far and go on as a writer, within a block of :func:`writing`."""
    db.session.rollback()
    _writing.set(True)


@contextlib.contextmanager
def unit_of_work() -> Iterator[None]:
    """One transaction of a command or job: committed when the block ends well, else rolled back."""
    db.session.rollback()
    with writing():
        try:
            yield
            db.session.commit()
        except BaseException:
            db.session.rollback()
            raise


def prepare_engine(engine: sa.Engine) -> None:
    """Give *engine* this project's transaction manners. Call once, before its first connection."""
    if engine.dialect.name != "sqlite":
        return
    path = engine.url.database
    queue_path = f"{path}.queue" if path and path != ":memory:" else None
    sa.event.listen(engine, "connect", _set_up_connection)
    sa.event.listen(engine, "begin", lambda connection: _begin(connection, queue_path))
    sa.event.listen(engine, "checkin", lambda _raw, record: _leave_queue(record.info))
    sa.event.listen(engine, "close", lambda _raw, record: _leave_queue(record.info))
    sa.event.listen(engine, "invalidate", lambda _raw, record, _error: _leave_queue(record.info))


def _set_up_connection(raw: Any, _record: Any) -> None:
    raw.isolation_level = None
    cursor = raw.cursor()
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "recursive_triggers=ON",  # else INSERT OR REPLACE removes a row past the trigger that keeps it
        "busy_timeout=15000",
        "temp_store=MEMORY",
        "cache_size=-16000",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: sa.Connection, queue_path: str | None) -> None:
    if not is_writing():
        connection.exec_driver_sql("BEGIN")
        return
    if queue_path is not None:
        _join_queue(connection.info, queue_path)
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _join_queue(info: dict[Any, Any], path: str) -> None:
    if "queue" in info:
        return
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    fcntl.flock(handle, fcntl.LOCK_EX)
    info["queue"] = handle


def _leave_queue(info: dict[Any, Any]) -> None:
    handle = info.pop("queue", None)
    if handle is not None:
        os.close(handle)
