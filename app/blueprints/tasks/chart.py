"""Putting the wall chart together: the board of a year as tasks down and places across."""

from collections.abc import Sequence

from flask import url_for

from app.blueprints.tasks import presenter
from app.core import clock
from app.core.bilingual import BilingualText
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.documents.wall_chart import Bar, Bars, ChartCell, ChartRow, WallChart
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas, list_villages
from app.domain.households.codes import CAUSE
from app.domain.tasks import queries, rules
from app.domain.tasks.queries import Board, Line
from app.domain.tasks.rules import URGENCY
from app.domain.tasks.surroundings import MOST_LINES, Surroundings, load_surroundings
from app.web.charts import share_of

FEN = 100


def chart_of(actor: Actor, area: Area, year: int, *, linked: bool) -> WallChart:
    """The chart of *area*: a county's by townships, a township's by villages. *linked*: cells lead to their pages."""
    board = queries.load_board(actor, year)
    lines = [line for line in board.lines if any(_is_in(cell.share.area, area) for cell in line.cells)]
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
        bars=[bars for bars in (_causes(around), _money(around)) if bars.lines],
    )


def _is_in(area: Area, within: Area) -> bool:
    return area.path.startswith(within.path)


def _columns(area: Area, villages: Sequence[Area]) -> list[Area]:
    if area.level is AreaLevel.COUNTY:
        return [one for one in list_areas(AreaLevel.TOWNSHIP) if _is_in(one, area)]
    return list(villages)


def _row(number: int, line: Line, columns: Sequence[Area], linked: bool) -> ChartRow:
    task, today = line.task, clock.today()
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
        cells=tuple(_cell(line, column, linked) for column in columns),
    )


def _cell(line: Line, column: Area, linked: bool) -> ChartCell | None:
    """A place's share; of a township all that its villages have together."""
    cells = [cell for cell in line.cells if _is_in(cell.share.area, column)]
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
        (f"{around.paid_fen // FEN:,}", Message(N_("yuan paid"))),
    ]


def _causes(around: Surroundings) -> Bars:
    shown = around.causes[:MOST_LINES]
    longest = max((number for _cause, number in shown), default=0)
    lines = tuple(
        Bar(_cause_name(cause), _households(number), share_of(number, longest)) for cause, number in shown
    )
    return Bars(Message(N_("Why households are poor")), lines)


def _cause_name(cause: str | None) -> BilingualText | Message:
    if cause is None or cause not in CAUSE:
        return Message(N_("not stated"))
    return BilingualText(CAUSE.label(cause), CAUSE.label(cause, "en"))


def _households(number: int) -> Message:
    return Message(N_("%(number)s households"), number=f"{number:,}")


def _money(around: Surroundings) -> Bars:
    """Money paid of what was allocated, the places with most of it."""
    shown = around.money[:MOST_LINES]
    lines = tuple(
        Bar(
            area.name,
            Message(
                N_("%(paid)s of %(allocated)s yuan"),
                paid=f"{paid // FEN:,}",
                allocated=f"{allocated // FEN:,}",
            ),
            share_of(paid, allocated),
        )
        for area, allocated, paid in shown
    )
    return Bars(Message(N_("Money paid, of what was allocated")), lines)
