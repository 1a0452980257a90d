"""What every test may ask for: the portal, a clean database, the clock, a client, people and their browsers.

No test reaches the network, and the clock stands still (2026-05-11, 10:00 in the county) until a test moves it.
"""

import datetime as dt
import gc
import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy import SQLAlchemy
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from werkzeug.test import TestResponse

from app import create_app
from app.core import clock as county_clock
from app.core.db import db as database
from app.core.db import writing
from tests.browser import Browser
from tests.people import People
from tests.storage import Storage, configuration, drop_database, make_database

A_MONDAY = dt.date(2026, 5, 11)

# How long an example takes says how busy the machine is, nothing of the code.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


#: The files that take longest are begun first: no process is left alone with one of them when all else is done.
LONGEST = (
    "tests/journeys/test_township_in_the_open.py",
    "tests/architecture/test_reach.py",
    "tests/architecture/test_statements.py",
    "tests/domain/workflow/test_never.py",
    "tests/journeys/test_decisions.py",
    "tests/migrations/test_migrations.py",
    "tests/architecture/test_access.py",
    "tests/journeys/test_officers_day.py",
    "tests/concurrency/test_power_cut.py",
    "tests/journeys/test_villagers_objection.py",
    "tests/journeys/test_meeting_day_devices.py",
    "tests/journeys/test_meeting_day.py",
    "tests/blueprints/projects/test_links.py",
    "tests/documents/test_kit.py",
    "tests/domain/workflow/test_oracle.py",
    "tests/blueprints/public/test_privacy.py",
    "tests/blueprints/dossiers/test_pages.py",
    "tests/domain/changes/test_posted.py",
    "tests/concurrency/test_same_moment.py",
    "tests/documents/test_render.py",
    "tests/documents/test_dossiers.py",
    "tests/domain/funds/test_database.py",
    "tests/web/test_job_workers.py",
    "tests/documents/test_why_cards.py",
    "tests/blueprints/test_fund_papers.py",
    "tests/documents/test_notice_sheet.py",
    "tests/domain/kinship/test_never.py",
    "tests/domain/why_cards/test_random_runs.py",
    "tests/blueprints/postings/test_photographs.py",
    "tests/journeys/test_signing_in.py",
)
#: How many new objects may come together before Python looks for rings among them; usually 700.
OBJECTS = 20_000


@pytest.hookimpl(wrapper=True)
def pytest_collection(session: pytest.Session) -> Iterator[None]:
    """Thousands of tests are gathered and stay: looking through them for rings again and again finds nothing."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(OBJECTS, 20, 20)
        gc.enable()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[object]:
    """Between two files what lies about is cleared away and what stays is set aside.

    Each ten papers everything that is not set aside is looked through (``documents/render.py``): by then a process
    that has been through many files keeps millions of objects.
    """
    try:
        return (yield)
    finally:
        if nextitem is not None and nextitem.path != item.path:
            gc.collect()
            gc.freeze()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The longest files first. On PostgreSQL only what reaches a database: nothing else can come out differently."""
    places = {config.rootpath / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path, len(places)))
    if not os.environ.get("TEST_DATABASE_URL"):
        return
    touching = [item for item in items if "database_url" in getattr(item, "fixturenames", ())]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touching)])
    items[:] = touching


class SteppingClient(FlaskClient):
    """A client whose requests are like those of a server: a context, a session and a transaction of their own.

    What the test wrote so far is committed first, and read anew afterwards.
    """

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        database.session.commit()
        with writing(False), self.application.app_context():
            return super().open(*args, **kwargs)


class SetClock:
    """The county's clock as a test sets it."""

    def set(self, day: dt.date, hour: int = 10, minute: int = 0) -> dt.datetime:
        """Stop the clock on *day* at this time in the county."""
        county_clock.set_to(county_clock.at(day, hour, minute))
        return county_clock.now()

    def move(self, **by: float) -> dt.datetime:
        """Move on by ``days=``, ``hours=``, ``minutes=``; negative goes back."""
        county_clock.set_to(county_clock.now() + dt.timedelta(**by))
        return county_clock.now()

    @property
    def today(self) -> dt.date:
        return county_clock.today()

    @property
    def now(self) -> dt.datetime:
        return county_clock.now()


@pytest.fixture(autouse=True)
def clock() -> Iterator[SetClock]:
    """The clock, standing on a Monday morning."""
    with county_clock.frozen(county_clock.at(A_MONDAY, 10)):
        yield SetClock()


@pytest.fixture(scope="session", autouse=True)
def no_network() -> Iterator[None]:
    """Only this machine can be reached."""
    real = socket.socket.connect

    def connect(self: socket.socket, address: Any) -> None:
        is_far = self.family in (socket.AF_INET, socket.AF_INET6) and address[0] not in ("127.0.0.1", "::1")
        if is_far and address[0] != "localhost":
            raise AssertionError(f"a test tried to reach {address[0]}")
        real(self, address)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", connect)
        yield


@pytest.fixture(scope="session")
def database_url(worker_name: str) -> Iterator[str]:
    """An empty PostgreSQL database of this process when ``TEST_DATABASE_URL`` names a server, else "" (SQLite)."""
    server = os.environ.get("TEST_DATABASE_URL", "")
    if not server:
        yield ""
        return
    name = f"gongshi_{worker_name}"
    yield make_database(server, name)
    drop_database(server, name)


@pytest.fixture(scope="session")
def worker_name() -> str:
    """Different for each process that runs tests."""
    return f"{os.environ.get('PYTEST_XDIST_WORKER', 'alone')}_{os.getpid()}"


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory, database_url: str) -> Flask:
    """The portal on a scratch folder and an empty database. Tests that read or write rows ask for ``db``.

    The processes of one run translate each template once for all of them.
    """
    folder = tmp_path_factory.mktemp("instance")
    portal = create_app(configuration(folder, database_url))
    portal.test_client_class = SteppingClient
    of_this_run = folder.parent.parent if "PYTEST_XDIST_WORKER" in os.environ else folder.parent
    translated = of_this_run / "templates"
    translated.mkdir(exist_ok=True)
    portal.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(translated))
    return portal


@pytest.fixture(scope="session")
def storage(app: Flask) -> Iterator[Storage]:
    """The tables in the database of ``app``."""
    kept = Storage(app)
    yield kept
    kept.close()


@pytest.fixture
def db(app: Flask, storage: Storage) -> Iterator[SQLAlchemy]:
    """A clean database, an app context, and a session that writes; what was not committed is rolled back.

    Services and factories can be called directly. A test that starts threads or processes first commits.
    """
    storage.clean()
    with app.app_context(), writing():
        yield database
        database.session.rollback()


@pytest.fixture
def client(app: Flask, db: SQLAlchemy) -> FlaskClient:
    """A bare client of a visitor. Page tests rather use ``browser`` or ``people``."""
    return app.test_client()


@pytest.fixture
def browser(app: Flask, db: SQLAlchemy) -> Browser:
    """The browser of a villager, without an account."""
    return Browser(app)


@pytest.fixture
def people(app: Flask, db: SQLAlchemy) -> People:
    """A township with its villages and everybody who works there."""
    return People(app)
