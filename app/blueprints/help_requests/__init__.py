"""Door of households' own requests: sending one, following it by receipt, handling it in the village."""

from flask import Blueprint

blueprint = Blueprint("help_requests", __name__)

from app.blueprints.help_requests import acts, desk, following, sending  # noqa: E402,F401 - they need the blueprint
