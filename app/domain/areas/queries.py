"""Reading areas."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from app.core.db import db
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, get_row
from app.domain.areas.conditions import below
from app.domain.areas.models import Area, AreaLevel, PostingPlace, VillageFigures


def get_area(code: str) -> Area:
    """The area of a division code; raises :class:`NotFound`."""
    return get_only(sa.select(Area).where(Area.code == code))


def get_township(code: str) -> Area:
    """The township of a 12-digit code; raises :class:`NotFound` also for areas of other levels."""
    area = get_area(code)
    if area.level is not AreaLevel.TOWNSHIP:
        raise NotFound()
    return area


def get_village(code: str) -> Area:
    """The village of a 12-digit code; raises :class:`NotFound` also for areas of other levels."""
    area = get_area(code)
    if area.level is not AreaLevel.VILLAGE:
        raise NotFound()
    return area


def get_place_with_boards(code: str) -> Area:
    """The village or township of a 12-digit code; raises :class:`NotFound` also for areas of other levels."""
    area = get_area(code)
    if not area.has_boards:
        raise NotFound()
    return area


def list_areas(level: AreaLevel | None = None) -> Sequence[Area]:
    """Areas by code, of one level or of all."""
    statement = sa.select(Area).order_by(Area.code)
    if level is not None:
        statement = statement.where(Area.level == level)
    return db.session.scalars(statement).all()


def list_villages(below: str = "") -> Sequence[Area]:
    """Villages under the area at path *below*, by code."""
    statement = sa.select(Area).where(
        Area.level == AreaLevel.VILLAGE, Area.path.startswith(below, autoescape=True)
    )
    return db.session.scalars(statement.order_by(Area.code)).all()


def list_villages_by_turn(below: str = "") -> Sequence[Area]:
    """Villages under the area at path *below*, in the order in which a messenger visits them."""
    statement = sa.select(Area).where(
        Area.level == AreaLevel.VILLAGE, Area.path.startswith(below, autoescape=True)
    )
    return db.session.scalars(statement.order_by(Area.delivery_ordinal, Area.code)).all()


def list_villages_for(actor: Actor, permission: Permission) -> Sequence[Area]:
    """Villages over which *actor* holds *permission*, by code."""
    return list_of_levels_for(actor, permission, (AreaLevel.VILLAGE,))


def list_of_levels_for(actor: Actor, permission: Permission, levels: Collection[AreaLevel]) -> Sequence[Area]:
    """Areas of *levels* over which *actor* holds *permission*, by code: a township before its villages."""
    paths = actor.paths_for(permission)
    if not paths:
        return []
    statement = sa.select(Area).where(Area.level.in_(levels), below(paths))
    return db.session.scalars(statement.order_by(Area.code)).all()


def list_villages_below(paths: Collection[str]) -> Sequence[Area]:
    """The villages at or below one of these paths, by code."""
    statement = sa.select(Area).where(Area.level == AreaLevel.VILLAGE, below(paths))
    return db.session.scalars(statement.order_by(Area.code)).all()


def list_groups(village: Area) -> Sequence[Area]:
    """The villagers' groups of *village*, in the order of their numbers."""
    statement = sa.select(Area).where(Area.parent_id == village.id, Area.level == AreaLevel.GROUP)
    return db.session.scalars(statement.order_by(Area.code)).all()


def list_posting_places(village_id: int) -> Sequence[PostingPlace]:
    """Where *village* hangs its notices now."""
    statement = sa.select(PostingPlace).where(PostingPlace.village_id == village_id, PostingPlace.is_active)
    return db.session.scalars(statement.order_by(PostingPlace.ordinal, PostingPlace.id)).all()


def find_ancestor(area: Area, level: AreaLevel) -> Area | None:
    """The area of *level* that contains *area* (itself included), or ``None``."""
    ids = [int(part) for part in area.path.strip("/").split("/") if part]
    statement = sa.select(Area).where(Area.id.in_(ids), Area.level == level)
    return db.session.scalar(statement)


def list_areas_for(actor: Actor, permission: Permission) -> Sequence[Area]:
    """Counties, townships and villages over which *actor* holds *permission*, by code."""
    paths = actor.paths_for(permission)
    if not paths:
        return []
    within = sa.or_(*(Area.path.startswith(path, autoescape=True) for path in paths))
    statement = sa.select(Area).where(within, Area.level != AreaLevel.GROUP).order_by(Area.code)
    return db.session.scalars(statement).all()


def get_posting_place(code: str, place_id: int) -> PostingPlace:
    """A posting place of the village with this code; raises :class:`NotFound`."""
    place = get_row(PostingPlace, place_id)
    if not place.is_active or place.village.code != code:
        raise NotFound()
    return place


def find_posting_place(village_id: int, name_zh: str) -> PostingPlace | None:
    """A village's posting place by its Chinese name, also one that was given up."""
    return db.session.scalar(
        sa.select(PostingPlace).where(PostingPlace.village_id == village_id, PostingPlace.name_zh == name_zh)
    )


def find_figures(village_id: int, year: int) -> VillageFigures | None:
    """What the statistics of *year* say of a village."""
    return db.session.scalar(
        sa.select(VillageFigures).where(VillageFigures.village_id == village_id, VillageFigures.year == year)
    )


def find_figures_until(village_id: int, year: int) -> VillageFigures | None:
    """The newest figures of a village that are not younger than *year*."""
    return db.session.scalar(
        sa.select(VillageFigures)
        .where(VillageFigures.village_id == village_id, VillageFigures.year <= year)
        .order_by(VillageFigures.year.desc())
        .limit(1)
    )


def list_figures(village_id: int) -> Sequence[VillageFigures]:
    """A village's figures, newest year first."""
    statement = sa.select(VillageFigures).where(VillageFigures.village_id == village_id)
    return db.session.scalars(statement.order_by(VillageFigures.year.desc())).all()


def count_groups() -> dict[int, int]:
    """How many groups each village has, by the village's id."""
    statement = sa.select(Area.parent_id, sa.func.count()).where(Area.level == AreaLevel.GROUP)
    rows = db.session.execute(statement.group_by(Area.parent_id))
    return {parent_id: number for parent_id, number in rows if parent_id is not None}


def find_site_area() -> Area | None:
    """The area that the portal is named after: the only township, else the only county, else none."""
    levels = (AreaLevel.TOWNSHIP, AreaLevel.COUNTY)
    alone = sa.select(sa.func.min(Area.id)).group_by(Area.level).having(sa.func.count() == 1)
    found = db.session.scalars(sa.select(Area).where(Area.id.in_(alone.where(Area.level.in_(levels)))))
    by_level = {area.level: area for area in found}
    return next((by_level[level] for level in levels if level in by_level), None)


def list_areas_at(paths: Collection[str]) -> Sequence[Area]:
    """The areas with these paths, by code."""
    return db.session.scalars(sa.select(Area).where(Area.path.in_(list(paths))).order_by(Area.code)).all()
