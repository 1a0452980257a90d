"""The door of household changes: asking for one, what it does, deciding on it."""

from flask import Blueprint

blueprint = Blueprint("changes", __name__)

from app.blueprints.changes import routes, routes_decide  # noqa: E402,F401 - the views need the blueprint above
