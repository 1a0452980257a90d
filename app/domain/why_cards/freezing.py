"""Freezing cards with each decision. Frozen rows are only ever added.

The listener runs in the transaction of the act that decided: when a card cannot be frozen, nothing was decided.
"""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor
from app.core.signals import cases_decided
from app.domain.why_cards import trace
from app.domain.why_cards.composing import compose_many, portions
from app.domain.why_cards.models import CardStage, WhyCard


def freeze(application_ids: Collection[int], stage: CardStage) -> None:
    """Freeze the cards of these applications as they stand now, beside those that were frozen before."""
    now = clock.now()
    for ids in portions(application_ids):
        last = _last_ordinals(ids)
        rows = [
            {
                "application_id": application_id,
                "ordinal": last.get(application_id, 0) + 1,
                "stage": stage,
                "content": (content := trace.as_data(card)),
                "digest": trace.digest_of(content),
                "frozen_at": now,
            }
            for application_id, card in compose_many(ids).items()
        ]
        if rows:
            db.session.execute(sa.insert(WhyCard), rows)


def listen() -> None:
    """From now on a card is frozen whenever a lower room says that it decided. Called when the portal is built."""
    cases_decided.connect(_freeze_decided)


def _freeze_decided(_actor: Actor, *, application_ids: Collection[int], stage: str, **_more: Any) -> None:
    freeze(application_ids, CardStage(stage))


def _last_ordinals(ids: Collection[int]) -> dict[int, int]:
    rows = db.session.execute(
        sa.select(WhyCard.application_id, sa.func.max(WhyCard.ordinal))
        .where(WhyCard.application_id.in_(ids))
        .group_by(WhyCard.application_id)
    )
    return {application_id: int(ordinal) for application_id, ordinal in rows}
