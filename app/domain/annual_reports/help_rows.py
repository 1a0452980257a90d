"""The rows about help and money: helpers, plans, measures, projects, batches, what places were given."""

from collections.abc import Collection, Sequence
from typing import Any

import sqlalchemy as sa

from app.core.bilingual import BilingualText
from app.core.messages import Message
from app.domain.annual_reports.figures import Rows
from app.domain.annual_reports.help_sections import counts_projects
from app.domain.annual_reports.listing import NOBODY, VILLAGE_COLUMNS, Fen, Row, village_name, within
from app.domain.annual_reports.scope import Scope
from app.domain.areas.models import Area
from app.domain.assistance.catalogue import BY_VALUE
from app.domain.assistance.conditions import OPEN_STATES, measure_is_of, plan_covers
from app.domain.assistance.models import HouseholdAnswer, HouseholdPlan, Measure, MeasureState
from app.domain.funds.models import Account, Batch
from app.domain.households.models import Household
from app.domain.pairings import queries as pairings
from app.domain.pairings.models import Helper, HelpingUnit, Pairing, VillagePost
from app.domain.projects.kinds import KINDS
from app.domain.projects.models import Project, ProjectPlace
from app.domain.statistics.queries import is_in_register


def helpers(scope: Scope, rows: Rows) -> Any:
    """Helpers who help somebody here that day, and how many households."""
    number = sa.func.count(sa.distinct(Pairing.household_id)).label("households")
    return (
        sa.select(Helper.id, Helper.name, HelpingUnit.name.label("unit"), number)
        .join(HelpingUnit, HelpingUnit.id == Helper.unit_id)
        .join(Pairing, Pairing.helper_id == Helper.id)
        .join(Household, Household.id == Pairing.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(pairings.stands_on(scope.on), within(scope, rows))
        .group_by(Helper.id, Helper.name, HelpingUnit.name)
        .order_by(HelpingUnit.name, Helper.name, Helper.id)
    )


def paired(scope: Scope, rows: Rows) -> Any:
    """Registered households with their helpers."""
    ids = pairings.registered_ids(scope.registering_round_id, scope.on)
    columns = (Household.household_no, Household.head_name, Household.people, Helper.name, Pairing.started_on)
    return (
        sa.select(*columns, *VILLAGE_COLUMNS)
        .join(Pairing, Pairing.household_id == Household.id)
        .join(Helper, Helper.id == Pairing.helper_id)
        .join(Area, Area.id == Household.village_id)
        .where(pairings.stands_on(scope.on), Household.id.in_(ids), within(scope, rows))
        .order_by(Household.household_no)
    )


def unpaired(scope: Scope, rows: Rows) -> Any:
    """Registered households without one."""
    ids = pairings.registered_ids(scope.registering_round_id, scope.on)
    helped = sa.exists().where(Pairing.household_id == Household.id, pairings.stands_on(scope.on))
    return _of_households(scope, rows, Household.id.in_(ids), ~helped)


def unplanned(scope: Scope, rows: Rows) -> Any:
    """Households in the register without a plan for the year."""
    planned = sa.exists().where(HouseholdPlan.household_id == Household.id, plan_covers(scope.year))
    return _of_households(scope, rows, is_in_register(scope.on), ~planned)


def _of_households(scope: Scope, rows: Rows, *conditions: sa.ColumnElement[bool]) -> Any:
    return (
        sa.select(Household.household_no, Household.head_name, Household.people, *VILLAGE_COLUMNS)
        .join(Area, Area.id == Household.village_id)
        .where(within(scope, rows), *conditions)
        .order_by(Household.household_no)
    )


def posts(scope: Scope, rows: Rows) -> Any:
    """Who was posted to the villages for *detail*."""
    return (
        sa.select(
            VillagePost.name, VillagePost.kind, VillagePost.unit_name, VillagePost.since, *VILLAGE_COLUMNS
        )
        .join(Area, Area.id == VillagePost.village_id)
        .where(
            VillagePost.kind == rows.detail,
            VillagePost.since <= scope.on,
            sa.or_(VillagePost.ended_on.is_(None), VillagePost.ended_on > scope.on),
            within(scope, rows),
        )
        .order_by(Area.code, VillagePost.since, VillagePost.id)
    )


def measures(scope: Scope, rows: Rows) -> Any:
    """Measures of kinds or categories, perhaps only those done; or late, denied, of the next year."""
    year = scope.year + 1 if rows.detail == "next" else scope.year
    columns = (Measure.kind, Measure.content, Measure.due_on, Measure.done_on, Measure.cost_fen)
    return (
        sa.select(Household.household_no, Household.head_name, *columns, *VILLAGE_COLUMNS)
        .join(Household, Household.id == Measure.household_id)
        .join(Area, Area.id == Household.village_id)
        .where(
            Measure.state != MeasureState.DROPPED,
            measure_is_of(year),
            within(scope, rows),
            *_narrowed(scope, rows.detail),
        )
        .order_by(Household.household_no, Measure.id)
    )


def _narrowed(scope: Scope, detail: str) -> Sequence[sa.ColumnElement[bool]]:
    if detail == "late":
        return [Measure.state.in_(OPEN_STATES), Measure.due_on < scope.on]
    if detail == "denied":
        return [Measure.answer == HouseholdAnswer.DENIED]
    if detail == "next":
        return []
    names, _colon, done = detail.partition(":")
    wanted: Collection[str] = names.split(",")
    kinds = [
        kind.value for kind in BY_VALUE.values() if kind.value in wanted or kind.category.value in wanted
    ]
    is_done = [Measure.state == MeasureState.DONE] if done else []
    return [Measure.kind.in_(kinds), *is_done]


def measure_row(row: Any) -> Row:
    """A measure with what it costs."""
    kind = Message(BY_VALUE[row.kind].label) if row.kind in BY_VALUE else row.kind
    cost = None if row.cost_fen is None else Fen(row.cost_fen)
    cells = (row.head_name, village_name(row), kind, row.content, row.due_on, row.done_on, cost)
    return Row(row.household_no, cells)


def projects(scope: Scope, rows: Rows) -> Any:
    """Projects of kinds."""
    if scope.money is None:
        return NOBODY
    columns = (
        Project.number,
        Project.name_zh,
        Project.name_en,
        Project.kind,
        Project.budget_fen,
        Project.paid_fen,
    )
    return (
        sa.select(*columns, *VILLAGE_COLUMNS)
        .join(Area, Area.id == Project.area_id)
        .where(
            Project.round_id == scope.money.id,
            Project.kind.in_(rows.detail.split(",")),
            counts_projects(),
            within(scope, rows),
        )
        .order_by(Project.number)
    )


def project_row(row: Any) -> Row:
    """A project with its budget."""
    kind = Message(KINDS[row.kind].label)
    name = BilingualText(row.name_zh, row.name_en)
    return Row(row.number, (name, village_name(row), kind, Fen(row.budget_fen), Fen(row.paid_fen)))


def batches(scope: Scope, rows: Rows) -> Any:
    """Fund batches held here or above."""
    if scope.money is None:
        return NOBODY
    columns = (Batch.number, Batch.name_zh, Batch.name_en, Batch.document_no)
    return (
        sa.select(*columns, Batch.received_fen, Batch.allocated_fen)
        .join(Area, Area.id == Batch.area_id)
        .where(Batch.round_id == scope.money.id, *([Batch.number == rows.detail] if rows.detail else []))
        .where(sa.or_(within(scope, rows), sa.literal(scope.path).startswith(Area.path)))
        .order_by(Batch.number)
    )


def batch_row(row: Any) -> Row:
    """A batch with what came."""
    name = BilingualText(row.name_zh, row.name_en)
    return Row(row.number, (name, row.document_no, Fen(row.received_fen), Fen(row.allocated_fen)))


def accounts(scope: Scope, rows: Rows) -> Any:
    """What was given to each place of each project."""
    if scope.money is None:
        return NOBODY
    columns = (Project.number, Project.name_zh, Project.name_en, Batch.number.label("batch"))
    return (
        sa.select(*columns, Account.allocated_fen, Account.paid_fen, *VILLAGE_COLUMNS)
        .join(ProjectPlace, ProjectPlace.id == Account.place_id)
        .join(Area, Area.id == ProjectPlace.area_id)
        .join(Project, Project.id == Account.project_id)
        .join(Batch, Batch.id == Account.batch_id)
        .where(Batch.round_id == scope.money.id, within(scope, rows))
        .where(*([Area.code == rows.place] if rows.detail == "own" else []))
        .where(*([Account.paid_fen > 0] if rows.detail in ("paid", "rolls") else []))
        .order_by(Project.number, Area.code, Account.id)
    )


def account_row(row: Any) -> Row:
    """A place with what is left."""
    left = row.allocated_fen - row.paid_fen
    name = BilingualText(row.name_zh, row.name_en)
    return Row(
        row.number, (name, village_name(row), row.batch, Fen(row.allocated_fen), Fen(row.paid_fen), Fen(left))
    )
