"""The history page."""

from typing import Any

from flask import request, url_for
from werkzeug.wrappers import Response

from app.blueprints.history import blueprint
from app.blueprints.history.forms import FilterForm
from app.blueprints.history.listing import Wanted, names_of_places, page_events
from app.core.permissions import Permission
from app.web.access import current_actor, requires
from app.web.pages import page, page_number
from app.web.timeline import items_of

FILTERS = ("since", "until", "event", "person")


@blueprint.get("")
@requires(Permission.HISTORY_VIEW)
def index() -> Response:
    """Events below the reader's areas, newest first, narrowed by day, kind and person."""
    form = FilterForm(request.args).offer()
    right = form.validate()
    wanted = Wanted(form.since.data, form.until.data, form.event.data or "", (form.person.data or "")[:60])
    events = page_events(current_actor(), wanted if right else Wanted(), page_number())
    kept: dict[str, Any] = {name: request.args[name] for name in FILTERS if request.args.get(name)}
    return page(
        "history/index.html",
        form=form,
        events=events,
        lines=list(zip(events.items, items_of(events.items), strict=True)),
        places=names_of_places(events.items),
        url_for_page=lambda number: url_for("history.index", **kept, page=number),
        narrowed=bool(kept),
        status=200 if right else 422,
    )
