"""What an import into the ledger does outside the request: reading, entering. Each opens its own transactions."""

import contextlib

from app.blueprints.fund_imports.keys import key_of
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.core.jobs import Context, job
from app.core.messages import N_
from app.domain.funds import workbook_queries as queries
from app.domain.funds import workbook_service as service
from app.domain.funds.models import LedgerImport
from app.domain.funds.workbook_reading import Reading
from app.domain.imports import folder
from app.domain.imports.examining import READING, SAVING
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportState
from app.web import jobs

READ, SAVE = "ledger_import_read", "ledger_import_save"
COMPARING = N_("Comparing with the ledger")
STAGES = 4


def begin(run: LedgerImport) -> None:
    """Read or enter, as the import's state says, once this request is committed."""
    jobs.ask(READ if run.state is ImportState.READING else SAVE, key=key_of(run), import_id=run.id)


@job(READ)
def read(context: Context, *, import_id: int) -> None:
    """Read the workbook and keep what was found; or why it cannot be read. Begun again it finds what it had done."""
    actor, run = context.actor, queries.get_import(import_id)
    digest = run.digest
    if run.state is ImportState.READING:
        try:
            reading = _reading_of(context, digest)
        except WorkbookRefused as refusal:
            with contextlib.suppress(Conflict), unit_of_work():
                service.refuse(actor=actor, run=queries.lock_import(import_id), refusal=refusal)
        else:
            context.report(COMPARING, 2, STAGES)
            with contextlib.suppress(Conflict), unit_of_work():  # given up in the meantime
                run = queries.lock_import(import_id)
                made = service.hold_against_ledger(run, reading)
                service.record_preview(actor=actor, run=run, made=made)
    service.forget_file(actor=actor, digest=digest)


@job(SAVE)
def save(context: Context, *, import_id: int) -> None:
    """Enter the whole workbook; or show it anew when the ledger has moved on.

    Either is one transaction that also ends the job: begun again, it finds all of it done or nothing.
    """
    actor, run = context.actor, queries.get_import(import_id)
    digest = run.digest
    if run.state is not ImportState.APPLYING:
        return
    try:
        reading = _reading_of(context, digest)
    except WorkbookRefused as refusal:
        raise Conflict(refusal.reason) from refusal
    context.report(SAVING, 2, STAGES)
    try:
        with unit_of_work():
            service.apply_import(actor=actor, run=queries.get_import(import_id), reading=reading)
            context.finish()
    except Conflict:
        reading = _reading_of(context, digest)
        with unit_of_work():
            service.look_again(actor=actor, run=queries.get_import(import_id), reading=reading)
            context.finish()
    service.forget_file(actor=actor, digest=digest)


def _reading_of(context: Context, digest: str) -> Reading:
    context.report(READING, 1, STAGES)
    db.session.rollback()
    return service.read_rows(folder.fetch(digest) or b"")
