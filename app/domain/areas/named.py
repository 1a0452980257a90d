"""Areas as far as lists name them: plain values, cheaper than rows with all that an area has."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.permissions import Actor, Permission
from app.domain.areas.conditions import below
from app.domain.areas.models import Area, AreaLevel


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An area as far as a list names it and links to it."""

    id: int
    code: str
    path: str
    level: AreaLevel
    name: BilingualText


def list_named(*conditions: sa.ColumnElement[bool]) -> list[NamedArea]:
    """The counties, townships and villages for which *conditions* on ``Area`` hold, by code. One statement."""
    columns: tuple[Any, ...] = (Area.id, Area.code, Area.path, Area.level, Area.name_zh, Area.name_en)
    statement = sa.select(*columns).where(Area.level != AreaLevel.GROUP, *conditions)
    return [
        NamedArea(id_, code, path, level, BilingualText(name_zh, name_en))
        for id_, code, path, level, name_zh, name_en in db.session.execute(statement.order_by(Area.code))
    ]


def list_named_for(actor: Actor, permission: Permission) -> list[NamedArea]:
    """Those over which *actor* holds *permission*, by code."""
    paths = actor.paths_for(permission)
    return list_named(below(paths)) if paths else []
