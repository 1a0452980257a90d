"""``/health``: database, migrations, writable folders. Says what is wrong, never where anything lies."""

import os

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import current_app, jsonify
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.wrappers import Response

from app.blueprints.health import blueprint
from app.config import Config
from app.core.db import db
from app.web.access import public


@blueprint.get("/health")
@public
def show() -> Response:
    """200 when everything is in order, else 503."""
    database = _database_answers()
    checks = {
        "database": database,
        "migrations": database and _tables_are_up_to_date(),
        "folders": _folders_are_writable(),
    }
    in_order = all(checks.values())
    response = jsonify(ok=in_order, checks=checks)
    response.status_code = 200 if in_order else 503
    response.headers["Cache-Control"] = "no-store"
    return response


def _database_answers() -> bool:
    try:
        return bool(db.session.scalar(sa.select(1)) == 1)
    except SQLAlchemyError as error:
        db.session.rollback()
        current_app.logger.error("health: the database does not answer", extra={"kind": type(error).__name__})
        return False


def _tables_are_up_to_date() -> bool:
    """True when the database stands at the newest revision of ``migrations/``."""
    try:
        script = ScriptDirectory(current_app.extensions["migrate"].directory)
        present = MigrationContext.configure(db.session.connection()).get_current_heads()
    except SQLAlchemyError:
        db.session.rollback()
        return False
    return bool(present) and set(present) == set(script.get_heads())


def _folders_are_writable() -> bool:
    config: Config = current_app.extensions["gongshi"]
    made = (config.uploads, config.derived, config.published)
    folders = [config.instance, *(folder for folder in made if folder.exists())]
    return all(folder.is_dir() and os.access(folder, os.W_OK | os.X_OK) for folder in folders)
