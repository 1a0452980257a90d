"""A finance office's workbook on its way: received, read, confirmed, entered whole or not at all, undone, discarded.

The slow part needs no transaction: :func:`read_plan` may be called before the writing begins. A workbook that grows
from month to month may be handed in again and again: rows that stand in the ledger already are left out. Its bytes are
deleted as soon as the import ends, entered or not: they may hold numbers of persons, which the ledger never takes.
"""

import hashlib
from pathlib import PurePath
from typing import Any

import sqlalchemy as sa

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.funds import booking, rules, workbook_ground, workbook_queries, workbook_saving
from app.domain.funds.models import LedgerImport
from app.domain.funds.workbook_columns import Sheet
from app.domain.funds.workbook_plan import Plan, plan
from app.domain.funds.workbook_reading import BLOCKING, LIMITS, WARNING, Reading, read
from app.domain.funds.workbook_steps import MACHINE
from app.domain.imports import folder
from app.domain.imports import queries as register_imports
from app.domain.imports.examining import finding_as_data
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportState
from app.domain.imports.reader import read_workbook
from app.domain.rounds.models import Round

LONGEST_FILENAME = 120


def receive(*, actor: Actor, round_: Round, area: Area, data: bytes, filename: str) -> LedgerImport:
    """Keep an uploaded workbook of *area* in the year *round_*, to be read. Raises ``Forbidden``, ``Invalid``."""
    if actor.id is None or not can(actor, Permission.FUND_IMPORT, area):
        raise Forbidden()
    booking.check_year(round_)
    if not area.path.startswith(round_.area.path):
        raise Invalid(Message(N_("This year is not kept for %(area)s."), area=area.name), "area")
    run = LedgerImport(
        round=round_,
        area=area,
        filename=PurePath(filename.replace("\\", "/")).name[-LONGEST_FILENAME:] or "?",
        digest=folder.keep(data),
        imported_by_id=actor.id,
    )
    db.session.add(run)
    db.session.flush()
    return run


def read_rows(data: bytes) -> Reading:
    """The workbook as rows. Needs no database. Raises :class:`WorkbookRefused` when it cannot be read."""
    return read(read_workbook(data, LIMITS))


def hold_against_ledger(run: LedgerImport, reading: Reading) -> Plan:
    """What the rows would enter, as the ledger is now. *reading* is used up by it."""
    ground = workbook_ground.load(run.round, run.area)
    villages: set[int] = set()
    if reading.rows_of(Sheet.ROLLS):
        workbook_ground.load_lines(ground)
        villages = {place.area_id for project in ground.projects.values() for place in project.places}
    households = workbook_ground.load_households(villages) if villages else {}
    return plan(reading, ground, households, clock.today())


def record_preview(*, actor: Actor, run: LedgerImport, made: Plan) -> LedgerImport:
    """Keep what was found in the workbook and what it would enter; nothing of it is in the ledger yet."""
    _take("preview", run, actor)
    _keep(run, made)
    db.session.flush()
    return run


def refuse(*, actor: Actor, run: LedgerImport, refusal: WorkbookRefused) -> LedgerImport:
    """Keep why the file cannot be read at all."""
    _take("refuse", run, actor)
    run.refusal = {"reason": refusal.reason.as_data(), "advice": refusal.advice.as_data()}
    db.session.flush()
    return run


def preview(*, actor: Actor, round_: Round, area: Area, data: bytes, filename: str) -> LedgerImport:
    """Receive a workbook and read it: the import is then ``PREVIEWED``, or ``REFUSED`` with the reason."""
    run = receive(actor=actor, round_=round_, area=area, data=data, filename=filename)
    try:
        reading = read_rows(data)
    except WorkbookRefused as refusal:
        return refuse(actor=actor, run=run, refusal=refusal)
    return record_preview(actor=actor, run=run, made=hold_against_ledger(run, reading))


def confirm(*, actor: Actor, run: LedgerImport) -> LedgerImport:
    """Decide that the workbook is to be entered. From here on it is nobody else's to confirm or discard."""
    run = workbook_queries.lock_import(run.id)
    _take("confirm", run, actor)
    db.session.flush()
    return run


