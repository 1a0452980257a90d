"""What an import does outside the request: reading the workbook, saving it. Each opens its own transactions."""

import contextlib

from app.blueprints.imports.keys import key_of
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.core.jobs import Context, job
from app.core.permissions import Actor
from app.domain.checkups import queries as findings
from app.domain.checkups import service as checkups
from app.domain.duplicates import queries as duplicate_queries
from app.domain.duplicates import service as duplicates
from app.domain.imports import folder, queries, service
from app.domain.imports.examining import CHECKING, SAVING, STAGES, Progress, read_plan
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.parsed import ImportPlan
from app.web import jobs

READ, SAVE = "import_read", "import_save"


def begin(run: ImportRun) -> None:
    """Read or save, as the run's state says, once this request is committed."""
    jobs.ask(READ if run.state is ImportState.READING else SAVE, key=key_of(run), run_id=run.id)


@job(READ)
def read(context: Context, *, run_id: int) -> None:
    """Read the workbook and keep what was found; or why it cannot be read. Begun again it finds what it had done."""
    actor, run = context.actor, queries.get_run(run_id)
    digest = run.digest
    if run.state is ImportState.READING:
        try:
            plan = _plan_of(run, context.report)
        except WorkbookRefused as refusal:
            with contextlib.suppress(Conflict), unit_of_work():
                service.refuse(actor=actor, run=queries.lock_run(run_id), refusal=refusal)
        else:
            with contextlib.suppress(Conflict), unit_of_work():  # given up in the meantime
                run = queries.lock_run(run_id)
                run = service.record_preview(actor=actor, run=run, plan=plan, progress=context.report)
                service.add_to_summary(actor=actor, run=run, facts={"elsewhere": _elsewhere(plan)})
    service.forget_file(actor=actor, digest=digest)


@job(SAVE)
def save(context: Context, *, run_id: int) -> None:
    """Save the whole workbook and check up its households; or show it anew when the register has moved on.

    Either is one transaction that also ends the job: begun again, it finds all of it done or nothing.
    """
    actor, run = context.actor, queries.get_run(run_id)
    if run.state is not ImportState.APPLYING:
        return
    try:
        plan = _plan_of(run, context.report)
    except WorkbookRefused as refusal:
        raise Conflict(refusal.reason) from refusal
    context.report(SAVING, STAGES - 2, STAGES)
    try:
        with unit_of_work():
            run = service.apply_import(actor=actor, run=queries.get_run(run_id), plan=plan)
            context.report(CHECKING, STAGES - 1, STAGES)
            checkups.recheck(household_ids=run.touched_ids)
            duplicates.refresh(household_ids=run.touched_ids)
            doubtful = duplicate_queries.count_open_of(run.touched_ids)
            service.add_to_summary(actor=actor, run=run, facts={"duplicates": doubtful})
            context.finish()
    except Conflict:
        with unit_of_work():
            service.look_again(actor=actor, run=queries.get_run(run_id), plan=plan)
            context.finish()


def undo(run: ImportRun, actor: Actor) -> None:
    """Undo within the request, and check up what was put back."""
    affected = run.touched_ids.union(findings.list_naming_others())
    service.undo_import(actor=actor, run=run)
    checkups.recheck(household_ids=affected)
    duplicates.refresh(household_ids=affected)


def _elsewhere(plan: ImportPlan) -> list[dict[str, str | None]]:
    """Who of the workbook stands in a household of the register that the workbook does not hold; no numbers."""
    people = {
        member.id_number: member.name for one in plan.households for member in one.members if member.id_number
    }
    households = [(one.number, [m.id_number for m in one.members if m.id_number]) for one in plan.households]
    return [
        {
            "name": people[found.id_number],
            "household_no": found.household_no,
            "village_zh": found.village_zh,
            "village_en": found.village_en,
            "head_name": found.head_name,
        }
        for found in duplicate_queries.list_elsewhere(households)
    ]


def _plan_of(run: ImportRun, report: Progress) -> ImportPlan:
    data = folder.fetch(run.digest) or b""
    plan = read_plan(data=data, round_=run.round, area=run.area, progress=report)
    db.session.rollback()
    return plan
