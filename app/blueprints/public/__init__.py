"""The door for everybody: the notice board of the township, without an account and without a session."""

from flask import Blueprint

blueprint = Blueprint("public", __name__)

from app.blueprints.public import data, home, photos, routes, script, township, village  # noqa: E402,F401 - the views need the blueprint above
