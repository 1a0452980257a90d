"""The door of the history: who did what and when, in one's own area. Nothing here can be changed."""

from flask import Blueprint

blueprint = Blueprint("history", __name__, url_prefix="/history")

from app.blueprints.history import routes  # noqa: E402,F401 - the views need the blueprint above
