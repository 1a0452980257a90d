"""Reading applications."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only
from app.domain.applications.models import Application, ApplicationState
from app.domain.areas.models import Area
from app.domain.households.models import Household

S = ApplicationState


def get_application(number: str) -> Application:
    """The application of a number, with household, visits and comparisons; raises :class:`NotFound`."""
    return get_only(
        sa.select(Application)
        .where(Application.number == number)
        .options(
            joinedload(Application.household).options(
                joinedload(Household.village), joinedload(Household.group)
            ),
            joinedload(Application.round),
            selectinload(Application.visits),
            selectinload(Application.comparisons),
        )
    )


def find_standing(round_id: int, household_id: int) -> Application | None:
    """The application of a household in a round that was not withdrawn."""
    return db.session.scalar(
        sa.select(Application).where(
            Application.round_id == round_id,
            Application.household_id == household_id,
            Application.state != S.WITHDRAWN,
        )
    )


def list_standing(round_id: int, household_ids: Collection[int]) -> Sequence[Application]:
    """The applications of some households in a round that were not withdrawn, by household."""
    return db.session.scalars(
        sa.select(Application)
        .where(
            Application.round_id == round_id,
            Application.household_id.in_(household_ids),
            Application.state != S.WITHDRAWN,
        )
        .order_by(Application.household_id)
    ).all()


def list_of_household(household_id: int) -> Sequence[Application]:
    """All applications of a household, the newest first."""
    statement = sa.select(Application).where(Application.household_id == household_id)
    return db.session.scalars(
        statement.options(joinedload(Application.round)).order_by(Application.id.desc())
    ).all()


def list_in_states(
    round_id: int, village_id: int, states: Collection[ApplicationState]
) -> Sequence[Application]:
    """Applications of a village in a round in one of *states*, by group and household number."""
    statement = (
        sa.select(Application)
        .join(Household, Household.id == Application.household_id)
        .outerjoin(Area, Area.id == Household.group_id)
        .where(
            Application.round_id == round_id,
            Application.village_id == village_id,
            Application.state.in_(states),
        )
        .options(
            joinedload(Application.household).joinedload(Household.village),
            joinedload(Application.household).joinedload(Household.group),
            selectinload(Application.visits),
            selectinload(Application.comparisons),
        )
        .order_by(Area.code, Household.household_no, Application.id)
    )
    return db.session.scalars(statement).all()


def list_applying(round_id: int, village_id: int) -> Sequence[int]:
    """The households of a village with an application in a round that was not withdrawn."""
    return db.session.scalars(
        sa.select(Application.household_id)
        .where(
            Application.round_id == round_id,
            Application.village_id == village_id,
            Application.state != S.WITHDRAWN,
        )
        .order_by(Application.household_id)
    ).all()


def list_numbers_in_state(
    round_id: int, village_id: int, state: ApplicationState, *, most: int
) -> tuple[int, Sequence[str]]:
    """How many applications of a village in a round are in *state*, and the first *most* of their numbers."""
    within = (
        Application.round_id == round_id,
        Application.village_id == village_id,
        Application.state == state,
    )
    numbers = sa.select(Application.number).where(*within).order_by(Application.number).limit(most)
    total = db.session.scalar(sa.select(sa.func.count()).where(*within)) or 0
    return total, db.session.scalars(numbers).all()


def page_applications(
    actor: Actor,
    *,
    round_id: int,
    place: Area | None = None,
    state: ApplicationState | None = None,
    q: str = "",
    number: int = 1,
) -> Page[Application]:
    """Applications of a round within the actor's areas, by number; *q* finds a number, the head's name or initials."""
    statement = sa.select(Application).join(Area, Area.id == Application.village_id)
    statement = statement.join(Household, Household.id == Application.household_id)
    paths = actor.paths_for(Permission.APPLICATION_VIEW)
    statement = statement.where(
        Application.round_id == round_id, sa.or_(sa.false(), *(Area.path.startswith(p) for p in paths))
    )
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    if state is not None:
        statement = statement.where(Application.state == state)
    if q:
        statement = statement.where(
            sa.or_(
                Application.number.contains(q, autoescape=True),
                Household.household_no.contains(q, autoescape=True),
                Household.head_name.contains(q, autoescape=True),
                Household.head_initials.startswith(q.lower(), autoescape=True),
            )
        )
    statement = statement.options(
        joinedload(Application.household).options(joinedload(Household.village), joinedload(Household.group))
    )
    return paginate(statement.order_by(Application.number), number)


def count_by_state(round_id: int, village_ids: Collection[int]) -> dict[tuple[int, str], tuple[int, int]]:
    """(village, state) -> (households, people) of a round."""
    rows = db.session.execute(
        sa.select(
            Application.village_id,
            Application.state,
            sa.func.count(),
            sa.func.coalesce(sa.func.sum(Application.people), 0),
        )
        .where(Application.round_id == round_id, Application.village_id.in_(village_ids))
        .group_by(Application.village_id, Application.state)
    )
    return {
        (village, state.value): (int(households), int(people)) for village, state, households, people in rows
    }


def page_without_application(
    actor: Actor, *, round_id: int, place: Area | None, q: str, number: int = 1
) -> Page[Any]:
    """Households within the actor's areas that have no standing application in a round."""
    applied = sa.select(Application.household_id).where(
        Application.round_id == round_id, Application.state != S.WITHDRAWN
    )
    paths = actor.paths_for(Permission.APPLICATION_FILE)
    statement = (
        sa.select(Household)
        .join(Area, Area.id == Household.village_id)
        .where(sa.or_(sa.false(), *(Area.path.startswith(p) for p in paths)), Household.id.not_in(applied))
        .options(joinedload(Household.village), joinedload(Household.group))
        .order_by(Household.household_no)
    )
    if place is not None:
        statement = statement.where(Area.path.startswith(place.path, autoescape=True))
    if q:
        statement = statement.where(
            sa.or_(
                Household.household_no.contains(q, autoescape=True),
                Household.head_name.contains(q, autoescape=True),
                Household.head_initials.startswith(q.lower(), autoescape=True),
            )
        )
    return paginate(statement, number)
