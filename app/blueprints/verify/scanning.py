"""Counting who scans: a number for a sheet and a day, and nothing of the person.

The same device is counted once a day for a sheet. To know it again that long, the process keeps a keyed hash of its
address and browser in memory; the key is random, new every day and written nowhere, so that yesterday's hashes
mean nothing to anybody. Several processes may each count the same device once.
"""

import datetime as dt
import hashlib
import re
import secrets
import threading

from flask import Flask, Request, current_app
from werkzeug.wrappers import Response

from app.core import clock
from app.core.db import db, unit_of_work
from app.domain.notices.models import Notice
from app.domain.sheets.scans import count_scan

#: marks that are remembered; a village that scans more in a day is counted to here
MOST_MARKS = 100_000
EXTENSION = "gongshi_scans"
#: Cubot is a make of telephones
MACHINES = re.compile(
    r"(?<!cu)bot|crawl|spider|slurp|preview|scan|curl|wget|python|java/|go-http|headless", re.IGNORECASE
)
FETCHED_BEFORE = ("Purpose", "Sec-Purpose", "X-Purpose", "X-Moz")


class SeenToday:
    """Which device has scanned which sheet today, as hashes that cannot be led back to either."""

    def __init__(self, most: int = MOST_MARKS) -> None:
        self.most = most
        self._lock = threading.Lock()
        self._day: dt.date | None = None
        self._key = b""
        self._marks: set[bytes] = set()

    def is_first(self, day: dt.date, device: str, sheet: str) -> bool:
        """True the first time that *device* shows *sheet* on *day*; from then on it is known."""
        with self._lock:
            if day != self._day:
                self._day, self._key, self._marks = day, secrets.token_bytes(32), set()
            mark = hashlib.blake2b(f"{device}\0{sheet}".encode(), key=self._key, digest_size=12).digest()
            if mark in self._marks or len(self._marks) >= self.most:
                return False
            self._marks.add(mark)
            return True


def is_a_reader(request: Request, *, is_staff: bool) -> bool:
    """True for somebody who stands before the sheet: no machine, no look ahead of a browser, nobody of the office."""
    agent = request.headers.get("User-Agent", "")
    looks_ahead = any(
        word in request.headers.get(name, "").lower()
        for name in FETCHED_BEFORE
        for word in ("prefetch", "preview", "prerender")
    )
    return request.method == "GET" and not is_staff and not looks_ahead and not MACHINES.search(agent)


def count_when_sent(response: Response, request: Request, notice: Notice, ordinal: int) -> None:
    """Count the scan once the answer is on its way: nobody waits for it, and a failure changes nothing."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app behind the proxy
    seen: SeenToday = app.extensions.setdefault(EXTENSION, SeenToday())
    device = f"{request.remote_addr}\0{request.headers.get('User-Agent', '')}"
    day, notice_id = clock.today(), notice.id
    if seen.is_first(day, device, f"{notice_id}-{ordinal}"):
        response.call_on_close(lambda: _count(app, notice_id, ordinal, day))


def _count(app: Flask, notice_id: int, ordinal: int, day: dt.date) -> None:
    try:
        with app.app_context(), unit_of_work():
            count_scan(notice=db.session.get_one(Notice, notice_id), ordinal=ordinal, on=day)
    except Exception:  # a scan that is not counted is no reason to trouble anybody
        app.logger.exception("a scan was not counted")
