"""The door of the working calendar: twelve months a year, and the days that differ."""

from flask import Blueprint

blueprint = Blueprint("calendars", __name__, url_prefix="/calendars")

from app.blueprints.calendars import routes  # noqa: E402,F401 - the views need the blueprint above
