"""A workbook on its way: received, read, confirmed, saved whole or not at all, undone, discarded.

Lives here: acts on an import. Does not live here: the check-up of the households that were written (whoever calls
follows with ``checkups.service.recheck`` of :attr:`ImportRun.touched_ids`), the steps' conditions (``steps.py``).

The slow part needs no transaction: :func:`app.domain.imports.examining.read_plan` may be called before the writing
begins, and its plan be given to :func:`record_preview` or :func:`apply_import`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, ClassVar

from app.core import audit, clock
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, NotFound
from app.core.machine import Attempt
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission, can
from app.domain.areas.models import Area
from app.domain.households import bulk
from app.domain.imports import folder, queries, undoing
from app.domain.imports.difference import Difference, HouseholdChange
from app.domain.imports.examining import (
    SAVING,
    STAGES,
    Progress,
    compare_with_register,
    finding_as_data,
    read_plan,
    silent,
    summary_of,
)
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.parsed import ImportPlan
from app.domain.imports.steps import MACHINE
from app.domain.rounds.models import Round, RoundState

LONGEST_FILENAME = 160


@dataclass(frozen=True, slots=True)
class _HouseholdMark:
    """A household as the history names it, without loading thousands of them."""

    __tablename__: ClassVar[str] = "household"

    id: int
    area_path: str


def receive(*, actor: Actor, round_: Round, area: Area, data: bytes, filename: str) -> ImportRun:
    """Keep an uploaded workbook for *area* in *round_*, to be read. Raises ``Forbidden`` and ``Invalid``."""
    if not can(actor, Permission.HOUSEHOLD_IMPORT, area):
        raise Forbidden()
    if round_.state is not RoundState.OPEN:
        raise Invalid(Message(N_("The round is closed.")), field="round")
    if not area.path.startswith(round_.area.path):
        raise Invalid(Message(N_("This round is not for %(area)s."), area=area.name), field="round")
    run = ImportRun(
        round=round_,
        area=area,
        filename=PurePath(filename.replace("\\", "/")).name[-LONGEST_FILENAME:] or "?",
        digest=folder.keep(data),
        uploaded_by_id=actor.id,
    )
    db.session.add(run)
    db.session.flush()
    return run


def record_preview(
    *, actor: Actor, run: ImportRun, plan: ImportPlan, progress: Progress = silent
) -> ImportRun:
    """Keep what was found in the workbook and what it would change; nothing of it is in the register yet."""
    plan, difference = compare_with_register(plan, run.round, progress)
    _take("preview", run, actor)
    _keep_findings(run, plan, difference)
    db.session.flush()
    return run


def add_to_summary(*, actor: Actor, run: ImportRun, facts: Mapping[str, Any]) -> None:
    """Keep with the run what other rooms found about it. *actor* is whoever previews or saves it."""
    run.summary = {**(run.summary or {}), **facts}
    db.session.flush()


def refuse(*, actor: Actor, run: ImportRun, refusal: WorkbookRefused) -> ImportRun:
    """Keep why the file cannot be read at all."""
    _take("refuse", run, actor)
    run.refusal = {"reason": refusal.reason.as_data(), "advice": refusal.advice.as_data()}
    db.session.flush()
    return run


def preview(
    *, actor: Actor, round_: Round, area: Area, data: bytes, filename: str, progress: Progress = silent
) -> ImportRun:
    """Receive a workbook and read it: the run is then ``PREVIEWED``, or ``REFUSED`` with the reason."""
    run = receive(actor=actor, round_=round_, area=area, data=data, filename=filename)
    try:
        plan = read_plan(data=data, round_=round_, area=area, progress=progress)
    except WorkbookRefused as refusal:
        return refuse(actor=actor, run=run, refusal=refusal)
    return record_preview(actor=actor, run=run, plan=plan, progress=progress)


def confirm(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Decide that the workbook is to be saved. From here on it is nobody else's to confirm or discard."""
    run = queries.lock_run(run.id)
    _take("confirm", run, actor)
    db.session.flush()
    return run


