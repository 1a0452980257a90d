"""Keeping units and helpers; giving a household a helper, changing and ending that, handing all of them over.

Nothing is deleted: a change ends one line and begins another.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.personal_numbers import check_texts
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.pairings import listing, queries, rules
from app.domain.pairings.acts import KEEPERS, allow, check_may_help, check_standing
from app.domain.pairings.conditions import registered_ids
from app.domain.pairings.models import LONGEST, Helper, HelpingUnit, Pairing, UnitLevel
from app.domain.pairings.proposing import OpenHousehold, propose
from app.domain.policies.vocabulary import HelperRank

LONGEST_REASON = 300


@dataclass(frozen=True)
class Particulars:
    """What stands on record of a helper. *telephone* is the office's."""

    name: str
    rank: HelperRank
    post: str = ""
    telephone: str = ""


def open_unit(
    *, actor: Actor, area: Area, name: str, level: UnitLevel, village: Area | None = None
) -> HelpingUnit:
    """Take a unit on record whose people help in *area*, a county or township. Raises ``Invalid``."""
    allow(actor, area)
    if area.level not in KEEPERS:
        raise Invalid(Message(N_("Units are kept by a township or the county.")), "area")
    unit = HelpingUnit(area=area, name="", level=level)
    _put_unit(unit, name, level, village)
    db.session.add(unit)
    return _changed_unit(actor, unit, "opened")


def change_unit(
    *, actor: Actor, unit: HelpingUnit, name: str, level: UnitLevel, village: Area | None
) -> HelpingUnit:
    """Change what stands on record of a unit. Raises ``Invalid``."""
    allow(actor, unit)
    _put_unit(unit, name, level, village)
    return _changed_unit(actor, unit, "changed")


def open_helper(*, actor: Actor, unit: HelpingUnit, particulars: Particulars) -> Helper:
    """Take somebody of *unit* on record as a helper. Raises ``Invalid``, also where the unit has one of that name."""
    allow(actor, unit)
    helper = Helper(unit=unit, left_reason="")
    _put_helper(helper, particulars)
    db.session.add(helper)
    return _changed_helper(actor, helper, "opened")


def change_helper(*, actor: Actor, helper: Helper, particulars: Particulars) -> Helper:
    """Change what stands on record of a helper. Raises ``Invalid``; ``Refused`` for one who left."""
    allow(actor, helper)
    check_standing(helper)
    _put_helper(helper, particulars)
    return _changed_helper(actor, helper, "changed")


def leave(*, actor: Actor, helper: Helper, reason: str, left_on: dt.date | None = None) -> Helper:
    """A helper helps no more. Raises ``Refused`` while a household is still theirs, ``Invalid``."""
    allow(actor, helper)
    check_standing(helper)
    plain, day = _reason(reason), _day(left_on, "left_on")
    if listing.list_standing_of(helper):
        raise Refused([Message(N_("Hand the households over first; they would be left without a helper."))])
    helper.left_on, helper.left_reason = day, plain
    return _changed_helper(actor, helper, "left", plain)


def pair(
    *,
    actor: Actor,
    household: Household,
    helper: Helper,
    reason: str = "",
    started_on: dt.date | None = None,
) -> Pairing:
    """Give a household a helper. Where it has another one, that line ends for the *reason*, which is then needed.

    Raises ``Conflict`` when it is this helper's already, ``Refused``, ``Invalid``.
    """
    allow(actor, household)
    day = _day(started_on, "started_on")
    check_may_help(helper, household.village)
    if not queries.is_registered(household.id):
        raise Refused([Message(N_("This household does not stand in the register of the poor."))])
    before = queries.find_pairing(household.id)
    if before is not None:
        if before.helper_id == helper.id:
            raise Conflict(Message(N_("%(name)s helps this household already."), name=helper.name))
        _end(actor, before, _reason(reason), day)
    return _begin(actor, household, helper, day, _words(reason))


def end_pairing(*, actor: Actor, pairing: Pairing, reason: str, ended_on: dt.date | None = None) -> Pairing:
    """A helper helps a household no more, and nobody else does yet. Raises ``Conflict``, ``Invalid``."""
    allow(actor, pairing)
    _end(actor, pairing, _reason(reason), _day(ended_on, "ended_on"))
    return pairing


