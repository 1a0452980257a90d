"""The door of objections: filing for everybody and at the counter, following by receipt, the handling desk."""

from flask import Blueprint

blueprint = Blueprint("objections", __name__)

from app.blueprints.objections import desk, desk_talk, filing, following, letters  # noqa: E402,F401 - they need the blueprint
