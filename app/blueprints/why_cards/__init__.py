"""Door of the why-card: for staff on the application, for the household by its receipt."""

from flask import Blueprint

blueprint = Blueprint("why_cards", __name__)

from app.blueprints.why_cards import routes, routes_letters, routes_public  # noqa: E402, F401 - they need the blueprint
