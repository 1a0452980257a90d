"""``flask pages …``, and the settings for nginx, tried with nginx itself where it is installed."""

import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from flask.testing import FlaskClient

from app.core import clock
from app.core.db import db
from app.web.published import warming
from app.web.published.setup import shape_of
from app.web.published.store import Store
from tests import factories
from tests.conftest import SetClock

NGINX = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def run(app: Flask, *arguments: str) -> Result:
    db.session.commit()
    return app.test_cli_runner().invoke(args=["pages", *arguments])


def test_warming_renders_every_page_in_both_languages(portal: Flask, store: Store) -> None:
    notice = factories.a_notice(factories.a_candidate_list(entries=2))
    number, code = notice.number, notice.village.code
    result = run(portal, "warm")
    assert result.exit_code == 0, result.output
    names = store.names()
    for page in (f"notices/{number}", f"villages/{code}", "notices", "draws"):
        assert {f"{page}/index.html", f"en/{page}/index.html"} <= set(names)
    assert {"index.html", "en/index.html", f"notices/{number}.json", f"notices/{number}.csv"} <= set(names)
    assert f"{len(names)} pages are published" in result.output
    assert ", 0 of them now" in run(portal, "warm").output


def test_only_links_of_this_site_are_followed() -> None:
    text = """<a href="/a"><a href="b"><a href="https://else.example/c"><a href="/d?page=2"><a href="/e?name=x">
    <a href="#f"><a href="mailto:x@y"><loc>http://here/g</loc>"""
    found = list(warming.links_in(text, "http://here/x/y", "http://here"))
    assert found == ["/a", "/x/b", "/d?page=2", "/x/y", "/g"]


def test_forget_and_sweep(portal: Flask, store: Store, phone: FlaskClient, clock: SetClock) -> None:
    phone.get("/trial/board")
    assert run(portal, "forget").exit_code == 0
    assert store.names() == []
    phone.get("/trial/board")
    clock.move(days=1)
    assert "1 past day(s)" in run(portal, "sweep").output
    assert not list(store.root.glob("20*"))


def test_where_nothing_is_published_the_commands_say_so(app: Flask) -> None:
    result = app.test_cli_runner().invoke(args=["pages", "warm"])
    assert result.exit_code == 1
    assert "GONGSHI_PUBLIC_ADDRESS" in result.output


def test_settings_name_their_folder_by_what_they_say(portal: Flask, store: Store) -> None:
    text = run(portal, "nginx", "--server-name", "gongshi.example", "--upstream", "127.0.0.1:8123").output
    assert "server_name gongshi.example;" in text
    assert "server 127.0.0.1:8123;" in text
    assert store.nginx in text
    assert re.search(r"@\w+@", text) is None
    assert run(portal, "nginx", "--certificate", "x").exit_code == 2


@contextmanager
def nginx(portal: Flask, folder: Path) -> Iterator[int]:
    """nginx with the shipped settings on a free port; the portal behind it does not answer."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    config = portal.extensions["gongshi"]
    text = shape_of(config).settings(
        published=config.published,
        static=folder,
        server_name="_",
        upstream="127.0.0.1:9",
        certificate="",
        key="",
    )
    text = text.replace("listen 80;", f"listen 127.0.0.1:{port};").replace("listen [::]:80;", "")
    paths = "".join(f"{kind}_temp_path {folder}/{kind}; " for kind in ("proxy", "fastcgi", "uwsgi", "scgi"))
    user = "user root; " if os.geteuid() == 0 else ""  # the folders of tests are their user's only
    (folder / "nginx.conf").write_text(
        f"{user}daemon off; pid {folder}/pid; error_log {folder}/error.log; env TZ; events {{}}\n"
        f"http {{ access_log off; client_body_temp_path {folder}/body; {paths}\n{text} }}",
        encoding="utf-8",
    )
    assert NGINX is not None
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    process = subprocess.Popen(
        command,
        env=os.environ | {"TZ": "Asia/Shanghai"},
        stderr=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
    )
    try:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.05)
        yield port
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(10)


def ask(port: int, path: str, **headers: str) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with closing(connection):
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", path, headers=sent)
        response = connection.getresponse()
        said = {name.lower(): value for name, value in response.getheaders()}
        return response.status, said, response.read()


@pytest.mark.skipif(NGINX is None, reason="nginx is not installed")
def test_nginx_serves_what_the_front_serves(
    portal: Flask, store: Store, phone: FlaskClient, tmp_path: Path
) -> None:
    clock.set_to(None)  # nginx asks the machine's clock
    village = f"/trial/villages/{factories.a_village().code}"
    for path in (village, "/trial/data.json", "/en/trial/board"):
        phone.get(path)
    with nginx(portal, tmp_path) as port:
        for path in (village, "/trial/data.json", "/en/trial/board"):
            front = phone.get(path)
            status, headers, body = ask(port, path)
            assert (status, body) == (200, front.data)
            for name in ("Content-Security-Policy", "Content-Type", "Cache-Control", "X-Frame-Options"):
                assert headers[name.lower()] == front.headers[name]
            assert "last-modified" not in headers
            assert ask(port, path, If_None_Match=headers["etag"])[0] == 304
        assert ask(port, village, Accept_Encoding="gzip")[1]["content-encoding"] == "gzip"
        for path in (f"{village}?x=1", f"{village}/", f"{village}/index.html", f"{village}/index.html.gz"):
            assert ask(port, path)[0] == 502, path
        assert ask(port, village, HX_Request="true")[0] == 502
        assert ask(port, "/../state.json")[0] in (400, 502)
        store.forget()
        assert ask(port, village)[0] == 502
