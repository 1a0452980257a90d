"""The door of the village screen: what hangs in a village, on the television of its office."""

from flask import Blueprint

blueprint = Blueprint("board", __name__, url_prefix="/board")

from app.blueprints.board import routes  # noqa: E402,F401 - the views need the blueprint above
