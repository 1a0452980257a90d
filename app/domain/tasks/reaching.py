"""How far every share of tasks is: from the records, or as it was told. A fixed number of statements for any number."""

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.keeping import Looking
from app.domain.areas.models import Area
from app.domain.areas.named import NamedArea
from app.domain.rounds.models import Round, RoundNode
from app.domain.tasks import counting
from app.domain.tasks.board import Cell, Share, Told
from app.domain.tasks.catalogue import BY_CODE, MeasureCode
from app.domain.tasks.counting import Scope
from app.domain.tasks.models import Task, TaskReport, TaskShare, TaskState
from app.domain.tasks.rules import Reached

Nodes = Mapping[tuple[int, str], RoundNode]
Row = sa.Row[Any]


def load_cells(*conditions: sa.ColumnElement[bool]) -> list[Cell]:
    """The shares of standing tasks for which *conditions* hold, by the code of the place.

    Conditions may name ``TaskShare``, its ``Area``, ``Task`` and its ``Round``.
    """
    rows = db.session.execute(_shares(*conditions)).all()
    if not rows:
        return []
    reports = _load_last_told([row.id for row in rows])
    nodes = _load_nodes({row.round_id for row in rows})
    counted = _count(rows, nodes)
    areas: dict[int, NamedArea] = {}
    return [
        Cell(
            Share(row.id, row.task_id, _area(row, areas), row.target, row.person),
            _reached(row, reports.get(row.id), nodes, counted),
            reports.get(row.id),
        )
        for row in rows
    ]


def load_year(looking: Looking, paths: Sequence[str], year: int) -> list[Cell]:
    """The shares of the areas at *paths* in the tasks of *year*, in the order of *paths*."""

    def work(missing: Sequence[str]) -> dict[str, Any]:
        found: dict[str, list[Cell]] = {}
        for cell in load_cells(Area.path.in_(missing), Round.year == year):
            found.setdefault(cell.share.area.path, []).append(cell)
        return found

    kept = looking.by_area(("shares", year, clock.today()), paths, work)
    return [cell for cells in kept.values() for cell in cells]


def load_stock_days(looking: Looking, paths: Sequence[str], year: int) -> list[dt.date]:
    """The days on which the progress of *year* was written down for areas at *paths*, the latest first."""

    def work(missing: Sequence[str]) -> dict[str, Any]:
        statement = (
            sa.select(Area.path, TaskReport.reported_on)
            .select_from(TaskReport)
            .join(TaskShare, TaskShare.id == TaskReport.share_id)
            .join(Task, Task.id == TaskShare.task_id)
            .join(Round, Round.id == Task.round_id)
            .join(Area, Area.id == TaskShare.area_id)
            .where(
                Area.path.in_(missing),
                Round.year == year,
                Task.state == TaskState.STANDING,
                TaskReport.is_counted,
                TaskReport.words == "",
            )
            .distinct()
        )
        found: dict[str, list[dt.date]] = {}
        for path, day in db.session.execute(statement):
            found.setdefault(path, []).append(day)
        return found

    kept = looking.by_area(("stock days", year), paths, work)
    return sorted({day for days in kept.values() for day in days}, reverse=True)


def load_then(looking: Looking, paths: Sequence[str], year: int, on: dt.date) -> dict[int, Reached]:
    """Task -> how far its shares at *paths* were by the end of the day *on*, as far as it was written down."""

    def work(missing: Sequence[str]) -> dict[str, Any]:
        latest = (
            sa.select(sa.func.max(TaskReport.id).label("id"), TaskShare.task_id, Area.path)
            .select_from(TaskReport)
            .join(TaskShare, TaskShare.id == TaskReport.share_id)
            .join(Task, Task.id == TaskShare.task_id)
            .join(Round, Round.id == Task.round_id)
            .join(Area, Area.id == TaskShare.area_id)
            .where(Area.path.in_(missing), Round.year == year, TaskReport.reported_on <= on)
            .group_by(TaskShare.id, TaskShare.task_id, Area.path)
            .subquery()
        )
        statement = sa.select(latest.c.path, latest.c.task_id, TaskReport.done, TaskReport.whole).join(
            latest, latest.c.id == TaskReport.id
        )
        found: dict[str, list[tuple[int, int, int]]] = {}
        for path, task_id, done, whole in db.session.execute(statement):
            found.setdefault(path, []).append((task_id, min(done, whole or 0), whole or 0))
        return found

    sums: dict[int, tuple[int, int]] = {}
    for rows in looking.by_area(("then", year, on), paths, work).values():
        for task_id, done, whole in rows:
            before = sums.get(task_id, (0, 0))
            sums[task_id] = before[0] + done, before[1] + whole
    return {task_id: Reached(done, whole) for task_id, (done, whole) in sums.items()}


