"""Door of the year's report: the page whose numbers open to their rows, its words, and the report on paper."""

from flask import Blueprint

blueprint = Blueprint("annual_reports", __name__, url_prefix="/annual-reports")

from app.blueprints.annual_reports import routes, routes_write  # noqa: E402 - the views need the blueprint above

__all__ = ["blueprint", "routes", "routes_write"]
