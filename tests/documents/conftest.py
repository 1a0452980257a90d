"""A desk to print on: the templates, the languages and a folder for finished papers, without doors or database."""

import dataclasses
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.documents.printing import a_printing_app


@pytest.fixture(scope="session")
def printing_app() -> Flask:
    """Templates and languages, set up once: each of them is compiled for all tests together."""
    return a_printing_app(Path())


@pytest.fixture
def desk(printing_app: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An application context in which papers can be set; what is kept goes into *tmp_path*."""
    settings = dataclasses.replace(printing_app.extensions["gongshi"], instance=tmp_path)
    printing_app.extensions["gongshi"] = settings
    with printing_app.app_context():
        yield printing_app
