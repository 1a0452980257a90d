"""The door of rounds: opening and closing, the nine steps, quotas, and how far each village has come."""

from flask import Blueprint

blueprint = Blueprint("rounds", __name__, url_prefix="/rounds")

from app.blueprints.rounds import routes  # noqa: E402,F401 - the views need the blueprint above
