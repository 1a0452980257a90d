"""Keeping units and helpers; giving a household a helper, changing and ending that, handing all of them over.

Nothing is deleted: a change ends one line and begins another.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from app.core import audit
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.personal_numbers import check_texts
from app.core.rows import lock_row
from app.domain.areas.models import Area
from app.domain.households.models import Household
from app.domain.pairings import lines, listing, queries, rules, sharing
from app.domain.pairings.acts import KEEPERS, allow, check_may_help, check_standing
from app.domain.pairings.conditions import lacks_helper, registered_ids
from app.domain.pairings.models import LONGEST, Helper, HelpingUnit, Pairing, PairingRole, UnitLevel
from app.domain.policies.vocabulary import HelperRank

ONE_DAY = dt.timedelta(days=1)


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
    """A helper helps no more; *left_on* is the last day.

    Raises ``Refused`` while a household is still theirs, ``Invalid`` for a day on which one still was.
    """
    lines.hold([helper.id])
    allow(actor, helper)
    check_standing(helper)
    plain, day = lines.reason_of(reason), lines.day_of(left_on, "left_on")
    if listing.list_standing_of(helper):
        raise Refused([Message(N_("Hand the households over first; they would be left without a helper."))])
    over = db.session.scalar(sa.select(sa.func.max(Pairing.ended_on)).where(Pairing.helper_id == helper.id))
    if over is not None and day < over - ONE_DAY:
        problem = N_("%(name)s still helped a household on %(day)s: the last day is that one or later.")
        raise Invalid(Message(problem, name=helper.name, day=over - ONE_DAY), "left_on")
    helper.left_on, helper.left_reason = day, plain
    return _changed_helper(actor, helper, "left", plain)


def pair(
    *,
    actor: Actor,
    household: Household,
    helper: Helper,
    reason: str = "",
    started_on: dt.date | None = None,
    role: PairingRole = PairingRole.FIRST,
) -> Pairing:
    """Give a household a first (or second) helper. Where it has one, that line ends for the *reason*, then needed.

    Raises ``Conflict`` when it is this helper's already, ``Refused``, ``Invalid``.
    """
    allow(actor, household)
    day = lines.day_of(started_on, "started_on")
    lines.hold([helper.id], [household.id])
    check_may_help(helper, household.village)
    if not queries.is_registered(household.id):
        raise Refused([Message(N_("This household does not stand in the register of the poor."))])
    made = [lines.row(household, helper, role, day, lines.words_of(reason))]
    before = queries.find_pairing(household.id, role)
    if before is not None and before.helper_id == helper.id:
        raise Conflict(Message(N_("%(name)s helps this household already."), name=helper.name))
    lines.check(made, "started_on")
    if before is not None:
        lines.close(actor, before, lines.reason_of(reason), day, "started_on")
        db.session.flush()
    return lines.begin(actor, made)[0]


def end_pairing(*, actor: Actor, pairing: Pairing, reason: str, ended_on: dt.date | None = None) -> Pairing:
    """A helper helps a household no more, and nobody else does yet. Raises ``Conflict``, ``Invalid``."""
    allow(actor, pairing)
    held = lock_row(Pairing, pairing.id)
    lines.close(actor, held, lines.reason_of(reason), lines.day_of(ended_on, "ended_on"), "ended_on")
    db.session.flush()
    return held


def hand_over(
    *, actor: Actor, helper: Helper, successor: Helper, reason: str, on: dt.date | None = None
) -> list[Pairing]:
    """All households of *helper* in the actor's area go to *successor* in one step. Raises ``Invalid``, ``Refused``.

    Of those of another township nothing changes: that township hands them over itself.
    """
    if successor.id == helper.id:
        raise Invalid(Message(N_("Choose somebody else.")), "successor")
    standing = _held_of(actor, helper, [successor.id])
    return _move(actor, standing, {one.id: successor for one in standing}, reason, on)


def divide(*, actor: Actor, helper: Helper, reason: str, on: dt.date | None = None) -> list[Pairing]:
    """All households of *helper* in the actor's area go to the others, fairly and near. Raises as :func:`hand_over`."""
    standing = _held_of(actor, helper)
    chosen: dict[int, int] = {}
    for role in PairingRole:
        of_role = {one.household_id: one for one in standing if one.role is role}
        lying = [one.household for one in of_role.values()]
        made = sharing.propose_for(helper.unit.area, lying, role, helper)
        chosen |= {of_role[one.household_id].id: one.helper_id for one in made}
    if len(chosen) < len(standing):
        raise Refused([Message(N_("There is no other helper."))])
    lines.hold(chosen.values())
    found = listing.find_helpers(chosen.values())
    return _move(actor, standing, {key: found[one] for key, one in chosen.items()}, reason, on)


def _held_of(actor: Actor, helper: Helper, others: Sequence[int] = ()) -> list[Pairing]:
    """The lines to hand over, with all that takes part held. Raises ``Refused`` when none is the actor's."""
    lines.hold([helper.id, *others], [one.household_id for one in listing.list_standing_of(helper)])
    standing, mine = listing.list_standing_of(helper), queries.list_handed_over(actor, helper)
    if standing and not mine:
        words = N_("These households are of another township, which hands them over itself.")
        raise Refused([Message(words)])
    if not mine:
        raise Refused([Message(N_("There is no household to hand over."))])
    return mine


def accept(
    *,
    actor: Actor,
    choices: Mapping[int, int],
    reason: str = "",
    on: dt.date | None = None,
    role: PairingRole = PairingRole.FIRST,
) -> list[Pairing]:
    """Give many households a first (or second) helper at once: household id -> helper id. All of them or none.

    Raises ``Conflict`` when one of them got a helper meanwhile, ``Refused``, ``Invalid``, ``Forbidden``.
    """
    day, plain = lines.day_of(on, "started_on"), lines.words_of(reason)
    lines.hold(choices.values(), choices)
    households = listing.list_households(list(choices))
    helpers = listing.find_helpers(choices.values())
    if len(households) < len(choices) or len(helpers) < len(set(choices.values())):
        raise Conflict(lines.SLOWER)
    for household_id, helper_id in choices.items():
        allow(actor, households[household_id])
        check_may_help(helpers[helper_id], households[household_id].village)
    _check_open(choices, role)
    rows = [
        lines.row(households[household_id], helpers[helper_id], role, day, plain)
        for household_id, helper_id in choices.items()
    ]
    lines.check(rows, "started_on")
    return lines.begin(actor, rows)


def _check_open(choices: Mapping[int, int], role: PairingRole) -> None:
    """All of these households are registered and without such a helper."""
    open_ = sa.select(sa.func.count(Household.id)).where(
        Household.id.in_(list(choices)), Household.id.in_(registered_ids()), lacks_helper(role)
    )
    if db.session.scalar(open_) != len(choices):
        raise Conflict(lines.SLOWER)


def _move(
    actor: Actor,
    standing: Sequence[Pairing],
    successors: Mapping[int, Helper],
    reason: str,
    on: dt.date | None,
) -> list[Pairing]:
    """End all these lines and begin those of the successors (by the line's id)."""
    plain, day = lines.reason_of(reason), lines.day_of(on, "on")
    for one in standing:
        check_may_help(successors[one.id], one.household.village)
    rows = [lines.row(one.household, successors[one.id], one.role, day, plain) for one in standing]
    lines.check(rows, "on")
    for one in standing:
        lines.close(actor, one, plain, day, "on")
    db.session.flush()
    return lines.begin(actor, rows)


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
    return " ".join((text or "").split())
