"""The door of areas: the tree of townships and villages, their offices, and where each village posts."""

from flask import Blueprint, Flask

blueprint = Blueprint("areas", __name__, url_prefix="/areas")

from app.blueprints.areas import places, routes  # noqa: E402,F401 - the views need the blueprint above
from app.blueprints.areas.site import SiteName  # noqa: E402 - as above


def init_app(app: Flask) -> None:
    """Tell every page whose portal this is."""
    app.extensions["site_name"] = SiteName(seconds=0 if app.testing else 30)
