"""The first page after signing in."""

from werkzeug.wrappers import Response

from app.blueprints.desk import blueprint
from app.web.access import current_actor, signed_in
from app.web.pages import page


@blueprint.get("")
@signed_in
def index() -> Response:
    """Who is signed in, and where to go on."""
    return page("desk/index.html", person=current_actor().name)
