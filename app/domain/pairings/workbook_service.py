"""A workbook of helpers on its way: looked through, taken over whole or not at all, taken back, given up.

The file itself is not kept: what was read of it stands in the import, without numbers of persons.
"""

import datetime as dt
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Invalid, Refused
from app.core.machine import Attempt, Machine, Step
from app.core.messages import N_, Message
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.personal_numbers import without_personal_numbers
from app.core.rows import get_row, lock_row
from app.domain.areas.models import Area
from app.domain.imports.examining import finding_as_data
from app.domain.imports.models import ImportState
from app.domain.imports.steps import STATE_LABELS, nothing_blocks
from app.domain.pairings import lines
from app.domain.pairings.acts import KEEPERS, allow
from app.domain.pairings.listing import find_helpers
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, PairingImport, PairingRole, UnitLevel
from app.domain.pairings.workbook_plan import Plan, load_ground, plan, rows_as_data, rows_from_data
from app.domain.pairings.workbook_reading import WARNING, Reading
from app.domain.pairings.workbook_undoing import something_left, take_back
from app.domain.policies.vocabulary import HelperRank

MANAGE = Permission.PAIRING_MANAGE
LONGEST_FILENAME = 120
PER_PAGE = 30
S = ImportState
CHANGED = Message(N_("The records have changed since the preview. Look at it again."))


MACHINE = Machine(
    "pairing_import",
    {state: STATE_LABELS[state] for state in (S.READING, S.PREVIEWED, S.APPLIED, S.UNDONE, S.DISCARDED)},
    S.READING,
    (
        Step("preview", (S.READING,), S.PREVIEWED, MANAGE, N_("Show what was found")),
        Step("apply", (S.PREVIEWED,), S.APPLIED, MANAGE, N_("Take it over"), guards=(nothing_blocks,)),
        Step(
            "undo",
            (S.APPLIED,),
            S.UNDONE,
            MANAGE,
            N_("Undo the import"),
            guards=(something_left,),
            needs_reason=True,
            tone="danger",
        ),
        Step("discard", (S.PREVIEWED,), S.DISCARDED, MANAGE, N_("Discard"), tone="secondary"),
    ),
)


def get_import(import_id: int) -> PairingImport:
    """The import with this id; raises ``NotFound``."""
    return get_row(PairingImport, import_id)


def page_imports(actor: Actor, page: int = 1) -> Page[PairingImport]:
    """Imports into the areas that *actor* keeps helpers of, the newest first."""
    within = sa.or_(
        sa.false(), *(Area.path.startswith(path, autoescape=True) for path in actor.paths_for(MANAGE))
    )
    statement = (
        sa.select(PairingImport)
        .join(Area, Area.id == PairingImport.area_id)
        .where(within)
        .options(joinedload(PairingImport.imported_by))
        .order_by(PairingImport.id.desc())
    )
    return paginate(statement, page, PER_PAGE)


def preview(*, actor: Actor, area: Area, reading: Reading, filename: str) -> PairingImport:
    """Keep what was read of a workbook for *area*, held against the records. Raises ``Forbidden``, ``Invalid``."""
    actor_id = allow(actor, area)
    if area.level not in KEEPERS:
        raise Invalid(Message(N_("Units are kept by a township or the county.")), "area")
    run = PairingImport(
        area=area,
        filename=_kept_name(filename),
        rows=rows_as_data(reading),
        imported_by_id=actor_id,
        undo_reason="",
        state=S.READING,
    )
    db.session.add(run)
    made = plan(reading, load_ground(area), clock.today())
    MACHINE.take("preview", Attempt(subject=run, actor=actor))
    run.findings = [finding_as_data(one) for one in reading.log]
    run.summary = _summary(made)
    db.session.flush()
    return run


def _kept_name(filename: str) -> str:
    """The file's own name, which stands as the reason of each line: short, and without a person's number."""
    return without_personal_numbers(PurePath(filename.replace("\\", "/")).name)[-LONGEST_FILENAME:] or "?"


def apply_import(*, actor: Actor, run: PairingImport) -> PairingImport:
    """Take the whole workbook over. Raises ``Refused`` while findings block, ``Conflict`` when the records moved on."""
    run = lock_row(PairingImport, run.id)
    made = plan(rows_from_data(run.rows or []), load_ground(run.area), clock.today())
    if run.state is S.PREVIEWED and made.basis != (run.summary or {}).get("basis"):
        raise Conflict(CHANGED)
    MACHINE.take("apply", Attempt(subject=run, actor=actor))
    helpers = _write_helpers(run, made)
    _write_pairings(run, made, helpers)
    run.imported_at, run.rows = clock.now(), None
    audit.record(
        "pairing_import_applied",
        actor=actor,
        subject=run,
        import_id=run.id,
        pairings=len(made.pairings),
    )
    db.session.flush()
    return run


