"""Reading tasks with how far they are. A fixed number of statements for any number of rows."""

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from app.core import clock
from app.core.db import db
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, get_row
from app.domain.areas.models import Area, AreaLevel
from app.domain.rounds.models import Round, RoundNode
from app.domain.rounds.queries import list_nodes
from app.domain.rounds.rules import NodeCode
from app.domain.tasks import counting, rules
from app.domain.tasks.catalogue import BY_CODE, MeasureCode
from app.domain.tasks.counting import Scope
from app.domain.tasks.models import Task, TaskReport, TaskShare, TaskState
from app.domain.tasks.rules import Light, Reached


@dataclass(frozen=True)
class Cell:
    """One place's share of a task: how far it is, its light, and what was reported last."""

    share: TaskShare
    reached: Reached
    light: Light
    report: TaskReport | None = None

    @property
    def person(self) -> str:
        """Who answers for it there."""
        return self.share.person or self.share.task.person


@dataclass(frozen=True)
class Line:
    """A task with the shares that the reader sees."""

    task: Task
    cells: Sequence[Cell]
    reached: Reached
    light: Light

    def at(self, area_ids: Collection[int]) -> list[Cell]:
        """The shares of these places."""
        return [cell for cell in self.cells if cell.share.area_id in area_ids]

    @property
    def reported_on(self) -> dt.date | None:
        """The day on which progress was written down last."""
        return max((cell.report.reported_on for cell in self.cells if cell.report), default=None)


@dataclass(frozen=True)
class Board:
    """The tasks of a year within the reader's areas, by deadline."""

    year: int
    lines: Sequence[Line] = field(default_factory=list)

    @property
    def areas(self) -> list[Area]:
        """The places that have a share, by code."""
        found = {cell.share.area_id: cell.share.area for line in self.lines for cell in line.cells}
        return sorted(found.values(), key=lambda area: area.code)

    @property
    def villages(self) -> list[Area]:
        return [area for area in self.areas if area.level is AreaLevel.VILLAGE]

    def count(self, light: Light) -> int:
        """Tasks that show *light*."""
        return sum(line.light is light for line in self.lines)

    def of_area(self, area: Area) -> list[tuple[Line, Cell]]:
        """The shares of one place, each with its task."""
        return [(line, cell) for line in self.lines for cell in line.at({area.id})]

    @property
    def lights(self) -> list[tuple[Area, list[Light]]]:
        """The places that have a share, by code, each with the lights of its shares in the order of the tasks."""
        found: dict[int, list[Light]] = {}
        for line in self.lines:
            for cell in line.cells:
                found.setdefault(cell.share.area_id, []).append(cell.light)
        return [(area, found[area.id]) for area in self.areas]

    @property
    def share_ids(self) -> list[int]:
        return [cell.share.id for line in self.lines for cell in line.cells]


def get_task(task_id: int) -> Task:
    """The task with this id; raises ``NotFound``."""
    return get_row(Task, task_id)


def get_share(share_id: int) -> TaskShare:
    """What of a task falls to one place; raises ``NotFound``, also for a task that was dropped."""
    return get_only(
        sa.select(TaskShare)
        .join(Task, Task.id == TaskShare.task_id)
        .where(TaskShare.id == share_id, Task.state == TaskState.STANDING)
        .options(joinedload(TaskShare.task))
    )


def list_years(actor: Actor) -> list[int]:
    """The years for which the actor has tasks, the newest first."""
    within = _within(actor)
    if within is None:
        return []
    statement = (
        sa.select(Round.year)
        .join(Task, Task.round_id == Round.id)
        .join(TaskShare, TaskShare.task_id == Task.id)
        .join(Area, Area.id == TaskShare.area_id)
        .where(within, Task.state == TaskState.STANDING)
        .distinct()
        .order_by(Round.year.desc())
    )
    return list(db.session.scalars(statement))


