"""Door of the way out: who may leave, proposing, the check, the household's own word, the watch, the year's sum."""

from flask import Blueprint

blueprint = Blueprint("exits", __name__, url_prefix="/exits")

from app.blueprints.exits import (  # noqa: E402, F401 - they need the blueprint
    routes,
    routes_acts,
    routes_papers,
    routes_recheck,
    routes_register,
)
