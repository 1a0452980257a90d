"""One transaction a request: what is kept, what is undone, and in which order."""

import pytest
from flask import Flask, g
from flask.testing import FlaskClient

from app.core.db import is_writing
from app.web.access import public
from app.web.htmx import go
from tests.web.conftest import token, written


def test_a_post_that_goes_well_is_kept(trial: Flask, visitor: FlaskClient) -> None:
    assert visitor.post("/trial/write").status_code == 303
    assert written(trial) == 1


@pytest.mark.parametrize("status", [400, 404, 409, 422, 429, 500])
def test_a_post_that_does_not_leaves_nothing(trial: Flask, visitor: FlaskClient, status: int) -> None:
    assert visitor.post("/trial/write", data={"status": status}).status_code == status
    assert written(trial) == 0


@pytest.mark.parametrize(
    ("kind", "status"),
    [("not-found", 404), ("forbidden", 403), ("invalid", 422), ("conflict", 409), ("refused", 409)],
)
def test_a_refusal_undoes_everything(trial: Flask, visitor: FlaskClient, kind: str, status: int) -> None:
    assert visitor.post("/trial/raise", data={"kind": kind}).status_code == status
    assert written(trial) == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_looking_never_writes(trial: Flask, visitor: FlaskClient, method: str) -> None:
    visitor.open("/trial/write", method=method)
    assert written(trial) == 0


def test_a_request_without_its_token_does_not_reach_the_view(trial: Flask, visitor: FlaskClient) -> None:
    assert trial.test_client().post("/trial/write").status_code == 400
    assert written(trial) == 0


def test_a_post_to_nowhere_and_one_that_is_not_meant_for_posts(visitor: FlaskClient) -> None:
    assert visitor.post("/trial/nowhere").status_code == 404
    answer = visitor.post("/health")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_what_cannot_be_undone_happens_after_the_commit_and_is_not_fatal(
    trial: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[object] = []

    def fails() -> None:
        raise OSError("disk full")

    def act() -> None:
        seen.append((written(trial), is_writing()))

    def view() -> object:
        g.after_commit = [fails, act]
        return original()

    original = trial.view_functions["trial_write"]
    monkeypatch.setitem(trial.view_functions, "trial_write", public(view))
    assert visitor.post("/trial/write").status_code == 303
    assert seen == [(1, False)]
    seen.clear()
    visitor.post("/trial/write", data={"status": 422})
    assert seen == []


def test_a_view_that_reads_first_is_a_reader_until_it_says_otherwise(
    trial: Flask, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = []

    def view() -> object:
        seen.append(is_writing())
        return go("/trial/done")

    monkeypatch.setitem(trial.view_functions, "trial_slow", public(view))
    trial.view_functions["trial_slow"].reads_first = True  # type: ignore[attr-defined]  # as a view is marked
    assert visitor.post("/trial/slow", data={"once": "a"}).status_code == 303
    monkeypatch.setitem(trial.view_functions, "trial_write", public(view))
    visitor.post("/trial/write")
    assert seen == [False, True]
    assert is_writing() is False


def test_a_nul_is_refused_wherever_it_stands(trial: Flask, visitor: FlaskClient) -> None:
    assert visitor.get("/notices/%00").status_code == 400
    assert visitor.get("/trial/page?q=%00").status_code == 400
    assert visitor.post("/trial/write", data={"scope": "a\0b"}).status_code == 400
    assert written(trial) == 0


def test_a_number_that_no_column_holds_is_not_found(visitor: FlaskClient) -> None:
    assert visitor.get(f"/trial/big/{2**31 - 1}").status_code == 200
    assert visitor.get(f"/trial/big/{2**31}").status_code == 404


def test_a_body_that_is_too_large_gets_its_page(trial: Flask, visitor: FlaskClient) -> None:
    part = (
        b'--b\r\nContent-Disposition: form-data; name="scope"\r\n\r\n'
        + b"x" * (5 * 1024 * 1024)
        + b"\r\n--b--\r\n"
    )
    answer = visitor.post("/trial/write", data=part, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert "文件" in answer.get_data(as_text=True)


def test_two_of_the_same_at_once_are_a_conflict_not_a_failure(trial: Flask, visitor: FlaskClient) -> None:
    answer = visitor.post("/trial/twice")
    assert answer.status_code == 409
    assert "有人比您先一步" in answer.get_data(as_text=True)
    assert written(trial) == 0


def test_the_token_of_another_session_is_refused(trial: Flask, visitor: FlaskClient) -> None:
    other = trial.test_client()
    other.environ_base["HTTP_X_CSRFTOKEN"] = token(visitor)
    assert other.post("/trial/write").status_code == 400
