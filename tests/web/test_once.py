"""The one-time key: pressed twice, sent again, or both at once, a form acts once."""

import os
import threading
from collections.abc import Iterator

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.core import clock
from app.core.db import Base, db
from app.web import once
from tests.conftest import SetClock
from tests.storage import configuration, drop_database, make_database
from tests.web.conftest import add_views, token, written


@pytest.mark.parametrize("path", ["/trial/write", "/trial/slow"])
def test_the_same_key_acts_once_and_leads_to_the_same_place(
    trial: Flask, visitor: FlaskClient, path: str
) -> None:
    answers = [visitor.post(path, data={"once": "key"}) for _ in range(3)]
    assert {(answer.status_code, answer.headers["Location"]) for answer in answers} == {(303, "/trial/done")}
    assert written(trial) == 1


def flashed(visitor: FlaskClient) -> list[str]:
    with visitor.session_transaction() as session:
        return [category for category, _ in session.pop("_flashes", [])]


def test_whoever_sends_the_same_form_again_is_told_so(trial: Flask, visitor: FlaskClient) -> None:
    visitor.post("/trial/slow", data={"once": "key", "amount": "1"})
    assert flashed(visitor) == []
    visitor.post("/trial/slow", data={"amount": "1", "once": "key"})
    assert flashed(visitor) == ["info"]
    assert written(trial) == 1


def test_another_amount_in_the_same_form_is_not_swallowed_without_a_word(
    trial: Flask, visitor: FlaskClient
) -> None:
    visitor.post("/trial/slow", data={"once": "key", "amount": "1"})
    answer = visitor.post("/trial/slow", data={"once": "key", "amount": "2"})
    assert answer.headers["Location"] == "/trial/done"
    assert flashed(visitor) == ["error"]
    assert written(trial) == 1


def test_what_a_form_said_is_not_stored(trial: Flask, visitor: FlaskClient) -> None:
    """Nor a plain digest of it, by which a password or a number of a person could be guessed."""
    for key in ("one", "two"):
        visitor.post("/trial/slow", data={"once": key, "password": "geheim"})
    with trial.app_context():
        kept = db.session.scalars(sa.select(once.OnceKey.kept)).all()
        db.session.rollback()
    assert len({str(one) for one in kept}) == 2
    assert "geheim" not in str(kept)


def test_another_key_acts_again(trial: Flask, visitor: FlaskClient) -> None:
    for key in ("one", "two"):
        visitor.post("/trial/slow", data={"once": key})
    assert written(trial) == 2


def test_a_form_that_was_refused_can_be_sent_again_with_its_key(trial: Flask, visitor: FlaskClient) -> None:
    visitor.post("/trial/write", data={"once": "key", "status": 422})
    visitor.post("/trial/raise", data={"once": "key", "kind": "refused"})
    assert visitor.post("/trial/write", data={"once": "key"}).status_code == 303
    assert written(trial) == 1


def test_htmx_is_led_by_its_own_header(visitor: FlaskClient) -> None:
    for _ in range(2):
        answer = visitor.post("/trial/write", data={"once": "key"}, headers={"HX-Request": "true"})
        assert (answer.status_code, answer.headers["HX-Redirect"]) == (204, "/trial/done")


def test_a_browser_and_htmx_may_repeat_each_other(trial: Flask, visitor: FlaskClient) -> None:
    visitor.post("/trial/write", data={"once": "key"}, headers={"HX-Request": "true"})
    assert visitor.post("/trial/write", data={"once": "key"}).headers["Location"] == "/trial/done"
    assert written(trial) == 1


def test_what_the_first_answer_kept_is_kept_again_after_a_lost_answer(visitor: FlaskClient) -> None:
    visitor.post("/trial/keep", data={"once": "key"})
    with visitor.session_transaction() as session:
        receipt = session.pop("receipt")
    visitor.post("/trial/keep", data={"once": "key"})
    with visitor.session_transaction() as session:
        assert session["receipt"] == receipt


def test_an_act_that_answers_with_a_part_is_not_repeated_either(trial: Flask, visitor: FlaskClient) -> None:
    where = {"Referer": "http://localhost/lists/3?tab=2"}
    first = visitor.post("/trial/part", data={"once": "key", "write": "1"}, headers=where)
    again = visitor.post("/trial/part", data={"once": "key", "write": "1"}, headers=where)
    assert (first.status_code, again.status_code) == (200, 303)
    assert again.headers["Location"] == "/lists/3?tab=2"
    assert written(trial) == 1


@pytest.mark.parametrize(
    "referrer", ["http://evil.example/x", "", "http://localhost//evil.example", "javascript:x"]
)
def test_no_other_site_is_led_to(visitor: FlaskClient, referrer: str) -> None:
    for _ in range(2):
        answer = visitor.post(
            "/trial/part", data={"once": "key", "write": "1"}, headers={"Referer": referrer}
        )
    assert answer.headers["Location"] == "/"


def test_a_preview_that_wrote_nothing_leaves_the_key_unused(trial: Flask, visitor: FlaskClient) -> None:
    assert [visitor.post("/trial/part", data={"once": "key"}).status_code for _ in range(2)] == [200, 200]
    assert visitor.post("/trial/write", data={"once": "key"}).status_code == 303


def test_a_key_means_something_at_one_address_only(trial: Flask, visitor: FlaskClient) -> None:
    visitor.post("/trial/write", data={"once": "key"})
    visitor.post("/trial/slow", data={"once": "key"})
    assert written(trial) == 2


def test_a_key_needs_the_token_as_well(trial: Flask, visitor: FlaskClient) -> None:
    visitor.post("/trial/keep", data={"once": "key"})
    stranger = trial.test_client()
    assert stranger.post("/trial/keep", data={"once": "key"}).status_code == 400


def test_old_keys_are_forgotten(trial: Flask, visitor: FlaskClient, clock: SetClock) -> None:
    visitor.post("/trial/write", data={"once": "key"})
    clock.move(days=31)
    with trial.app_context():
        once.forget_old()
        assert db.session.scalar(sa.select(sa.func.count()).select_from(once.OnceKey)) == 0
        db.session.rollback()


@pytest.fixture(params=["sqlite", "postgresql"])
def crowded(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A portal that several threads press at once."""
    server, url, name = os.environ.get("TEST_DATABASE_URL", ""), "", f"gongshi_once_{os.getpid()}"
    if request.param == "postgresql":
        if not server:
            pytest.skip("no PostgreSQL here")
        url = make_database(server, name)
    app = create_app(configuration(tmp_path_factory.mktemp("crowded"), url))
    add_views(app)
    with app.app_context():
        Base.metadata.create_all(db.engine)
    yield app
    with app.app_context():
        db.engine.dispose()
    if url:
        drop_database(server, name)


@pytest.mark.parametrize("path", ["/trial/slow", "/trial/part"])
def test_many_presses_at_once_act_once(crowded: Flask, path: str) -> None:
    instant, answers, start = clock.now(), [], threading.Barrier(8)
    clients = [crowded.test_client() for _ in range(8)]
    for client in clients:
        client.environ_base["HTTP_X_CSRFTOKEN"] = token(client)

    def press(client: FlaskClient) -> None:
        with clock.frozen(instant):
            start.wait()
            answers.append(client.post(path, data={"once": "key", "write": "1"}).status_code)

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(answers) <= {200, 303}
    assert len(answers) == 8
    assert written(crowded) == 1
