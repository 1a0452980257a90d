"""Door of the posting: what hangs where, since when, with which photograph."""

from flask import Blueprint

blueprint = Blueprint("postings", __name__, url_prefix="/postings")

from app.blueprints.postings import routes  # noqa: E402, F401 - the views need the blueprint above
