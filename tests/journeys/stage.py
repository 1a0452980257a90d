"""A portal that real browsers visit while the test holds the clock.

The server runs in this process, on the database of the test; each person has a browser window of their own
(``person.py``). Whatever goes wrong anywhere is gathered in ``faults`` and fails the test at its end.
"""

import datetime as dt
import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Request, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from app.core import clock
from app.core.db import db
from tests.journeys.person import PATIENCE, Person
from tests.people import People

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
STILL_SIGNED_IN = dt.timedelta(hours=1)
#: a form that comes back to be corrected; everything else from 400 on must be announced (:meth:`Stage.expects`)
CORRECTED = 422


class _Handler(WSGIRequestHandler):
    """Keeps connections open and says nothing."""

    protocol_version = "HTTP/1.1"

    def log_request(self, *_: object, **__: object) -> None:
        """The test's output is not an access log."""


class Stage:
    """The running portal at *address*. *faults* gathers what went wrong anywhere: errors, consoles, strange hosts."""

    def __init__(self, app: Flask, chromium: Browser, people: People, *, script: bool) -> None:
        self.app, self.chromium, self.people, self.script = app, chromium, people, script
        self.faults: list[str] = []
        self.looked_at: set[str] = set()
        self._persons: dict[str, tuple[Person, dt.datetime]] = {}
        self._refusals = {CORRECTED}
        #: while the story cuts the line, the browser's complaints about it belong to the story
        self.line_is_cut = False
        self._contexts: list[BrowserContext] = []
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True, request_handler=_Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._now = clock.now()

    def _answer(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        clock.set_to(self._now)
        try:
            return self.app.wsgi_app(environ, start_response)
        except Exception as fault:
            self.faults.append(f"{environ.get('REQUEST_METHOD')} {environ.get('PATH_INFO')}: {fault!r}")
            raise

    def begin(self) -> None:
        """Open the doors."""
        self._thread.start()

    def end(self) -> None:
        """Close the windows, then the doors."""
        for context in self._contexts:
            context.close()
        self._server.shutdown()
        self._thread.join(10)
        self._server.server_close()

    def settle(self) -> None:
        """Before anybody acts: what the test wrote is committed, and the server's clock stands as the test's."""
        db.session.commit()
        self._now = clock.now()

    def expects(self, *statuses: int) -> None:
        """From now on answers with these *statuses* belong to the story."""
        self._refusals.update(statuses)

    def person(self, name: str = "villager", *, lang: str = "zh") -> Person:
        """*name* at a window of their own: villagers at a telephone, others at a desk, signed in by the page.

        Whoever was here within the hour still sits there, signed in.
        """
        person, since = self._persons.get(name, (None, clock.now()))
        if person is None or clock.now() - since > STILL_SIGNED_IN:
            person = self._comes(name, lang)
            self._persons[name] = (person, clock.now())
        return person

    def _comes(self, name: str, lang: str) -> Person:
        is_villager = name == "villager"
        context = self.chromium.new_context(
            base_url=self.address,
            java_script_enabled=self.script,
            viewport=PHONE if is_villager else DESK,  # type: ignore[arg-type]  # a plain dict is one
            locale="zh-CN",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("request", self._follow)
        page.on("response", self._note)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        person = Person(self, page, lang)
        if lang != "zh":
            person.open(f"/desk?lang={lang}")
        if not is_villager:
            person.sign_in(self.people.user(name).username)
        return person

    def _follow(self, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            self.faults.append(f"asked another host: {request.url}")

    def _note(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self._refusals:
            self.faults.append(f"{response.request.method} {response.url}: {response.status}")

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium repeats a refused answer on the console; those are judged in _note.
        is_status = "Failed to load resource: the server responded with a status of" in message.text
        is_status = is_status or (self.line_is_cut and "net::ERR_" in message.text)
        if message.type in ("error", "warning") and not is_status:
            self.faults.append(f"console: {message.text}")
