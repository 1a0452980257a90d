"""Exactly one row, or :class:`NotFound`: by its id, by a statement, or held until the transaction ends."""

from typing import TypeVar

import sqlalchemy as sa

from app.core.db import Base, db
from app.core.errors import NotFound

T = TypeVar("T")
Row = TypeVar("Row", bound=Base)


def the_row(found: T | None) -> T:
    """What was found; raises :class:`NotFound` when that is nothing."""
    if found is None:
        raise NotFound()
    return found


def get_row(model: type[Row], row_id: int) -> Row:
    """The row with this id, without asking again for one that this session has read."""
    return the_row(db.session.get(model, row_id))


def get_only(statement: sa.Select[Row]) -> Row:
    """The first row of *statement*, with whatever it loads along."""
    return the_row(db.session.scalar(statement))


def lock_row(model: type[Row], row_id: int) -> Row:
    """The row with this id as it stands now in the database, held until the transaction ends.

    Only the row itself is held, not what its relations load along.
    """
    statement = sa.select(model).where(model.id == row_id).with_for_update(of=model)
    return the_row(db.session.scalar(statement.execution_options(populate_existing=True)))
