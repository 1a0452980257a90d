"""The door of relatives: what officials still have to state, declarations, hints to look into."""

from flask import Blueprint

blueprint = Blueprint("kinship", __name__, url_prefix="/relatives")

from app.blueprints.kinship import routes  # noqa: E402,F401 - the views need the blueprint above
