"""A portal that real browsers visit while the test holds the clock, and the people who sit at them.

The server runs in this process, on the database of the test; each person has a browser window of their own. What is
written here for people (``press``, ``fill``, ``sees``) speaks of words on the page, never of tags.
"""

import threading
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, Request, Route, expect
from werkzeug.serving import make_server

from app.core import clock
from app.core.db import db
from tests.factories import PASSWORD
from tests.people import People

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
PATIENCE = 10_000


class Stage:
    """The running portal at *address*. *faults* gathers what went wrong anywhere: errors, consoles, strange hosts."""

    def __init__(self, app: Flask, chromium: Browser, people: People, *, script: bool) -> None:
        self.app, self.chromium, self.people, self.script = app, chromium, people, script
        self.faults: list[str] = []
        self._contexts: list[BrowserContext] = []
        self._server = make_server("127.0.0.1", 0, self._answer, threaded=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
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

    def person(self, name: str = "villager", *, at: dict[str, int] | None = None, lang: str = "") -> "Person":
        """*name* at a window of their own: villagers at a telephone, others at a desk, signed in by the page."""
        is_villager = name == "villager"
        context = self.chromium.new_context(
            base_url=self.address,
            java_script_enabled=self.script,
            viewport=at or (PHONE if is_villager else DESK),  # type: ignore[arg-type]  # a plain dict is one
            locale="zh-CN",
            accept_downloads=True,
        )
        context.set_default_timeout(PATIENCE)
        context.route("**/*", self._guard)
        self._contexts.append(context)
        page = context.new_page()
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.faults.append(f"script: {error}"))
        person = Person(self, name, page)
        if lang:
            person.open(f"/?lang={lang}")
        if not is_villager:
            person.sign_in(self.people.user(name).username)
        return person

    def _guard(self, route: Route, request: Request) -> None:
        if urlsplit(request.url).hostname not in ("127.0.0.1", None):
            self.faults.append(f"asked another host: {request.url}")
            route.abort()
        else:
            route.continue_()

    def _hear(self, message: ConsoleMessage) -> None:
        is_status = "Failed to load resource" in message.text and "500" not in message.text
        if message.type in ("error", "warning") and not is_status:
            self.faults.append(f"console: {message.text}")


class Person:
    """Somebody at a window. Every act first settles what the test did meanwhile."""

    def __init__(self, stage: Stage, name: str, page: Page) -> None:
        self.stage, self.name, self.page = stage, name, page

    def open(self, path: str) -> "Person":
        """Type an address."""
        self.stage.settle()
        self.page.goto(path)
        return self._looked()

    def sign_in(self, username: str, password: str = PASSWORD) -> "Person":
        """Sign in by the page."""
        self.open("/sign-in")
        self.page.locator("input[name=username]").fill(username)
        self.page.locator("input[name=password]").fill(password)
        self.page.locator("main form button[type=submit]").click()
        self.page.wait_for_url(lambda url: "/sign-in" not in url)
        return self._looked()

    def press(self, words: str, *, within: str = "main", nth: int = 0) -> "Person":
        """Press the button with these *words*."""
        self.stage.settle()
        self.page.locator(within).get_by_role("button", name=words).nth(nth).click()
        return self._looked()

    def follow(self, words: str, *, within: str = "body", nth: int = 0) -> "Person":
        """Follow the link with these *words*."""
        self.stage.settle()
        self.page.locator(within).get_by_role("link", name=words).nth(nth).click()
        return self._looked()

    def fill(self, fields: dict[str, Any], *, within: str = "main") -> "Person":
        """Fill in fields by their labels: texts, choices by their words, ticks by true or false, files by path."""
        for label, value in fields.items():
            self._fill(self.page.locator(within).get_by_label(label).first, value)
        return self

    def _fill(self, field: Locator, value: Any) -> None:
        kind = field.evaluate("node => node.tagName === 'SELECT' ? 'select' : node.type")
        if kind == "select":
            field.select_option(label=value)
        elif kind in ("checkbox", "radio"):
            field.set_checked(bool(value))
        elif kind == "file":
            field.set_input_files(value)
        else:
            field.fill(str(value))

    def sees(self, *words: str) -> "Person":
        """All of these *words* stand in the content, now or in a moment."""
        for one in words:
            expect(self.page.locator("main")).to_contain_text(one, timeout=PATIENCE)
        return self

    def does_not_see(self, *words: str) -> "Person":
        """None of these *words* stand anywhere on the page."""
        for one in words:
            expect(self.page.locator("body")).not_to_contain_text(one, timeout=PATIENCE)
        return self

    @property
    def heading(self) -> str:
        """The page's heading."""
        return self.page.locator("h1").inner_text()

    def _looked(self) -> "Person":
        self.page.wait_for_load_state("load")
        overflow = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if overflow > 0:
            self.stage.faults.append(f"{self.page.url}: {overflow} pixels stick out to the right")
        return self
