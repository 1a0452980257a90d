"""A browser for tests: asks by endpoint or path, as page or fragment, and checks the house rules on every answer.

    page = browser.get("households.show", household_id=3)            # 200 unless expect= says otherwise
    page = browser.get("/households", fragment=True)                 # as HTMX asks
    page = browser.post("applications.new", {"cause": "illness"})    # 303 unless expect= says otherwise
    page = browser.send(name="…", press="confirm")                   # the form of the page last seen, filled in

A POST carries a valid token and a fresh one-time key by itself; ``once=`` repeats a key, ``csrf=False`` leaves the
token out.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit
from xml.etree.ElementTree import Element

import cssselect2
import sqlalchemy as sa
from flask import Flask, template_rendered, url_for
from itsdangerous import URLSafeTimedSerializer
from werkzeug.test import TestResponse

from app.core.db import db
from tests.house_checks import faults_of_page, faults_of_part, parse_fragment, parse_page, text_of

WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE", "TRUNCATE")


@dataclass
class Page:
    """An answer. *statements* are the SQL statements that it took."""

    response: TestResponse
    is_fragment: bool
    statements: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def html(self) -> str:
        return self.response.get_data(as_text=True)

    @property
    def location(self) -> str:
        """Where the reader is sent, for a browser or for HTMX; "" when nowhere."""
        return self.response.headers.get("Location") or self.response.headers.get("HX-Redirect") or ""

    @property
    def is_html(self) -> bool:
        return self.response.mimetype == "text/html" and bool(self.response.data.strip())

    @cached_property
    def parsed(self) -> tuple[Element, list[str]]:
        return parse_fragment(self.html) if self.is_fragment else parse_page(self.html)

    @property
    def tree(self) -> Element:
        return self.parsed[0]

    @property
    def text(self) -> str:
        """The words a reader sees, with single spaces between; of a page only what stands in ``main``."""
        main = None if self.is_fragment else self.tree.find("body/main")
        return text_of(main if main is not None else self.tree)

    @property
    def heading(self) -> str:
        return text_of(next(self.tree.iter("h1"), None))

    def select(self, selector: str) -> list[Element]:
        """The elements that a CSS selector finds, in order."""
        root = cssselect2.ElementWrapper.from_html_root(self.tree)
        return [found.etree_element for found in root.query_all(selector)]

    def texts(self, selector: str) -> list[str]:
        """Their words."""
        return [text_of(element) for element in self.select(selector)]

    @property
    def faults(self) -> list[str]:
        """The messages beside fields and in the summary of a form that came back."""
        return self.texts(".fault") + self.texts(".faults li")

    @property
    def links(self) -> dict[str, str]:
        """Words -> address of every link."""
        return {text_of(link): link.get("href", "") for link in self.tree.iter("a")}

    def form(self, to: str = "") -> Element:
        """The POST form of the content whose action contains *to*; there must be exactly one."""
        within = "form" if self.is_fragment else "main form"
        forms = [form for form in self.select(within) if form.get("method", "").lower() == "post"]
        fitting = [form for form in forms if to in form.get("action", "")]
        actions = [form.get("action") for form in forms]
        assert len(fitting) == 1, f"{len(fitting)} forms to {to!r} on {self.heading!r}: {actions}"
        return fitting[0]


class Browser:
    """What one person sees. *lang* ``en`` asks for English pages, whose addresses begin with ``/en``."""

    def __init__(self, app: Flask, lang: str = "zh") -> None:
        self.app = app
        self.lang = lang
        self.client = app.test_client()
        self.page: Page | None = None

    def get(self, target: str, *, fragment: bool = False, expect: int | None = 200, **values: Any) -> Page:
        """Open *target* (an endpoint, or a path with its query). *values* are those of the address."""
        return self._open("GET", self.address(target, values), fragment, expect)

    def post(
        self,
        target: str,
        data: Mapping[str, Any] | None = None,
        *,
        fragment: bool = False,
        expect: int | None = 303,
        once: str | None = None,
        csrf: bool = True,
        **values: Any,
    ) -> Page:
        """Send *data* to *target*. Files are ``(stream, filename)``. An HTMX success is 204 instead of 303."""
        body: dict[str, Any] = {"once": once or secrets.token_urlsafe(18), **(data or {})}
        if csrf:
            body.setdefault("csrf_token", self.csrf_token())
        if fragment and expect == 303:
            expect = 204
        return self._open("POST", self.address(target, values), fragment, expect, body)

    def send(
        self,
        *,
        to: str = "",
        press: str = "",
        expect: int | None = 303,
        fragment: bool = False,
        **fields: Any,
    ) -> Page:
        """Fill *fields* into the form of the page last seen and send it, pressing the button with value *press*.

        With several forms on the page, *to* is a part of the wanted one's address. ``None`` empties a field.
        """
        assert self.page is not None, "no page was opened yet"
        form = self.page.form(to)
        body = dict(filled(form, press))
        unknown = set(fields) - names_in(form)
        assert not unknown, f"the form has no {sorted(unknown)}, only {sorted(names_in(form))}"
        body.update(fields)
        kept = {name: value for name, value in body.items() if value is not None}
        return self._open("POST", form.get("action", ""), fragment, expect, kept)

    def follow(self) -> Page:
        """Go where the last answer sends the reader."""
        location = self.page.location if self.page is not None else ""
        assert location, "the last answer sends nowhere"
        return self.get(location)

    def address(self, target: str, values: Mapping[str, Any]) -> str:
        """The path of an endpoint; a path stays as it is."""
        if target.startswith(("/", "http:")):
            parts = urlsplit(target)
            return parts.path + (f"?{parts.query}" if parts.query else "")
        with self.app.test_request_context():
            return url_for(target, **values)

    def csrf_token(self) -> str:
        """A token that belongs to this browser's session."""
        with self.client.session_transaction() as session:
            raw = session.setdefault("csrf_token", secrets.token_hex(20))
        return str(URLSafeTimedSerializer(self.app.secret_key or "", salt="wtf-csrf-token").dumps(raw))

    def _open(
        self,
        method: str,
        path: str,
        fragment: bool,
        expect: int | None,
        body: Mapping[str, Any] | None = None,
    ) -> Page:
        headers = {"HX-Request": "true"} if fragment else {}
        if self.lang == "en" and path != "/en" and not path.startswith("/en/"):
            path = f"/en{path}"
        with watched(is_reading=method == "GET") as statements:
            response = self.client.open(path, method=method, headers=headers, data=body)
        response.get_data()
        response.close()  # what is done once the answer is sent is no part of it
        is_part = fragment and "<!doctype" not in response.get_data(as_text=True)[:40].lower()
        page = (
            Page(response, is_part, list(statements))
            if response.mimetype == "text/html"
            else Page(response, False)
        )
        page.statements = list(statements)
        if expect is not None and page.status != expect:
            reasons = page.texts(".callout li") + page.faults if page.is_html else []
            raise AssertionError(f"{method} {path}: {page.status} instead of {expect} {reasons}")
        self._check(page, f"{method} {path}")
        self.page = page
        return page

    def _check(self, page: Page, what: str) -> None:
        if not page.is_html or page.status in (301, 302, 303, 308):
            return
        asked = "en" if what.split(" ")[1].startswith("/en/") else self.lang
        asked = page.response.request.args.get("lang", asked)
        tree, complaints = page.parsed
        rules = faults_of_part if page.is_fragment else faults_of_page
        found = [f"not well-formed: {complaint}" for complaint in complaints] + rules(tree, asked)
        if "HX-Request" not in page.response.headers.get("Vary", ""):
            found.append("page and fragment share an address without Vary: HX-Request")
        assert not found, f"{what}:\n  " + "\n  ".join(found)


