"""Door of the batch: all sheets of a township or a village, with the messenger's list, in one go."""

from flask import Blueprint

blueprint = Blueprint("batches", __name__, url_prefix="/postings/batch")

from app.blueprints.batches import routes  # noqa: E402, F401 - the views need the blueprint above
