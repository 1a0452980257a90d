"""Door of the forms from above: taking one in, mapping its cells once, filling it with one click."""

from flask import Blueprint

blueprint = Blueprint("outside_forms", __name__, url_prefix="/forms-from-above")

from app.blueprints.outside_forms import routes  # noqa: E402 - the views need the blueprint above

__all__ = ["blueprint", "routes"]
