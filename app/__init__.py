"""Gongshi: the two publicities and one announcement of a township, run and shown in the open."""

from flask import Flask

from app import blueprints, commands, documents, tables
from app.config import Config
from app.core import keyed
from app.core.db import db, prepare_engine
from app.domain.sheets import service as sheets
from app.domain.why_cards import freezing as why_cards
from app.web import access, errors, i18n, logs, packing, security, templating
from app.web.extensions import csrf, migrate
from app.web.portal import Portal
from app.web.published import setup as published

__all__ = ["create_app"]


def create_app(config: Config | None = None) -> Flask:
    """Build the portal. Raises ``RuntimeError`` when a view does not declare who may come in."""
    config = config or Config.from_environment()
    app = Portal(__name__, instance_path=str(config.instance))
    app.config.from_mapping(config.for_flask())
    app.extensions["gongshi"] = config
    if not config.testing:
        logs.set_up()

    keyed.use_key(config.secret_key)
    db.init_app(app)
    with app.app_context():
        prepare_engine(db.engine)
    migrate.init_app(app, db, directory=str(tables.MIGRATIONS), render_as_batch=True, compare_type=True)
    csrf.init_app(app)
    i18n.init_app(app)
    access.init_app(app)
    templating.init_app(app)
    errors.init_app(app)
    security.init_app(app, config.trusted_proxies)
    packing.init_app(app)
    logs.init_app(app)

    why_cards.listen()
    sheets.listen()
    documents.init_app(app)
    blueprints.init_app(app)
    commands.init_app(app)
    access.refuse_undeclared(app)
    published.init_app(app, config)
    return app