def undo_import(*, actor: Actor, run: PairingImport, reason: str) -> PairingImport:
    """As it was before the workbook; what was changed since stays. Raises ``Refused`` when nothing else is left."""
    plain = lines.reason_of(reason)
    run = lock_row(PairingImport, run.id)
    MACHINE.take("undo", Attempt(subject=run, actor=actor, reason=plain))
    try:
        with db.session.begin_nested():
            number = take_back(run)
    except sa.exc.IntegrityError as error:
        raise Refused([CHANGED]) from error
    run.undone_at, run.undone_by_id, run.undo_reason = clock.now(), actor.id, plain
    audit.record(
        "pairing_import_undone",
        actor=actor,
        subject=run,
        reason=plain,
        import_id=run.id,
        pairings=number,
    )
    db.session.flush()
    db.session.expire_all()
    return run


def discard(*, actor: Actor, run: PairingImport) -> PairingImport:
    """Give the workbook up; what was read of it goes at once."""
    run = lock_row(PairingImport, run.id)
    MACHINE.take("discard", Attempt(subject=run, actor=actor))
    run.rows = run.findings = None
    db.session.flush()
    return run


def _summary(made: Plan) -> dict[str, Any]:
    log = made.reading.log
    return {
        "blocking": made.blocking,
        "warnings": log.counts[WARNING],
        "unlisted": log.unlisted,
        "skipped_sheets": made.reading.skipped,
        "rows": len(made.reading.rows),
        "units": len(made.units),
        "helpers": len(made.helpers),
        "households": len({one.household_id for one in made.pairings}),
        **_counts(made, PairingRole.FIRST, "new", "changed"),
        **_counts(made, PairingRole.SECOND, "new_seconds", "changed_seconds"),
        "same": made.same,
        "basis": made.basis,
        "sheets": [
            {
                "name": table.sheet,
                "columns": [[one.letters, one.heading, one.field, one.is_repeated] for one in table.columns],
            }
            for table in made.reading.tables
        ],
    }


def _counts(made: Plan, role: PairingRole, new: str, changed: str) -> dict[str, int]:
    """How many pairings of a role begin where nobody was, and how many where somebody is replaced."""
    replaces = [one.replaces for one in made.pairings if one.role is role]
    return {new: replaces.count(False), changed: replaces.count(True)}


def _write_helpers(run: PairingImport, made: Plan) -> dict[tuple[str, str], int]:
    """Write units and helpers that are new; unit and name -> helper id of all that the workbook names."""
    units = {
        name: HelpingUnit(area=run.area, name=name, level=UnitLevel(level), import_id=run.id)
        for name, level in made.units.items()
    }
    db.session.add_all(units.values())
    db.session.flush()
    ground = load_ground(run.area)
    ids = {name: unit.id for name, unit in units.items()} | ground.units
    helpers = {
        key: Helper(
            unit_id=ids[one.unit],
            name=one.name,
            rank=HelperRank(one.rank),
            post=one.post,
            telephone=one.telephone,
            left_reason="",
            import_id=run.id,
        )
        for key, one in made.helpers.items()
    }
    db.session.add_all(helpers.values())
    db.session.flush()
    found = {key: one[0] for key, one in ground.helpers.items()}
    return found | {key: one.id for key, one in helpers.items()}


def _write_pairings(run: PairingImport, made: Plan, helpers: dict[tuple[str, str], int]) -> None:
    reason = run.filename
    days = {(one.household_id, one.role): dt.date.fromisoformat(one.started_on) for one in made.pairings}
    ending = {(one.household_id, one.role) for one in made.pairings if one.replaces}
    statement = sa.select(Pairing).where(
        Pairing.household_id.in_({key for key, _role in ending}), Pairing.ended_on.is_(None)
    )
    for old in db.session.scalars(statement):
        if (old.household_id, old.role) in ending:
            old.ended_on, old.end_reason = days[(old.household_id, old.role)], reason
            old.ended_by_import_id = run.id
    db.session.flush()
    lines.hold(helpers[(one.unit, one.name)] for one in made.pairings)
    standing = find_helpers(helpers[(one.unit, one.name)] for one in made.pairings)
    if any(one.left_on is not None for one in standing.values()):
        raise Refused([CHANGED])
    db.session.add_all(
        Pairing(
            household_id=one.household_id,
            helper_id=helpers[(one.unit, one.name)],
            role=one.role,
            started_on=days[(one.household_id, one.role)],
            reason=reason,
            end_reason="",
            import_id=run.id,
        )
        for one in made.pairings
    )
    db.session.flush()
