"""Composing cards live: the trace as it stands now, for one application or for many in a fixed number of statements."""

from collections.abc import Collection, Iterator

from app.domain.applications.models import Application
from app.domain.why_cards.conclusion import card_of
from app.domain.why_cards.gathering import gather
from app.domain.why_cards.trace import Card

#: applications in one go: within the number of values that a statement may carry
AT_ONCE = 2000


def compose(application: Application) -> Card:
    """The card of one application as it stands now."""
    return compose_many([application.id])[application.id]


def compose_many(application_ids: Collection[int]) -> dict[int, Card]:
    """application id -> its card as it stands now; a fixed number of statements for every 2,000."""
    return {case.id: card_of(case) for ids in portions(application_ids) for case in gather(ids)}


def portions(application_ids: Collection[int]) -> Iterator[list[int]]:
    """The ids, each once and in their order, in portions of :data:`AT_ONCE`."""
    ids = sorted(set(application_ids))
    for start in range(0, len(ids), AT_ONCE):
        yield ids[start : start + AT_ONCE]
