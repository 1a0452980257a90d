"""Door of the review meetings: attendance and agenda, votes, minutes, confirmation."""

from flask import Blueprint

blueprint = Blueprint("appraisals", __name__, url_prefix="/meetings")

from app.blueprints.appraisals import routes, routes_record  # noqa: E402, F401 - they need the blueprint
