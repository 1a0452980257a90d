"""To whom nobody came in time: the policy's rule of visits against the visits on record.

What other rooms ask stands here: :func:`rules_in_force`, :func:`count_overdue`, :func:`list_duties`.
"""

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.db import db
from app.core.keeping import Looking
from app.core.paging import Page, paginate
from app.domain.areas.conditions import below
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.assistance.models import HelpVisit, VisitWay
from app.domain.assistance.visiting import Duty, VisitRule, duty_of, rules_of, span_before, span_of
from app.domain.households.models import Household, Registration
from app.domain.pairings.models import Pairing
from app.domain.pairings.queries import find_pairings, stands_on
from app.domain.policies.queries import find_in_force
from app.domain.policies.rules import Policy


@dataclass(frozen=True)
class Overdue:
    """A household to which nobody came in time under a rule; *came* is the last visit of this kind, if any."""

    household: Household
    came: dt.date | None


def rules_in_force(area: Area) -> tuple[VisitRule, ...]:
    """The rules of visits that hold in an area today; none where no policy is in force."""
    profile = find_in_force(area, clock.today())
    return rules_of(Policy.from_values(profile.values)) if profile is not None else ()


def list_duties(household: Household) -> list[Duty]:
    """What a registered household is owed today under each rule; those of a helper only where it has such a one."""
    found = rules_in_force(household.village)
    if not found:
        return []
    statement = sa.select(HelpVisit.visitor, HelpVisit.way, HelpVisit.visited_on).where(
        HelpVisit.household_id == household.id, HelpVisit.withdrawn_on.is_(None)
    )
    visits = db.session.execute(statement).all()
    since = db.session.scalar(_since().where(Registration.household_id == household.id))
    pairings = find_pairings(household.id)
    duties = []
    for rule in found:
        begins = since
        if rule.role is not None:
            if rule.role not in pairings:
                continue
            begins = max(since, pairings[rule.role].started_on) if since else None
        ways = _ways(rule)
        days = [day for visitor, way, day in visits if visitor is rule.visitor and way in ways]
        duties.append(duty_of(rule, days, begins, clock.today()))
    return duties


def page_overdue(places: Places, rule: VisitRule, total: int, number: int = 1) -> Page[Household]:
    """The *total* households of *places* to which nobody came in time under *rule*, by number."""
    statement = (
        _overdue(rule)
        .where(places.holds(Household.village_id))
        .options(joinedload(Household.village), joinedload(Household.group))
        .order_by(Household.household_no, Household.id)
    )
    return paginate(statement, number, total=total)


def count_overdue(path: str, rule: VisitRule) -> dict[int, int]:
    """village id -> households below the area at *path* to which nobody came in time under *rule*. One statement."""
    counted = _counted(rule).where(below([path]))
    return {row[0]: int(row[2]) for row in db.session.execute(counted)}


def count_by_part(places: Places, rule: VisitRule, looking: Looking) -> dict[int, int]:
    """The same for each part of *places*."""

    def count(paths: Sequence[str]) -> dict[str, tuple[int]]:
        rows = db.session.execute(_counted(rule).where(Area.path.in_(paths)))
        return {path: (int(number),) for _id, path, number in rows}

    found = places.gather(looking, ("overdue visits", rule, clock.today()), count)
    return {part_id: number for part_id, [number] in found.items()}


def _counted(rule: VisitRule) -> sa.Select[*tuple[Any, ...]]:
    overdue = _overdue(rule).with_only_columns(Household.id, Household.village_id).subquery()
    return (
        sa.select(overdue.c.village_id, sa.func.min(Area.path), sa.func.count())
        .join(Area, Area.id == overdue.c.village_id)
        .group_by(overdue.c.village_id)
    )


def load_last(household_ids: Collection[int], rule: VisitRule) -> dict[int, dt.date]:
    """household id -> the last visit that counts under *rule*; those never visited are missing."""
    statement = (
        sa.select(HelpVisit.household_id, sa.func.max(HelpVisit.visited_on))
        .where(HelpVisit.household_id.in_(list(household_ids)), _counts(rule))
        .group_by(HelpVisit.household_id)
    )
    return {row[0]: row[1] for row in db.session.execute(statement)}


def _ways(rule: VisitRule) -> tuple[VisitWay, ...]:
    """The ways in which one comes under *rule*."""
    return tuple(VisitWay) if rule.by_telephone else (VisitWay.AT_HOME,)


def _counts(rule: VisitRule) -> sa.ColumnElement[bool]:
    return sa.and_(
        HelpVisit.withdrawn_on.is_(None), HelpVisit.visitor == rule.visitor, HelpVisit.way.in_(_ways(rule))
    )


def _since() -> sa.Select[Any]:
    return sa.select(sa.func.min(Registration.registered_on)).where(Registration.struck_on.is_(None))


def _overdue(rule: VisitRule) -> sa.Select[Any]:
    """The households that are overdue today under *rule*, as :func:`duty_of` says it of one."""
    today = clock.today()
    now, before = span_of(rule.period, today), span_before(rule.period, today)
    visited = (
        sa.select(
            HelpVisit.household_id,
            sa.func.sum(sa.case((HelpVisit.visited_on < now.first, 1), else_=0)).label("earlier"),
            sa.func.sum(sa.case((HelpVisit.visited_on >= now.first, 1), else_=0)).label("done"),
        )
        .where(_counts(rule))
        .where(HelpVisit.visited_on.between(before.first, now.last))
        .group_by(HelpVisit.household_id)
        .subquery()
    )
    registered = sa.exists().where(
        Registration.household_id == Household.id,
        Registration.struck_on.is_(None),
        Registration.registered_on <= before.first,
    )
    statement = (
        sa.select(Household)
        .outerjoin(visited, visited.c.household_id == Household.id)
        .where(
            registered,
            sa.func.coalesce(visited.c.earlier, 0) < rule.times,
            sa.func.coalesce(visited.c.done, 0) == 0,
        )
    )
    if rule.role is not None:
        statement = statement.where(
            sa.exists().where(
                Pairing.household_id == Household.id,
                stands_on(role=rule.role),
                Pairing.started_on <= before.first,
            )
        )
    return statement
