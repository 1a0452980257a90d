"""The wall chart: as a page, for the screen of the office, and on paper. The same picture each time."""

from flask import Response as FlaskResponse
from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.tasks import blueprint, presenter
from app.blueprints.tasks.chart import chart_of
from app.core.permissions import Permission
from app.documents.wall_chart import wall_chart_pdf
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area, list_areas_for
from app.web.access import current_actor, requires
from app.web.pages import go, page
from app.web.papers import paper_language

P = Permission


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
    """The chart of an area for a year, each cell with the way to its tasks."""
    actor = current_actor()
    years, year = presenter.chosen_year(actor)
    shown = chart_of(actor, area, year, linked=True)
    return page("tasks/chart.html", area=area, year=year, years=years, chart=shown)


@blueprint.get("/wall-chart/<code>/screen")
@requires(P.TASK_VIEW, load=get_area)
def screen(area: Area) -> Response:
    """The chart alone, as large as the screen of the office; it asks for itself anew."""
    actor = current_actor()
    _years, year = presenter.chosen_year(actor)
    return page("tasks/screen.html", area=area, year=year, chart=chart_of(actor, area, year, linked=False))


@blueprint.get("/wall-chart/<code>.pdf")
@requires(P.TASK_VIEW, load=get_area)
def chart_paper(area: Area) -> Response:
    """The chart on A3, lying, to hang on the wall of the office."""
    actor, lang = current_actor(), paper_language()
    _years, year = presenter.chosen_year(actor)
    pdf = wall_chart_pdf(chart_of(actor, area, year, linked=False), lang)
    response = FlaskResponse(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="wall-chart-{area.code}-{year}-{lang}.pdf"'
    return response
