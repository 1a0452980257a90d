"""The door of dossiers (一户一档) and village books (一村一册): what is there, what is missing, the files to print."""

from flask import Blueprint

blueprint = Blueprint("dossiers", __name__)

from app.blueprints.dossiers import routes, routes_village  # noqa: E402,F401 - the views need the blueprint above
