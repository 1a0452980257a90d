"""Door of the applications: taking one, home visit, data comparison, withdrawal, and their papers."""

from flask import Blueprint

blueprint = Blueprint("applications", __name__, url_prefix="/applications")

from app.blueprints.applications import (  # noqa: E402 - they need the blueprint
    routes,  # noqa: F401
    routes_acts,  # noqa: F401
    routes_papers,  # noqa: F401
)