def hand_over(
    *, actor: Actor, helper: Helper, successor: Helper, reason: str, on: dt.date | None = None
) -> list[Pairing]:
    """All households of *helper* go to *successor* in one step. Raises ``Invalid``, ``Refused``."""
    if successor.id == helper.id:
        raise Invalid(Message(N_("Choose somebody else.")), "successor")
    standing = listing.list_standing_of(helper)
    return _move(
        actor, standing, dict.fromkeys((one.household_id for one in standing), successor), reason, on
    )


def divide(*, actor: Actor, helper: Helper, reason: str, on: dt.date | None = None) -> list[Pairing]:
    """All households of *helper* go to the other helpers, fairly and near. Raises ``Refused``, ``Invalid``."""
    standing = listing.list_standing_of(helper)
    area = helper.unit.area
    minimums = queries.get_minimums(area)
    others = [one for one in listing.list_candidates(area, minimums) if one.id != helper.id]
    lying = [
        OpenHousehold(
            one.household.id, one.household.village_id, one.household.group_id, one.household.people
        )
        for one in standing
    ]
    chosen = {one.household_id: one.helper_id for one in propose(lying, others)}
    if len(chosen) < len(standing):
        raise Refused([Message(N_("There is no other helper."))])
    found = listing.find_helpers(chosen.values())
    return _move(actor, standing, {key: found[one] for key, one in chosen.items()}, reason, on)


def accept(
    *, actor: Actor, choices: Mapping[int, int], reason: str = "", on: dt.date | None = None
) -> list[Pairing]:
    """Give many households a helper at once: household id -> helper id. All of them or none.

    Raises ``Conflict`` when one of them got a helper meanwhile, ``Refused``, ``Invalid``, ``Forbidden``.
    """
    day, plain = _day(on, "started_on"), _words(reason)
    households = listing.list_households(list(choices))
    helpers = listing.find_helpers(choices.values())
    if len(households) < len(choices) or len(helpers) < len(set(choices.values())):
        raise Conflict(Message(N_("Somebody was faster: this list has changed meanwhile. Look at it again.")))
    for household_id, helper_id in choices.items():
        allow(actor, households[household_id])
        check_may_help(helpers[helper_id], households[household_id].village)
    _check_open(choices)
    pairings = [
        _row(households[household_id], helpers[helper_id], day, plain)
        for household_id, helper_id in choices.items()
    ]
    return _added(actor, pairings)


def _check_open(choices: Mapping[int, int]) -> None:
    """All of these households are registered and without a helper."""
    ids = list(choices)
    taken = db.session.scalar(
        sa.select(sa.func.count()).where(Pairing.household_id.in_(ids), Pairing.ended_on.is_(None))
    )
    registered = db.session.scalar(
        sa.select(sa.func.count(Household.id)).where(
            Household.id.in_(ids), Household.id.in_(registered_ids())
        )
    )
    if taken or registered != len(ids):
        raise Conflict(Message(N_("Somebody was faster: this list has changed meanwhile. Look at it again.")))


def _move(
    actor: Actor,
    standing: Sequence[Pairing],
    successors: Mapping[int, Helper],
    reason: str,
    on: dt.date | None,
) -> list[Pairing]:
    """End all these lines and begin those of the successors."""
    plain, day = _reason(reason), _day(on, "on")
    if not standing:
        raise Refused([Message(N_("There is no household to hand over."))])
    for one in standing:
        allow(actor, one)
        check_may_help(successors[one.household_id], one.household.village)
        _close(one, plain, day)
        _note_end(actor, one)
    db.session.flush()
    return _added(actor, [_row(one.household, successors[one.household_id], day, plain) for one in standing])


def _begin(actor: Actor, household: Household, helper: Helper, day: dt.date, reason: str) -> Pairing:
    return _added(actor, [_row(household, helper, day, reason)])[0]


def _row(household: Household, helper: Helper, day: dt.date, reason: str) -> Pairing:
    return Pairing(household=household, helper=helper, started_on=day, reason=reason, end_reason="")


