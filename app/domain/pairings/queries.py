"""Reading who helps whom: one helper, a household's helper, how many households of a place have one.

What other rooms ask stands here: :func:`find_helper`, :func:`helpers_of`, :func:`coverage`. The lists of the pages
stand in ``listing.py``.
"""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission, can
from app.core.rows import get_row
from app.domain.areas.models import Area, AreaLevel
from app.domain.households.models import Household, Registration
from app.domain.pairings.conditions import lacks_helper as lacks_helper
from app.domain.pairings.conditions import not_left, registered
from app.domain.pairings.conditions import registered_ids as registered_ids
from app.domain.pairings.conditions import stands_on as stands_on
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingRole, VillagePost
from app.domain.pairings.rules import Covered
from app.domain.policies.queries import find_in_force
from app.domain.policies.rules import Policy


@dataclass(frozen=True)
class VillageCoverage:
    """One village with what of its registered households and people has a helper."""

    village: Area
    covered: Covered


def get_unit(unit_id: int) -> HelpingUnit:
    """The helping unit with this id; raises ``NotFound``."""
    return get_row(HelpingUnit, unit_id)


def get_helper(helper_id: int) -> Helper:
    """The helper with this id, also one who left; raises ``NotFound``."""
    return get_row(Helper, helper_id)


def get_post(post_id: int) -> VillagePost:
    """The posting with this id, also an ended one; raises ``NotFound``."""
    return get_row(VillagePost, post_id)


def find_pairing(household_id: int, role: PairingRole = PairingRole.FIRST) -> Pairing | None:
    """The standing pairing of a household with its first (or second) helper, and the unit."""
    return find_pairings(household_id).get(role)


def find_pairings(household_id: int) -> dict[PairingRole, Pairing]:
    """Role -> the standing pairing of a household, with helper and unit. One statement."""
    statement = (
        sa.select(Pairing)
        .where(Pairing.household_id == household_id, Pairing.ended_on.is_(None))
        .options(joinedload(Pairing.helper).joinedload(Helper.unit))
        .order_by(Pairing.id)
    )
    return {one.role: one for one in db.session.scalars(statement)}


def find_helper(household_id: int, on: dt.date | None = None) -> Helper | None:
    """Who helps a household on a day (today)."""
    return helpers_of([household_id], on).get(household_id)


def helpers_of(
    household_ids: Collection[int], on: dt.date | None = None, role: PairingRole = PairingRole.FIRST
) -> dict[int, Helper]:
    """Household id -> who helps it first (or second) on a day (today), with the unit. One statement.

    A household without such a helper has no entry.
    """
    statement = (
        sa.select(Pairing.household_id, Helper)
        .join(Helper, Helper.id == Pairing.helper_id)
        .where(Pairing.household_id.in_(list(household_ids)), stands_on(on, role))
        .order_by(Pairing.household_id, Pairing.started_on, Pairing.id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def list_handed_over(actor: Actor, helper: Helper) -> list[Pairing]:
    """The standing lines of *helper*, as first and as second, that *actor* may hand over: those of its own area."""
    standing = (
        sa.select(Pairing)
        .join(Household, Household.id == Pairing.household_id)
        .where(Pairing.helper_id == helper.id, Pairing.ended_on.is_(None))
        .options(joinedload(Pairing.household).joinedload(Household.village))
        .order_by(Household.household_no, Pairing.role)
    )
    return [one for one in db.session.scalars(standing) if can(actor, Permission.PAIRING_MANAGE, one)]


def list_pairings_of(household_id: int) -> Sequence[Pairing]:
    """Everybody who helped a household, the newest first; of one day the first helper before the second."""
    statement = (
        sa.select(Pairing)
        .where(Pairing.household_id == household_id)
        .options(joinedload(Pairing.helper).joinedload(Helper.unit))
        .order_by(Pairing.started_on.desc(), Pairing.role, Pairing.id.desc())
    )
    return db.session.scalars(statement).all()


def is_registered(household_id: int) -> bool:
    """Whether a household stands in the register of the poor, by whichever round."""
    statement = sa.select(Registration.id).where(
        Registration.household_id == household_id, Registration.struck_on.is_(None), not_left(clock.today())
    )
    return db.session.scalar(statement.limit(1)) is not None


def load_registered_on(household_ids: Collection[int]) -> dict[int, dt.date]:
    """Household id -> the first day on which it stood in the register, by whichever round. One statement."""
    statement = (
        sa.select(Registration.household_id, sa.func.min(Registration.registered_on))
        .where(Registration.household_id.in_(list(household_ids)))
        .group_by(Registration.household_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def coverage(path: str, *, round_id: int | None = None, on: dt.date | None = None) -> list[VillageCoverage]:
    """The villages below the area at *path*, by code: registered households and people, and those with helpers.

    Counted are the households that a round registered and that stand on the day (today), people as registered then;
    without a round those of all rounds, each once, with the people they have now. Two statements.
    """
    counting = registered(round_id, on).subquery()
    second = (
        sa.exists()
        .where(Pairing.household_id == Household.id, stands_on(on, PairingRole.SECOND))
        .correlate(Household)
    )
    counted = (
        sa.select(
            Household.village_id,
            sa.func.count(),
            sa.func.sum(counting.c.people),
            sa.func.count(Pairing.id),
            sa.func.coalesce(sa.func.sum(counting.c.people).filter(Pairing.id.is_not(None)), 0),
            sa.func.count().filter(second),
        )
        .join(counting, counting.c.household_id == Household.id)
        .outerjoin(Pairing, sa.and_(Pairing.household_id == Household.id, stands_on(on)))
        .group_by(Household.village_id)
    )
    found = {row[0]: Covered(*map(int, row[1:])) for row in db.session.execute(counted)}
    villages = sa.select(Area).where(
        Area.level == AreaLevel.VILLAGE, Area.path.startswith(path, autoescape=True)
    )
    return [
        VillageCoverage(village, found.get(village.id, Covered()))
        for village in db.session.scalars(villages.order_by(Area.code))
    ]


def coverage_of_all(rows: Collection[VillageCoverage]) -> Covered:
    """The villages added up."""
    return sum((row.covered for row in rows), Covered())


def find_policy(area: Area) -> Policy | None:
    """The policy in force today in *area*; nothing where none was adopted."""
    profile = find_in_force(area, clock.today())
    return Policy.from_values(profile.values) if profile is not None else None


@dataclass(frozen=True)
class SecondRule:
    """Whether each household is to have a second helper, and of how many households one may be it (0: any)."""

    is_asked: bool = False
    most: int = 0


def get_second_rule(area: Area) -> SecondRule:
    """What the policy in force in *area* says of second helpers; nothing without a policy."""
    policy = find_policy(area)
    if policy is None:
        return SecondRule()
    return SecondRule(policy.pairing_second_helper, policy.pairing_second_most)


def get_minimums(area: Area) -> Mapping[Any, int]:
    """Rank -> the least number of households, as the policy in force in *area* says; nothing without a policy."""
    policy = find_policy(area)
    return policy.pairing_minimums if policy is not None else {}
