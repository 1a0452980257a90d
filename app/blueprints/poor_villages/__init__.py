"""Door of poor villages: what each applied with, the three criteria, the county's panel, the two notices."""

from flask import Blueprint

blueprint = Blueprint("poor_villages", __name__, url_prefix="/poor-villages")

from app.blueprints.poor_villages import (  # noqa: E402, F401 - they need the blueprint
    routes,
    routes_notices,
    routes_panel,
)
