"""Door of the meeting's day: one page for one typist, in the hall, on whatever line there is."""

from flask import Blueprint

blueprint = Blueprint("meeting_day", __name__, url_prefix="/meetings/<int:meeting_id>/day")

from app.blueprints.meeting_day import routes, routes_data  # noqa: E402, F401 - they need the blueprint
