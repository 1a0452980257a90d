"""Reading imports, and the places that a workbook may name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_row, lock_row
from app.domain.areas.models import Area, AreaLevel
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.parsed import VillageRef

PER_PAGE = 30
#: states in which the uploaded bytes are still needed
_NEEDING_THE_FILE = (ImportState.READING, ImportState.PREVIEWED, ImportState.APPLYING, ImportState.APPLIED)


@dataclass(frozen=True)
class Places:
    """Villages with their groups as a workbook names them; ids and paths by code, names by id."""

    villages: Sequence[VillageRef]
    ids: Mapping[str, int]
    paths: Mapping[str, str]
    names: Mapping[int, str]


def get_run(run_id: int) -> ImportRun:
    """The import with this id; raises ``NotFound``."""
    return get_row(ImportRun, run_id)


def lock_run(run_id: int) -> ImportRun:
    """The import as it is now, held until the end of the transaction; raises ``NotFound``."""
    return lock_row(ImportRun, run_id)


def page_runs(actor: Actor, page: int = 1) -> Page[ImportRun]:
    """Imports into the areas that *actor* imports for, the newest first."""
    paths = actor.paths_for(Permission.HOUSEHOLD_IMPORT)
    within = sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths))
    statement = (
        sa.select(ImportRun)
        .join(Area, Area.id == ImportRun.area_id)
        .where(within)
        .options(joinedload(ImportRun.uploaded_by))
        .order_by(ImportRun.id.desc())
    )
    return paginate(statement, page, PER_PAGE)


def is_file_needed(digest: str) -> bool:
    """Whether some import still needs the workbook with this digest."""
    statement = sa.select(ImportRun.id).where(
        ImportRun.digest == digest, ImportRun.state.in_(_NEEDING_THE_FILE)
    )
    return db.session.scalar(statement.limit(1)) is not None


def load_places(below: str) -> Places:
    """All villages and groups under the area at path *below*."""
    statement = sa.select(Area).where(Area.path.startswith(below, autoescape=True)).order_by(Area.code)
    areas = {area.id: area for area in db.session.scalars(statement)}
    groups: dict[int, list[tuple[str, str]]] = {}
    for area in areas.values():
        if area.level is AreaLevel.GROUP and area.parent_id is not None:
            groups.setdefault(area.parent_id, []).append((area.code, area.name_zh))
    villages = []
    for area in areas.values():
        if area.level is not AreaLevel.VILLAGE:
            continue
        above = areas.get(area.parent_id or 0)
        township = above.name_zh if above else ""
        villages.append(VillageRef(area.code, area.name_zh, township, tuple(groups.get(area.id, ()))))
    return Places(
        villages,
        ids={area.code: area.id for area in areas.values()},
        paths={area.code: area.path for area in areas.values()},
        names={area.id: area.name_zh for area in areas.values()},
    )
