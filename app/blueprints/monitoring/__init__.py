"""Door of the watch over households at risk: cases with their clocks, each step, help that comes first."""

from flask import Blueprint

blueprint = Blueprint("monitoring", __name__, url_prefix="/monitoring")

from app.blueprints.monitoring import routes, routes_notices, routes_warnings  # noqa: E402, F401 - the views need the blueprint
