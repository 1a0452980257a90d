"""Reading areas."""

from collections.abc import Iterable, Sequence

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel, PostingPlace


def get_area(code: str) -> Area:
    """The area of a division code; raises :class:`NotFound`."""
    area = db.session.scalar(sa.select(Area).where(Area.code == code))
    if area is None:
        raise NotFound()
    return area


def get_village(code: str) -> Area:
    """The village of a 12-digit code; raises :class:`NotFound` also for areas of other levels."""
    area = get_area(code)
    if area.level is not AreaLevel.VILLAGE:
        raise NotFound()
    return area


def area_names(ids: Iterable[int]) -> dict[int, BilingualText]:
    """Names by id."""
    rows = db.session.execute(sa.select(Area.id, Area.name_zh, Area.name_en).where(Area.id.in_(list(ids))))
    return {row.id: BilingualText(row.name_zh, row.name_en) for row in rows}


def list_areas(level: AreaLevel | None = None) -> Sequence[Area]:
    """Areas by code, of one level or of all."""
    statement = sa.select(Area).order_by(Area.code)
    if level is not None:
        statement = statement.where(Area.level == level)
    return db.session.scalars(statement).all()


def list_villages(below: str = "") -> Sequence[Area]:
    """Villages under the area at path *below*, by code."""
    statement = sa.select(Area).where(Area.level == AreaLevel.VILLAGE, Area.path.startswith(below, autoescape=True))
    return db.session.scalars(statement.order_by(Area.code)).all()


def list_villages_for(actor: Actor, permission: Permission) -> Sequence[Area]:
    """Villages over which *actor* holds *permission*, by code."""
    paths = actor.paths_for(permission)
    if not paths:
        return []
    within = sa.or_(*(Area.path.startswith(path, autoescape=True) for path in paths))
    return db.session.scalars(
        sa.select(Area).where(Area.level == AreaLevel.VILLAGE, within).order_by(Area.code)
    ).all()


def list_groups(village: Area) -> Sequence[Area]:
    """The villagers' groups of *village*, in the order of their numbers."""
    statement = sa.select(Area).where(Area.parent_id == village.id, Area.level == AreaLevel.GROUP)
    return db.session.scalars(statement.order_by(Area.code)).all()


def list_posting_places(village_id: int) -> Sequence[PostingPlace]:
    """Where *village* hangs its notices now."""
    statement = sa.select(PostingPlace).where(PostingPlace.village_id == village_id, PostingPlace.is_active)
    return db.session.scalars(statement.order_by(PostingPlace.ordinal, PostingPlace.id)).all()


def ancestor(area: Area, level: AreaLevel) -> Area | None:
    """The area of *level* that contains *area* (itself included), or ``None``."""
    ids = [int(part) for part in area.path.strip("/").split("/") if part]
    statement = sa.select(Area).where(Area.id.in_(ids), Area.level == level)
    return db.session.scalar(statement)
