"""What the portal says of itself."""

from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.blueprints.health import routes


@pytest.fixture
def migrated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes, "_tables_are_up_to_date", lambda: True)


def test_all_is_well(client: FlaskClient, migrated: None) -> None:
    response = client.get("/health")
    assert response.status_code == 200
    assert response.json == {"ok": True, "checks": {"database": True, "migrations": True, "folders": True}}
    assert response.headers["Cache-Control"] == "no-store"
    assert "Set-Cookie" not in response.headers


def test_tables_of_an_older_version_are_noticed(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(routes.ScriptDirectory, "get_heads", lambda _self: ["a newer one"])
    response = client.get("/health")
    assert (response.status_code, response.json["checks"]["migrations"]) == (503, False)


def test_a_database_that_does_not_answer_is_noticed(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise sa.exc.OperationalError("SELECT 1", {}, Exception("gone"))

    monkeypatch.setattr(routes.db.session, "scalar", fails)
    response = client.get("/health")
    assert (response.status_code, response.json["ok"]) == (503, False)


def test_a_folder_that_cannot_be_written_is_noticed(
    client: FlaskClient, migrated: None, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.access", lambda *_: False)
    response = client.get("/health")
    assert (response.status_code, response.json["checks"]["folders"]) == (503, False)


def test_nothing_is_said_about_the_inside(client: FlaskClient, app: Flask) -> None:
    text = client.get("/health").get_data(as_text=True)
    assert str(Path(app.extensions["gongshi"].instance)) not in text
    assert "sqlite" not in text
