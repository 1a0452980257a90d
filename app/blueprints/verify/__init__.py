"""The door for whoever holds a paper: does it still count, and is it what was issued?"""

from flask import Blueprint

blueprint = Blueprint("verify", __name__)

from app.blueprints.verify import routes  # noqa: E402,F401 - the views need the blueprint above
