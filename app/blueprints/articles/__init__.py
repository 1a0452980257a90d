"""The door of articles: news and publicity for everybody, how lists come about, the rules in force; the desk behind."""

from flask import Blueprint

blueprint = Blueprint("articles", __name__)

from app.blueprints.articles import desk, explained, files, routes  # noqa: E402,F401 - the views need the blueprint
