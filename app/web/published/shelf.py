"""Answers from published files: which form a client takes, what it has already, and the bytes kept in memory."""

import contextlib
import json
import os
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from threading import Lock
from typing import Any

from app.web.published.store import PAGES, Store, today

#: bytes that one process keeps in memory; larger objects are read each time
ROOM = 64 * 1024 * 1024
LARGEST = 2 * 1024 * 1024

HeaderList = list[tuple[str, str]]
StartResponse = Callable[..., Any]


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a page: its bytes, and the headers that go with them."""

    body: bytes
    headers: HeaderList
    unchanged: HeaderList


@dataclass(frozen=True, slots=True)
class Kept:
    """A published page, ready to be sent. *tag* is its validator without quotes and without the form's ending."""

    tag: str
    plain: Form
    gzip: Form | None
    brotli: Form | None

    @property
    def size(self) -> int:
        forms = (self.plain, self.gzip, self.brotli)
        return sum(len(form.body) for form in forms if form is not None)

    def answer(self, method: str, accepts: str, known: str, start_response: StartResponse) -> list[bytes]:
        """The WSGI answer to a client that *accepts* these encodings and has the versions *known* already."""
        brotli, gzip = accepted(accepts)
        form = (self.brotli if brotli else None) or (self.gzip if gzip else None) or self.plain
        if known and (known == "*" or self.tag in known):
            start_response("304 Not Modified", form.unchanged)
            return []
        start_response("200 OK", form.headers)
        return [] if method == "HEAD" else [form.body]


class Shelf:
    """Finds pages of today: one look at the link tells which object it is; objects never change."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._root = str(store.root)
        self._kept: OrderedDict[str, Kept] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def find(self, name: str) -> Kept | None:
        """What is published as *name* today; none when nothing is."""
        day = today()
        try:
            target = os.readlink(f"{self._root}/{day}/{PAGES}/{name}")
        except OSError:
            return None
        key = target.rpartition("/")[2]
        kept = self._kept.get(key)
        if kept is None:
            return self._fetch(day, key)
        with contextlib.suppress(KeyError):
            self._kept.move_to_end(key)
        return kept

    def _fetch(self, day: str, key: str) -> Kept | None:
        path = f"{self._root}/{day}/objects/{key}"
        try:
            kept = _kept(key, _read(path), _optional(f"{path}.gz"), _optional(f"{path}.br"), _said(path))
        except OSError:
            return None
        if kept.size > LARGEST:
            return kept
        with self._lock:
            if key not in self._kept:
                self._kept[key] = kept
                self._size += kept.size
            while self._size > ROOM:
                self._size -= self._kept.popitem(last=False)[1].size
        return kept


@lru_cache(maxsize=512)
def accepted(header: str) -> tuple[bool, bool]:
    """Whether a client takes Brotli, and gzip."""
    weights: dict[str, float] = {}
    for part in header.lower().split(",")[:20]:
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((value[2:] for value in parameters if value.startswith("q=")), "1")
        try:
            weights[name] = float(weight)
        except ValueError:
            weights[name] = 0.0
    otherwise = weights.get("*", 0.0)
    return weights.get("br", otherwise) > 0, weights.get("gzip", otherwise) > 0


def _kept(key: str, body: bytes, gzip: bytes | None, brotli: bytes | None, said: HeaderList) -> Kept:
    tag = key[:40]
    always = [("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding")]

    def form(data: bytes, ending: str, *encoding: tuple[str, str]) -> Form:
        validator = ("ETag", f'"{tag}{ending}"')
        headers = [*said, *always, *encoding, validator, ("Content-Length", str(len(data)))]
        return Form(data, headers, [*always, validator])

    return Kept(
        tag,
        form(body, ""),
        None if gzip is None else form(gzip, "-gz", ("Content-Encoding", "gzip")),
        None if brotli is None else form(brotli, "-br", ("Content-Encoding", "br")),
    )


def _said(path: str) -> HeaderList:
    return [(name, value) for name, value in json.loads(_read(f"{path}.headers"))]


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _optional(path: str) -> bytes | None:
    try:
        return _read(path)
    except FileNotFoundError:
        return None
