"""The door of workbooks: hand in, look at what was found, save or discard, undo."""

from flask import Blueprint, Flask

from app.domain.imports import folder

blueprint = Blueprint("imports", __name__, url_prefix="/imports")

from app.blueprints.imports import downloads, routes  # noqa: E402,F401 - the views need the blueprint above


def init_app(app: Flask) -> None:
    """Say where uploaded workbooks are kept: apart from all that is served."""
    folder.use_folder(app.extensions["gongshi"].instance / "imports")
