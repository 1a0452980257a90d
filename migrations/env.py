"""How ``flask db`` reaches the tables: one transaction for the whole way, as a writer that waits its turn.

On SQLite foreign keys rest meanwhile, since altering a table there means building it anew; they are checked at
the end. Two heads are refused: a second one is a merge that somebody forgot.
"""

from typing import Any

import sqlalchemy as sa
from alembic import context
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import MigrationScript
from flask import current_app
from sqlalchemy.dialects import postgresql

from app import tables
from app.core.db import db, writing
from app.core.types import UtcDateTime


def refuse_two_heads() -> None:
    """Raise ``RuntimeError`` when two revisions both claim to be the newest."""
    heads = context.script.get_heads()
    if len(heads) > 1:
        raise RuntimeError(
            f"migrations/ has several heads: {', '.join(heads)}. Put one of them behind the other."
        )


def render_item(kind: str, item: Any, autogenerating: AutogenContext) -> str | bool:
    """Revisions name only SQLAlchemy's own types, so that they do not change with ours."""
    if kind != "type":
        return False
    if isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, sa.JSON) and not isinstance(item, postgresql.JSONB):
        autogenerating.imports.add("from sqlalchemy.dialects import postgresql\n")
        return "sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), 'postgresql')"
    return False


def leave_out_empty(_context: Any, _revision: Any, directives: list[MigrationScript]) -> None:
    """No file for a revision in which nothing changes."""
    if getattr(context.config.cmd_opts, "autogenerate", False) and directives[0].upgrade_ops.is_empty():
        directives[:] = []
        context.config.print_stdout("The tables are as the models say: no revision is needed.")


def run() -> None:
    """Take the steps that the command asks for."""
    refuse_two_heads()
    engine = db.engine
    with writing(), engine.connect() as connection:
        rest_foreign_keys(connection, really=True)
        try:
            context.configure(
                connection=connection,
                target_metadata=tables.METADATA,
                transactional_ddl=True,
                render_item=render_item,
                process_revision_directives=leave_out_empty,
                **current_app.extensions["migrate"].configure_args,
            )
            with context.begin_transaction():
                context.run_migrations()
                check_foreign_keys(connection)
        finally:
            connection.rollback()
            rest_foreign_keys(connection, really=False)


def rest_foreign_keys(connection: sa.Connection, *, really: bool) -> None:
    """Switch SQLite's foreign keys off or on; it does so only between transactions."""
    raw = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite" and raw is not None:
        raw.execute(f"PRAGMA foreign_keys={'OFF' if really else 'ON'}")


def check_foreign_keys(connection: sa.Connection) -> None:
    """Raise ``RuntimeError`` when a row refers to one that is not there; then nothing of the way is kept."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
    if broken:
        raise RuntimeError(f"rows refer to others that are missing: {broken[:5]}")


if context.is_offline_mode():
    raise RuntimeError("revisions are taken on a database, not written out as SQL")
run()
