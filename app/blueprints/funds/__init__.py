"""The door of the ledger: batches, what they gave to projects, contracts, rolls, payments, and what does not add up."""

from flask import Blueprint

blueprint = Blueprint("funds", __name__, url_prefix="/ledger")

from app.blueprints.funds import (  # noqa: E402 - the views need the blueprint above
    routes,  # noqa: F401 - registers its views
    routes_batches,  # noqa: F401 - registers its views
    routes_notices,  # noqa: F401 - registers its views
    routes_papers,  # noqa: F401 - registers its views
    routes_payments,  # noqa: F401 - registers its views
    routes_projects,  # noqa: F401 - registers its views
)
