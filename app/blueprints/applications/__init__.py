"""Door of the applications: taking one, home visit, data comparison, withdrawal, and their papers."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__, url_prefix="/applications")

from app.blueprints.applications import routes, routes_acts, routes_papers  # noqa: E402, F401 - they need the blueprint
