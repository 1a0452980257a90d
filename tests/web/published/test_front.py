"""What a visitor gets from the front: the file of today in the form the device takes, and nothing else."""

import gzip
import re
from collections.abc import Iterator
from pathlib import Path

import brotli
import pytest
import sqlalchemy as sa
from flask import Flask
from flask.testing import FlaskClient

from app.core.db import db
from app.web.published import front, shelf
from app.web.published.names import name_of
from app.web.published.store import Store
from tests import factories
from tests.conftest import SetClock
from tests.web.published.conftest import publishing, rendered


@pytest.fixture
def address(portal: Flask) -> str:
    """A village's page."""
    return f"/trial/villages/{factories.a_village().code}"


@pytest.fixture
def statements(portal: Flask) -> Iterator[list[str]]:
    """The statements sent to the database."""
    found: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        found.append(statement)

    sa.event.listen(db.engine, "before_cursor_execute", note)
    yield found
    sa.event.remove(db.engine, "before_cursor_execute", note)


def test_rendered_once_then_served_without_flask_or_database(
    phone: FlaskClient, portal: Flask, address: str, statements: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = phone.get(address)
    statements.clear()
    front_of = portal.wsgi_app
    assert isinstance(front_of, front.Front)
    monkeypatch.setattr(front_of, "app", lambda *_: pytest.fail("the portal was asked"))
    second = phone.get(address)
    assert (first.status_code, second.status_code, len(rendered)) == (200, 200, 1)
    assert second.data == first.data
    assert statements == []
    assert dict(second.headers) == dict(first.headers)


def test_headers_are_those_of_the_portal_without_cookies(phone: FlaskClient, address: str) -> None:
    fresh, kept = phone.get(f"{address}?x=1"), phone.get(address)
    for name in ("Content-Security-Policy", "X-Content-Type-Options", "X-Frame-Options", "Content-Type"):
        assert kept.headers[name] == fresh.headers[name]
    assert kept.headers["Cache-Control"] == "no-cache"
    assert kept.headers["Vary"] == "Accept-Encoding"
    assert "Set-Cookie" not in kept.headers


@pytest.mark.parametrize(
    ("accepts", "encoding"),
    [
        ("", None),
        ("identity", None),
        ("gzip, deflate", "gzip"),
        ("gzip, deflate, br", "br"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("*", "br"),
        ("gzip;q=nonsense", None),
    ],
)
def test_form_that_the_device_takes(
    phone: FlaskClient, address: str, accepts: str, encoding: str | None
) -> None:
    plain = phone.get(address).data
    answer = phone.get(address, headers={"Accept-Encoding": accepts})
    unpack = {None: bytes, "gzip": gzip.decompress, "br": brotli.decompress}[encoding]
    assert answer.headers.get("Content-Encoding") == encoding
    assert unpack(answer.data) == plain
    assert int(answer.headers["Content-Length"]) == len(answer.data)


def test_unchanged_is_answered_in_a_line(phone: FlaskClient, address: str) -> None:
    known = phone.get(address, headers={"Accept-Encoding": "br"}).headers["ETag"]
    again = phone.get(address, headers={"Accept-Encoding": "br", "If-None-Match": f'"old", W/{known}'})
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", known)
    assert phone.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


def test_first_visitor_may_know_the_page_already(phone: FlaskClient, store: Store, address: str) -> None:
    known = phone.get(address).headers["ETag"]
    store.forget()
    assert phone.get(address, headers={"If-None-Match": known}).status_code == 304
    assert store.names() == [f"{address[1:]}/index.html"]


def test_head_has_the_headers_only(phone: FlaskClient, address: str) -> None:
    before = phone.head(address)
    page = phone.get(address)
    head = phone.head(address)
    assert (before.status_code, head.data) == (200, b"")
    assert head.headers["Content-Length"] == page.headers["Content-Length"]
    assert head.headers["ETag"] == page.headers["ETag"]


def test_a_query_a_form_or_a_fragment_goes_to_the_portal(
    phone: FlaskClient, store: Store, address: str
) -> None:
    phone.get(address)
    phone.get(f"{address}?name=x")
    phone.get(address, headers={"HX-Request": "true"})
    assert phone.post(address).status_code == 405
    assert len(rendered) == 3
    assert store.names() == [f"{address[1:]}/index.html"]


def test_english_lies_beside(phone: FlaskClient, store: Store) -> None:
    zh, en = phone.get("/trial/board"), phone.get("/en/trial/board")
    assert zh.text.endswith(" /trial/board")
    assert en.text.endswith(" /en/trial/board")
    assert phone.get("/trial/board").data == zh.data
    assert store.names() == ["en/trial/board/index.html", "trial/board/index.html"]


def test_data_lie_under_their_own_name(phone: FlaskClient, store: Store) -> None:
    phone.get("/trial/data.json")
    assert phone.get("/trial/data.json").mimetype == "application/json"
    assert store.names() == ["trial/data.json"]


def test_views_that_are_not_published_are_not_kept(phone: FlaskClient, store: Store) -> None:
    for _ in range(2):
        phone.get("/trial/plain")
    assert rendered == ["plain", "plain"]
    assert store.names() == []


@pytest.mark.parametrize(("view", "fault"), [("cookie", "sets a cookie"), ("session", "read the session")])
def test_what_is_one_readers_own_is_refused_aloud(
    phone: FlaskClient, store: Store, view: str, fault: str
) -> None:
    with pytest.raises(RuntimeError, match=fault):
        phone.get(f"/trial/{view}")
    assert store.names() == []


@pytest.mark.parametrize("view", ["cookie", "session"])
def test_and_served_but_not_kept_in_production(
    phone: FlaskClient, portal: Flask, store: Store, view: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(portal.wsgi_app, "strict", False)
    assert phone.get(f"/trial/{view}").status_code == 200
    assert store.names() == []


def test_a_reader_with_cookies_gets_everybodys_page(portal: Flask, phone: FlaskClient) -> None:
    reader = portal.test_client()
    reader.set_cookie("gongshi", "made.up.session")
    reader.set_cookie("lang", "en")
    assert reader.get("/trial/board").data == phone.get("/trial/board").data


def test_another_host_name_is_not_kept_in_pages_for_all(phone: FlaskClient, store: Store) -> None:
    phone.get("/trial/absolute", headers={"Host": "elsewhere.example"})
    assert store.names() == []
    phone.get("/trial/absolute")
    assert store.names() == ["trial/absolute/index.html"]


def test_nothing_outside_the_days_folder(phone: FlaskClient, store: Store) -> None:
    phone.get("/trial/board")
    for path in [
        "/../state.json",
        "/trial/../../state.json",
        "/trial/%2e%2e/%2e%2e/state.json",
        "/..%2f..%2fstate.json",
        "/.gone",
        "//trial/board",
        "/trial/board/",
        "/trial//board",
        "/trial/board/index.html",
        "/trial/board/index.html.gz",
        "/trial/board%00",
        "/trial/%E6%9D%91",
        "/trial/%ff%fe",
        "/TRIAL/board",
        "/trial/" + "x" * 5000,
        "/trial/board%0a",
    ]:
        assert phone.get(path).status_code in (308, 400, 404), path
    assert store.names() == ["trial/board/index.html"]


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/en", "en/index.html"),
        ("/en/", "en/index.html"),
        ("/english", "english/index.html"),
        ("/notices/2026-107-002-1", "notices/2026-107-002-1/index.html"),
        ("/notices/2026-107-002-1.json", "notices/2026-107-002-1.json"),
        ("/x.json.gz", "x.json.gz/index.html"),
        ("/x/", None),
        ("/./x", None),
        ("/x/..", None),
        ("", None),
        ("/x\x00", None),
        ("/村", None),
    ],
)
def test_names(path: str, name: str | None) -> None:
    assert name_of(path) == name


def test_yesterday_is_gone_at_midnight(
    phone: FlaskClient, store: Store, address: str, clock: SetClock
) -> None:
    clock.set(clock.today, 23, 59)
    phone.get("/trial/board")
    yesterday = store.root / clock.today.isoformat()
    clock.move(minutes=2)
    assert store.names() == []
    assert clock.today.isoformat() in phone.get("/trial/board").text
    assert not yesterday.exists()


def test_memory_is_bounded(phone: FlaskClient, portal: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "ROOM", 3000)
    codes = [factories.a_village().code for _ in range(3)]
    for _ in range(2):
        pages = [phone.get(f"/trial/villages/{code}") for code in codes]
    assert [page.status_code for page in pages] == [200, 200, 200]
    found = portal.wsgi_app
    assert isinstance(found, front.Front)
    assert found.shelf._size <= 3000
    assert len(rendered) == 3


def test_nothing_is_published_where_the_site_has_no_name(tmp_path: Path) -> None:
    app = publishing(tmp_path, address="")
    assert not isinstance(app.wsgi_app, front.Front)
    assert not (tmp_path / "published").exists()


def test_a_page_that_is_not_200_is_not_kept(phone: FlaskClient, store: Store) -> None:
    assert phone.get("/trial/villages/none").status_code == 404
    assert store.names() == []


def test_a_full_disk_does_not_keep_anybody_from_reading(
    phone: FlaskClient, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise OSError("no space left")

    monkeypatch.setattr(store, "place", full)
    assert re.match("20|,| ", phone.get("/trial/board").text)
