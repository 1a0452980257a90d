"""The door of possible duplicates: pairs of households side by side, and the decision on each."""

from flask import Blueprint

blueprint = Blueprint("duplicates", __name__, url_prefix="/duplicates")

from app.blueprints.duplicates import routes  # noqa: E402,F401 - the views need the blueprint above
