"""The door to money and projects for everybody: what came, what it was for, what was paid, what is built."""

from flask import Blueprint, Flask

blueprint = Blueprint("money", __name__)

from app.blueprints.money import areas, entries, routes_projects  # noqa: E402 - the views need the blueprint above
from app.blueprints.money.told import told_of  # noqa: E402 - as above
from app.web import places  # noqa: E402 - as above

__all__ = ["areas", "blueprint", "entries", "init_app", "routes_projects"]


def init_app(app: Flask) -> None:
    """Fill the place for money on the front page and on the pages of villages."""
    places.fill(app, "money", told_of)
