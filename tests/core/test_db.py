"""Transactions: commands commit once or not at all; on SQLite writers queue and readers see a snapshot."""

import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app import create_app
from app.core.db import Base, is_writing, start_writing, unit_of_work, writing
from app.core.serials import Serial
from tests.factories import how_many
from tests.storage import Storage, configuration

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
from pathlib import Path
from app import create_app
from app.core.db import db, unit_of_work
from app.core.serials import Serial
from tests.storage import configuration
app = create_app(configuration(Path(sys.argv[1])))
with app.app_context(), unit_of_work():
    db.session.add(Serial(scope="of the dead", last=1))
    db.session.flush()
    print("held", flush=True)
    time.sleep(60)
"""


@pytest.fixture
def free(db: SQLAlchemy) -> SQLAlchemy:
    """A clean database in which this test itself holds no transaction."""
    db.session.rollback()
    return db


@pytest.fixture
def sqlite(free: SQLAlchemy, storage: Storage) -> SQLAlchemy:
    """The same, only on SQLite: what follows is about its queue."""
    if storage.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL locks rows and has no queue")
    return free


def keep(db: SQLAlchemy, scope: str) -> None:
    """Write one row."""
    db.session.add(Serial(scope=scope, last=1))
    db.session.flush()


@contextmanager
def in_thread(app: Flask, act: Callable[[], None]) -> Iterator[threading.Thread]:
    """*act* in a thread with an app context of its own; joined at the end of the block."""

    def run() -> None:
        with app.app_context():
            act()

    thread = threading.Thread(target=run)
    thread.start()
    try:
        yield thread
    finally:
        thread.join(20)
        assert not thread.is_alive()


def test_a_command_commits_when_it_ends_well(free: SQLAlchemy) -> None:
    with unit_of_work():
        keep(free, "kept")
        assert is_writing()
    free.session.rollback()
    assert how_many(Serial) == 1


@pytest.mark.parametrize("fault", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_command_that_fails_leaves_nothing(free: SQLAlchemy, fault: type[BaseException]) -> None:
    def act() -> None:
        with unit_of_work():
            keep(free, "lost")
            raise fault

    with pytest.raises(fault):
        act()
    assert how_many(Serial) == 0


def test_a_command_begins_afresh(free: SQLAlchemy) -> None:
    keep(free, "left over")
    with unit_of_work():
        assert how_many(Serial) == 0


def test_writing_ends_with_its_block() -> None:
    assert not is_writing()
    with writing():
        assert is_writing()
        with writing(False):
            assert not is_writing()
        assert is_writing()
    assert not is_writing()


def test_slow_work_is_done_before_the_write(sqlite: SQLAlchemy, storage: Storage) -> None:
    with writing(False):
        how_many(Serial)
        assert not queue_is_taken(storage)
        start_writing()
        keep(sqlite, "after the slow work")
        assert queue_is_taken(storage)
        sqlite.session.commit()
    assert not queue_is_taken(storage)


def queue_is_taken(storage: Storage) -> bool:
    """True when somebody holds the writers' queue."""
    script = "import fcntl, sys; fcntl.flock(open(sys.argv[1]), fcntl.LOCK_EX | fcntl.LOCK_NB)"
    path = f"{storage.engine.url.database}.queue"
    return (
        subprocess.run(
            [sys.executable, "-c", script, path], stderr=subprocess.DEVNULL, check=False
        ).returncode
        != 0
    )


def test_a_reader_is_not_held_up_and_sees_the_state_before(app: Flask, sqlite: SQLAlchemy) -> None:
    written, may_end = threading.Event(), threading.Event()

    def write() -> None:
        with unit_of_work():
            keep(sqlite, "not yet")
            written.set()
            may_end.wait(10)

    with in_thread(app, write), writing(False):
        assert written.wait(10)
        assert how_many(Serial) == 0
        may_end.set()
        time.sleep(0.1)
        assert how_many(Serial) == 0, "one transaction sees one state"
    sqlite.session.rollback()
    assert how_many(Serial) == 1


def test_writers_take_turns_in_the_order_of_their_coming(app: Flask, sqlite: SQLAlchemy) -> None:
    order: list[str] = []

    def writer(name: str, wait: float) -> Callable[[], None]:
        def act() -> None:
            with unit_of_work():
                keep(sqlite, name)
                time.sleep(wait)
                order.append(name)

        return act

    with in_thread(app, writer("first", 0.3)):
        time.sleep(0.1)
        with in_thread(app, writer("second", 0)):
            time.sleep(0.1)
            with in_thread(app, writer("third", 0)):
                pass
    assert order == ["first", "second", "third"]


def test_a_fault_leaves_the_queue(sqlite: SQLAlchemy, storage: Storage) -> None:
    with unit_of_work():
        keep(sqlite, "there")
    with pytest.raises(sa.exc.IntegrityError), unit_of_work():
        keep(sqlite, "there")
    assert not queue_is_taken(storage)


def test_a_killed_writer_frees_the_queue_and_leaves_nothing(sqlite: SQLAlchemy, app: Flask) -> None:
    sqlite.session.remove()
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, app.instance_path], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None
    try:
        assert "held\n" in iter(holder.stdout.readline, "")
        threading.Timer(0.3, holder.kill).start()
        began = time.monotonic()
        with unit_of_work():
            keep(sqlite, "of the living")
        assert time.monotonic() - began < 5
    finally:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert sqlite.session.scalars(sa.select(Serial.scope)).all() == ["of the living"]


def test_sqlite_is_set_up_as_durable(tmp_path: Path) -> None:
    portal = create_app(configuration(tmp_path / "instance"))
    with portal.app_context():
        engine = portal.extensions["sqlalchemy"].engine
        with engine.connect() as connection:
            pragmas = {
                name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
                for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
            }
        engine.dispose()
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 15_000}


def test_every_constraint_has_a_name() -> None:
    nameless = [
        f"{table.name}: {constraint!r}"
        for table in Base.metadata.sorted_tables
        for constraint in table.constraints
        if constraint.name is None
    ]
    assert nameless == []


@pytest.mark.parametrize("table", Base.metadata.sorted_tables, ids=lambda table: table.name)
def test_every_table_says_when_a_row_was_made(table: sa.Table) -> None:
    assert {"id", "created_at"} <= set(table.columns.keys())
