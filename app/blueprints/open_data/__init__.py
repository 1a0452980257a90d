"""The door for whoever wants the figures instead of pages: files with a schema, feeds, and what machines ask for."""

from flask import Blueprint

blueprint = Blueprint("open_data", __name__)

from app.blueprints.open_data import feeds, machines, routes  # noqa: E402,F401 - the views need the blueprint above
