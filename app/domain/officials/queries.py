"""Reading the roster: who holds which post where."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.rows import get_row
from app.domain.areas.models import Area
from app.domain.officials import rules
from app.domain.officials.models import Official


def get_official(official_id: int) -> Official:
    """One entry of the roster, also an ended one; raises :class:`NotFound`."""
    return get_row(Official, official_id)


def list_officials(area: Area, *, standing: bool = True) -> Sequence[Official]:
    """Who holds a post at *area* itself: those standing now, or those whose post has ended."""
    statement = (
        sa.select(Official)
        .where(
            Official.area_id == area.id, Official.until.is_(None) if standing else Official.until.is_not(None)
        )
        .options(joinedload(Official.user))
        .order_by(Official.group_name, Official.name, Official.id)
    )
    return db.session.scalars(statement).all()


def list_representatives(village: Area) -> Sequence[Official]:
    """Who is due at the villagers' representatives' meeting of *village*, by group and name."""
    return [official for official in list_officials(village) if official.represents]


def list_officials_over(village: Area) -> Sequence[Official]:
    """Everybody who holds a post at *village*, its township or its county now, the village's own first."""
    paths = rules.paths_over(village.path)
    statement = (
        sa.select(Official)
        .join(Area, Area.id == Official.area_id)
        .where(Area.path.in_(paths), Official.until.is_(None))
        .options(joinedload(Official.user))
        .order_by(sa.func.length(Area.path).desc(), Official.group_name, Official.name, Official.id)
    )
    return db.session.scalars(statement).all()


def list_linked(user_ids: Sequence[int]) -> set[int]:
    """Those of these accounts that belong to somebody who holds a post now, wherever."""
    statement = sa.select(Official.user_id).where(Official.user_id.in_(user_ids), Official.until.is_(None))
    return {user_id for user_id in db.session.scalars(statement) if user_id is not None}


def count_by_area(areas: Sequence[Area]) -> dict[int, tuple[int, int]]:
    """area id -> how many hold a post there now, and how many of them are representatives."""
    rows = db.session.execute(
        sa.select(Official.area_id, sa.func.count(), sa.func.count().filter(Official.represents))
        .where(Official.area_id.in_([area.id for area in areas]), Official.until.is_(None))
        .group_by(Official.area_id)
    )
    return {area_id: (int(number), int(representatives)) for area_id, number, representatives in rows}
