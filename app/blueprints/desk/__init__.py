"""The door of the desk: what is to be done today."""

from flask import Blueprint

blueprint = Blueprint("desk", __name__, url_prefix="/desk")

from app.blueprints.desk import routes  # noqa: E402,F401 - the views need the blueprint above
