"""The door of the data check-up: villages and their counts, findings by rule, explanations."""

from flask import Blueprint

blueprint = Blueprint("checkups", __name__, url_prefix="/checkups")

from app.blueprints.checkups import routes  # noqa: E402,F401 - the views need the blueprint above
