"""Declaring relatives, settling hints, ending a declaration, and recording what officials stated."""

import datetime as dt
from collections.abc import Sequence

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.households.models import Household
from app.domain.kinship import queries, rules
from app.domain.kinship.models import DismissedHint, Kinship, KinStatement, Relation
from app.domain.officials.models import Official
from app.domain.rounds.models import Round, RoundState

LONGEST_REASON = 500


def declare_kinship(
    *,
    actor: Actor,
    official: Official,
    household: Household,
    relation: Relation,
    note: str = "",
    from_hint: bool = False,
) -> Kinship:
    """An official is related to a household; from now on nobody lets him decide about it.

    Raises :class:`Conflict` when it is declared already.
    """
    user_id = _allow(actor, official)
    if official.until is not None:
        raise Refused([Message(N_("This post has ended; its record no longer changes."))])
    if queries.find_standing(official.id, household.id) is not None:
        raise Conflict(Message(N_("This relative is declared already.")))
    kinship = Kinship(
        relation=relation,
        note=note.strip(),
        from_hint=from_hint,
        declared_on=clock.today(),
        declared_by_id=user_id,
        end_reason="",
    )
    kinship.official, kinship.household = official, household
    db.session.add(kinship)
    audit.record(
        "kinship_declared",
        actor=actor,
        subject=kinship,
        household_id=household.id,
        official=official.name,
        relation=relation.value,
    )
    db.session.flush()
    return kinship


def confirm_hint(*, actor: Actor, hint: queries.Hint, relation: Relation, note: str = "") -> Kinship:
    """Somebody looked into a hint and it is true: it becomes a declaration."""
    household = db.session.get_one(Household, hint.household_id)
    return declare_kinship(
        actor=actor, official=hint.official, household=household, relation=relation, note=note, from_hint=True
    )


def dismiss_hint(*, actor: Actor, hint: queries.Hint, reason: str) -> None:
    """Somebody one level up looked into a hint and found that it means nothing."""
    if actor.id is None or not rules.is_from_above(actor, hint.official):
        raise Forbidden(Message(rules.FROM_ABOVE))
    reason = _needed(reason, N_("Write what was found out, and how."))
    for ground in hint.grounds:
        row = DismissedHint(ground=ground, reason=reason, dismissed_by_id=actor.id, dismissed_at=clock.now())
        row.official, row.household_id = hint.official, hint.household_id
        db.session.add(row)
        audit.record(
            "kin_hint_dismissed",
            actor=actor,
            subject=hint.official,
            household_id=hint.household_id,
            reason=reason,
            official=hint.official.name,
            ground=ground.value,
        )
    db.session.flush()


def end_kinship(*, actor: Actor, kinship: Kinship, reason: str) -> None:
    """A declaration was wrong, or holds no more. Only one level up, with a reason, never the official himself."""
    if actor.id is None or not rules.is_from_above(actor, kinship.official):
        raise Forbidden(Message(rules.FROM_ABOVE))
    if kinship.ended_on is not None:
        raise Refused([Message(N_("This declaration has ended already."))])
    kinship.end_reason = _needed(reason, N_("Write why the declaration ends."))
    kinship.ended_on, kinship.ended_by_id = clock.today(), actor.id
    audit.record(
        "kinship_ended",
        actor=actor,
        subject=kinship,
        household_id=kinship.household_id,
        reason=kinship.end_reason,
        official=kinship.official.name,
    )
    db.session.flush()


def make_statement(
    *, actor: Actor, official: Official, round_: Round, none: bool, stated_on: dt.date | None = None
) -> KinStatement:
    """An official stated for a round: "these are all my relatives", or "I have none". Recorded from the signed paper.

    Stating anew replaces what was stated before. Raises :class:`Refused` when it contradicts the declarations.
    """
    declared = queries.count_of_officials([official]).get(official.id, 0)
    if problem := rules.statement_problem(none=none, declared=declared):
        raise Refused([problem])
    return make_statements(actor=actor, officials=[official], round_=round_, stated_on=stated_on)[0]


def make_statements(
    *, actor: Actor, officials: Sequence[Official], round_: Round, stated_on: dt.date | None = None
) -> list[KinStatement]:
    """Several stated at once: those with declared relatives that these are all, the others that there is none."""
    stated_on = stated_on or clock.today()
    if round_.state is not RoundState.OPEN:
        raise Refused([Message(N_("This round is closed."))])
    if stated_on > clock.today():
        raise Invalid(Message(N_("This day is still to come.")), "stated_on")
    declared = queries.count_of_officials(officials)
    earlier = queries.list_statements(officials, round_)
    made = []
    for official in officials:
        statement = earlier.get(official.id) or KinStatement(round_id=round_.id, official=official)
        statement.none, statement.stated_on = not declared.get(official.id), stated_on
        statement.recorded_by_id = _allow(actor, official)
        made.append(statement)
        audit.record(
            "kin_statement_made", actor=actor, subject=official, official=official.name, none=statement.none
        )
    db.session.add_all(made)
    db.session.flush()
    return made


def _allow(actor: Actor, official: Official) -> int:
    if not can(actor, Permission.KINSHIP_DECLARE, official) or actor.id is None:
        raise Forbidden()
    return actor.id


def _needed(reason: str, message: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Invalid(Message(message), "reason")
    if len(reason) > LONGEST_REASON:
        raise Invalid(Message(N_("At most %(highest)s characters."), highest=LONGEST_REASON), "reason")
    return reason
