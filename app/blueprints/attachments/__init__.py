"""The door of attachments: opening a file by its number, for those who may."""

from flask import Blueprint, Flask

from app.domain.attachments import folder

blueprint = Blueprint("attachments", __name__, url_prefix="/attachments")

from app.blueprints.attachments import routes  # noqa: E402,F401 - the views need the blueprint above


def init_app(app: Flask) -> None:
    """Say where files are kept."""
    folder.use_folder(app.extensions["gongshi"].uploads)
