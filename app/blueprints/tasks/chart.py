"""Putting the wall chart together: the board of a year as tasks down and places across."""

from collections.abc import Collection, Sequence

from flask import url_for

from app.blueprints.tasks import presenter
from app.blueprints.tasks.boards import boards_of
from app.blueprints.tasks.ground import Ground, by_column, yuan
from app.core import clock
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.documents.wall_boards import BoardCode
from app.documents.wall_chart import ChartCell, ChartRow, WallChart
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.named import NamedArea
from app.domain.tasks import queries, rules
from app.domain.tasks.board import Board, Cell, Line
from app.domain.tasks.boards import list_places
from app.domain.tasks.rules import URGENCY
from app.domain.tasks.surroundings import Surroundings, load_surroundings
from app.web.counts import looking

#: so many leaders of the same task in several townships are named in its line
MOST_LEADERS = 2


def chart_of(
    actor: Actor, area: Area, year: int, *, linked: bool, codes: Collection[BoardCode] = tuple(BoardCode)
) -> WallChart:
    """The chart of *area* with the boards of *codes*: a county's by townships, a township's by villages.

    *linked*: whatever stands on it leads to its page.
    """
    kept = looking()
    lines = queries.load_board(actor, year, area, looking=kept, together=True).lines
    places = list_places(area)
    villages = [one.path for one in places if one.level is AreaLevel.VILLAGE]
    across = AreaLevel.TOWNSHIP if area.level is AreaLevel.COUNTY else AreaLevel.VILLAGE
    columns = [one for one in places if one.level is across]
    around = load_surroundings(area, villages, year, kept)
    within = Board(year, lines)
    return WallChart(
        place=area.name,
        year=year,
        as_of=clock.now(),
        columns=tuple(column.name for column in columns),
        rows=tuple(_row(number, line, columns, linked) for number, line in enumerate(lines, 1)),
        numbers=_numbers(len(villages), around),
        lights=[(light, within.count(light)) for light in URGENCY],
        boards=boards_of(Ground(area, year, columns, villages, lines, around, linked, kept), codes),
        has_tasks=BoardCode.TASKS in codes,
    )


def _row(number: int, line: Line, columns: Sequence[NamedArea], linked: bool) -> ChartRow:
    task, today = line.task, clock.today()
    shares = by_column(line.cells, columns)
    url = presenter.line_url(line) if linked else ""
    leaders, offices = line.leaders, list(dict.fromkeys(head.office for head in line.heads.values()))
    people = list(dict.fromkeys(head.person for head in line.heads.values()))
    return ChartRow(
        number=number,
        title=task.title,
        due_on=task.due_on,
        countdown=rules.countdown_words(task.due_on, today),
        leader="、".join(leaders) if len(leaders) <= MOST_LEADERS else "",
        office=offices[0] if len(offices) == 1 else "",
        person=people[0] if len(people) == 1 else "",
        amount=presenter.amount(task, line.reached),
        whole=ChartCell(line.reached.percent, line.light, url),
        cells=tuple(_cell(line, column, shares[column.id], linked) for column in columns),
    )


def _cell(line: Line, column: NamedArea, cells: Sequence[Cell], linked: bool) -> ChartCell | None:
    """A place's share; of a township all that its villages have together."""
    if not cells:
        return None
    reached = rules.total([cell.reached for cell in cells])
    url = url_for("tasks.place", code=column.code, year=line.task.round.year) if linked else ""
    return ChartCell(reached.percent, line.light_of(reached), url)


def _numbers(villages: int, around: Surroundings) -> list[tuple[str, Message]]:
    return [
        (f"{villages:,}", Message(N_("villages"))),
        (f"{around.households:,}", Message(N_("registered households"))),
        (f"{around.people:,}", Message(N_("registered people"))),
        (f"{around.completed:,}/{around.projects:,}", Message(N_("projects completed"))),
        (yuan(around.paid_fen), Message(N_("yuan paid"))),
    ]
