"""Door of the candidate lists: drawing up, entries, steps, decisions, samples, whom to tell."""

from flask import Blueprint

blueprint = Blueprint("candidate_lists", __name__, url_prefix="/lists")

from app.blueprints.candidate_lists import routes, routes_review  # noqa: E402, F401 - they need the blueprint
