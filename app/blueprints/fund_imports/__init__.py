"""The door of the finance office's workbooks: hand in, look at what was found, enter or discard, undo, take home."""

from flask import Blueprint

blueprint = Blueprint("fund_imports", __name__, url_prefix="/ledger-imports")

from app.blueprints.fund_imports import downloads, routes  # noqa: E402,F401 - the views need the blueprint above