def apply_import(*, actor: Actor, run: LedgerImport, reading: Reading | None = None) -> LedgerImport:
    """Enter the whole workbook into the ledger, within this one transaction.

    Raises ``Refused`` while findings block, and ``Conflict`` when the ledger has moved on since the preview, so that
    something else would be entered than what was shown; also when the database refuses a row. Of one year only one
    workbook is entered at a time: the second one is held against what the first has entered.
    """
    run = workbook_queries.lock_import(run.id)
    workbook_queries.hold_year(run.round_id)
    if run.state is ImportState.PREVIEWED:
        _take("confirm", run, actor)
    made = hold_against_ledger(run, reading or read_rows(_bytes_of(run)))
    if made.is_blocked or _basis(made) != (run.summary or {}).get("basis"):
        raise Conflict(Message(N_("The ledger has changed since the preview. Look at it again.")))
    _take("apply", run, actor)
    actor_id = booking.check_right(actor, run.area)
    try:
        with db.session.begin_nested():
            run.entries = workbook_saving.write(run, made, actor_id)
    except sa.exc.DBAPIError as error:
        raise Conflict(rules.words_of_database(str(error.orig))) from error
    run.imported_at = clock.now()
    run.summary = {**(run.summary or {}), "rolls": [roll.number for roll in made.rolls]}
    audit.record("ledger_import_applied", actor=actor, subject=run, import_id=run.id, entries=run.entries)
    db.session.flush()
    return run


def look_again(*, actor: Actor, run: LedgerImport, reading: Reading) -> LedgerImport:
    """Back from being entered to the preview, taken anew against the ledger as it is now."""
    run = workbook_queries.lock_import(run.id)
    made = hold_against_ledger(run, reading)
    _take("look_again", run, actor)
    _keep(run, made)
    run.summary = {**(run.summary or {}), "is_renewed": True}
    db.session.flush()
    return run


def undo_import(*, actor: Actor, run: LedgerImport, reason: str) -> LedgerImport:
    """Reverse every entry of the import that still stands, with a *reason*; both stay for ever.

    Raises ``Refused`` when something was built on it: more was paid since, or promised, than would be left.
    """
    plain = booking.needed(reason, "reason")
    rules.check_texts(reason=plain)
    run = workbook_queries.lock_import(run.id)
    _take("undo", run, actor, plain)
    actor_id = booking.check_right(actor, run.area)
    standing = workbook_saving.standing_of(run)
    try:
        with db.session.begin_nested():
            workbook_saving.reverse(run, standing, plain, actor_id)
    except sa.exc.DBAPIError as error:
        words = Message(N_("Something was built on this import since. Reverse these later entries first."))
        raise Refused([words, rules.words_of_database(str(error.orig))]) from error
    run.undone_at, run.undone_by_id, run.undo_reason = clock.now(), actor_id, plain
    audit.record(
        "ledger_import_undone",
        actor=actor,
        subject=run,
        reason=plain,
        import_id=run.id,
        entries=len(standing),
    )
    db.session.flush()
    return run


def discard(*, actor: Actor, run: LedgerImport) -> LedgerImport:
    """Give the workbook up. Its findings go at once; its bytes with :func:`forget_file`, after the commit."""
    run = workbook_queries.lock_import(run.id)
    _take("discard", run, actor)
    run.findings = None
    db.session.flush()
    return run


def forget_file(*, actor: Actor, digest: str) -> None:
    """Delete the bytes of a workbook unless another import still needs them. *actor* ended the last one."""
    if not workbook_queries.is_file_needed(digest) and not register_imports.is_file_needed(digest):
        folder.forget(digest)


def _take(step: str, run: LedgerImport, actor: Actor, reason: str = "") -> None:
    MACHINE.take(step, Attempt(subject=run, actor=actor, reason=reason))


def _bytes_of(run: LedgerImport) -> bytes:
    data = folder.fetch(run.digest)
    if data is None:
        raise NotFound(Message(N_("The uploaded file is no longer kept. Please choose it again.")))
    return data


def _keep(run: LedgerImport, made: Plan) -> None:
    log = made.reading.log
    run.findings = [finding_as_data(finding) for finding in log]
    run.summary = {
        "blocking": log.counts[BLOCKING],
        "warnings": log.counts[WARNING],
        "unlisted": log.unlisted,
        "skipped_sheets": list(made.reading.skipped),
        "basis": _basis(made),
        "batches": len(made.batches),
        "contracts": len(made.contracts),
        "rolls": [],
        "new_rolls": len(made.rolls),
        "tallies": {sheet.value: [one.new, one.same, one.fen] for sheet, one in made.tallies.items()},
        "sheets": [
            {
                "name": table.name,
                "kind": table.sheet.value,
                "header_row": table.found.header_row + 1,
                "columns": [
                    [column.letters, column.heading, column.field, column.is_repeated]
                    for column in table.found.columns
                ],
            }
            for table in made.reading.tables
        ],
    }


def _basis(made: Plan) -> str:
    """What would be entered, in short: the same only while the ledger and the workbook are."""
    digest = hashlib.sha256()
    for entry in made.entries:
        ids: Any = tuple(one.id if one is not None else None for one in entry.rows().values())
        digest.update(repr((entry.kind.value, entry.row.index, entry.amount_fen, entry.on, ids)).encode())
    for roll in made.rolls:
        digest.update(repr((roll.place.id, roll.title, roll.total_fen, roll.count)).encode())
    digest.update(repr([batch.document_no for batch in made.batches]).encode())
    return digest.hexdigest()
