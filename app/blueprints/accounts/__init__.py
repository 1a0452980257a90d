"""The door of accounts: signing in and out, one's own account, and the administrator's accounts of others."""

from flask import Blueprint, Flask

from app.web.extensions import login_manager

blueprint = Blueprint("accounts", __name__)

from app.blueprints.accounts import manage, routes  # noqa: E402,F401 - the views need the blueprint above
from app.blueprints.accounts.signing_in import load_signed_in  # noqa: E402 - as above


def init_app(app: Flask) -> None:
    """Tell the porch who is signed in."""
    login_manager.user_loader(load_signed_in)