def load_board(actor: Actor, year: int, area: Area | None = None) -> Board:
    """The tasks of *year* with the shares within the actor's areas, the nearest deadline first.

    *area*: with the shares of that area and its places alone.
    """
    within = _within(actor)
    if within is None:
        return Board(year)
    below = Area.path.startswith(area.path, autoescape=True) if area is not None else sa.true()
    return Board(year, load_lines(_shares(within, Round.year == year, below)))


def load_line(task: Task, actor: Actor) -> Line:
    """One task with the shares within the actor's areas."""
    within = _within(actor)
    found = load_lines(_shares(within, Task.id == task.id)) if within is not None else []
    if found:
        return found[0]
    today = clock.today()
    light = rules.light_of(Reached(), task.starts_on, task.due_on, today, task.round.policy)
    return Line(task, [], Reached(), light)


def load_open(actor: Actor, without: Collection[str] = ()) -> list[Line]:
    """The tasks that are not done and have begun, *without* those of some measures."""
    within = _within(actor)
    if within is None:
        return []
    lines = load_lines(_shares(within, Task.starts_on <= clock.today(), Task.measure.not_in(list(without))))
    return [line for line in lines if line.light is not Light.DONE]


def load_lines(shares: sa.Select[TaskShare]) -> list[Line]:
    """The tasks of *shares* with how far each is, by deadline."""
    found = db.session.scalars(shares).all()
    reached = _reach(found)
    by_task: dict[int, list[Cell]] = {}
    today = clock.today()
    for share in found:
        one, report = reached[share.id]
        task = share.task
        light = rules.light_of(one, task.starts_on, task.due_on, today, task.round.policy)
        by_task.setdefault(task.id, []).append(Cell(share, one, light, report))
    lines = [_line(cells, today) for cells in by_task.values()]
    return sorted(lines, key=lambda line: (line.task.due_on, line.task.id))


def _line(cells: list[Cell], today: dt.date) -> Line:
    task = cells[0].share.task
    reached = rules.total(cell.reached for cell in cells)
    light = rules.light_of(reached, task.starts_on, task.due_on, today, task.round.policy)
    return Line(task, sorted(cells, key=lambda cell: cell.share.area.code), reached, light)


def _within(actor: Actor) -> sa.ColumnElement[bool] | None:
    paths = actor.paths_for(Permission.TASK_VIEW)
    return sa.or_(*(Area.path.startswith(path, autoescape=True) for path in paths)) if paths else None


def _shares(*conditions: sa.ColumnElement[bool]) -> sa.Select[TaskShare]:
    return (
        sa.select(TaskShare)
        .join(Task, Task.id == TaskShare.task_id)
        .join(Round, Round.id == Task.round_id)
        .join(Area, Area.id == TaskShare.area_id)
        .where(Task.state == TaskState.STANDING, *conditions)
        .options(selectinload(TaskShare.task))
        .order_by(TaskShare.id)
    )


def _reach(shares: Sequence[TaskShare]) -> dict[int, tuple[Reached, TaskReport | None]]:
    """share id -> how far it is, and its last report."""
    reports = load_last_reports([share.id for share in shares])
    nodes = _nodes({share.task.round_id for share in shares})
    counted = _count(shares, nodes)
    found = {}
    for share in shares:
        report = reports.get(share.id)
        if share.task.measure == MeasureCode.TOLD:
            one = Reached(report.done if report else 0, share.target or 0)
        elif share.task.measure == MeasureCode.STEP_DONE:
            one = counting.of_node(nodes.get((share.task.round_id, share.task.node or "")))
        else:
            one = counted.get((share.task.round_id, share.task.measure, share.area_id), Reached())
            one = Reached(one.done, share.target or one.whole, one.nothing_is_done and share.target is None)
        found[share.id] = (one, report)
    return found


