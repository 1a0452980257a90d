"""The door of the data comparison: hand in departments' files, look at what was found, settle the hits."""

from flask import Blueprint, Flask

from app.domain.comparisons import folder

blueprint = Blueprint("comparisons", __name__, url_prefix="/comparisons")

from app.blueprints.comparisons import routes, routes_hits  # noqa: E402,F401 - the views need the blueprint above


def init_app(app: Flask) -> None:
    """Say where uploaded files wait to be read: apart from all that is served."""
    folder.use_folder(app.extensions["gongshi"].instance / "comparisons")
