"""A real server on a scratch database, and visitors who speak HTTP to it. For what only several processes show.

A test fills the database through :meth:`LivePortal.filling`, starts the server, sends visitors, and looks again.
"""

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import flask_migrate
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from app import create_app
from app.core import clock
from app.core.db import Base, db, unit_of_work
from app.domain.accounts.models import User
from tests.browser import filled
from tests.house_checks import parse_page, text_of
from tests.storage import SECRET, configuration

ROOT = Path(__file__).resolve().parents[1]
SERVER = (
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", "2", "--blocking-threads", "4"),
    *("--respawn-failed-workers", "--workers-kill-timeout", "5", "--log-level", "warning"),
)


@dataclass(frozen=True)
class Answer:
    """What came back."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def location(self) -> str:
        return self.headers.get("location", "")

    @property
    def faults(self) -> list[str]:
        """What a form that came back says is wrong."""
        tree = parse_page(self.text)[0]
        return [text_of(one) for one in tree.iter() if one.get("class") in ("fault", "faults")]

    def fields(self, to: str = "") -> dict[str, Any]:
        """What the form of the content to *to* would send as it stands, its token and key included."""
        main = next(parse_page(self.text)[0].iter("main"))
        forms = [
            one for one in main.iter("form") if one.get("method") == "post" and to in one.get("action", "")
        ]
        assert forms, f"no form to {to!r}: {self.status} {text_of(main)[:300]}"
        return dict(filled(forms[0]))


class Visitor:
    """One browser: its cookies, and a connection for each request."""

    def __init__(
        self, port: int, cookies: Mapping[str, str] | None = None, *, timeout: float = 20, address: str = ""
    ) -> None:
        self.port, self.timeout, self.address = port, timeout, address
        self.cookies = dict(cookies or {})

    def get(self, path: str) -> Answer:
        """Open *path*."""
        return self._ask("GET", path)

    def post(self, path: str, fields: Mapping[str, Any]) -> Answer:
        """Send *fields* to *path*. A file is ``(stream, filename)``."""
        if not any(isinstance(value, tuple) for value in fields.values()):
            return self._ask("POST", path, urlencode(fields, doseq=True).encode(), "x-www-form-urlencoded")
        parts = {name: FileStorage(*one) if isinstance(one, tuple) else one for name, one in fields.items()}
        boundary, body = encode_multipart(parts)
        return self._ask("POST", path, body, f"form-data; boundary={boundary}", "multipart")

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = "", family: str = "application"
    ) -> Answer:
        headers = {"Host": f"127.0.0.1:{self.port}"}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self.address:
            headers["X-Forwarded-For"] = self.address
        if body is not None:
            headers["Content-Type"] = f"{family}/{kind}"
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=self.timeout)
        try:
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            text = response.read().decode(errors="replace")
        finally:
            connection.close()
        for name, value in response.getheaders():
            if name.lower() == "set-cookie":
                cookie, _, content = value.partition(";")[0].partition("=")
                self.cookies[cookie] = content
        return Answer(response.status, {k.lower(): v for k, v in response.getheaders()}, text)


class LivePortal:
    """A portal's data in *folder* (or in the database at *url*), and the server over it."""

    def __init__(self, folder: Path, url: str = "") -> None:
        self.folder, self.url = folder, url
        self.app: Flask = create_app(configuration(folder, url))
        self.port = free_port()
        self.process: subprocess.Popen[bytes] | None = None
        with self.app.app_context():
            Base.metadata.create_all(db.engine)
            flask_migrate.stamp()
            self._let_go()

    @contextlib.contextmanager
    def filling(self) -> Iterator[None]:
        """A transaction that is committed at the end, with the real clock running."""
        with self.app.app_context(), running_clock():
            with unit_of_work():
                yield
            self._let_go()

    @contextlib.contextmanager
    def looking(self) -> Iterator[None]:
        """A look at what is stored."""
        with self.app.app_context(), running_clock():
            yield
            self._let_go()

    @staticmethod
    def _let_go() -> None:
        db.session.remove()
        db.engine.dispose()

    def start(self) -> None:
        """Start the server and wait until it answers."""
        environment = {
            **{name: value for name, value in os.environ.items() if not name.startswith("GONGSHI")},
            "GONGSHI_INSTANCE": str(self.folder),
            "GONGSHI_SECRET_KEY": SECRET,
            "GONGSHI_TRUSTED_PROXIES": "1",
            "DATABASE_URL": self.url,
        }
        command = [*SERVER, "--host", "127.0.0.1", "--port", str(self.port), "wsgi:app"]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=log, stderr=log, start_new_session=True
        )
        log.close()
        ends = time.monotonic() + 30
        while time.monotonic() < ends:
            with contextlib.suppress(OSError, http.client.HTTPException):
                Visitor(self.port, timeout=5).get("/health")
                return
            assert self.process.poll() is None, self.log
            time.sleep(0.05)
        raise AssertionError(f"the server does not answer\n{self.log}")

    @property
    def log(self) -> str:
        """What the server wrote."""
        return (self.folder / "server.log").read_text(encoding="utf-8")

    def kill(self) -> None:
        """End the server and all its workers at once, as a power cut would."""
        self._signal(signal.SIGKILL)

    def end(self) -> None:
        """Nobody needs the server and its data any more: no time is given to finish anything."""
        if self.process is not None and self.process.poll() is None:
            self.kill()

    def stop(self) -> None:
        """Ask the server to end."""
        if self.process is not None and self.process.poll() is None:
            self._signal(signal.SIGTERM)

    def _signal(self, which: signal.Signals) -> None:
        assert self.process is not None
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, which)
        try:
            self.process.wait(15)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(15)

    def visitor(self, address: str = "") -> Visitor:
        """Somebody without an account, seemingly from *address*."""
        return Visitor(self.port, address=address)

    def signed_in(self, user_id: int) -> Visitor:
        """The browser of the account *user_id*, signed in already."""
        with self.looking():
            user = db.session.get_one(User, user_id)
            stamp = int(clock.now().timestamp())
            session = {
                "_user_id": f"{user.id}.{user.session_epoch}",
                "_fresh": True,
                "began": stamp,
                "seen": stamp,
            }
        serializer = self.app.session_interface.get_signing_serializer(self.app)
        name = str(self.app.config["SESSION_COOKIE_NAME"])
        return Visitor(self.port, {name: serializer.dumps({**session, "token": "of a live test"})})


@contextlib.contextmanager
def running_clock() -> Iterator[None]:
    """The real time, as the server sees it."""
    set_before = clock.now()
    clock.set_to(None)
    try:
        yield
    finally:
        clock.set_to(set_before)


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
