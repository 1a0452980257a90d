"""What goes wrong becomes a page that says what is wrong, why, and what to do."""

import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import TooManyRequests
from werkzeug.wrappers import Response

from app.web.access import public
from tests.house_checks import faults_of_page, parse_page
from tests.people import People

STATEMENT = ("SELECT 1", {}, Exception("gone"))


def answer_to(app: Flask, client: FlaskClient, error: Exception, method: str = "POST") -> object:
    def view() -> None:
        raise error

    kept = app.view_functions["trial_write"]
    app.view_functions["trial_write"] = public(view)
    try:
        return client.open("/trial/write", method=method)
    finally:
        app.view_functions["trial_write"] = kept


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (StaleDataError(), 409),
        (sa.exc.OperationalError(*STATEMENT), 503),
        (sa.exc.InterfaceError(*STATEMENT), 503),
        (sa.exc.TimeoutError(), 503),
        (sa.exc.DataError(*STATEMENT), 400),
        (sa.exc.IntegrityError("", {}, Exception("UNIQUE constraint failed: x.y")), 409),
    ],
)
def test_each_fault_of_the_database_has_its_page(
    trial: Flask, visitor: FlaskClient, error: Exception, status: int
) -> None:
    response = answer_to(trial, visitor, error)
    assert isinstance(response, Response)
    assert response.status_code == status
    tree, complaints = parse_page(response.get_data(as_text=True))
    assert complaints == []
    assert faults_of_page(tree, "zh") == []


def test_a_made_up_address_that_the_database_cannot_look_for_is_not_found(
    trial: Flask, visitor: FlaskClient
) -> None:
    for error in (sa.exc.DataError(*STATEMENT), OverflowError()):
        response = answer_to(trial, visitor, error, "GET")
        assert isinstance(response, Response)
        assert response.status_code == 404


def test_another_broken_constraint_is_our_fault_and_not_hidden(trial: Flask, visitor: FlaskClient) -> None:
    broken = sa.exc.IntegrityError("", {}, Exception("NOT NULL constraint failed: x.y"))
    with pytest.raises(sa.exc.IntegrityError):
        answer_to(trial, visitor, broken)


def test_a_failure_of_ours_tells_nothing_about_the_inside(
    trial: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(trial.config, "TESTING", False)
    response = answer_to(trial, visitor, RuntimeError("the secret inside"))
    assert isinstance(response, Response)
    assert response.status_code == 500
    assert "secret inside" not in response.get_data(as_text=True)


def test_headers_that_a_refusal_needs_are_kept(trial: Flask, visitor: FlaskClient) -> None:
    response = answer_to(trial, visitor, TooManyRequests(retry_after=60))
    assert isinstance(response, Response)
    assert (response.status_code, response.headers["Retry-After"]) == (429, "60")


def test_machines_get_reasons_as_data(visitor: FlaskClient) -> None:
    response = visitor.get("/nothing/here.json")
    assert response.status_code == 404
    assert response.json == {"status": 404, "reasons": []}


def test_reasons_are_all_shown_in_the_readers_language(trial: Flask, visitor: FlaskClient) -> None:
    chinese = visitor.post("/trial/raise", data={"kind": "refused"}).get_data(as_text=True)
    assert "此项必填。" in chinese
    assert "这个数太大。" in chinese
    english = visitor.post("/trial/raise?lang=en", data={"kind": "refused"}).get_data(as_text=True)
    assert "This number is too large." in english


def test_an_expired_form_says_what_to_do(client: FlaskClient, people: People) -> None:
    page = people.browser("village_officer").post("accounts.sign_out", csrf=False, expect=400)
    assert "表单已失效" in page.text


def test_without_a_database_even_a_reader_of_the_office_gets_a_page(
    people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = people.browser("village_officer")

    def fails(*_: object) -> None:
        raise sa.exc.OperationalError(*STATEMENT)

    monkeypatch.setattr("app.domain.accounts.queries.find_signed_in", fails)
    monkeypatch.setattr("app.blueprints.areas.site.find_site_area", fails)
    page = browser.get("desk.index", expect=503)
    assert "公示" in page.html
    assert page.response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", [f"{'x' * 80}.example", "a..b"])
def test_an_impossible_host_is_refused_and_no_failure_of_ours(visitor: FlaskClient, host: str) -> None:
    answer = visitor.get("/trial/mine", headers={"Host": host})
    assert answer.status_code == 400
    assert host not in answer.text
