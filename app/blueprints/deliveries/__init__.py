"""Door of “Did it reach you?”: what households say of paid rolls, denials, and their share for everybody."""

from flask import Blueprint, Flask

blueprint = Blueprint("deliveries", __name__, url_prefix="/deliveries")

from app.blueprints.deliveries import cases, routes  # noqa: E402 - the views need the blueprint above
from app.blueprints.deliveries.told import told_of  # noqa: E402 - as above
from app.web import places  # noqa: E402 - as above

__all__ = ["blueprint", "cases", "init_app", "routes"]


def init_app(app: Flask) -> None:
    """Fill the place for what households say, on the pages of money and of villages."""
    places.fill(app, "deliveries", told_of)
