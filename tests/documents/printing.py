"""The part of the portal that prints: templates and languages over a folder. No doors, no database; no test here."""

from pathlib import Path

from flask import Flask

from app.config import Config
from app.web import i18n, templating

APP = Path(i18n.__file__).resolve().parent.parent


def a_printing_app(folder: Path) -> Flask:
    """An application in whose context papers are set; what is kept goes into *folder*."""
    app = Flask("app", root_path=str(APP))
    app.extensions["gongshi"] = Config(instance=folder, database_url="", secret_key="only for this")
    i18n.init_app(app)
    templating.init_app(app)
    return app
