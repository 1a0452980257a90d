"""What an import does outside the request: reading the workbook, saving it. Each opens its own transactions."""

import contextlib

from app.blueprints.imports.keys import key_of
from app.core.db import db, unit_of_work
from app.core.errors import Conflict
from app.core.permissions import Actor
from app.domain.checkups import queries as findings
from app.domain.checkups import service as checkups
from app.domain.duplicates import queries as duplicate_queries
from app.domain.duplicates import service as duplicates
from app.domain.imports import folder, queries, service
from app.domain.imports.examining import CHECKING, STAGES, Progress, read_plan
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.parsed import ImportPlan
from app.web import jobs


def begin(run: ImportRun) -> None:
    """Read or save, as the run's state says, once this request is committed."""
    run_id, is_reading = run.id, run.state is ImportState.READING

    def work(actor: Actor, report: Progress) -> None:
        (read if is_reading else save)(run_id, actor, report)

    jobs.start_after_commit(key_of(run), work)


def read(run_id: int, actor: Actor, report: Progress) -> None:
    """Read the workbook and keep what was found; or why it cannot be read."""
    run = queries.get_run(run_id)
    if run.state is not ImportState.READING:
        return
    try:
        plan = _plan_of(run, report)
    except WorkbookRefused as refusal:
        digest = run.digest
        with unit_of_work():
            service.refuse(actor=actor, run=queries.lock_run(run_id), refusal=refusal)
        service.forget_file(actor=actor, digest=digest)
        return
    with contextlib.suppress(Conflict), unit_of_work():  # given up in the meantime
        run = service.record_preview(actor=actor, run=queries.lock_run(run_id), plan=plan, progress=report)
        service.add_to_summary(actor=actor, run=run, facts={"elsewhere": _elsewhere(plan)})


def save(run_id: int, actor: Actor, report: Progress) -> None:
    """Save the whole workbook and check up its households; or show it anew when the register has moved on."""
    run = queries.get_run(run_id)
    if run.state is not ImportState.APPLYING:
        return
    plan = _plan_of(run, report)
    try:
        with unit_of_work():
            run = service.apply_import(actor=actor, run=queries.get_run(run_id), plan=plan, progress=report)
            report(CHECKING, STAGES - 1, STAGES)
            checkups.recheck(household_ids=run.touched_ids)
            duplicates.refresh(household_ids=run.touched_ids)
            doubtful = duplicate_queries.count_open_of(run.touched_ids)
            service.add_to_summary(actor=actor, run=run, facts={"duplicates": doubtful})
    except Conflict:
        with unit_of_work():
            service.look_again(actor=actor, run=queries.get_run(run_id), plan=plan)


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
