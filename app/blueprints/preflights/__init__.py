"""The door of papers that were refused before printing: what is wrong, where on the page, and what to do."""

from flask import Blueprint

blueprint = Blueprint("preflights", __name__, url_prefix="/refused-papers")

from app.blueprints.preflights import routes  # noqa: E402,F401 - the views need the blueprint above
