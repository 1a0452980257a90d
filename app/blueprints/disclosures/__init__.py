"""Door of village disclosure (村务公开): what is due where, recording it, and the same in the open."""

from flask import Blueprint, Flask

blueprint = Blueprint("disclosures", __name__)

from app.blueprints.disclosures import (  # noqa: E402 - the views need the blueprint above
    routes,
    routes_public,
    routes_record,
)
from app.blueprints.disclosures.told import told_of  # noqa: E402 - as above
from app.web import places  # noqa: E402 - as above

__all__ = ["blueprint", "init_app", "routes", "routes_public", "routes_record"]


def init_app(app: Flask) -> None:
    """Fill the place for what a village has to publish, on its page."""
    places.fill(app, "disclosures", told_of)
