"""The parts about the help: industry, training, housing, roads and water. Measures of households, and projects."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa

from app.core.db import db
from app.core.messages import N_, Message
from app.core.types import whole_sum
from app.domain.annual_reports.figures import (
    Figure,
    Line,
    Listing,
    Rows,
    Section,
    Sentence,
    Table,
    Unit,
    summed,
)
from app.domain.annual_reports.models import Part
from app.domain.annual_reports.scope import Scope
from app.domain.annual_reports.tables import TOGETHER, pivot_table
from app.domain.areas.models import Area
from app.domain.assistance.catalogue import KINDS as MEASURES
from app.domain.assistance.catalogue import Category
from app.domain.assistance.gathering import Sum, sum_by_kind
from app.domain.projects.kinds import KINDS as PROJECTS
from app.domain.projects.kinds import ProjectKind
from app.domain.projects.models import Project, ProjectState
from app.domain.statistics.rules import Who

C, K = Category, ProjectKind
_PLANNED = (ProjectState.DRAFT, ProjectState.PROPOSED, ProjectState.DROPPED)
#: part -> categories of measures, kinds of projects, statistics of those in the register
ABOUT: dict[Part, tuple[frozenset[Category], frozenset[ProjectKind], tuple[tuple[str, str], ...]]] = {
    Part.INDUSTRY: (
        frozenset({C.INDUSTRY, C.LOAN, C.POST}),
        frozenset({K.INDUSTRY_BASE, K.CROP_INPUTS, K.LIVESTOCK, K.LAND_TRANSFER, K.SUBSIDY}),
        (("work", N_("Where people in the register work for wages")),),
    ),
    Part.TRAINING: (
        frozenset({C.TRAINING, C.SCHOOL}),
        frozenset({K.TRAINING, K.EDUCATION_AID}),
        (("school", N_("Who in the register is at school")),),
    ),
    Part.HOUSING: (
        frozenset({C.HOUSING, C.RELOCATION}),
        frozenset({K.HOUSING_REPAIR, K.RELOCATION, K.NEW_VILLAGE}),
        (("grade", N_("Grade of danger of the houses in the register")),),
    ),
    Part.INFRASTRUCTURE: (
        frozenset({C.LIVING}),
        frozenset({K.ROAD, K.WATER, K.POWER_GRID, K.ACTIVITY_CENTRE, K.OTHER}),
        (
            ("water", N_("Safe drinking water in the register")),
            ("road", N_("Roads to the houses in the register")),
        ),
    ),
}


def help_sections(scope: Scope) -> list[Section]:
    """The four parts, in their order."""
    sums, projects = sum_by_kind(scope.path, scope.year), _projects(scope)
    return [_section(scope, part, sums, projects) for part in ABOUT]


def _section(
    scope: Scope, part: Part, sums: dict[str, Sum], projects: dict[ProjectKind, Sequence[int]]
) -> Section:
    categories, kinds, statistics = ABOUT[part]
    tables = [
        table for table in (_measures(part, categories, sums), _built(part, kinds, projects)) if table.lines
    ]
    told = [_told(part, table) for table in tables]
    for dimension, title in statistics:
        counted = scope.table(Who.REGISTERED, dimension)
        if counted.total.households:
            tables.append(pivot_table(counted, dimension, title, Who.REGISTERED))
    return Section(part, tuple(told), tuple(tables))


def _told(part: Part, table: Table) -> Sentence:
    """A table in one sentence: what its last line says."""
    line = table.total or table.lines[0]
    if table.heads[0] == _MEASURE:
        words = N_(
            "%(measures)s measures for households were planned or done, at a cost of %(cost)s; %(done)s are done."
        )
        names = (("measures", 1), ("done", 2), ("cost", 3))
    else:
        words = N_("%(projects)s projects with a budget of %(budget)s; %(paid)s of it is paid.")
        names = (("projects", 0), ("budget", 1), ("paid", 2))
    return Sentence(words, {name: line.figures[place] for name, place in names})


_MEASURE, _PROJECT = N_("Measure"), N_("Kind of project")


def _measures(part: Part, categories: Collection[Category], sums: dict[str, Sum]) -> Table:
    lines = []
    for kind in MEASURES:
        found = sums.get(kind.value)
        if found is None or kind.category not in categories:
            continue
        key, rows = f"{part.value}.measure.{kind.value}", Rows(Listing.MEASURES, kind.value)
        lines.append(
            Line(
                Message(kind.label),
                (
                    Figure(f"{key}.households", found.households, rows),
                    Figure(f"{key}.measures", found.measures, rows),
                    Figure(f"{key}.done", found.done, Rows(Listing.MEASURES, f"{kind.value}:done")),
                    Figure(f"{key}.cost", found.cost_fen, rows, Unit.FEN),
                ),
            )
        )
    every = ",".join(sorted(one.value for one in categories))
    rows = Rows(Listing.MEASURES, every)
    done = Rows(Listing.MEASURES, f"{every}:done")
    total = summed(TOGETHER, f"{part.value}.measures", lines, [rows, rows, done, rows])
    heads = (_MEASURE, N_("Households, each kind on its own"), N_("Measures"), N_("of them done"), N_("Cost"))
    return Table(Message(N_("Measures for households")), heads, tuple(lines), total, bars=0)


def _built(part: Part, kinds: Collection[ProjectKind], projects: dict[ProjectKind, Sequence[int]]) -> Table:
    lines = []
    for kind in PROJECTS:
        if kind not in kinds or kind not in projects:
            continue
        number, budget, paid = projects[kind]
        key, rows = f"{part.value}.project.{kind.value}", Rows(Listing.PROJECTS, kind.value)
        lines.append(
            Line(
                Message(PROJECTS[kind].label),
                (
                    Figure(f"{key}.projects", number, rows),
                    Figure(f"{key}.budget", budget, rows, Unit.FEN),
                    Figure(f"{key}.paid", paid, rows, Unit.FEN),
                ),
            )
        )
    rows = Rows(Listing.PROJECTS, ",".join(sorted(kind.value for kind in kinds)))
    total = summed(TOGETHER, f"{part.value}.projects", lines, [rows] * 3)
    heads = (_PROJECT, N_("Projects"), N_("Budget"), N_("Paid"))
    return Table(Message(N_("Projects of the year")), heads, tuple(lines), total)


def _projects(scope: Scope) -> dict[ProjectKind, Sequence[int]]:
    """kind -> number, budget and what is paid of the year's projects that came beyond the proposal."""
    if scope.money is None:
        return {}
    rows = db.session.execute(
        sa.select(Project.kind, sa.func.count(), whole_sum(Project.budget_fen), whole_sum(Project.paid_fen))
        .join(Area, Area.id == Project.area_id)
        .where(
            Project.round_id == scope.money.id,
            counts_projects(),
            Area.path.startswith(scope.path, autoescape=True),
        )
        .group_by(Project.kind)
    )
    return {kind: (int(number), int(budget), int(paid)) for kind, number, budget, paid in rows}


def counts_projects() -> sa.ColumnElement[bool]:
    """The condition that a project counts in a report."""
    return Project.state.not_in(_PLANNED)
