"""The door of health: whether the portal is in order, for whoever watches over the machine."""

from flask import Blueprint

blueprint = Blueprint("health", __name__)

from app.blueprints.health import routes  # noqa: E402,F401 - the views need the blueprint above
