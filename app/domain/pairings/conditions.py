"""Conditions that several queries of this room put: which pairings stand, which households are registered."""

import datetime as dt
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.domain.households.models import Household, RegisterExit, Registration
from app.domain.pairings.models import Pairing, PairingRole


def stands_on(on: dt.date | None = None, role: PairingRole = PairingRole.FIRST) -> sa.ColumnElement[bool]:
    """The condition that a pairing of a role stands on a day; without a day, that it has not ended.

    Without a role first helpers are meant: each household has at most one of them, so nothing counts twice.
    """
    if on is None:
        return sa.and_(Pairing.role == role, Pairing.ended_on.is_(None))
    not_over = sa.or_(Pairing.ended_on.is_(None), Pairing.ended_on > on)
    return sa.and_(Pairing.role == role, Pairing.started_on <= on, not_over)


def lacks_helper(role: PairingRole = PairingRole.FIRST) -> sa.ColumnElement[bool]:
    """The condition that nobody helps a household of the statement in a role now."""
    return ~sa.exists().where(Pairing.household_id == Household.id, stands_on(role=role))


def not_left(day: dt.date) -> sa.ColumnElement[bool]:
    """The condition that a household of a registration has not left the register by *day* since it was registered."""
    return ~sa.exists().where(
        RegisterExit.household_id == Registration.household_id,
        RegisterExit.undone_on.is_(None),
        RegisterExit.exited_on >= Registration.registered_on,
        RegisterExit.exited_on <= day,
    )


def registered(round_id: int | None, on: dt.date | None) -> sa.Select[*tuple[Any, ...]]:
    """Household id and people of who is registered on a day: by one round, or by any."""
    day = on or clock.today()
    stands = sa.and_(
        Registration.registered_on <= day,
        sa.or_(Registration.struck_on.is_(None), Registration.struck_on > day),
        not_left(day),
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
    standing = sa.exists().where(
        Registration.household_id == Household.id,
        Registration.struck_on.is_(None),
        not_left(clock.today()),
    )
    return standing if round_id is None else standing.where(Registration.round_id == round_id)
