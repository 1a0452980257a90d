"""The door of tasks: what is to be done by when and how far it is, the wall chart, the quarterly assessment."""

from flask import Blueprint

blueprint = Blueprint("tasks", __name__)

from app.blueprints.tasks import (  # noqa: E402 - the views need the blueprint above
    routes,
    routes_assessment,
    routes_chart,
    routes_record,
)

__all__ = ["blueprint", "routes", "routes_assessment", "routes_chart", "routes_record"]
