"""What all builders share: putting a row into the session, finding the first of a kind, counting."""

from typing import Any, TypeVar

import sqlalchemy as sa

from app.core.db import Base, db

Row = TypeVar("Row", bound=Base)


def add(row: Row) -> Row:
    """Put *row* into the session and flush it."""
    db.session.add(row)
    db.session.flush()
    return row


def first(kind: type[Row], *conditions: Any) -> Row | None:
    """The first stored row of *kind*, or nothing."""
    return db.session.scalars(sa.select(kind).where(*conditions).order_by(kind.id).limit(1)).first()


def how_many(kind: type[Base], *conditions: Any) -> int:
    """How many rows of *kind* are stored. Asked without the mapper: builders ask thirty times for one notice."""
    db.session.flush()
    counted = sa.select(sa.func.count()).select_from(kind.__table__).where(*conditions)
    return int(db.session.connection().execute(counted).scalar_one())
