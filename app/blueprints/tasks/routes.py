"""Views of tasks: the list of a year, one task, one place, who answers for what, how far it moved."""

from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.tasks import answering, blueprint, presenter
from app.core import clock
from app.core.paging import cut
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.tasks import queries, reaching
from app.domain.tasks.catalogue import BY_CODE
from app.domain.tasks.models import Task
from app.domain.tasks.rules import URGENCY, Light
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.counts import looking
from app.web.pages import page, page_number, text_argument

P = Permission
#: so many people stand on a page, each with what waits for them
PEOPLE = 15


@blueprint.get("/tasks")
@requires(P.TASK_VIEW)
def index() -> Response:
    """The tasks of a year, the nearest deadline first, by light and place."""
    actor = current_actor()
    years, year = presenter.chosen_year(actor)
    places = choose_place(P.TASK_VIEW)
    board = queries.load_board(actor, year, places.chosen, looking=looking(), together=True)
    light, like = text_argument("light", 10), text_argument("like", 10)
    alike = presenter.find_line(board, like)
    lines = queries.list_apart(alike) if alike is not None else board.lines
    chosen: dict[str, Any] = {"year": str(year), "light": light or None, "village": places.code}
    return page(
        "tasks/index.html",
        fragment="results",
        board=board,
        alike=alike,
        lines=cut([line for line in lines if not light or line.light.value == light], page_number()),
        chosen=chosen,
        years=[(str(one), str(one)) for one in years],
        places=places,
        page_url=lambda number: url_for(".index", **chosen, like=like or None, page=number),
        areas=presenter.managed_areas(actor),
        labels=presenter,
    )


@blueprint.get("/tasks/<int:task_id>")
@requires(P.TASK_VIEW, load=queries.get_task)
def show(task: Task) -> Response:
    """One task: what, why, until when, who, and how far each place is, with the way to the rows."""
    actor = current_actor()
    line = queries.load_line(task, actor)
    return page(
        "tasks/show.html",
        task=task,
        line=line,
        measure=BY_CODE[task.measure],
        told=queries.page_told(task, actor, page_number()),
        page_url=lambda number: url_for(".show", task_id=task.id, page=number),
        may_manage=can(actor, P.TASK_MANAGE, task) and task.state.value == "standing",
        may_report={cell.share.id for cell in line.cells if can(actor, P.TASK_REPORT, cell.share)},
        labels=presenter,
    )


@blueprint.get("/tasks/places/<code>")
@requires(P.TASK_VIEW, load=get_area)
def place(area: Area) -> Response:
    """Everything that a place has to do in a year, the nearest deadline first."""
    actor = current_actor()
    years, year = presenter.chosen_year(actor)
    shares = queries.load_board(actor, year, area, looking=looking()).of_area(area.id)
    lights = [line.light_at(cell) for line, cell in shares]
    return page(
        "tasks/place.html",
        area=area,
        year=year,
        years=years,
        shares=shares,
        figures=[(lights.count(one), *presenter.badge_of(one)) for one in URGENCY],
        may_report={cell.share.id for _line, cell in shares if can(actor, P.TASK_REPORT, cell.share)},
        labels=presenter,
    )


@blueprint.get("/tasks/people")
@requires(P.TASK_VIEW)
def people() -> Response:
    """Who answers for how many tasks, and how they stand."""
    actor = current_actor()
    years, year = presenter.chosen_year(actor)
    where = choose_place(P.TASK_VIEW)
    apart = presenter.townships_apart(where)
    board = queries.load_board(actor, year, where.chosen, looking=looking(), together=True)
    return page(
        "tasks/people.html",
        year=year,
        years=years,
        where=where,
        apart=apart,
        people=cut(answering.people_of(board, apart), page_number(), PEOPLE),
        places=answering.places_of(board, apart),
        page_url=lambda number: url_for(".people", year=year, village=where.code, page=number),
        lights=[
            (one, *presenter.badge_of(one))
            for one in (Light.OVERDUE, Light.BEHIND, Light.IN_TIME, Light.DONE)
        ],
        labels=presenter,
    )


@blueprint.get("/tasks/progress")
@requires(P.TASK_VIEW)
def progress() -> Response:
    """How far each task moved since it was written down last, and what the places said."""
    actor = current_actor()
    years, year = presenter.chosen_year(actor)
    kept = looking()
    board = queries.load_board(actor, year, looking=kept, together=True)
    today = clock.today()
    days = reaching.load_stock_days(kept, board.paths, year)
    last = days[0] if days else None
    since = next((day for day in days if day < today), None)
    return page(
        "tasks/progress.html",
        year=year,
        years=years,
        board=board,
        last=last,
        since=since,
        days=(today - last).days if last else None,
        interval=board.lines[0].task.round.policy.task_report_days if board.lines else None,
        steps=answering.steps_of(board, reaching.load_then(kept, board.paths, year, since) if since else {}),
        areas=presenter.managed_areas(actor),
        labels=presenter,
    )
