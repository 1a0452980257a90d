"""Putting the wall chart together: the board of a year as tasks down and places across."""

from collections.abc import Collection, Sequence

from flask import url_for

from app.blueprints.tasks import presenter
from app.blueprints.tasks.boards import boards_of
from app.blueprints.tasks.ground import Ground, by_column, is_in, yuan
from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.documents.wall_boards import BoardCode
from app.documents.wall_chart import ChartCell, ChartRow, WallChart
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas, list_villages
from app.domain.tasks import queries, rules
from app.domain.tasks.queries import Board, Cell, Line
from app.domain.tasks.rules import URGENCY
from app.domain.tasks.surroundings import Surroundings, load_surroundings


def chart_of(
    actor: Actor, area: Area, year: int, *, linked: bool, codes: Collection[BoardCode] = tuple(BoardCode)
) -> WallChart:
    """The chart of *area* with the boards of *codes*: a county's by townships, a township's by villages.

    *linked*: whatever stands on it leads to its page.
    """
    lines = queries.load_board(actor, year, area).lines
    villages = list_villages(area.path)
    columns = _columns(area, villages)
    around = load_surroundings(area, villages, year)
    within = Board(year, lines)
    return WallChart(
        place=area.name,
        year=year,
        as_of=clock.now(),
        columns=tuple(column.name for column in columns),
        rows=tuple(_row(number, line, columns, linked) for number, line in enumerate(lines, 1)),
        numbers=_numbers(villages, around),
        lights=[(light, within.count(light)) for light in URGENCY],
        boards=boards_of(Ground(area, year, columns, villages, lines, around, linked), codes),
        has_tasks=BoardCode.TASKS in codes,
    )


def _columns(area: Area, villages: Sequence[Area]) -> list[Area]:
    if area.level is AreaLevel.COUNTY:
        return [one for one in list_areas(AreaLevel.TOWNSHIP) if is_in(one, area)]
    return list(villages)


def _row(number: int, line: Line, columns: Sequence[Area], linked: bool) -> ChartRow:
    task, today = line.task, clock.today()
    shares = by_column(line.cells, columns)
    url = url_for("tasks.show", task_id=task.id) if linked else ""
    return ChartRow(
        number=number,
        title=task.title,
        due_on=task.due_on,
        countdown=rules.countdown_words(task.due_on, today),
        leader=task.leader,
        office=task.office,
        person=task.person,
        amount=presenter.amount(task, line.reached),
        whole=ChartCell(line.reached.percent, line.light, url),
        cells=tuple(_cell(line, column, shares[column.id], linked) for column in columns),
    )


def _cell(line: Line, column: Area, cells: Sequence[Cell], linked: bool) -> ChartCell | None:
    """A place's share; of a township all that its villages have together."""
    if not cells:
        return None
    task = line.task
    reached = rules.total(cell.reached for cell in cells)
    light = rules.light_of(reached, task.starts_on, task.due_on, clock.today(), task.round.policy)
    url = url_for("tasks.place", code=column.code, year=task.round.year) if linked else ""
    return ChartCell(reached.percent, light, url)


def _numbers(villages: Sequence[Area], around: Surroundings) -> list[tuple[str, Message]]:
    return [
        (f"{len(villages):,}", Message(N_("villages"))),
        (f"{around.households:,}", Message(N_("registered households"))),
        (f"{around.people:,}", Message(N_("registered people"))),
        (f"{around.completed:,}/{around.projects:,}", Message(N_("projects completed"))),
        (yuan(around.paid_fen), Message(N_("yuan paid"))),
    ]
