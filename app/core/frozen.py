"""Rows that the database itself refuses to change: what hangs on the wall, and the history.

:func:`append_only` attaches triggers to a table; a migration creates the same ones with :func:`trigger_ddl`.
"""

import sqlalchemy as sa

#: table -> its frozen columns; none named means every one
FROZEN: dict[str, tuple[str, ...]] = {}


def trigger_ddl(table: str, dialect: str, columns: tuple[str, ...] = ()) -> list[str]:
    """The statements that make *table* append-only on *dialect* (``sqlite`` or ``postgresql``).

    With *columns* only changes of those columns are refused, and deletion always is.
    """
    of = f" OF {', '.join(columns)}" if columns else ""
    name = f"frozen_{table}"
    if dialect == "sqlite":
        return [
            f"CREATE TRIGGER {name}_update BEFORE UPDATE{of} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
            f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END",
        ]
    return [
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{table} is append-only'; END $$",
        f"CREATE TRIGGER {name}_update BEFORE UPDATE{of} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
        f"CREATE TRIGGER {name}_delete BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()",
    ]


def release_ddl(table: str, dialect: str) -> list[str]:
    """The statements that undo :func:`trigger_ddl`, for a migration on its way down."""
    name = f"frozen_{table}"
    if dialect == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {name}_update", f"DROP TRIGGER IF EXISTS {name}_delete"]
    return [f"DROP FUNCTION IF EXISTS {name}() CASCADE"]


def append_only(table: sa.Table, columns: tuple[str, ...] = ()) -> None:
    """Create the triggers whenever *table* is created from the models."""
    FROZEN[table.name] = columns
    for dialect in ("sqlite", "postgresql"):
        for statement in trigger_ddl(table.name, dialect, columns):
            ddl = sa.DDL(statement.replace("%", "%%"))  # type: ignore[no-untyped-call]  # untyped in the library
            ddl = ddl.execute_if(dialect=dialect)
            sa.event.listen(table, "after_create", ddl)