def names_in(form: Element) -> set[str]:
    """The names of all fields of *form*."""
    return {name for element in form.iter() if (name := element.get("name")) is not None}


def filled(form: Element, press: str = "") -> Iterator[tuple[str, Any]]:
    """The names and values that a browser would send: what is filled in, and the button pressed."""
    several: dict[str, list[str]] = {}
    for element in form.iter():
        name, kind = element.get("name"), element.get("type", "")
        if name is None or element.get("disabled") is not None:
            continue
        values: Sequence[str] = []
        if element.tag == "textarea":
            values = [(element.text or "").removeprefix("\n")]
        elif element.tag == "select":
            values = _chosen(element)
        elif element.tag == "button" or kind == "submit":
            values = [press] if press and element.get("value") == press else []
        elif element.tag == "input" and kind in ("checkbox", "radio"):
            values = [element.get("value", "on")] if element.get("checked") is not None else []
        elif element.tag == "input" and kind != "file":
            values = [element.get("value", "")]
        several.setdefault(name, []).extend(values)
    for name, values in several.items():
        if values:
            yield name, values[0] if len(values) == 1 else values


def _chosen(select: Element) -> list[str]:
    options = list(select.iter("option"))
    chosen = [option for option in options if option.get("selected") is not None]
    if not chosen and select.get("multiple") is None:
        chosen = options[:1]
    return [option.get("value", text_of(option)) for option in chosen]


@contextmanager
def watched(*, is_reading: bool) -> Iterator[list[str]]:
    """Gather the statements within the block. When *is_reading*, fail if anything was written or was about to be."""
    statements: list[str] = []
    about_to_write: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        statements.append(statement)

    def look(*_sender: Any, **_rest: Any) -> None:
        session = db.session
        about_to_write.extend(repr(row) for row in (*session.new, *session.dirty, *session.deleted))

    engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    template_rendered.connect(look)
    try:
        yield statements
    finally:
        template_rendered.disconnect(look)
        sa.event.remove(engine, "before_cursor_execute", note)
    if is_reading:
        written = [text for text in statements if text.lstrip().upper().startswith(WRITES)]
        assert not written, f"a GET wrote: {written}"
        assert not about_to_write, f"a GET changed rows in passing: {about_to_write}"
