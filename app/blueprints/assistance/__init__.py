"""Door of the help for registered households: plans, measures, visits, and the plans of villages and townships."""

from flask import Blueprint

blueprint = Blueprint("assistance", __name__, url_prefix="/assistance")

from app.blueprints.assistance import (  # noqa: E402 - the views need the blueprint above
    papers,
    routes,
    routes_areas,
    routes_household,
    routes_measures,
    routes_visits,
)

__all__ = [
    "blueprint",
    "papers",
    "routes",
    "routes_areas",
    "routes_household",
    "routes_measures",
    "routes_visits",
]
