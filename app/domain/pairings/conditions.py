"""Conditions that several queries of this room put: which pairings stand, which households are registered."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.domain.households.models import Household, Registration
from app.domain.pairings.models import Pairing


def stands_on(on: dt.date | None = None) -> sa.ColumnElement[bool]:
    """The condition that a pairing stands on a day; without one, that it has not ended."""
    if on is None:
        return Pairing.ended_on.is_(None)
    return sa.and_(Pairing.started_on <= on, sa.or_(Pairing.ended_on.is_(None), Pairing.ended_on > on))


def registered(round_id: int | None, on: dt.date | None) -> sa.Select[*tuple[Any, ...]]:
    """Household id and people of who is registered on a day: by one round, or by any."""
    day = on or clock.today()
    stands = sa.and_(
        Registration.registered_on <= day,
        sa.or_(Registration.struck_on.is_(None), Registration.struck_on > day),
    )
    if round_id is not None:
        return sa.select(Registration.household_id, Registration.people).where(
            Registration.round_id == round_id, stands
        )
    return (
        sa.select(Registration.household_id, Household.people)
        .join(Household, Household.id == Registration.household_id)
        .where(stands)
        .distinct()
    )


def registered_ids(round_id: int | None = None, on: dt.date | None = None) -> sa.Select[Any]:
    """The ids of registered households, for a condition."""
    return sa.select(registered(round_id, on).subquery().c.household_id)


def is_registered_now(round_id: int | None = None) -> sa.ColumnElement[bool]:
    """The condition that a household of the statement stands in the register today: by one round, or by any."""
    standing = sa.exists().where(Registration.household_id == Household.id, Registration.struck_on.is_(None))
    return standing if round_id is None else standing.where(Registration.round_id == round_id)
