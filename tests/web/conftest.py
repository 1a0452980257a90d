"""A second portal with a few views of its own, on which the porch is tried."""

import secrets
from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask import Flask, flash, request
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from werkzeug.wrappers import Response

from app import create_app
from app.core.db import Base, db, start_writing
from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.core.messages import Message
from app.core.permissions import Permission
from app.core.serials import Serial
from app.web import once
from app.web.access import public, requires, signed_in
from app.web.htmx import go, page
from tests.storage import SECRET, configuration

REFUSALS = {
    "not-found": NotFound(),
    "forbidden": Forbidden(),
    "invalid": Invalid(Message("This must be filled in.")),
    "conflict": Conflict(Message("This must be filled in.")),
    "refused": Refused([Message("This must be filled in."), Message("This number is too large.")]),
}


def write(scope: str) -> None:
    db.session.add(Serial(scope=scope, last=1))


VIEWS: list[tuple[str, tuple[str, ...], Callable[..., Response]]] = []


def view(path: str, *methods: str) -> Callable[[Callable[..., Response]], Callable[..., Response]]:
    """Put a function among the views of the trial portal."""

    def add(function: Callable[..., Response]) -> Callable[..., Response]:
        VIEWS.append((path, methods or ("POST",), function))
        return function

    return add


@view("write", "GET", "POST")
def trial_write() -> Response:
    write(request.values.get("scope", "a"))
    status = int(request.values.get("status", 303))
    return go("/trial/done") if status == 303 else Response("x", status)


@view("raise")
def trial_raise() -> Response:
    write("a")
    db.session.flush()
    raise REFUSALS[request.form["kind"]]


@view("part")
def trial_part() -> Response:
    if request.form.get("write"):
        write(secrets.token_hex(4))
    return Response("<div id='part'></div>")


@view("keep")
def trial_keep() -> Response:
    once.keep(receipt=secrets.token_hex(4))
    return go("/trial/done")


@view("slow")
def trial_slow() -> Response:
    start_writing()
    write(secrets.token_hex(4))
    return go("/trial/done")


trial_slow.reads_first = True  # type: ignore[attr-defined]  # as a view is marked


@view("twice")
def trial_twice() -> Response:
    db.session.execute(sa.insert(Serial), [{"scope": "same", "last": 1}, {"scope": "same", "last": 2}])
    return go("/trial/done")


@view("big/<int:number>", "GET")
def trial_big(number: int) -> Response:
    return Response(str(number))


@view("page", "GET", "POST")
def trial_page() -> Response:
    flash("x")
    return page("desk/index.html", person="x", actor_posts=list, sections=[], rows=[])


def add_views(app: Flask) -> None:
    """Give *app* the views above."""
    for path, methods, function in VIEWS:
        app.add_url_rule(f"/trial/{path}", function.__name__, public(function), methods=methods)


@pytest.fixture(scope="session")
def trial(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The portal, with the views above and one that nobody may enter but supervisors."""
    app = create_app(configuration(tmp_path_factory.mktemp("trial")))
    add_views(app)
    app.add_url_rule("/trial/mine", "trial_mine", signed_in(lambda: Response("mine")))
    app.add_url_rule(
        "/trial/history", "trial_history", requires(Permission.HISTORY_VIEW)(lambda: Response("history"))
    )
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


@pytest.fixture
def visitor(trial: Flask) -> FlaskClient:
    """A client whose forms carry a valid token, on empty tables."""
    with trial.app_context():
        for table in (Serial.__table__, once.OnceKey.__table__):
            db.session.execute(sa.delete(table))
        db.session.commit()
    client = trial.test_client()
    client.environ_base["HTTP_X_CSRFTOKEN"] = token(client)
    return client


def token(client: FlaskClient) -> str:
    """A token that belongs to the session of *client*."""
    with client.session_transaction() as session:
        raw = session.setdefault("csrf_token", secrets.token_hex(20))
    return str(URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw))


def written(app: Flask) -> int:
    """How many rows the views above wrote."""
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(Serial)) or 0
