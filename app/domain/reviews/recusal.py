"""What relatives of officials change in a level's review: what goes one level up, which decisions cannot stand.

Source: Anhui's rule that close relatives of village cadres and of those who handle the case are put on file and
handled one level up.
"""

import sqlalchemy as sa

from app.core.db import db
from app.domain.accounts.models import User
from app.domain.candidate_lists.models import EntryStanding, ListEntry
from app.domain.candidate_lists.queries import list_standing_keys
from app.domain.kinship.queries import relatives_of
from app.domain.reviews import rules
from app.domain.reviews.models import Decision, ReviewLevel


def list_passed_up(list_id: int, level: ReviewLevel) -> set[int]:
    """Standing entries that *level* leaves to the one above it; none at the county."""
    if level is not ReviewLevel.TOWNSHIP:
        return set()
    entries = list_standing_keys(list_id)
    relatives = relatives_of([entry.household_id for entry in entries])
    return {entry.id for entry in entries if rules.is_passed_up(relatives[entry.household_id], level)}


def list_tainted(list_id: int, level: ReviewLevel) -> dict[int, int]:
    """Standing decisions that cannot stand any more, by id, with the number of the household on the list.

    Relatives may be declared after a decision was made: then one made by the relative, or without the written reason,
    is made anew by somebody else.
    """
    rows = db.session.execute(
        sa.select(
            Decision.id,
            ListEntry.id,
            ListEntry.sequence,
            ListEntry.household_id,
            Decision.reason,
            User.id,
            User.name,
        )
        .join(ListEntry, ListEntry.id == Decision.entry_id)
        .join(User, User.id == Decision.decided_by_id)
        .where(
            Decision.list_id == list_id,
            Decision.level == level,
            Decision.superseded_at.is_(None),
            ListEntry.standing == EntryStanding.STANDING,
        )
        .order_by(ListEntry.sequence)
    ).all()
    relatives = relatives_of({row[3] for row in rows})
    apart = list_passed_up(list_id, level)
    tainted = {}
    for decision_id, entry_id, sequence, household_id, reason, user_id, name in rows:
        related = relatives[household_id]
        unreasoned = not reason and rules.needs_written_reason(related, level)
        if entry_id not in apart and (related.includes(name, user_id) or unreasoned):
            tainted[decision_id] = sequence
    return tainted
