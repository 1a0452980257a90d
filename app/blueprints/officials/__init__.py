"""The door of the roster: who holds which post where, and the villagers' representatives."""

from flask import Blueprint

blueprint = Blueprint("officials", __name__, url_prefix="/officials")

from app.blueprints.officials import routes  # noqa: E402,F401 - the views need the blueprint above
