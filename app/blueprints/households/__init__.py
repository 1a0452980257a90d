"""The door of the register: finding a household, its page, and the forms that change it."""

from flask import Blueprint

blueprint = Blueprint("households", __name__, url_prefix="/households")

from app.blueprints.households import handbook, routes, routes_edit  # noqa: E402,F401 - they need the blueprint
