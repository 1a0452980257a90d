"""Finding pairs after a save or an import, and deciding on them.

Lives here: :func:`refresh` (called where the check-up is), :func:`decide`. Does not live here: what keeps a list from
being posted (the guards of the procedure), who is a relative (``kinship``).
"""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.duplicates import queries
from app.domain.duplicates.gathering import gather
from app.domain.duplicates.models import DuplicateOutcome, DuplicatePair
from app.domain.duplicates.rules import Key, Sharing, decision_problem, pairs_of, still_shares, together
from app.domain.households.bulk import chunks
from app.domain.households.models import Household


def refresh(*, household_ids: Collection[int]) -> int:
    """Look for pairs with these households anew; how many new ones were found.

    Eight statements a portion of households. A pair that no longer shares its value gets its day of going; one that
    shares it again (the same value) stands again, with the decision that was taken on it.
    """
    db.session.flush()
    return sum(_refresh(ids) for ids in chunks(sorted(set(household_ids))))


def _refresh(ids: Sequence[int]) -> int:
    found = together(gather(ids))
    known: dict[Key, tuple[int, bool]] = {}
    rows = db.session.execute(
        sa.select(
            DuplicatePair.id,
            DuplicatePair.first_id,
            DuplicatePair.second_id,
            DuplicatePair.ground,
            DuplicatePair.fingerprint,
            DuplicatePair.gone_at,
        ).where(sa.or_(DuplicatePair.first_id.in_(ids), DuplicatePair.second_id.in_(ids)))
    )
    for row_id, first, second, ground, mark, gone_at in rows:
        known[first, second, ground, mark] = (row_id, gone_at is not None)
    gone = [id_ for key, (id_, was_gone) in known.items() if not was_gone and not still_shares(found, key)]
    back = [id_ for key, (id_, was_gone) in known.items() if was_gone and still_shares(found, key)]
    _mark(gone, clock.now())
    _mark(back, None)
    within = set(ids)
    new = [pair for pair in pairs_of(found) if pair.key not in known and within.intersection(pair.key[:2])]
    _add(new)
    return len(new)


def _mark(ids: Sequence[int], gone_at: object) -> None:
    for portion in chunks(ids):
        db.session.execute(
            sa.update(DuplicatePair).where(DuplicatePair.id.in_(portion)).values(gone_at=gone_at),
            execution_options={"synchronize_session": "fetch"},
        )


def _add(pairs: Sequence[Sharing]) -> None:
    if not pairs:
        return
    now = clock.now()
    rows = [
        {
            "first_id": pair.key[0],
            "second_id": pair.key[1],
            "ground": pair.key[2],
            "fingerprint": pair.key[3],
            "first_member_id": pair.first_member_id,
            "second_member_id": pair.second_member_id,
            "found_at": now,
        }
        for pair in pairs
    ]
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    statement = insert(DuplicatePair).on_conflict_do_nothing(
        index_elements=["first_id", "second_id", "ground", "fingerprint"]
    )
    db.session.execute(statement, rows, execution_options={"render_nulls": True})


def decide(
    *,
    actor: Actor,
    pair: DuplicatePair,
    outcome: DuplicateOutcome,
    reason: str,
    gives_up: Household | None = None,
    seen: DuplicateOutcome | None = None,
) -> None:
    """Decide what two households have in common: one person (and who gives it up), different people, shared.

    *seen* is the decision that stood when the actor looked. Whoever decides must reach both villages, so that two
    townships' pair is the county's, and may be a relative of neither household. Raises ``Refused`` for that and for
    a pair that is gone, ``Conflict`` when somebody was faster, ``Invalid`` for a wrong input.
    """
    if not can(actor, Permission.DUPLICATE_DECIDE, pair) or actor.id is None:
        raise Forbidden(
            Message(N_("Whoever decides must be in charge of both villages: otherwise the county decides."))
        )
    pair = queries.lock_pair(pair.id)
    if blockers := queries.list_blockers(actor, pair):
        raise Refused(blockers)
    if pair.outcome is not seen:
        raise Conflict(Message(N_("Somebody was faster: this pair was decided while you looked at it.")))
    sides = {pair.first_id, pair.second_id}
    names_side = gives_up is not None and gives_up.id in sides
    if problem := decision_problem(pair.ground, outcome, reason, names_side=names_side):
        raise Invalid(problem[1], problem[0])
    is_same = outcome is DuplicateOutcome.SAME
    pair.outcome, pair.reason = outcome, reason.strip()
    pair.decided_by_id, pair.decided_at = actor.id, clock.now()
    pair.gives_up_id = gives_up.id if is_same and gives_up is not None else None
    db.session.flush()
    for household_id in sorted(sides):
        audit.record(
            "duplicate_decided",
            actor=actor,
            subject=pair,
            household_id=household_id,
            reason=pair.reason,
            ground=pair.ground.value,
            outcome=outcome.value,
        )
    db.session.flush()