def _count(
    shares: Iterable[TaskShare], nodes: dict[tuple[int, str], RoundNode]
) -> dict[tuple[int, str, int], Reached]:
    """(round, measure, place) -> how far; each measure of a round is counted once for all its places."""
    places: dict[tuple[int, str], dict[int, Area]] = {}
    rounds: dict[int, Round] = {}
    for share in shares:
        if BY_CODE[share.task.measure].by_village and BY_CODE[share.task.measure].is_counted:
            places.setdefault((share.task.round_id, share.task.measure), {})[share.area_id] = share.area
            rounds[share.task.round_id] = share.task.round
    found = {}
    for (round_id, measure), areas in places.items():
        of_round = {code: node for (owner, code), node in nodes.items() if owner == round_id}
        scope = Scope(rounds[round_id], list(areas.values()))
        for area_id, reached in counting.count(measure, scope, of_round).items():
            found[round_id, measure, area_id] = reached
    return found


def _nodes(round_ids: Collection[int]) -> dict[tuple[int, str], RoundNode]:
    nodes = db.session.scalars(sa.select(RoundNode).where(RoundNode.round_id.in_(round_ids)))
    return {(node.round_id, node.code): node for node in nodes}


def load_last_reports(share_ids: Collection[int], until: dt.date | None = None) -> dict[int, TaskReport]:
    """share id -> its last report, or the last one not after *until*."""
    latest = sa.select(sa.func.max(TaskReport.id)).where(TaskReport.share_id.in_(share_ids))
    if until is not None:
        latest = latest.where(TaskReport.reported_on <= until)
    statement = sa.select(TaskReport).where(TaskReport.id.in_(latest.group_by(TaskReport.share_id)))
    return {report.share_id: report for report in db.session.scalars(statement)}


def find_last_stock(share_ids: Collection[int], before: dt.date | None = None) -> dt.date | None:
    """The day on which the progress of these shares was written down last, or last *before* a day."""
    statement = sa.select(sa.func.max(TaskReport.reported_on)).where(
        TaskReport.share_id.in_(share_ids), TaskReport.is_counted, TaskReport.words == ""
    )
    if before is not None:
        statement = statement.where(TaskReport.reported_on < before)
    return db.session.scalar(statement)


def page_reports(share: TaskShare, number: int = 1) -> Page[TaskReport]:
    """What was reported of a share, the latest first."""
    statement = sa.select(TaskReport).where(TaskReport.share_id == share.id).order_by(TaskReport.id.desc())
    return paginate(statement, number)


def page_told(task: Task, actor: Actor, number: int = 1) -> Page[TaskReport]:
    """What was written in words of a task within the actor's areas, the latest first."""
    within = _within(actor)
    statement = (
        sa.select(TaskReport)
        .join(TaskShare, TaskShare.id == TaskReport.share_id)
        .join(Area, Area.id == TaskShare.area_id)
        .where(
            TaskShare.task_id == task.id,
            within if within is not None else sa.false(),
            sa.or_(TaskReport.words != "", ~TaskReport.is_counted),
        )
        .options(joinedload(TaskReport.share).joinedload(TaskShare.area))
        .order_by(TaskReport.id.desc())
    )
    return paginate(statement, number)


def list_open_nodes(round_: Round, area: Area) -> list[RoundNode]:
    """The steps of *round_* for which *area* may still set a task: a round without a limit splits no head-count."""
    known = list_adopted_nodes(round_, area)
    return [
        node
        for node in list_nodes(round_)
        if node.code not in known and (round_.policy.scale_limit or node.code != NodeCode.SCALE_DECOMPOSITION)
    ]


def list_adopted_nodes(round_: Round, area: Area) -> set[str]:
    """The steps of *round_* for which *area* has set a task."""
    statement = sa.select(Task.node).where(
        Task.round_id == round_.id, Task.area_id == area.id, Task.state == TaskState.STANDING
    )
    return {node for node in db.session.scalars(statement) if node is not None}
