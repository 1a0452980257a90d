"""Which households are registered, since when, and struck why. Written by the procedure's effects only."""

import datetime as dt
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa
from sqlalchemy.orm import aliased

from app.core.db import db
from app.domain.households.models import RegisterExit, Registration


class Place(StrEnum):
    """Where a household stands to the register; ``outside`` was never in it, or was struck from it."""

    OUTSIDE = "outside"
    REGISTERED = "registered"
    EXITED = "exited"
    STRUCK = "struck"


@dataclass(frozen=True)
class Membership:
    """A household and the register: what counts now, and whether it came back after it had left."""

    place: Place
    registration: Registration | None = None
    exit: RegisterExit | None = None
    has_returned: bool = False

    @property
    def is_in(self) -> bool:
        """It is in the register and has not left it."""
        return self.place is Place.REGISTERED


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


def strike_wholly(*, household_id: int, on: dt.date, reason: str) -> None:
    """Strike every registration of a household that stands: also those before it left and came back."""
    rows = db.session.scalars(
        sa.select(Registration).where(
            Registration.household_id == household_id, Registration.struck_on.is_(None)
        )
    )
    for row in rows:
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


def leave(
    *,
    household_id: int,
    round_id: int,
    people: int,
    on: dt.date,
    policies_until: dt.date,
    watch_until: dt.date,
) -> RegisterExit:
    """A household of *people* leaves by the announcement of a round of exits."""
    row = RegisterExit(
        household_id=household_id,
        round_id=round_id,
        people=people,
        exited_on=on,
        policies_until=policies_until,
        watch_until=watch_until,
        undone_reason="",
    )
    db.session.add(row)
    return row


def undo_leaving(*, household_id: int, round_id: int, on: dt.date, reason: str) -> None:
    """A household's exit by a round does not count any more, for a *reason*."""
    row = db.session.scalar(
        sa.select(RegisterExit).where(
            RegisterExit.household_id == household_id,
            RegisterExit.round_id == round_id,
            RegisterExit.undone_on.is_(None),
        )
    )
    if row is not None:
        row.undone_on, row.undone_reason = on, reason


def membership_of(household_id: int) -> Membership:
    """Where one household stands to the register now."""
    return memberships([household_id])[household_id]


def memberships(household_ids: Collection[int]) -> dict[int, Membership]:
    """household id -> where it stands to the register now, for each of them. Two statements for any number."""
    entered: dict[int, Registration] = {}
    for row in db.session.scalars(
        sa.select(Registration)
        .where(Registration.household_id.in_(household_ids), Registration.struck_on.is_(None))
        .order_by(Registration.registered_on, Registration.id)
    ):
        entered[row.household_id] = row
    left: dict[int, RegisterExit] = {}
    for gone in db.session.scalars(
        sa.select(RegisterExit)
        .where(RegisterExit.household_id.in_(household_ids), RegisterExit.undone_on.is_(None))
        .order_by(RegisterExit.exited_on, RegisterExit.id)
    ):
        left[gone.household_id] = gone
    return {one: _membership(entered.get(one), left.get(one)) for one in household_ids}


def _membership(entered: Registration | None, left: RegisterExit | None) -> Membership:
    if entered is None:
        return Membership(Place.OUTSIDE, exit=left)
    if left is None:
        return Membership(Place.REGISTERED, entered)
    if entered.registered_on > left.exited_on:
        return Membership(Place.REGISTERED, entered, left, has_returned=True)
    return Membership(Place.STRUCK if left.struck_on else Place.EXITED, entered, left)


def under_watch() -> sa.Select[int]:
    """A sub-select of the exits (their ids) whose watch runs: not undone, not struck, not returned."""
    later, last = aliased(RegisterExit), sa.func.max(Registration.registered_on)
    registered = (
        sa.select(last)
        .where(Registration.household_id == RegisterExit.household_id, Registration.struck_on.is_(None))
        .correlate(RegisterExit)
        .scalar_subquery()
    )
    newer = sa.tuple_(later.exited_on, later.id) > sa.tuple_(RegisterExit.exited_on, RegisterExit.id)
    return sa.select(RegisterExit.id).where(
        RegisterExit.undone_on.is_(None),
        RegisterExit.struck_on.is_(None),
        registered <= RegisterExit.exited_on,
        ~sa.exists().where(later.household_id == RegisterExit.household_id, later.undone_on.is_(None), newer),
    )


def in_register(on: dt.date | None = None) -> sa.Select[int]:
    """A sub-select of the households that are in the register and have not left it; with *on*, of that day."""
    stood: list[sa.ColumnElement[bool]] = [Registration.struck_on.is_(None)]
    gone: list[sa.ColumnElement[bool]] = [RegisterExit.undone_on.is_(None)]
    if on is not None:
        not_struck = sa.or_(Registration.struck_on.is_(None), Registration.struck_on > on)
        stood = [Registration.registered_on <= on, not_struck]
        gone.append(RegisterExit.exited_on <= on)
    last_exit = (
        sa.select(sa.func.max(RegisterExit.exited_on))
        .where(RegisterExit.household_id == Registration.household_id, *gone)
        .correlate(Registration)
        .scalar_subquery()
    )
    return sa.select(Registration.household_id).where(
        *stood, sa.or_(last_exit.is_(None), Registration.registered_on > last_exit)
    )


def is_in_register(household_id: sa.SQLColumnExpression[int]) -> sa.ColumnElement[bool]:
    """The condition that the household of a row is in the register and has not left it.

    Asks for that household alone: for rows that are few beside the register; ``in_register`` reads all of it.
    """
    return in_register().where(Registration.household_id == household_id).exists()
