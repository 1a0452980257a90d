"""A comparison hit settled, with what that means for a list that is being drawn up.

``comparisons`` knows no lists: there an exclusion ends an application that is on its way to one. Here the entry on a
draft is taken off too. A posted list is not touched: the hit stands against going on until the reviewer removes it.
"""

from app.core.db import db
from app.core.permissions import Actor
from app.core.signals import cases_decided
from app.domain.applications.models import Application, ApplicationState
from app.domain.candidate_lists import queries
from app.domain.candidate_lists.models import ListState, RemovalCause
from app.domain.candidate_lists.service import take_off
from app.domain.comparisons import settling
from app.domain.comparisons.models import ComparisonHit, HitSettlement


def settle_hit(
    *, actor: Actor, hit: ComparisonHit, settlement: HitSettlement, explanation: str
) -> Application | None:
    """Settle *hit*; its household's application, if any. Raises what ``comparisons.settling.settle`` raises."""
    application = settling.settle(actor=actor, hit=hit, settlement=settlement, explanation=explanation)
    if application is None or settlement is not HitSettlement.EXCLUDES:
        return application
    if application.state is not ApplicationState.LISTED:
        return application
    entry = queries.find_standing_entry(application.id)
    if entry is None:
        return application
    if queries.lock_candidate_list(entry.list_id).state is ListState.DRAFT:
        settling.exclude(actor=actor, application=application, reason=explanation.strip())
        take_off(actor=actor, entry=entry, cause=RemovalCause.VILLAGE, reason=explanation)
        db.session.flush()
        cases_decided.send(actor, application_ids=[application.id], stage="comparison")
    return application
