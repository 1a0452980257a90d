"""The door of helpers: who helps whom, who has none, the proposal, handing over, postings, the workbook."""

from flask import Blueprint

blueprint = Blueprint("pairings", __name__, url_prefix="/helpers")

from app.blueprints.pairings import (  # noqa: E402,F401 - the views need the blueprint above
    downloads,
    routes,
    routes_helpers,
    routes_households,
    routes_imports,
    routes_posts,
    routes_proposal,
    routes_units,
)
