"""The screen of a village, and the worker that brings it back when the device starts without a network."""

from pathlib import Path

from flask import Response as FlaskResponse
from flask import current_app
from werkzeug.wrappers import Response

from app.blueprints.board import blueprint, presenter
from app.core import clock
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.web.access import public
from app.web.pages import page

#: without a network the names stay so long at most; then only totals
HOURS_ALONE = 36


@blueprint.get("/<code>")
@public(load=areas.get_village)
def show(village: Area) -> Response:
    """What hangs in the village now, one full screen after the other; nobody has to touch it."""
    slides = presenter.slides_of(village)
    response = page(
        "board/show.html",
        village=village,
        township=areas.find_ancestor(village, AreaLevel.TOWNSHIP),
        slides=slides,
        results=[] if slides else presenter.results_of(village),
        made_at=clock.now(),
        seconds_alone=HOURS_ALONE * 3600,
        zone_minutes=_zone_minutes(),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    response.date = clock.now()
    return response


def _zone_minutes() -> int:
    """How far the county's clock is ahead of UTC."""
    ahead = clock.local(clock.now()).utcoffset()
    return int(ahead.total_seconds() // 60) if ahead is not None else 0


@blueprint.get("/worker.js")
@public
def worker() -> Response:
    """The service worker; it stands here because it may look after nothing but addresses below its own."""
    path = Path(str(current_app.static_folder)) / "js" / "board_worker.js"
    return FlaskResponse(path.read_text(encoding="utf-8"), mimetype="text/javascript")
