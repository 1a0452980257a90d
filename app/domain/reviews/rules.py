"""Separation of duties, the drawing of a sample, and what a decision needs. All pure."""

import hashlib
from collections.abc import Collection, Sequence

from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.reviews.models import DecisionOutcome, ReviewLevel

PERMISSION_OF = {
    ReviewLevel.TOWNSHIP: Permission.CANDIDATE_LIST_DECIDE_TOWNSHIP,
    ReviewLevel.COUNTY: Permission.CANDIDATE_LIST_DECIDE_COUNTY,
}


def draw(seed: str, entry_ids: Collection[int], size: int) -> list[int]:
    """*size* of *entry_ids*, drawn without regard to anything but *seed*; the same for the same input everywhere.

    Each id gets the SHA-256 of ``seed:id``; the smallest digests are drawn, in their order.
    """
    ranked = sorted(entry_ids, key=lambda entry_id: hashlib.sha256(f"{seed}:{entry_id}".encode()).hexdigest())
    return ranked[:size]


def duty_blockers(
    actor_id: int | None,
    *,
    visitors: Collection[int],
    chairs: Collection[int],
    lower_deciders: Collection[int],
) -> list[Message]:
    """Who visited, chaired or reviewed a household at one level does not decide on it at the next."""
    if actor_id is None:
        return [Message(N_("Please sign in."))]
    blockers = []
    if actor_id in visitors:
        blockers.append(Message(N_("You visited this household yourself; somebody else must decide on it.")))
    if actor_id in chairs:
        blockers.append(
            Message(N_("You chaired the meeting on this household; somebody else must decide on it."))
        )
    if actor_id in lower_deciders:
        blockers.append(
            Message(N_("You decided on this household at the level before; somebody else must decide now."))
        )
    return blockers


def reason_problem(outcome: DecisionOutcome, reason: str, check_agrees: bool | None) -> Message | None:
    """A removal or return needs its reason; so does keeping what a home check speaks against."""
    if reason.strip():
        return None
    if outcome is not DecisionOutcome.KEEP:
        return Message(N_("Removing or returning a household needs a reason."))
    if check_agrees is False:
        return Message(N_("The home check speaks against this household; keeping it needs a reason."))
    return None


def unchecked(
    sample_ids: Sequence[int], checked_ids: Collection[int], standing_ids: Collection[int]
) -> list[int]:
    """Sampled entries that still stand and were not checked at home yet."""
    return [entry_id for entry_id in sample_ids if entry_id in standing_ids and entry_id not in checked_ids]