def _shares(*conditions: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            *(TaskShare.id, TaskShare.task_id, TaskShare.target, TaskShare.person),
            *(Task.round_id, Task.measure, Task.node),
            *(TaskShare.area_id, Area.code, Area.path, Area.level, Area.name_zh, Area.name_en),
        )
        .join(Task, Task.id == TaskShare.task_id)
        .join(Round, Round.id == Task.round_id)
        .join(Area, Area.id == TaskShare.area_id)
        .where(Task.state == TaskState.STANDING, *conditions)
        .order_by(Area.code, TaskShare.id)
    )


def _area(row: Row, areas: dict[int, NamedArea]) -> NamedArea:
    if row.area_id not in areas:
        name = BilingualText(row.name_zh, row.name_en)
        areas[row.area_id] = NamedArea(row.area_id, row.code, row.path, row.level, name)
    return areas[row.area_id]


def _reached(
    row: Row, report: Told | None, nodes: Nodes, counted: Mapping[tuple[int, str, int], Reached]
) -> Reached:
    if row.measure == MeasureCode.TOLD:
        return Reached(report.done if report else 0, row.target or 0)
    if row.measure == MeasureCode.STEP_DONE:
        return counting.of_node(nodes.get((row.round_id, row.node or "")))
    one = counted.get((row.round_id, row.measure, row.area_id), Reached())
    return Reached(one.done, row.target or one.whole, one.nothing_is_done and row.target is None)


def _count(rows: Iterable[Row], nodes: Nodes) -> dict[tuple[int, str, int], Reached]:
    """(round, measure, place) -> how far; each measure of a round is counted once for all its places."""
    places: dict[tuple[int, str], set[int]] = {}
    for row in rows:
        if BY_CODE[row.measure].by_village and BY_CODE[row.measure].is_counted:
            places.setdefault((row.round_id, row.measure), set()).add(row.area_id)
    ids = {id_ for one in places.values() for id_ in one}
    areas = {area.id: area for area in db.session.scalars(sa.select(Area).where(Area.id.in_(ids)))}
    wanted = {round_id for round_id, _measure in places}
    rounds = {one.id: one for one in db.session.scalars(sa.select(Round).where(Round.id.in_(wanted)))}
    found = {}
    for (round_id, measure), within in places.items():
        of_round = {code: node for (owner, code), node in nodes.items() if owner == round_id}
        scope = Scope(rounds[round_id], [area for id_, area in areas.items() if id_ in within])
        for area_id, reached in counting.count(measure, scope, of_round).items():
            found[round_id, measure, area_id] = reached
    return found


def _load_nodes(round_ids: Collection[int]) -> Nodes:
    nodes = db.session.scalars(sa.select(RoundNode).where(RoundNode.round_id.in_(round_ids)))
    return {(node.round_id, node.code): node for node in nodes}


def _load_last_told(share_ids: Collection[int]) -> dict[int, Told]:
    """share id -> its last report."""
    latest = sa.select(sa.func.max(TaskReport.id)).where(TaskReport.share_id.in_(share_ids))
    columns = TaskReport.share_id, TaskReport.reported_on, TaskReport.done, TaskReport.words
    statement = sa.select(*columns).where(TaskReport.id.in_(latest.group_by(TaskReport.share_id)))
    return {
        share_id: Told(reported_on, done, words)
        for share_id, reported_on, done, words in db.session.execute(statement)
    }
