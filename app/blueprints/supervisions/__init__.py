"""The door of supervision: visits, what they found, by when it is to be mended, and that it was."""

from flask import Blueprint

blueprint = Blueprint("supervisions", __name__, url_prefix="/supervisions")

from app.blueprints.supervisions import routes  # noqa: E402,F401 - the views need the blueprint above