def apply_import(
    *, actor: Actor, run: ImportRun, plan: ImportPlan | None = None, progress: Progress = silent
) -> ImportRun:
    """Save the whole workbook into the register, within this one transaction.

    Raises ``Refused`` while findings block, and ``Conflict`` when the register has moved on since the preview, so
    that something else would be saved than what was shown.
    """
    run = queries.lock_run(run.id)
    if run.state is ImportState.PREVIEWED:
        _take("confirm", run, actor)
    plan = plan or read_plan(data=_bytes_of(run), round_=run.round, area=run.area, progress=progress)
    plan, difference = compare_with_register(plan, run.round, progress)
    if plan.is_blocked or difference.basis != (run.summary or {}).get("basis"):
        raise Conflict(Message(N_("The register has changed since the preview. Look at it again.")))
    _take("apply", run, actor)
    progress(SAVING, 3, STAGES)
    _write(run, plan, difference, actor)
    return run


def look_again(*, actor: Actor, run: ImportRun, plan: ImportPlan) -> ImportRun:
    """Back from being saved to the preview, taken anew against the register as it is now."""
    run = queries.lock_run(run.id)
    plan, difference = compare_with_register(plan, run.round)
    _take("look_again", run, actor)
    _keep_findings(run, plan, difference)
    run.summary = {**(run.summary or {}), "is_renewed": True}
    db.session.flush()
    return run


def undo_import(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Put the register back as it was before. Raises ``Refused`` with every reason when something was built on it."""
    run = queries.lock_run(run.id)
    _take("undo", run, actor)
    undoing.restore(run)
    run.undo = run.findings = None
    run.undone_at = clock.now()
    audit.record("import_undone", actor=actor, subject=run, import_id=run.id)
    db.session.flush()
    return run


def discard(*, actor: Actor, run: ImportRun) -> ImportRun:
    """Give the workbook up. Its findings go at once; its bytes with :func:`forget_file`, after the commit."""
    run = queries.lock_run(run.id)
    _take("discard", run, actor)
    run.findings = None
    run.summary = {**run.summary, "changes": []} if run.summary else None
    db.session.flush()
    return run


def forget_file(*, actor: Actor, digest: str) -> None:
    """Delete the bytes of a workbook unless another import still needs them. *actor* ended the last one."""
    if not queries.is_file_needed(digest):
        folder.forget(digest)


def import_file(
    *,
    actor: Actor,
    round_: Round,
    area: Area,
    data: bytes,
    filename: str,
    plan: ImportPlan | None = None,
    progress: Progress = silent,
) -> ImportRun:
    """Preview and save at once, for commands. What is refused or blocked stays ``REFUSED`` or ``PREVIEWED``."""
    run = receive(actor=actor, round_=round_, area=area, data=data, filename=filename)
    try:
        plan = plan or read_plan(data=data, round_=round_, area=area, progress=progress)
    except WorkbookRefused as refusal:
        return refuse(actor=actor, run=run, refusal=refusal)
    plan, difference = compare_with_register(plan, round_, progress)
    _take("preview", run, actor)
    _keep_findings(run, plan, difference)
    if plan.is_blocked:
        db.session.flush()
        return run
    _take("confirm", run, actor)
    _take("apply", run, actor)
    progress(SAVING, 3, STAGES)
    _write(run, plan, difference, actor)
    return run


def _take(step: str, run: ImportRun, actor: Actor) -> None:
    MACHINE.take(step, Attempt(subject=run, actor=actor))


def _bytes_of(run: ImportRun) -> bytes:
    data = folder.fetch(run.digest)
    if data is None:
        raise NotFound(Message(N_("The uploaded file is no longer kept. Please choose it again.")))
    return data


def _keep_findings(run: ImportRun, plan: ImportPlan, difference: Difference) -> None:
    run.findings = [finding_as_data(finding) for finding in plan.findings]
    run.summary = summary_of(plan, difference)


def _write(run: ImportRun, plan: ImportPlan, difference: Difference, actor: Actor) -> None:
    db.session.flush()
    created = bulk.open_records(difference.new)
    bulk.replace_records([(one.before, one.after) for one in difference.changed])
    run.undo = {
        "created": created,
        "changed": [bulk.as_data(one.before) for one in difference.changed],
        "year": run.round.reference_year,
    }
    run.applied_at = clock.now()
    for one in difference.changed:
        _record_change(one, actor)
    audit.record(
        "import_applied",
        actor=actor,
        subject=run,
        import_id=run.id,
        households=len(plan.households),
        people=plan.people,
    )
    db.session.flush()


def _record_change(change: HouseholdChange, actor: Actor) -> None:
    household = change.before.household
    village = db.session.get_one(Area, household["village_id"])
    audit.record(
        "household_changed",
        actor=actor,
        subject=_HouseholdMark(household["id"], village.path),
        household_id=household["id"],
        household_no=household["household_no"],
        fields=sorted({one.field for one in change.fields}),
    )
