"""Which households are registered, since when, and struck why. Written by the procedure's effects only."""

import datetime as dt

import sqlalchemy as sa

from app.core.db import db
from app.domain.households.models import Registration


def register(*, household_id: int, round_id: int, people: int, on: dt.date) -> Registration:
    """Register a household of *people* by the announcement of a round."""
    row = Registration(household_id=household_id, round_id=round_id, people=people, registered_on=on)
    db.session.add(row)
    return row


def strike(*, household_id: int, round_id: int, on: dt.date, reason: str) -> None:
    """Strike a household's registration of a round for a *reason*."""
    row = db.session.scalar(
        sa.select(Registration).where(
            Registration.household_id == household_id,
            Registration.round_id == round_id,
            Registration.struck_on.is_(None),
        )
    )
    if row is not None:
        row.struck_on, row.struck_reason = on, reason


def list_registrations(household_id: int) -> list[Registration]:
    """A household's registrations, the newest first."""
    statement = sa.select(Registration).where(Registration.household_id == household_id)
    return list(db.session.scalars(statement.order_by(Registration.id.desc())))


def totals(round_id: int) -> tuple[int, int]:
    """(households, people) registered by a round."""
    row = db.session.execute(
        sa.select(sa.func.count(), sa.func.coalesce(sa.func.sum(Registration.people), 0)).where(
            Registration.round_id == round_id, Registration.struck_on.is_(None)
        )
    ).one()
    return int(row[0]), int(row[1])
