"""What an administrator keeps in order, across accounts, areas and the calendar: queries only."""

from dataclasses import dataclass

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.domain.accounts.models import RoleGrant, User
from app.domain.areas.models import Area, AreaLevel, PostingPlace
from app.domain.calendars.models import CalendarYear

#: from this month on the State Council's announcement of next year's working days is due
ANNOUNCED_FROM_MONTH = 11


@dataclass(frozen=True)
class House:
    """What an administrator keeps in order. *year_missing* is a year whose working days are not entered."""

    accounts: int
    villages: int
    without_telephone: list[Area]
    without_place: list[Area]
    without_officer: list[Area]
    year_missing: int | None


def load_house(actor: Actor) -> House:
    """Accounts, offices without a telephone, villages without a board or without anybody, the calendar."""
    paths = actor.paths_for(Permission.AREA_MANAGE)
    areas = db.session.scalars(
        sa.select(Area)
        .where(Area.level != AreaLevel.GROUP, sa.or_(sa.false(), *(Area.path.startswith(p) for p in paths)))
        .order_by(Area.code)
    ).all()
    with_place = set(db.session.scalars(sa.select(PostingPlace.village_id).where(PostingPlace.is_active)))
    accounts = db.session.scalar(sa.select(sa.func.count()).select_from(User).where(User.is_active)) or 0
    served = set(
        db.session.scalars(
            sa.select(RoleGrant.area_id)
            .join(User, User.id == RoleGrant.user_id)
            .where(RoleGrant.ended_at.is_(None), User.is_active)
        )
    )
    villages = [area for area in areas if area.level is AreaLevel.VILLAGE]
    return House(
        accounts=accounts,
        villages=len(villages),
        without_telephone=[area for area in areas if not area.telephone],
        without_place=[area for area in villages if area.id not in with_place],
        without_officer=[area for area in villages if area.id not in served],
        year_missing=_year_missing(),
    )


def _year_missing() -> int | None:
    today = clock.today()
    wanted = [today.year] if today.month < ANNOUNCED_FROM_MONTH else [today.year, today.year + 1]
    known = set(db.session.scalars(sa.select(CalendarYear.year).where(CalendarYear.year.in_(wanted))))
    return next((year for year in wanted if year not in known), None)
