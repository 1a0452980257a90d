"""The lines of who helps whom as the acts write them: held, ended, begun, each looked at before.

Nothing is deleted: a change ends one line and begins another.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.personal_numbers import check_texts
from app.domain.households.models import Household
from app.domain.pairings import queries, rules
from app.domain.pairings.models import Helper, Pairing, PairingRole

LONGEST_REASON = 300
SLOWER = Message(N_("Somebody was faster: this list has changed meanwhile. Look at it again."))


def hold(helper_ids: Iterable[int], household_ids: Iterable[int] = ()) -> None:
    """Hold helpers and households until the transaction ends: nobody leaves, and nobody else pairs, meanwhile."""
    helpers, households = sorted(set(helper_ids)), sorted(set(household_ids))
    held = sa.select(Helper).where(Helper.id.in_(helpers)).order_by(Helper.id).with_for_update(of=Helper)
    db.session.scalars(held.execution_options(populate_existing=True)).all()
    if households:
        rows = sa.select(Household.id).where(Household.id.in_(households)).order_by(Household.id)
        db.session.scalars(rows.with_for_update(of=Household)).all()


def close(actor: Actor, pairing: Pairing, reason: str, day: dt.date, field: str) -> None:
    """End a line on *day*. Raises ``Conflict`` when it has ended, ``Invalid`` beside *field*."""
    if pairing.ended_on is not None:
        raise Conflict(Message(N_("Somebody was faster: this helper's line has ended already.")))
    if day < pairing.started_on:
        problem = Message(
            N_("It cannot end before it began: %(name)s helps since %(day)s."),
            name=pairing.helper.name,
            day=pairing.started_on,
        )
        raise Invalid(problem, field)
    pairing.ended_on, pairing.end_reason = day, reason
    _note("pairing_ended", actor, pairing, reason)


def check(pairings: Sequence[Pairing], field: str) -> None:
    """Whether these lines may begin, asked before others end for them.

    Raises ``Invalid`` beside *field* where another one stood on that day, ``Refused`` for one who is both helpers.
    """
    _check_registered(pairings, field)
    _check_days(pairings, field)
    _check_both(pairings)


def _check_registered(pairings: Collection[Pairing], field: str) -> None:
    """Nobody helps a household before it was registered."""
    since = queries.load_registered_on({one.household.id for one in pairings})
    for one in pairings:
        first = since.get(one.household.id)
        if first is not None and one.started_on < first:
            words = N_(
                "Household %(number)s is registered since %(day)s; its helper begins then at the earliest."
            )
            raise Invalid(Message(words, number=one.household.household_no, day=first), field)


def begin(actor: Actor, pairings: Sequence[Pairing]) -> list[Pairing]:
    """Write new lines that were checked. Raises ``Refused`` where somebody would be second helper of too many."""
    db.session.add_all(pairings)
    db.session.flush()
    _check_most(pairings)
    for one in pairings:
        _note("pairing_begun", actor, one, one.reason)
    db.session.flush()
    return list(pairings)


def row(household: Household, helper: Helper, role: PairingRole, day: dt.date, reason: str) -> Pairing:
    """A line that is to begin."""
    return Pairing(
        household=household, helper=helper, role=role, started_on=day, reason=reason, end_reason=""
    )


def _check_days(pairings: Collection[Pairing], field: str) -> None:
    """Of one household and role no line begins before the last one ended: there are no two on one day."""
    asked = {(one.household.id, one.role): one for one in pairings}
    statement = (
        sa.select(Pairing.household_id, Pairing.role, Helper.name, Pairing.ended_on)
        .join(Helper, Helper.id == Pairing.helper_id)
        .where(Pairing.household_id.in_({one.household.id for one in pairings}))
        .where(Pairing.ended_on > min(one.started_on for one in pairings))
        .order_by(Pairing.ended_on.desc(), Pairing.id)
    )
    for household_id, role, name, ended_on in db.session.execute(statement):
        one = asked.get((household_id, role))
        if one is not None and ended_on is not None and ended_on > one.started_on:
            problem = Message(
                N_(
                    "%(name)s helped household %(number)s until %(day)s. The next line begins then at the earliest."
                ),
                name=name,
                number=one.household.household_no,
                day=ended_on,
            )
            raise Invalid(problem, field)


def _check_both(pairings: Collection[Pairing]) -> None:
    """Nobody is first and second helper of one household."""
    households = {one.household.id: one.household for one in pairings}
    statement = sa.select(Pairing.household_id, Pairing.helper_id, Pairing.role).where(
        Pairing.household_id.in_(households), Pairing.ended_on.is_(None)
    )
    standing = {tuple(row_) for row_ in db.session.execute(statement)}
    standing |= {(one.household.id, one.helper.id, one.role) for one in pairings}
    for one in pairings:
        other = PairingRole.SECOND if one.role is PairingRole.FIRST else PairingRole.FIRST
        if (one.household.id, one.helper.id, other) in standing:
            words = N_("%(name)s helps household %(number)s already; the second helper is somebody else.")
            raise Refused([Message(words, name=one.helper.name, number=one.household.household_no)])


def _check_most(pairings: Collection[Pairing]) -> None:
    """Nobody is second helper of more households than the policy of the unit's place says."""
    seconds = {one.helper.id: one.helper for one in pairings if one.role is PairingRole.SECOND}
    areas = {one.unit.area.id: one.unit.area for one in seconds.values()}
    most = {key: queries.get_second_rule(area).most for key, area in areas.items()}
    counted = (
        sa.select(Pairing.helper_id, sa.func.count())
        .where(Pairing.helper_id.in_(seconds), Pairing.role == PairingRole.SECOND, Pairing.ended_on.is_(None))
        .group_by(Pairing.helper_id)
        .order_by(Pairing.helper_id)
    )
    for helper_id, number in db.session.execute(counted) if any(most.values()) else ():
        helper = seconds[helper_id]
        if 0 < most[helper.unit.area.id] < number:
            words = N_(
                "%(name)s would be second helper of %(number)s households; the policy allows %(most)s."
            )
            allowed = most[helper.unit.area.id]
            raise Refused([Message(words, name=helper.name, number=number, most=allowed)])


def _note(event: str, actor: Actor, pairing: Pairing, reason: str) -> None:
    audit.record(
        event,
        actor=actor,
        subject=pairing,
        household_id=pairing.household_id,
        reason=reason,
        household_no=pairing.household.household_no,
        helper=pairing.helper.name,
        role=pairing.role.value,
    )


def words_of(reason: str) -> str:
    """A reason as it is kept: in one line, short, without anybody's number. Raises ``Invalid``."""
    plain = " ".join((reason or "").split())
    if len(plain) > LONGEST_REASON:
        raise Invalid(Message(N_("At most %(max)s characters, please."), max=LONGEST_REASON), "reason")
    check_texts(reason=plain)
    return plain


def reason_of(reason: str) -> str:
    """The same of a reason that is needed."""
    plain = words_of(reason)
    if not plain:
        raise Invalid(Message(N_("Please give the reason.")), "reason")
    return plain


def day_of(day: dt.date | None, field: str) -> dt.date:
    """The day, today unless given. Raises ``Invalid`` for one to come."""
    if day is not None and day > clock.today():
        raise Invalid(Message(rules.STILL_TO_COME), field)
    return day or clock.today()
