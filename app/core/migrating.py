"""What several steps from one version of the tables to the next have in common."""

from collections.abc import Callable, Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

#: how JSON is kept on both databases; a migration does not ask the models, which go on changing
KEPT_JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")


def change_values(
    connection: sa.Connection,
    holders: Mapping[str, str],
    change: Callable[[dict[str, Any]], dict[str, Any]],
) -> None:
    """Replace the JSON object in a column of each row by what *change* makes of it.

    *holders* says table -> column. Rows are taken one by one: there are few policies and rounds.
    """
    for name, column in holders.items():
        table = sa.table(name, sa.column("id"), sa.column(column, KEPT_JSON))
        for row in connection.execute(sa.select(table.c.id, table.c[column])).all():
            changed = change(dict(row[1]))
            connection.execute(table.update().where(table.c.id == row.id).values({column: changed}))
