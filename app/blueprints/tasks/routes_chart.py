"""The wall chart: as a page, for the screen of the office, and on paper. The same picture each time."""

from flask import Response as FlaskResponse
from flask import request, url_for
from werkzeug.wrappers import Response

from app.blueprints.tasks import blueprint, presenter
from app.blueprints.tasks.chart import chart_of
from app.core.permissions import Permission
from app.documents.wall_boards import BOARD_LABELS, BoardCode, lines_of, sheets_of
from app.documents.wall_chart import wall_chart_pdf
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, list_areas_for
from app.web.access import current_actor, requires
from app.web.pages import go, page, text_argument
from app.web.papers import paper_language

P = Permission
#: so long the screen of the office shows a sheet before it asks anew; before it turns to the next one
SECONDS, SECONDS_OF_TURN = 300, 40


@blueprint.get("/wall-chart")
@requires(P.TASK_VIEW)
def chart_index() -> Response:
    """The chart of the reader's own area; where there are several, the highest of them."""
    own = list_areas_for(current_actor(), P.TASK_VIEW)
    townships = [area for area in own if area.level.value == "township"]
    chosen = townships[0] if len(townships) == 1 else min(own, key=lambda area: len(area.path))
    return go(url_for(".chart", code=chosen.code))


@blueprint.get("/wall-chart/<code>")
@requires(P.TASK_VIEW, load=get_area)
def chart(area: Area) -> Response:
    """The chart of an area for a year with all its boards, whatever stands on it with the way to its rows."""
    actor = current_actor()
    years, year = presenter.chosen_year(actor)
    return page(
        "tasks/chart.html",
        area=area,
        year=year,
        years=years,
        chart=chart_of(actor, area, year, linked=True),
        labels=BOARD_LABELS,
        lines_of=lines_of,
    )


@blueprint.get("/wall-chart/<code>/screen")
@requires(P.TASK_VIEW, load=get_area)
def screen(area: Area) -> Response:
    """One sheet of the chart alone, as large as the screen of the office; it asks for itself anew, or for the next."""
    actor = current_actor()
    _years, year = presenter.chosen_year(actor)
    sheets = sheets_of(tuple(BoardCode))
    wanted, turns = text_argument("sheet", 2), text_argument("turn", 1) == "1"
    number = int(wanted) if wanted.isdecimal() and 1 <= int(wanted) <= len(sheets) else 1
    following = number % len(sheets) + 1 if turns else number
    chart = chart_of(actor, area, year, linked=False, codes=sheets[number - 1])
    return page(
        "tasks/screen.html",
        area=area,
        year=year,
        chart=chart,
        number=number,
        sheets=[[BOARD_LABELS[code] for code in sheet] for sheet in sheets],
        turns=turns,
        seconds=SECONDS_OF_TURN if turns else SECONDS,
        next_url=url_for(".screen", code=area.code, year=year, sheet=following, turn=1 if turns else None),
        lines_of=lines_of,
    )


@blueprint.get("/wall-chart/<code>.pdf")
@requires(P.TASK_VIEW, load=get_area)
def chart_paper(area: Area) -> Response:
    """The chart on A3, lying, to hang on the wall of the office: the boards that were chosen, all without a choice."""
    actor, lang = current_actor(), paper_language()
    _years, year = presenter.chosen_year(actor)
    chosen = [code for code in BoardCode if code.value in request.args.getlist("board")]
    chart = chart_of(actor, area, year, linked=False, codes=chosen or tuple(BoardCode))
    response = FlaskResponse(wall_chart_pdf(chart, lang), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="wall-chart-{area.code}-{year}-{lang}.pdf"'
    return response
