"""A database for the tests: made once, clean again before each test, on SQLite or on PostgreSQL.

SQLite is restored from a copy of the empty file; PostgreSQL is emptied. Rows cannot simply be deleted, since
some tables refuse it. Nothing is done while nobody has committed.
"""

import sqlite3
from pathlib import Path

import flask_migrate
import sqlalchemy as sa
from flask import Flask

from app.config import Config
from app.core.db import Base, db

SECRET = "only for tests"
#: Empties, on the server itself, what was written to: a table that never held a row has no size, an unused sequence
#: no last value. Triggers and foreign keys rest meanwhile.
EMPTYING = """
DO $$
DECLARE kept record;
BEGIN
    SET LOCAL session_replication_role = replica;
    FOR kept IN SELECT oid::regclass AS name FROM pg_class
        WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace AND relname <> 'alembic_version'
            AND pg_relation_size(oid) > 0
    LOOP
        EXECUTE 'DELETE FROM ' || kept.name;
    END LOOP;
    PERFORM setval(format('%%I.%%I', schemaname, sequencename), 1, false) FROM pg_sequences
        WHERE last_value IS NOT NULL;
END $$
"""


def configuration(folder: Path, url: str = "") -> Config:
    """The settings of a portal under test, with its data in *folder*."""
    folder.mkdir(parents=True, exist_ok=True)
    return Config(
        instance=folder,
        database_url=url or f"sqlite:///{folder / 'gongshi.sqlite3'}",
        secret_key=SECRET,
        testing=True,
    )


class Storage:
    """The database of one test process; *engine* is the app's."""

    def __init__(self, app: Flask) -> None:
        self.is_used = False
        with app.app_context():
            self.engine = db.engine
            Base.metadata.create_all(self.engine)
            flask_migrate.stamp()
        if self.engine.dialect.name == "sqlite":
            sa.event.listen(self.engine, "connect", _trust_the_machine)
            self.engine.dispose()
            self.keeper = sqlite3.connect(str(self.engine.url.database), check_same_thread=False)
            _trust_the_machine(self.keeper, None)
            self.tables_as_of = self._schema_version()
            self.template = self._copied()
        sa.event.listen(self.engine, "commit", self._note)

    def _note(self, _connection: sa.Connection) -> None:
        self.is_used = True

    def _copied(self) -> sqlite3.Connection:
        template = sqlite3.connect(":memory:", check_same_thread=False)
        self.keeper.backup(template)
        return template

    def clean(self) -> None:
        """Make the database empty again, with every number starting from 1."""
        if not self.is_used:
            return
        if self.engine.dialect.name == "sqlite":
            self._restore()
        else:
            self._empty()
        self.is_used = False

    def _restore(self) -> None:
        """The empty file again. Unless a test changed the tables themselves, nobody need read their definitions anew.

        Every connection would otherwise, after any copy: 140,000 characters, longer than most tests take.
        """
        untouched = self._schema_version() == self.tables_as_of
        self.template.backup(self.keeper)
        if untouched:
            self.keeper.execute(f"PRAGMA schema_version = {self.tables_as_of}")
        self.tables_as_of = self._schema_version()

    def _schema_version(self) -> int:
        (version,) = self.keeper.execute("PRAGMA schema_version").fetchone()
        return int(version)

    def _empty(self) -> None:
        with self.engine.begin() as connection:
            connection.exec_driver_sql(EMPTYING)

    def close(self) -> None:
        """Let go of every connection."""
        self.engine.dispose()
        if self.engine.dialect.name == "sqlite":
            self.template.close()
            self.keeper.close()


def _trust_the_machine(raw: sqlite3.Connection, _record: object) -> None:
    raw.execute("PRAGMA synchronous=OFF")


def make_database(server_url: str, name: str) -> str:
    """Create database *name* on a PostgreSQL server, replacing an older one; its address."""
    _on_server(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)', f'CREATE DATABASE "{name}"')
    return sa.make_url(server_url).set(database=name).render_as_string(hide_password=False)


def drop_database(server_url: str, name: str) -> None:
    """Remove database *name* from the server."""
    _on_server(server_url, f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _on_server(url: str, *statements: str) -> None:
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT", poolclass=sa.NullPool)
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()
