"""A workbook held against the register: read, placed, compared, summed up. Reads only.

Lives here: :func:`read_plan`, :func:`compare_with_register`, :func:`summary_of`. Does not live here: the pure reading
(``plan.py``) and comparing (``difference.py``), keeping the outcome (``service.py``).
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from app.core.messages import N_, Message
from app.domain.areas.models import Area
from app.domain.households import bulk
from app.domain.imports import queries
from app.domain.imports.difference import Difference, FieldChange, Ground, compare
from app.domain.imports.findings import CellFinding, FindingSeverity
from app.domain.imports.parsed import ImportPlan, ParsedHousehold
from app.domain.imports.plan import plan_import
from app.domain.imports.reader import cell_reference, read_workbook
from app.domain.rounds.models import Round

#: told how far the work is: what is being done (a message id), how much of how much
Progress = Callable[[str, int, int], None]

READING = N_("Reading the workbook")
COMPARING = N_("Comparing with the register")
SAVING = N_("Saving")
CHECKING = N_("Checking up")
STAGES = 5

LISTED_CHANGES = 200
_LONGEST_NUMBER = 20


def silent(_stage: str, _done: int, _total: int) -> None:
    """The progress of work that nobody watches."""


def read_plan(*, data: bytes, round_: Round, area: Area, progress: Progress = silent) -> ImportPlan:
    """The workbook as households, with every finding. Raises ``WorkbookRefused`` when it cannot be read."""
    progress(READING, 1, STAGES)
    workbook = read_workbook(data)
    places = queries.load_places(round_.area.path)
    plan = plan_import(workbook, places.villages)
    within = {village.code for village in places.villages if places.paths[village.code].startswith(area.path)}
    return _with_findings(plan, list(_misplaced(plan, within, area)))


def compare_with_register(
    plan: ImportPlan, round_: Round, progress: Progress = silent
) -> tuple[ImportPlan, Difference]:
    """What the plan would change, and the plan with what the register has against it; households are held."""
    progress(COMPARING, 2, STAGES)
    places = queries.load_places(round_.area.path)
    ground = Ground(places.ids, places.names, round_.reference_until, round_.reference_year)
    kept = bulk.read_by_number((household.number for household in plan.households), ground.year)
    plan = _with_findings(plan, list(_recorded_elsewhere(plan, kept, ground)))
    if plan.is_blocked:
        return plan, Difference()
    return plan, compare(plan, kept, ground)


def summary_of(plan: ImportPlan, difference: Difference) -> dict[str, Any]:
    """The counts, what each column was taken for, and the first of the changes, as JSON holds them."""
    return {
        "households": len(plan.households),
        "people": plan.people,
        "new": len(difference.new),
        "changed": len(difference.changed),
        "same": len(difference.same),
        "emptied": difference.emptied,
        "blocking": plan.blocking,
        "warnings": plan.warnings,
        "unlisted": plan.unlisted,
        "total_rows": plan.total_rows,
        "skipped_sheets": list(plan.skipped_sheets),
        "basis": difference.basis,
        "sheets": [
            {
                "name": table.sheet,
                "header_row": table.header_row + 1,
                "columns": [
                    [column.letters, column.heading, column.field, column.is_repeated]
                    for column in table.columns
                ],
            }
            for table in plan.tables
        ],
        "changes": [
            {
                "number": one.before.household["household_no"],
                "head": one.before.household["head_name"],
                "fields": [_change_as_data(change) for change in one.fields],
            }
            for one in difference.changed[:LISTED_CHANGES]
        ],
    }


def _change_as_data(change: FieldChange) -> list[Any]:
    return [change.who, change.field, *map(_plain, (change.old, change.new))]


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, (bool, int, float, str, list)) else str(value)


def finding_as_data(finding: CellFinding) -> dict[str, Any]:
    """A finding as JSON holds it; :func:`finding_from_data` undoes it."""
    return {
        "sheet": finding.sheet,
        "cell": finding.cell,
        "value": finding.value,
        "problem": finding.problem.as_data(),
        "advice": finding.advice.as_data(),
        "severity": finding.severity.value,
        "field": finding.field,
    }


def finding_from_data(data: dict[str, Any]) -> CellFinding:
    """The inverse of :func:`finding_as_data`."""
    return CellFinding(
        data["sheet"],
        data["cell"],
        data["value"],
        Message.from_data(data["problem"]),
        Message.from_data(data["advice"]),
        FindingSeverity(data["severity"]),
        data["field"],
    )


def _with_findings(plan: ImportPlan, more: list[CellFinding]) -> ImportPlan:
    if not more:
        return plan
    return replace(plan, findings=(*plan.findings, *more), blocking=plan.blocking + len(more))


def _misplaced(plan: ImportPlan, within: set[str], area: Area) -> Iterator[CellFinding]:
    """Households outside the area that is imported for, and numbers longer than a number can be."""
    for household in plan.households:
        if household.village_code not in within:
            yield _about(
                plan, household, "village",
                Message(N_("This household is not in %(area)s."), area=area.name_zh),
                Message(N_("Import only the households of your own area; take this one out of the workbook.")),
            )  # fmt: skip
        if len(household.number) > _LONGEST_NUMBER:
            yield _about(
                plan, household, "household_number",
                Message(N_("A household number has at most %(longest)s digits."), longest=_LONGEST_NUMBER),
                Message(N_("Write the village's code and four digits.")),
            )  # fmt: skip


def _recorded_elsewhere(
    plan: ImportPlan, kept: dict[str, bulk.Record], ground: Ground
) -> Iterator[CellFinding]:
    for household in plan.households:
        record = kept.get(household.number)
        if record is None or record.household["village_id"] == ground.areas.get(household.village_code):
            continue
        yield _about(
            plan, household, "household_number",
            Message(
                N_("In the register this number belongs to a household in %(village)s."),
                village=ground.names.get(record.household["village_id"], "?"),
            ),
            Message(N_("Correct the number or the village.")),
        )  # fmt: skip


def _about(
    plan: ImportPlan, household: ParsedHousehold, field: str, problem: Message, advice: Message
) -> CellFinding:
    table = next(table for table in plan.tables if table.sheet == household.sheet)
    column = table.by_field().get(field)
    cell = str(household.row + 1) if column is None else cell_reference(household.row, column)
    value = household.number if field == "household_number" else ""
    return CellFinding(household.sheet, cell, value, problem, advice, FindingSeverity.BLOCKING, field)
