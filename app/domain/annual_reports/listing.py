"""What every list behind a figure is made of."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.domain.annual_reports.figures import Rows
from app.domain.annual_reports.scope import Scope
from app.domain.areas.models import Area

VILLAGE_COLUMNS = (Area.name_zh.label("village_zh"), Area.name_en.label("village_en"))
NOBODY = sa.select(sa.literal(0)).where(sa.false())


class Opens(StrEnum):
    """What the first cell of a row opens, by the row's key."""

    NOTHING = ""
    HOUSEHOLD = "household"
    PROJECT = "project"
    BATCH = "batch"
    NOTICE = "notice"
    OBJECTION = "objection"
    MEETING = "meeting"
    HELPER = "helper"


class Fen(int):
    """An amount, written as money."""


@dataclass(frozen=True)
class Row:
    """One row: its *key* for what it opens, and its cells."""

    key: str
    cells: tuple[Any, ...]


def within(scope: Scope, rows: Rows) -> sa.ColumnElement[bool]:
    """The condition that a village (joined as ``Area``) lies in the area, and in the place that is asked for."""
    inside = Area.path.startswith(scope.path, autoescape=True)
    if not rows.place:
        return inside
    place = sa.orm.aliased(Area)
    path = sa.select(place.path).where(place.code == rows.place).scalar_subquery()
    return sa.and_(inside, Area.path.startswith(path))


def village_name(row: Any) -> BilingualText:
    """The village of a row that holds :data:`VILLAGE_COLUMNS`."""
    return BilingualText(row.village_zh, row.village_en)
