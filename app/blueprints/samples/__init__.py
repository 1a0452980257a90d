"""The door of home checks: drawing a sample, recording checks and public values, and each draw for everybody."""

from flask import Blueprint

blueprint = Blueprint("samples", __name__)

from app.blueprints.samples import entering, public, routes  # noqa: E402, F401 - they need the blueprint
