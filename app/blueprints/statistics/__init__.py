"""Door of the statistics: tables of the register by what one likes, the households behind each number, files."""

from flask import Blueprint

blueprint = Blueprint("statistics", __name__, url_prefix="/statistics")

from app.blueprints.statistics import routes  # noqa: E402 - the views need the blueprint above

__all__ = ["blueprint", "routes"]
