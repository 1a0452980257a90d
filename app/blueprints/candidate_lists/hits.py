"""The mark of a comparison hit beside a household on a list."""

from collections.abc import Sequence

from app.domain.candidate_lists.models import ListEntry
from app.domain.comparisons import queries
from app.domain.comparisons.models import HitSettlement
from app.domain.comparisons.steps import SETTLEMENT_LABELS

#: the worst first: that one is shown
_WORST = (HitSettlement.EXCLUDES, HitSettlement.OPEN, HitSettlement.EXPLAINED, HitSettlement.NOT_THE_PERSON)
_TONES = {HitSettlement.EXCLUDES: "bad", HitSettlement.OPEN: "warn"}

#: what it led to (a message id), the tone of the badge
Mark = tuple[str, str]


def marks_of(entries: Sequence[ListEntry], round_id: int) -> dict[int, Mark]:
    """entry id -> the mark of its household's hits; entries without a hit are absent."""
    hits = queries.list_hits({entry.household_id for entry in entries}, round_id)
    found: dict[int, Mark] = {}
    for entry in entries:
        settlements = {hit.settlement for hit in hits.get(entry.household_id, ())}
        worst = next((one for one in _WORST if one in settlements), None)
        if worst is not None:
            found[entry.id] = (SETTLEMENT_LABELS[worst], _TONES.get(worst, "idle"))
    return found
