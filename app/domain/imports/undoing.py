"""Undoing an import: what stands against it, and how the register is put back as it was.

Lives here: :func:`why_not` and :func:`restore`. Does not live here: the run's own state (``service.py``).

What was built on an import is told by the database itself: every table with a reference to households, whichever room
it belongs to. A household edited since has another version than the import left it with.
"""

from collections.abc import Iterator

import sqlalchemy as sa

from app.core.db import Base, db
from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.households import bulk
from app.domain.households.models import Household
from app.domain.imports.models import ImportRun, ImportState

#: tables whose rows belong to the household itself, or follow from it
_OWN = frozenset({"member", "income_year", "finding", "duplicate_pair"})
_REASONS = {
    "application": N_("%(count)s households have an application taken since, the first is %(number)s."),
    "registration": N_("%(count)s households were registered since, the first is %(number)s."),
}
_OTHER_REASON = N_("%(count)s households stand in later records of the procedure, the first is %(number)s.")


def why_not(run: ImportRun) -> Iterator[Message]:
    """Every reason why the import cannot be undone any more."""
    later = _later_import(run)
    if later is not None:
        yield Message(N_("The later import “%(file)s” must be undone first."), file=later.filename)
    left = _versions_left(run)
    standing = _standing(run)
    edited = [id_ for id_, version in left.items() if standing.get(id_, ("", 0))[1] != version]
    if edited and later is None:
        yield Message(
            N_("%(count)s households were changed since, the first is %(number)s."),
            count=len(edited),
            number=standing.get(edited[0], ("?", 0))[0],
        )
    for table, ids in _references(run, set(left)).items():
        number = standing.get(min(ids), ("?", 0))[0]
        yield Message(_REASONS.get(table, _OTHER_REASON), count=len(ids), number=number)


def restore(run: ImportRun) -> None:
    """Delete what the import created and put back what it changed."""
    kept = run.undo or {"created": [], "changed": [], "year": 0}
    befores = [bulk.from_data(one) for one in kept["changed"]]
    now = bulk.read_by_id((record.household["id"] for record in befores), kept["year"])
    bulk.replace_records([(now[record.household["id"]], record) for record in befores])
    bulk.delete_records(kept["created"])


def _versions_left(run: ImportRun) -> dict[int, int]:
    kept = run.undo or {"created": [], "changed": []}
    left = {int(id_): 1 for id_ in kept["created"]}
    return left | {one["household"]["id"]: one["household"]["version"] + 1 for one in kept["changed"]}


def _later_import(run: ImportRun) -> ImportRun | None:
    statement = (
        sa.select(ImportRun)
        .where(
            ImportRun.state == ImportState.APPLIED,
            ImportRun.id != run.id,
            ImportRun.applied_at >= run.applied_at,
        )
        .order_by(ImportRun.applied_at.desc(), ImportRun.id.desc())
    )
    mine = run.touched_ids
    for other in db.session.scalars(statement):
        is_later = (other.applied_at, other.id) > (run.applied_at, run.id)
        if is_later and not mine.isdisjoint(other.touched_ids):
            return other
    return None


def _standing(run: ImportRun) -> dict[int, tuple[str, int]]:
    """Number and version of every household in the import's area, by id."""
    statement = sa.select(Household.id, Household.household_no, Household.version)
    within = Area.path.startswith(run.area_path, autoescape=True)
    rows = db.session.execute(statement.join(Area, Area.id == Household.village_id).where(within))
    return {id_: (number, version) for id_, number, version in rows}


def _references(run: ImportRun, household_ids: set[int]) -> dict[str, set[int]]:
    """Those of these households that other tables refer to since the import, by table."""
    found: dict[str, set[int]] = {}
    key = Base.metadata.tables["household"].c.id
    for name, table in sorted(Base.metadata.tables.items()):
        columns = [column for column in table.columns if column.references(key)]
        for column in columns if name not in _OWN else []:
            since = sa.select(column).distinct().where(table.c.created_at >= run.applied_at)
            hits = household_ids.intersection(db.session.scalars(since))
            if hits:
                found.setdefault(name, set()).update(hits)
    return found
