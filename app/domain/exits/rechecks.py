"""The yearly re-check in the database: who is due, the lines of the years, recording one."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Invalid, Refused
from app.core.keeping import Looking
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area
from app.domain.areas.reach import Places
from app.domain.exits import rechecking
from app.domain.exits.models import Recheck
from app.domain.households import registration
from app.domain.households import service as households
from app.domain.households.entries import IncomeEntry
from app.domain.households.models import Household, RegisterExit
from app.domain.policies.queries import find_in_force
from app.domain.policies.rules import Policy
from app.domain.rounds.models import HOUSEHOLD_KINDS
from app.domain.rounds.queries import list_rounds


def find_policy(village: Area) -> Policy | None:
    """The policy by which households of *village* are re-checked: that in force, else the newest round's."""
    profile = find_in_force(village, clock.today())
    if profile is not None:
        return Policy.from_values(profile.values)
    rounds = [
        r for kind in HOUSEHOLD_KINDS for r in list_rounds(kind) if village.path.startswith(r.area_path)
    ]
    return rounds[0].policy if rounds else None


def lines_of(village: Area) -> dict[int, int]:
    """year -> the line above which a household may leave, in fen: by the policy in force, else by that of a round."""
    profile = find_in_force(village, clock.today())
    rounds = [
        r for kind in HOUSEHOLD_KINDS for r in list_rounds(kind) if village.path.startswith(r.area_path)
    ]
    policies = [round_.policy for round_ in reversed(rounds)]
    policies += [Policy.from_values(profile.values)] if profile is not None else []
    found: dict[int, int] = {}
    for policy in policies:
        for line in policy.income_lines:
            leaving = policy.leaving_line(line.year)
            if leaving is not None:
                found[line.year] = leaving.amount_fen
    return found


def _due() -> sa.ColumnElement[bool]:
    """Which households are re-checked every year: in the register, or left and still under watch."""
    watched = sa.select(RegisterExit.household_id).where(RegisterExit.id.in_(registration.under_watch()))
    return sa.or_(registration.is_in_register(Household.id), Household.id.in_(watched))


def is_due(household: Household) -> bool:
    """Is this household re-checked every year?"""
    return bool(db.session.scalar(sa.select(sa.exists().where(Household.id == household.id, _due()))))


def list_due(village_id: int) -> Sequence[Household]:
    """Who is re-checked every year, by number, with incomes."""
    statement = (
        sa.select(Household)
        .where(Household.village_id == village_id, _due())
        .options(selectinload(Household.incomes), joinedload(Household.group))
        .order_by(Household.household_no)
    )
    return db.session.scalars(statement).all()


def done_in(year: int, household_ids: Collection[int]) -> dict[int, Recheck]:
    """household id -> its re-check of the income of *year*."""
    rows = db.session.scalars(
        sa.select(Recheck).where(Recheck.year == year, Recheck.household_id.in_(household_ids))
    )
    return {row.household_id: row for row in rows}


def count_done(year: int, villages: Sequence[Area]) -> dict[int, tuple[int, int]]:
    """village id -> (households that are due, of them re-checked)."""
    found = _count_done(year, [village.path for village in villages])
    return {one.id: found.get(one.path, (0, 0)) for one in villages}


def count_by_part(year: int, places: Places, looking: Looking) -> dict[int, Sequence[int]]:
    """The same for each part of *places*: the villages, or the townships."""
    key = ("rechecked", year, clock.today())
    found = places.gather(looking, key, lambda paths: _count_done(year, paths))
    return {one.id: found.get(one.id, (0, 0)) for one in places.parts}


def _count_done(year: int, paths: Sequence[str]) -> dict[str, tuple[int, int]]:
    checked = sa.select(Recheck.household_id).where(Recheck.year == year)
    rows = db.session.execute(
        sa.select(
            Area.path,
            sa.func.count(),
            sa.func.sum(sa.case((Household.id.in_(checked), 1), else_=0)),
        )
        .join(Household, Household.village_id == Area.id)
        .where(Area.path.in_(paths), _due())
        .group_by(Area.path)
    )
    return {row[0]: (int(row[1]), int(row[2] or 0)) for row in rows}


def recheck(
    *,
    actor: Actor,
    household: Household,
    year: int,
    entry: IncomeEntry,
    version: int,
    reason: str = "",
) -> Recheck:
    """Record the income of *year*: what changed is entered, all the rest confirmed by the same act.

    Where something changed by more than the policy lets pass, the *reason* is asked for. Raises what entering an income
    raises, :class:`Invalid` without that reason, :class:`Refused` for a household that nobody re-checks.
    """
    policy = find_policy(household.village)
    if policy is None:
        raise Refused([Message(N_("No policy is in force here, so there is neither line nor coefficient."))])
    if not is_due(household):
        raise Refused([Message(N_("This household is neither in the register nor under watch."))])
    before = rechecking.values_of(rechecking.previous(household.incomes, year))
    found = rechecking.jumps(before, rechecking.values_entered(entry), policy.recheck_jump_percent)
    if found and not reason.strip():
        raise Invalid(
            Message(
                N_("%(number)s amounts changed by more than %(percent)s percent: write why."),
                number=len(found),
                percent=policy.recheck_jump_percent,
            ),
            "reason",
        )
    check_texts(reason=reason)
    income = households.set_income(household=household, year=year, entry=entry, version=version, actor=actor)
    row = done_in(year, [household.id]).get(household.id) or Recheck(household_id=household.id, year=year)
    line = policy.leaving_line(year)
    row.household = household
    row.per_head_fen = rechecking.per_head(income, household.people)
    row.line_fen = line.amount_fen if line is not None else None
    row.jumps = [{"name": one.name, "before": one.before, "now": one.now} for one in found]
    row.reason = reason.strip()
    row.checked_on, row.checked_by_id = clock.today(), actor.id or 0
    db.session.add(row)
    _record(actor, household, year, found)
    return row


def _record(actor: Actor, household: Household, year: int, found: Sequence[Any]) -> None:
    db.session.flush()
    audit.record(
        "household_rechecked",
        actor=actor,
        subject=household,
        household_id=household.id,
        household_no=household.household_no,
        year=year,
        jumps=len(found),
    )
    db.session.flush()
