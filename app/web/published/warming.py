"""Rendering today's pages before anybody asks: by walking from the home page along the links of published pages."""

import re
from collections import deque
from collections.abc import Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import RequestRedirect

from app.web.i18n import ENGLISH
from app.web.published.names import name_of

#: where a walk begins, in both languages
BEGINNINGS = ("/", f"{ENGLISH}/", "/notices", f"{ENGLISH}/notices", "/sitemap.xml", "/robots.txt")
_LINK = re.compile(r"(?:href=\"|<loc>)([^\"<]+)")
_FURTHER = re.compile(r"page=\d{1,4}")


def walk(app: Flask, address: str) -> Iterator[tuple[str, int]]:
    """Ask *app* for every published page that can be reached, as its own visitor; path and status of each."""
    client = app.test_client(use_cookies=False)
    waiting = deque(BEGINNINGS)
    known = set(waiting)
    while waiting:
        path = waiting.popleft()
        if not is_published_path(app, path):
            continue
        answer = client.get(path, base_url=address)
        if name_of(path) is not None:
            yield path, answer.status_code
        if answer.mimetype not in ("text/html", "application/xml", "text/xml"):
            continue
        for found in links_in(answer.get_data(as_text=True), address + path, address):
            if found not in known:
                known.add(found)
                waiting.append(found)


def links_in(text: str, here: str, address: str) -> Iterator[str]:
    """The addresses on this site that *text* points to: without a query, or only turning pages of a list."""
    for link in _LINK.findall(text):
        url = urljoin(here, unescape(link))
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != address:
            continue
        if not parts.query:
            yield parts.path or "/"
        elif _FURTHER.fullmatch(parts.query):
            yield f"{parts.path}?{parts.query}"


def is_published_path(app: Flask, path: str) -> bool:
    """True when the view of *path* is a published one."""
    plain = path.partition("?")[0]
    if plain == ENGLISH or plain.startswith(f"{ENGLISH}/"):
        plain = plain[len(ENGLISH) :] or "/"
    try:
        endpoint, _values = app.url_map.bind("").match(plain, method="GET")
    except (HTTPException, RequestRedirect):
        return False
    return bool(getattr(app.view_functions[endpoint], "published", False))
