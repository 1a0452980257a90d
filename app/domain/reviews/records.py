"""A draw as everybody may see it: all that is needed to repeat it, no name, no reason for a weight."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.errors import NotFound
from app.core.paging import Page, paginate
from app.domain.reviews.models import PUBLIC_ID_LENGTH, Sample

#: what of a draw's inputs is published as it is
PUBLISHED = (
    "method",
    "version",
    "notice",
    "digest",
    "list",
    "level",
    "source",
    "day",
    "value",
    "seed",
    "size",
)


def record_of(sample: Sample) -> dict[str, Any]:
    """The published record of a draw. Households are numbers on the notice, with their weights."""
    inputs = sample.inputs or {}
    return {name: inputs[name] for name in PUBLISHED} | {
        "entries": [{"number": row["number"], "weight": row["weight"]} for row in inputs["entries"]],
        "drawn": inputs["drawn"],
        "checked_in_any_case": len(inputs["mandatory"]),
        "drawn_at": sample.drawn_at.isoformat(timespec="seconds"),
    }


def get_public_draw(public_id: str) -> Sample:
    """The draw of a public address; raises :class:`NotFound`, also for draws from before weights."""
    if len(public_id) != PUBLIC_ID_LENGTH or not public_id.isalnum():
        raise NotFound()
    statement = sa.select(Sample).where(Sample.seed.startswith(public_id, autoescape=True))
    sample = db.session.scalars(
        statement.where(Sample.inputs.is_not(None)).order_by(Sample.id).limit(1)
    ).first()
    if sample is None:
        raise NotFound()
    return sample


def page_public_draws(number: int) -> Page[Sample]:
    """All draws that can be repeated, the latest first."""
    statement = (
        sa.select(Sample)
        .where(Sample.inputs.is_not(None))
        .options(joinedload(Sample.candidate_list), joinedload(Sample.public_value))
        .order_by(Sample.drawn_at.desc(), Sample.id.desc())
    )
    return paginate(statement, number)
