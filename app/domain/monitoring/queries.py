"""Reading cases of households at risk."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, lock_row
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.monitoring.models import Watch, WatchState
from app.domain.policies.queries import find_in_force
from app.domain.policies.rules import Policy

ENDED = (WatchState.RELEASED, WatchState.DISMISSED)


def find_policy(village: Area) -> Policy | None:
    """The policy in force, whose clocks run."""
    profile = find_in_force(village, clock.today())
    return Policy.from_values(profile.values) if profile is not None else None


def get_watch(watch_id: int) -> Watch:
    """One case with its household and steps; raises ``NotFound``."""
    return get_only(
        sa.select(Watch)
        .where(Watch.id == watch_id)
        .options(
            joinedload(Watch.household).options(joinedload(Household.village), joinedload(Household.group)),
            selectinload(Watch.steps),
        )
    )


def lock_watch(watch_id: int) -> Watch:
    """The same, locked until the transaction ends."""
    return lock_row(Watch, watch_id)


def find_open(household_id: int) -> Watch | None:
    """The case of a household that has not ended."""
    return db.session.scalar(
        sa.select(Watch).where(Watch.household_id == household_id, Watch.state.not_in(ENDED))
    )


def list_of_household(household_id: int) -> Sequence[Watch]:
    """All cases of a household, the newest first."""
    return db.session.scalars(
        sa.select(Watch).where(Watch.household_id == household_id).order_by(Watch.id.desc())
    ).all()


def page_watches(
    actor: Actor, *, village_id: int | None = None, state: WatchState | None = None, number: int = 1
) -> Page[Watch]:
    """Cases within the actor's areas, those found longest ago first; without *state* all that have not ended."""
    statement = _within(actor, sa.select(Watch)).options(
        joinedload(Watch.household).options(joinedload(Household.village), joinedload(Household.group))
    )
    if village_id is not None:
        statement = statement.where(Watch.village_id == village_id)
    statement = statement.where(Watch.state == state if state is not None else Watch.state.not_in(ENDED))
    return paginate(statement.order_by(Watch.found_on, Watch.id), number)


def list_running(actor: Actor) -> Sequence[Watch]:
    """All cases within the actor's areas on which a clock runs, those found longest ago first."""
    running = (
        WatchState.FOUND,
        WatchState.VISITED,
        WatchState.COMPARED,
        WatchState.POSTED,
        WatchState.TOWNSHIP,
    )
    statement = _within(actor, sa.select(Watch)).where(Watch.state.in_(running))
    statement = statement.options(joinedload(Watch.household).joinedload(Household.village))
    return db.session.scalars(statement.order_by(Watch.found_on, Watch.id)).all()


def count_by_state(actor: Actor) -> Counter[WatchState]:
    """How many cases within the actor's areas are in which state."""
    rows = db.session.execute(_within(actor, sa.select(Watch.state, sa.func.count())).group_by(Watch.state))
    return Counter({state: int(number) for state, number in rows})


def _within(actor: Actor, statement: sa.Select[*tuple[Any, ...]]) -> sa.Select[*tuple[Any, ...]]:
    paths = actor.paths_for(Permission.WATCH_VIEW)
    return statement.join(Area, Area.id == Watch.village_id).where(
        sa.or_(sa.false(), *(Area.path.startswith(path) for path in paths))
    )
