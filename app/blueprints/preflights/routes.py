"""What was refused: on the spot, as the answer to whoever asked for the paper; later, under the key it was kept by."""

from flask import g
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from app.blueprints.preflights import blueprint
from app.blueprints.preflights.presenter import view_of
from app.core.errors import NotFound
from app.core.permissions import can
from app.documents.faults import NotFitToPrint
from app.documents.preflight import refused
from app.web.access import current_actor, signed_in
from app.web.errors import error_page
from app.web.htmx import page


@blueprint.get("/<key>")
@signed_in
def show(key: str) -> Response:
    """A paper that was refused in a batch, for whoever may see papers of its area."""
    found = refused.find(key)
    if found is None or not can(current_actor(), found.needs, found):
        raise NotFound
    return page("preflights/show.html", view=view_of(found.report, found.data))


@blueprint.app_errorhandler(NotFitToPrint)
def refuse(fault: NotFitToPrint) -> ResponseReturnValue:
    """Instead of the paper: what is wrong with it. A visitor only learns that there is something."""
    if not g.get("private") or current_actor().id is None:
        return error_page(409, [fault.message])
    view = view_of(fault.report, fault.data)
    return error_page(409, [], template="preflights/refused.html", view=view)
