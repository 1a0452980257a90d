"""Reading imports of finance offices' workbooks."""

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_row, lock_row
from app.domain.areas.models import Area
from app.domain.funds.models import LedgerImport
from app.domain.imports.models import ImportState
from app.domain.rounds.models import Round

PER_PAGE = 30
#: states in which the uploaded bytes are still needed
NEEDING_THE_FILE = (ImportState.READING, ImportState.PREVIEWED, ImportState.APPLYING)


def get_import(import_id: int) -> LedgerImport:
    """The import with this id; raises ``NotFound``."""
    return get_row(LedgerImport, import_id)


def lock_import(import_id: int) -> LedgerImport:
    """The import as it is now, held until the end of the transaction; raises ``NotFound``."""
    return lock_row(LedgerImport, import_id)


def hold_year(round_id: int) -> None:
    """Hold the year until the end of the transaction against another workbook; single entries do not wait for it."""
    statement = sa.select(Round.id).where(Round.id == round_id).with_for_update(key_share=True)
    db.session.execute(statement)


def page_imports(actor: Actor, page: int = 1) -> Page[LedgerImport]:
    """Imports into the areas that *actor* imports for, the newest first."""
    paths = actor.paths_for(Permission.FUND_IMPORT)
    within = sa.or_(sa.false(), *(Area.path.startswith(path, autoescape=True) for path in paths))
    statement = (
        sa.select(LedgerImport)
        .join(Area, Area.id == LedgerImport.area_id)
        .where(within)
        .options(joinedload(LedgerImport.imported_by))
        .order_by(LedgerImport.id.desc())
    )
    return paginate(statement, page, PER_PAGE)


def is_file_needed(digest: str) -> bool:
    """Whether some import still needs the workbook with this digest."""
    statement = sa.select(LedgerImport.id).where(
        LedgerImport.digest == digest, LedgerImport.state.in_(NEEDING_THE_FILE)
    )
    return db.session.scalar(statement.limit(1)) is not None
