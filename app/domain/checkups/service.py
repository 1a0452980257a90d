"""Keeping what the check-up finds, and the explanations of findings that are right as they stand.

Lives here: :func:`recheck` (after a save or an import), explaining and taking back. Does not live here: the rules
(``rules_*.py``), fetching what they look at (``gathering.py``).
"""

import hashlib
import json
from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.checkups import rules_identity
from app.domain.checkups.gathering import Gathered, chunks, gather
from app.domain.checkups.models import Finding
from app.domain.checkups.queries import ACROSS
from app.domain.checkups.rules import Hit, check_up
from app.domain.households.models import Household, Member
from app.domain.kinship.queries import relatives_of

LONGEST_EXPLANATION = 500
_OF_IDENTITY = frozenset(rule.key for rule in rules_identity.RULES)

Key = tuple[int, str, int | None, str]


def recheck(*, household_ids: Collection[int]) -> int:
    """Check these households, and those that share a number with them; the number of findings that stand.

    A finding that is still the same keeps its row and its explanation; one that no longer holds is deleted.
    """
    db.session.flush()
    count = 0
    affected = set(household_ids) | _sharing(household_ids)
    found: dict[int, dict[Key, dict[str, Any]]] = {}
    for gathered in gather(affected):
        found[gathered.facts.ref] = rows = _rows(gathered)
        count += len(rows)
    for ids in chunks(affected):
        _replace(ids, found)
    return count


def explain_finding(*, finding: Finding, text: str, actor: Actor) -> None:
    """Record why a finding is right as it stands.

    Raises ``Invalid`` for an empty text, ``Refused`` for a declared relative of the household.
    """
    _allow(finding, actor)
    text = text.strip()
    if not text:
        raise Invalid(Message(N_("Write why this is right as it stands.")), field="text")
    if len(text) > LONGEST_EXPLANATION:
        raise Invalid(
            Message(N_("At most %(highest)s characters."), highest=LONGEST_EXPLANATION), field="text"
        )
    finding.explanation = text
    finding.explained_by_id = actor.id
    finding.explained_at = clock.now()
    db.session.flush()
    _record("finding_explained", finding, actor, text)


def withdraw_explanation(*, finding: Finding, actor: Actor) -> None:
    """Take an explanation back: the finding counts again."""
    _allow(finding, actor)
    if finding.explanation is None:
        return
    finding.explanation = finding.explained_by_id = finding.explained_at = None
    db.session.flush()
    _record("explanation_withdrawn", finding, actor)


def _allow(finding: Finding, actor: Actor) -> None:
    if not can(actor, Permission.FINDING_EXPLAIN, finding):
        raise Forbidden()
    if blockers := relatives_of([finding.household_id])[finding.household_id].blockers(actor):
        raise Refused(blockers)


def _record(name: str, finding: Finding, actor: Actor, reason: str = "") -> None:
    audit.record(
        name,
        actor=actor,
        subject=finding.household,
        household_id=finding.household_id,
        reason=reason,
        rule=finding.rule,
    )


def _rows(gathered: Gathered) -> dict[Key, dict[str, Any]]:
    household_id = gathered.facts.ref
    rows: dict[Key, dict[str, Any]] = {}
    for hit in check_up(gathered.facts, gathered.limits):
        member_id = hit.member.ref if hit.member else None
        mark = _fingerprint(hit, gathered)
        rows[household_id, hit.rule.key, member_id, mark] = {
            "household_id": household_id,
            "village_id": gathered.village_id,
            "member_id": member_id,
            "rule": hit.rule.key,
            "severity": hit.severity,
            "message": hit.message.as_data(),
            "fingerprint": mark,
        }
    return rows


def _fingerprint(hit: Hit, gathered: Gathered) -> str:
    """A digest of the rule, the person and the values: identity rules name no number, so theirs goes in as well."""
    values: list[Any] = [hit.rule.key, hit.message.as_data()]
    if hit.rule.key in _OF_IDENTITY:
        people = [hit.member] if hit.member else gathered.facts.members
        values += [[member.id_number, str(member.born_on), member.sex, member.relation] for member in people]
    if hit.rule.key.startswith("phone_"):
        values.append(gathered.facts.phone)
    if hit.rule.key.startswith(("bank_", "account_")):
        values += [gathered.facts.bank_name, gathered.facts.bank_account]
    text = json.dumps(values, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _replace(ids: Iterable[int], found: dict[int, dict[Key, dict[str, Any]]]) -> None:
    ids = list(ids)
    new = {key: row for household_id in ids for key, row in found.get(household_id, {}).items()}
    standing = db.session.execute(
        sa.select(
            Finding.id, Finding.household_id, Finding.rule, Finding.member_id, Finding.fingerprint
        ).where(Finding.household_id.in_(ids))
    )
    gone = [
        row_id
        for row_id, household_id, rule, member_id, mark in standing
        if new.pop((household_id, rule, member_id, mark), None) is None
    ]
    for portion in chunks(gone):
        db.session.execute(
            sa.delete(Finding).where(Finding.id.in_(portion)),
            execution_options={"synchronize_session": "fetch"},
        )
    if new:
        db.session.execute(sa.insert(Finding), list(new.values()), execution_options={"render_nulls": True})


def _sharing(household_ids: Collection[int]) -> set[int]:
    """Households outside that share a number with one of these, or did so at the last check-up."""
    sharing: set[int] = set()
    for ids in chunks(household_ids):
        mine = sa.select(Member.id_number).where(Member.household_id.in_(ids), Member.id_number != "")
        sharing |= set(db.session.scalars(sa.select(Member.household_id).where(Member.id_number.in_(mine))))
        for column in (Household.telephone, Household.bank_account):
            own = sa.select(column).where(Household.id.in_(ids), column != "")
            sharing |= set(db.session.scalars(sa.select(Household.id).where(column.in_(own))))
    return (sharing | _named_by(household_ids)) - set(household_ids)


def _named_by(household_ids: Collection[int]) -> set[int]:
    """Households with a finding that names one of these."""
    numbers: set[str] = set()
    for ids in chunks(household_ids):
        numbers |= set(db.session.scalars(sa.select(Household.household_no).where(Household.id.in_(ids))))
    rows = db.session.execute(
        sa.select(Finding.household_id, Finding.message).where(Finding.rule.in_(ACROSS))
    )
    return {
        household_id
        for household_id, message in rows
        if numbers.intersection(str(message["params"].get("households", "")).split("、"))
    }