def _added(actor: Actor, pairings: list[Pairing]) -> list[Pairing]:
    db.session.add_all(pairings)
    db.session.flush()
    for one in pairings:
        audit.record(
            "pairing_begun",
            actor=actor,
            subject=one,
            household_id=one.household_id,
            reason=one.reason,
            household_no=one.household.household_no,
            helper=one.helper.name,
        )
    db.session.flush()
    return pairings


def _end(actor: Actor, pairing: Pairing, reason: str, day: dt.date) -> None:
    _close(pairing, reason, day)
    _note_end(actor, pairing)
    db.session.flush()


def _close(pairing: Pairing, reason: str, day: dt.date) -> None:
    if pairing.ended_on is not None:
        raise Conflict(Message(N_("Somebody was faster: this helper's line has ended already.")))
    if day < pairing.started_on:
        raise Invalid(Message(N_("It cannot end before it began.")), "started_on")
    pairing.ended_on, pairing.end_reason = day, reason


def _note_end(actor: Actor, pairing: Pairing) -> None:
    audit.record(
        "pairing_ended",
        actor=actor,
        subject=pairing,
        household_id=pairing.household_id,
        reason=pairing.end_reason,
        household_no=pairing.household.household_no,
        helper=pairing.helper.name,
    )


def _put_unit(unit: HelpingUnit, name: str, level: UnitLevel, village: Area | None) -> None:
    plain = _plain(name)
    check_texts(name=plain)
    if problem := rules.name_problem(plain):
        raise Invalid(problem, "name")
    if village is not None and not village.path.startswith(unit.area.path):
        raise Invalid(
            Message(N_("This village does not belong to %(area)s."), area=unit.area.name), "village"
        )
    same = sa.select(HelpingUnit.id).where(HelpingUnit.area_id == unit.area.id, HelpingUnit.name == plain)
    with db.session.no_autoflush:
        if db.session.scalar(same) not in (None, unit.id):
            raise Invalid(Message(N_("There is a unit of this name already.")), "name")
    unit.name, unit.level, unit.village = plain, level, village


def _put_helper(helper: Helper, particulars: Particulars) -> None:
    name, post, telephone = map(_plain, (particulars.name, particulars.post, particulars.telephone))
    check_texts(name=name, post=post)
    if problem := rules.name_problem(name):
        raise Invalid(problem, "name")
    if len(post) > LONGEST:
        raise Invalid(Message(N_("At most 60 characters.")), "post")
    if problem := rules.telephone_problem(telephone):
        raise Invalid(problem, "telephone")
    same = sa.select(Helper.id).where(
        Helper.unit_id == helper.unit.id, Helper.name == name, Helper.left_on.is_(None)
    )
    with db.session.no_autoflush:
        if db.session.scalar(same) not in (None, helper.id):
            words = N_(
                "This unit has a helper of that name. If these are two people, put a mark in brackets."
            )
            raise Invalid(Message(words), "name")
    helper.name, helper.rank, helper.post, helper.telephone = name, particulars.rank, post, telephone


def _changed_unit(actor: Actor, unit: HelpingUnit, what: str) -> HelpingUnit:
    db.session.flush()
    audit.record("helping_unit_changed", actor=actor, subject=unit, name=unit.name, what=what)
    db.session.flush()
    return unit


def _changed_helper(actor: Actor, helper: Helper, what: str, reason: str = "") -> Helper:
    db.session.flush()
    audit.record("helper_changed", actor=actor, subject=helper, reason=reason, name=helper.name, what=what)
    db.session.flush()
    return helper


def _plain(text: str) -> str:
    return " ".join((text or "").split())[:LONGEST_REASON]


def _words(reason: str) -> str:
    check_texts(reason=reason)
    return _plain(reason)


def _reason(reason: str) -> str:
    plain = _words(reason)
    if not plain:
        raise Invalid(Message(N_("Please give the reason.")), "reason")
    return plain


def _day(day: dt.date | None, field: str) -> dt.date:
    if day is not None and day > clock.today():
        raise Invalid(Message(rules.STILL_TO_COME), field)
    return day or clock.today()
