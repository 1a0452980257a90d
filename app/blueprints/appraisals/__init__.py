"""Door of the review meetings: attendance and agenda, votes, minutes, confirmation."""

from flask import Blueprint

blueprint = Blueprint("appraisals", __name__, url_prefix="/meetings")

from app.blueprints.appraisals import (  # noqa: E402, F401 - they need the blueprint
    routes,
    routes_confirm,
    routes_kit,
    routes_plan,
    routes_record,
)
