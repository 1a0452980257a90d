"""Children of the register, for those who must keep their names off a public page."""

import datetime as dt

import sqlalchemy as sa

from app.core.db import db
from app.domain.areas.models import Area
from app.domain.households.models import Household, Member

ADULT = 18


def list_minors_named(area_path: str, text: str, on: dt.date) -> list[str]:
    """Names of the area's children, as of *on*, that occur in *text*."""
    if not text.strip():
        return []
    last_of_february = on.month == 2 and on.day == 29
    born_after = on.replace(year=on.year - ADULT, day=28 if last_of_february else on.day)
    statement = (
        sa.select(Member.name)
        .distinct()
        .join(Household, Household.id == Member.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(
            Area.path.startswith(area_path, autoescape=True),
            Member.born_on > born_after,
            sa.func.length(Member.name) >= 2,
            sa.literal(text).contains(Member.name),
        )
        .order_by(Member.name)
    )
    return list(db.session.scalars(statement))
