"""The policy door: the county reads and edits its profiles, everybody else reads them."""

from flask import Blueprint

blueprint = Blueprint("policies", __name__, url_prefix="/policies")

from app.blueprints.policies import routes  # noqa: E402,F401 - the views need the blueprint above
