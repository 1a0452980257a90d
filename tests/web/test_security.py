"""Headers, cookies, proxies, addresses."""

from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from app import create_app
from app.config import Config
from app.web.security import local_path, visitor_address
from tests.storage import SECRET


def test_every_answer_carries_the_headers(visitor: FlaskClient) -> None:
    for path in ("/trial/page", "/nothing", "/static/js/portal.js", "/health"):
        headers = visitor.get(path, buffered=True).headers
        assert headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"


def test_files_with_their_digest_are_kept_for_a_year_others_are_not(visitor: FlaskClient) -> None:
    assert "immutable" in visitor.get("/static/js/portal.js?v=abc", buffered=True).headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/js/portal.js", buffered=True).headers["Cache-Control"]
    assert "immutable" not in visitor.get("/static/nothing.js?v=abc").headers["Cache-Control"]
    assert "Set-Cookie" not in visitor.get("/static/js/portal.js?v=abc&lang=xx", buffered=True).headers


def test_a_page_with_a_form_is_kept_by_its_reader_only(visitor: FlaskClient) -> None:
    assert visitor.get("/sign-in").headers["Cache-Control"] == "private, no-cache"
    assert visitor.get("/trial/mine").headers["Cache-Control"] == "no-store"
    plain = visitor.get("/trial/big/1")
    assert plain.headers["Cache-Control"] == "no-cache"
    assert "Set-Cookie" not in plain.headers
    assert visitor.get("/static/js/portal.js?v=1", buffered=True).headers["Vary"] == "Accept-Encoding"


@pytest.fixture
def secured(tmp_path: Path) -> FlaskClient:
    config = Config(
        instance=tmp_path,
        database_url=f"sqlite:///{tmp_path}/x.sqlite3",
        secret_key=SECRET,
        secure_cookies=True,
        trusted_proxies=1,
        testing=True,
    )
    return create_app(config).test_client()


def test_behind_https_every_cookie_says_so(secured: FlaskClient) -> None:
    answer = secured.get("/desk?lang=en", base_url="https://portal.example")
    form = secured.get("/sign-in", base_url="https://portal.example")
    cookies = answer.headers.getlist("Set-Cookie") + form.headers.getlist("Set-Cookie")
    assert {cookie.split("=")[0] for cookie in cookies} == {"gongshi", "lang"}
    assert all("Secure" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie for cookie in cookies)
    assert "max-age" in form.headers["Strict-Transport-Security"]


def test_without_https_nothing_is_promised_for_the_future(visitor: FlaskClient) -> None:
    assert "Strict-Transport-Security" not in visitor.get("/sign-in").headers


@pytest.mark.parametrize(
    ("remote", "counted"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
        ("nonsense", "unknown"),
    ],
)
def test_visitors_are_counted_by_address_or_network(trial: Flask, remote: str, counted: str) -> None:
    with trial.test_request_context("/", environ_base={"REMOTE_ADDR": remote}):
        assert visitor_address() == counted


def test_a_forwarded_address_is_not_believed_without_a_proxy(trial: Flask) -> None:
    headers = {"X-Forwarded-For": "198.51.100.1"}
    with trial.test_request_context("/", headers=headers, environ_base={"REMOTE_ADDR": "203.0.113.9"}):
        assert visitor_address() == "203.0.113.9"


@pytest.mark.parametrize("given", ["/", "/desk", "/accounts?q=li&page=2", "/villages/520581107002#notices"])
def test_addresses_of_this_site_are_followed(given: str) -> None:
    assert local_path(given, "/x") == given


@pytest.mark.parametrize(
    "given",
    [
        None,
        "",
        "desk",
        "//evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "http:/desk",
        "https://evil.example",
        "/\t/evil.example",
        "/a\r\nSet-Cookie: x",
        " /desk",
        "/a\x7f",
        "javascript:alert(1)",
    ],
)
def test_everything_else_is_a_trap(given: str | None) -> None:
    assert local_path(given, "/x") == "/x"
