"""Reading tasks with how far they are. A fixed number of statements for any number of rows."""

from collections.abc import Collection, Iterable
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from app.core import clock
from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.keeping import Fresh, Looking
from app.core.paging import Page, paginate
from app.core.permissions import Actor, Permission
from app.core.rows import get_only, get_row
from app.domain.areas.models import Area, AreaLevel
from app.domain.rounds.models import Round, RoundNode
from app.domain.rounds.queries import list_nodes
from app.domain.rounds.rules import NodeCode
from app.domain.tasks import reaching
from app.domain.tasks.board import Board, Cell, Head, Line
from app.domain.tasks.models import Task, TaskReport, TaskShare, TaskState
from app.domain.tasks.rules import Light

FRESH = Fresh()


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
    has_share = (
        sa.exists().where(TaskShare.task_id == Task.id, Area.id == TaskShare.area_id, within).correlate(Task)
    )
    statement = (
        sa.select(Round.year)
        .join(Task, Task.round_id == Round.id)
        .where(Task.state == TaskState.STANDING, has_share)
        .distinct()
        .order_by(Round.year.desc())
    )
    return list(db.session.scalars(statement))


def load_board(
    actor: Actor,
    year: int,
    area: Area | None = None,
    *,
    looking: Looking = FRESH,
    together: bool = False,
) -> Board:
    """The tasks of *year* with the shares within the actor's areas, the nearest deadline first.

    *area*: with the shares of that area and its places alone. *looking*: how far they are, from what is kept.
    *together*: a task that several townships have set in the same words for the same days is one line.
    """
    within = _within(actor)
    if within is None:
        return Board(year)
    below = Area.path.startswith(area.path, autoescape=True) if area is not None else sa.true()
    statement = sa.select(Area.path).where(within, below, Area.level != AreaLevel.GROUP).order_by(Area.code)
    paths = db.session.scalars(statement).all()
    return Board(year, list_lines(reaching.load_year(looking, paths, year), together=together), paths)


def load_line(task: Task, actor: Actor) -> Line:
    """One task with the shares within the actor's areas."""
    within = _within(actor)
    cells = reaching.load_cells(within, Task.id == task.id) if within is not None else []
    return Line(task, cells, {task.id: Head.of(task)}, clock.today())


def load_open(actor: Actor, without: Collection[str] = ()) -> list[Line]:
    """The tasks that are not done and have begun, *without* those of some measures."""
    within = _within(actor)
    if within is None:
        return []
    begun = Task.starts_on <= clock.today()
    lines = list_lines(reaching.load_cells(within, begun, Task.measure.not_in(list(without))))
    return [line for line in lines if line.light is not Light.DONE]


def list_lines(cells: Iterable[Cell], *, together: bool = False) -> list[Line]:
    """The tasks of *cells*, by deadline. *together*: see :func:`load_board`."""
    by_task: dict[int, list[Cell]] = {}
    for cell in cells:
        by_task.setdefault(cell.share.task_id, []).append(cell)
    groups = _alike(by_task) if together else [(id_,) for id_ in by_task]
    firsts = [group[0] for group in groups]
    tasks = {task.id: task for task in db.session.scalars(sa.select(Task).where(Task.id.in_(firsts)))}
    heads = _load_heads([id_ for group in groups for id_ in group])
    today = clock.today()
    lines = [
        Line(
            tasks[group[0]],
            [cell for id_ in group for cell in by_task[id_]],
            {id_: heads[id_] for id_ in group},
            today,
        )
        for group in groups
    ]
    return sorted(lines, key=lambda line: (line.task.due_on, line.task.id))


def list_apart(line: Line) -> list[Line]:
    """A line for each of the tasks that stand in one."""
    return list_lines(line.cells)


def _alike(task_ids: Collection[int]) -> list[tuple[int, ...]]:
    """The tasks by what they agree in: all but who set them and who answers. Those of one level, each once."""
    same = (
        *(Task.round_id, Area.level, Task.node, Task.measure, Task.starts_on, Task.due_on),
        *(Task.title_zh, Task.title_en, Task.unit_zh),
    )
    statement = sa.select(Task.id, *same).join(Area, Area.id == Task.area_id).where(Task.id.in_(task_ids))
    groups: dict[tuple[Any, ...], list[int]] = {}
    for id_, *key in db.session.execute(statement.order_by(Area.code, Task.id)):
        groups.setdefault(tuple(key), []).append(id_)
    return [tuple(group) for group in groups.values()]


def _load_heads(task_ids: Collection[int]) -> dict[int, Head]:
    columns = Task.id, Area.path, Task.leader, Task.person, Task.office_zh, Task.office_en
    statement = sa.select(*columns).join(Area, Area.id == Task.area_id).where(Task.id.in_(task_ids))
    return {
        id_: Head(id_, path, leader, person, BilingualText(office_zh, office_en))
        for id_, path, leader, person, office_zh, office_en in db.session.execute(statement)
    }


def _within(actor: Actor) -> sa.ColumnElement[bool] | None:
    paths = actor.paths_for(Permission.TASK_VIEW)
    return sa.or_(*(Area.path.startswith(path, autoescape=True) for path in paths)) if paths else None


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
