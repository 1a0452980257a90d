"""The door of projects: the list of a year, one project and what comes next, its record, meetings, bids, reports."""

from flask import Blueprint

blueprint = Blueprint("projects", __name__, url_prefix="/project-files")

from app.blueprints.projects import (  # noqa: E402 - the views need the blueprint above
    routes,  # noqa: F401 - registers its views
    routes_course,  # noqa: F401 - registers its views
    routes_notices,  # noqa: F401 - registers its views
    routes_papers,  # noqa: F401 - registers its views
    routes_record,  # noqa: F401 - registers its views
)
