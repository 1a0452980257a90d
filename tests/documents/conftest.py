"""A desk to print on: the templates, the languages and a folder for finished papers, without doors or database."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from app.config import Config
from app.web import i18n, templating

APP = Path(i18n.__file__).resolve().parent.parent


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Flask]:
    """An application context in which papers can be set; what is kept goes into *tmp_path*."""
    app = Flask("app", root_path=str(APP))
    app.extensions["gongshi"] = Config(instance=tmp_path, database_url="", secret_key="only for this test")
    i18n.init_app(app)
    templating.init_app(app)
    with app.app_context():
        yield app
