"""What was done for several households at once, for papers that tell what help each received."""

from collections.abc import Collection

import sqlalchemy as sa

from app.core.db import db
from app.domain.assistance.models import Measure, MeasureState


def load_done(household_ids: Collection[int]) -> dict[int, list[Measure]]:
    """household id -> its measures that are done, the last one first. One statement."""
    statement = sa.select(Measure).where(
        Measure.household_id.in_(household_ids), Measure.state == MeasureState.DONE
    )
    found: dict[int, list[Measure]] = {}
    for one in db.session.scalars(statement.order_by(Measure.done_on.desc(), Measure.id.desc())):
        found.setdefault(one.household_id, []).append(one)
    return found
