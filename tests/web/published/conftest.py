"""A portal that publishes, with a few views of its own: a village's page, a page of several, and faulty ones."""

import dataclasses
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask, session, url_for
from flask.testing import FlaskClient
from werkzeug.wrappers import Response

from app import create_app
from app.core import clock
from app.core.db import db, writing
from app.domain.areas import queries as areas
from app.domain.areas.models import Area
from app.domain.notices.models import Notice
from app.domain.objections.models import Objection
from app.web.access import public
from app.web.published.rendering import published
from app.web.published.store import Store
from app.web.published.watching import EXTENSION
from tests.conftest import SteppingClient
from tests.storage import Storage, configuration

ADDRESS = "http://localhost"
#: what a test wants done while a page is being rendered
meanwhile: list[Callable[[], None]] = []
rendered: list[str] = []


@public(load=areas.get_village)
@published(village=lambda village: village)
def trial_village(village: Area) -> Response:
    rendered.append(village.code)
    statement = sa.select(sa.func.count()).select_from(Objection).join(Notice)
    count = db.session.scalar(statement.where(Notice.village_id == village.id))
    for act in meanwhile:
        act()
    return Response(f"<h1>{village.name_zh}</h1>{count} objections" + "<p>x</p>" * 200, mimetype="text/html")


@public
@published
def trial_board() -> Response:
    rendered.append("board")
    names = ", ".join(village.name_zh for village in areas.list_villages())
    return Response(f"{names} {clock.today()} {url_for('trial_board')}", mimetype="text/html")


@public
@published
def trial_json() -> Response:
    return Response('{"villages": 1}', mimetype="application/json")


@public
@published
def trial_session() -> Response:
    return Response(session.get("x", "nothing"), mimetype="text/html")


@public
@published
def trial_cookie() -> Response:
    response = Response("x", mimetype="text/html")
    response.set_cookie("mine", "1")
    return response


@public
@published
def trial_absolute() -> Response:
    return Response(url_for("trial_board", _external=True), mimetype="text/html")


@public
def trial_plain() -> Response:
    rendered.append("plain")
    return Response("x", mimetype="text/html")


def publishing(folder: Path, address: str = ADDRESS) -> Flask:
    """A portal that publishes, with the views above, its data in *folder*."""
    config = dataclasses.replace(configuration(folder), publish=True, public_address=address)
    app = create_app(config)
    app.add_url_rule("/trial/villages/<code>", "trial_village", trial_village)
    for function in (trial_board, trial_session, trial_cookie, trial_absolute, trial_plain):
        app.add_url_rule(f"/trial/{function.__name__[6:]}", function.__name__, function)
    app.add_url_rule("/trial/data.json", "trial_json", trial_json)
    app.test_client_class = SteppingClient
    return app


@pytest.fixture(scope="session")
def storing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Flask, Storage]]:
    """The portal and its tables, made once."""
    app = publishing(tmp_path_factory.mktemp("publishing"))
    storage = Storage(app)
    yield app, storage
    storage.close()


@pytest.fixture
def portal(storing: tuple[Flask, Storage]) -> Iterator[Flask]:
    """The portal that publishes, with empty tables and nothing published; rows can be written directly."""
    app, storage = storing
    storage.clean()
    store_of(app).forget()
    for marker in (store_of(app).root / "markers").iterdir():
        marker.unlink()
    meanwhile.clear()
    rendered.clear()
    with app.app_context(), writing():
        yield app
        db.session.rollback()


@pytest.fixture
def store(portal: Flask) -> Store:
    """What it publishes."""
    return store_of(portal)


@pytest.fixture
def phone(portal: Flask) -> FlaskClient:
    """A visitor without cookies."""
    return portal.test_client(use_cookies=False)


def store_of(app: Flask) -> Store:
    """The store of *app*."""
    found = app.extensions[EXTENSION]
    assert isinstance(found, Store)
    return found
