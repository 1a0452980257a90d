"""The published files. What lies in today's folder is valid; what is no longer valid is taken away.

    published/state.json                        the counter of changes (``state.py``)
    published/markers/…                         who is about to commit what
    published/flights/…                         locks, so that a page is rendered by one and waited for by the others
    published/2026-05-11/pages/…                names: each a link to an object
    published/2026-05-11/nginx-<headers>/…      the same for nginx, with packed forms .gz and .br beside each
    published/2026-05-11/objects/<sha256>.html  contents, packed contents, headers; never changed
    published/2026-05-11/tags/<tag>/…           which names have a tag

The name of nginx's folder ends with a digest of its configuration, so that an nginx set up for another version of the
portal finds nothing and asks the portal. The times of objects are made from their digests: nginx makes its
validators from time and size, and two versions within one second may be equally long.
"""

import contextlib
import datetime as dt
import fcntl
import gzip
import hashlib
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import brotli

from app.core import clock
from app.web.published.state import (
    EVERYTHING,
    Marker,
    State,
    markers,
    read_state,
    set_marker,
    write_state,
)

#: names a day may have, so that nobody can fill the disk with many ways to write one address
MOST = 50_000
#: how long one waits for another who renders the same page
PATIENCE = 3.0
STRIPES = 256
#: kinds of content that become smaller when they are packed
PACKED = ("text/", "application/json", "application/xml", "application/atom+xml", "application/feed+json")
SMALLEST = 200

PAGES = "pages"
#: nginx's folders: pages that search engines may keep, and others
ROBOTS = ("all", "noindex")
_LOCK_FILE = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC
Headers = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Page:
    """A rendered page. *robots*: ``all`` or ``noindex`` where nginx may serve it; none where only the portal may."""

    name: str
    headers: Headers
    body: bytes
    tags: frozenset[str]
    robots: str | None = None


@dataclass(frozen=True)
class Noted:
    """The day and the counter of changes, before a page was rendered."""

    day: str
    changes: int


class Store:
    """The published files below *root*. *build* names the version of the portal, *nginx* that of its settings there."""

    def __init__(self, root: Path, build: str, nginx: str) -> None:
        self.root = root
        self.build = build
        self.nginx = f"nginx-{nginx}"
        self.began_at = time.time()
        self._make_folders()

    # -- what a renderer does ------------------------------------------------------------------------------------

    def note(self) -> Noted | None:
        """To be taken before the first look into the database; none when nothing may be published by this process."""
        state = read_state(self._state_path)
        if state is None or state.build != self.build:
            self.claim()
            state = read_state(self._state_path)
        if state is None or state.build != self.build:
            return None
        return Noted(today(), state.changes)

    @contextlib.contextmanager
    def flight(self, name: str) -> Iterator[None]:
        """One renders *name*; the others wait for it here, but not longer than :data:`PATIENCE`."""
        number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:2], "big") % STRIPES
        handle = os.open(self.root / "flights" / str(number), _LOCK_FILE, 0o600)
        until = time.monotonic() + PATIENCE
        try:
            while not _locked(handle) and time.monotonic() < until:
                time.sleep(0.01)
            yield
        finally:
            os.close(handle)

    def place(self, page: Page, noted: Noted) -> bool:
        """Publish *page*, unless something that it rests on changed since *noted*."""
        if noted.day != today():
            return False
        day = self._open(noted.day)
        key = _keep(day / "objects", page)
        with self._locked():
            state = self._state()
            if not self._may_place(state, page.tags, noted, day / "objects" / key):
                return False
            state.placed = state.placed + 1 if state.day == noted.day else 1
            state.day = noted.day
            write_state(self._state_path, state)
            for tag in page.tags:
                (day / "tags" / tag).mkdir(parents=True, exist_ok=True)
                (day / "tags" / tag / page.name.replace("/", "+")).touch()
            self._link(day, page, key)
        return True

    def _may_place(self, state: State, tags: frozenset[str], noted: Noted, object_: Path) -> bool:
        if state.build != self.build or self._is_being_changed(state, tags):
            return False
        if state.changed_since(noted.changes, tags) or (state.day == noted.day and state.placed >= MOST):
            return False
        return noted.day == today() and object_.exists()

    def _is_being_changed(self, state: State, tags: frozenset[str]) -> bool:
        """True while somebody is about to commit; what one who died may have committed counts as changed."""
        busy = False
        for marker, is_alive in markers(self.root / "markers"):
            if is_alive:
                busy = busy or marker.concerns(tags)
            else:
                self._bump(state, marker.tags)
                marker.path.unlink(missing_ok=True)
        return busy

    def _link(self, day: Path, page: Page, key: str) -> None:
        """Packed ones first, the plain names last: these make the page valid."""
        if _key_of(day, page.name) == key:
            return
        self._unlink(day, page.name)
        if page.robots is not None:
            folder = f"{self.nginx}/{page.robots}"
            for ending in (".br", ".gz", ""):
                if (day / "objects" / f"{key}{ending}").exists():
                    _give_name(day, f"{folder}/{page.name}{ending}", f"{key}{ending}")
        _point(day, f"{PAGES}/{page.name}", key)

    # -- what a writer does --------------------------------------------------------------------------------------

    def begin_change(self, tags: frozenset[str]) -> Marker:
        """Before a commit: nobody publishes a page with *tags* any more, and those that are published go."""
        with self._locked():
            marker = set_marker(self.root / "markers", tags)
            self._change(tags)
        return marker

    def end_change(self, marker: Marker) -> None:
        """After the commit, or when it came to nothing: what was rendered meanwhile is not published."""
        with self._locked():
            self._change(marker.tags)
            marker.path.unlink(missing_ok=True)
        if EVERYTHING in marker.tags:  # nobody waits for that
            threading.Thread(target=self.empty_bin, daemon=True).start()

    def forget(self) -> None:
        """Everything published goes."""
        with self._locked():
            self._change({EVERYTHING})
            for day in self._days():
                self._discard(day)
        self.empty_bin()

    def claim(self) -> None:
        """To be called when a server begins: what another version published, or an earlier start, is forgotten."""
        state = read_state(self._state_path)
        if state is not None and not self._may_claim(state):
            return
        with self._locked():
            state = self._state()
            if not self._may_claim(state):
                return
            state.build, state.claimed_at = self.build, time.time()
            self._bump(state, {EVERYTHING})
            write_state(self._state_path, state)
            for day in self._days():
                self._discard(day)
        self.empty_bin()

    def _may_claim(self, state: State) -> bool:
        """The processes of one version that began last have it; older ones no longer publish."""
        return state.build != self.build and (not state.build or state.claimed_at <= self.began_at)

    def _change(self, tags: Iterable[str]) -> None:
        state = self._state()
        self._bump(state, tags)
        write_state(self._state_path, state)

    def _bump(self, state: State, tags: Iterable[str]) -> None:
        tags = set(tags)
        state.bump(tags)
        for day in self._days():
            if EVERYTHING in tags:
                for folder in (PAGES, self.nginx, "tags", "objects"):
                    self._discard(day / folder)
                continue
            for tag in tags:
                self._take_away(day, tag)

    def _take_away(self, day: Path, tag: str) -> None:
        folder = day / "tags" / tag
        with contextlib.suppress(FileNotFoundError):
            for entry in os.listdir(folder):
                self._unlink(day, entry.replace("+", "/"))
                (folder / entry).unlink()

    def _unlink(self, day: Path, name: str) -> None:
        """The plain name first: what has none is not valid. The object goes too, though another name may have it: a
        link that leads nowhere is no page, and the next reader has it rendered.
        """
        key = _key_of(day, name)
        (day / PAGES / name).unlink(missing_ok=True)
        for ending in ("", ".gz", ".br"):
            for robots in ROBOTS:
                with contextlib.suppress(NotADirectoryError):
                    (day / self.nginx / robots / f"{name}{ending}").unlink(missing_ok=True)
        for ending in ("", ".gz", ".br", ".headers") if key else ():
            (day / "objects" / f"{key}{ending}").unlink(missing_ok=True)

    # -- days ----------------------------------------------------------------------------------------------------

    def _open(self, name: str) -> Path:
        """The folder of a day; whoever opens it takes the older ones away."""
        day = self.root / name
        if not (day / "objects").is_dir():
            (day / "objects").mkdir(parents=True, exist_ok=True)
            self.sweep()
        return day

    def sweep(self) -> int:
        """Take away the folders of past days, and what was left behind; how many days went."""
        with self._locked():
            old = [day for day in self._days() if day.name < today()]
            for day in old:
                self._discard(day)
            state = self._state()
            self._is_being_changed(state, frozenset())
            write_state(self._state_path, state)
        self.empty_bin()
        return len(old)

    def _discard(self, folder: Path) -> None:
        """Out of sight at once; taken off the disk by :meth:`empty_bin`."""
        with contextlib.suppress(FileNotFoundError):
            folder.rename(self.root / f".gone-{secrets.token_hex(8)}")

    def empty_bin(self) -> None:
        """Take what is out of sight off the disk."""
        for folder in self.root.glob(".gone-*"):
            shutil.rmtree(folder, ignore_errors=True)

    def names(self) -> list[str]:
        """What is published today."""
        pages = self.root / today() / PAGES
        return sorted(path.relative_to(pages).as_posix() for path in pages.rglob("*") if path.is_symlink())

    def _days(self) -> list[Path]:
        return [path for path in self.root.iterdir() if path.name[:1].isdigit()]

    def _make_folders(self) -> None:
        for name in ("markers", "flights"):
            (self.root / name).mkdir(parents=True, exist_ok=True)

    # -- the lock and the state ----------------------------------------------------------------------------------

    @property
    def _state_path(self) -> Path:
        return self.root / "state.json"

    def _state(self) -> State:
        return read_state(self._state_path) or State()

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        try:
            handle = os.open(self.root / "lock", _LOCK_FILE, 0o600)
        except FileNotFoundError:  # somebody removed the whole folder
            self._make_folders()
            handle = os.open(self.root / "lock", _LOCK_FILE, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


@dataclass(frozen=True, slots=True)
class _Day:
    """A day of the county, from its first instant to the next day's, as its folder is called."""

    begins: dt.datetime
    ends: dt.datetime
    name: str


_known_day = [_Day(dt.datetime.max.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC), "")]


def today() -> str:
    """The county's day, as its folder is called. Asked with each request, so the day is worked out once."""
    day, now = _known_day[0], clock.now()
    if not day.begins <= now < day.ends:
        on = clock.local(now).date()
        day = _known_day[0] = _Day(clock.at(on, 0), clock.at(on + dt.timedelta(days=1), 0), on.isoformat())
    return day.name


def _locked(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _key_of(day: Path, name: str) -> str:
    """The object that is published as *name*; "" when nothing is."""
    try:
        return os.readlink(day / PAGES / name).rpartition("/")[2]
    except OSError:
        return ""


def _point(day: Path, name: str, key: str) -> None:
    """Make *name* a link that says which object it is: the front reads the link, not the object."""
    path = day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{secrets.token_hex(8)}")
    draft.symlink_to("../" * name.count("/") + f"objects/{key}")
    draft.replace(path)


def _give_name(day: Path, name: str, key: str) -> None:
    """Make *name* another name of the object *key*: nginx finds it with fewer steps than through a link."""
    path = day / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.hardlink_to(day / "objects" / key)


def _keep(objects: Path, page: Page) -> str:
    """Write the object of *page*, its packed forms and its headers, unless it is there; its name."""
    said = json.dumps(list(page.headers), ensure_ascii=True).encode()
    digest = hashlib.sha256(said + b"\0" + page.body)
    key = f"{digest.hexdigest()}.{page.name.rpartition('.')[2]}"
    if (objects / key).exists():
        return key
    stamp = int.from_bytes(digest.digest()[:4], "big") >> 1
    for suffix, data in (*_packed(page.headers, page.body), (".headers", said), ("", page.body)):
        _write(objects, f"{key}{suffix}", data, stamp)
    return key


def _packed(headers: Headers, body: bytes) -> list[tuple[str, bytes]]:
    kind = next((value for field, value in headers if field.lower() == "content-type"), "")
    if len(body) < SMALLEST or not kind.startswith(PACKED):
        return []
    mode = brotli.MODE_TEXT
    quality = 10 if len(body) < 128_000 else 6  # a tenth larger for a fifth of the time
    packed = [
        (".br", bytes(brotli.compress(body, mode=mode, quality=quality))),
        (".gz", gzip.compress(body, 9, mtime=0)),
    ]
    return [(ending, data) for ending, data in packed if len(data) < len(body)]


def _write(folder: Path, name: str, data: bytes, stamp: int) -> None:
    draft = folder / f".{secrets.token_hex(8)}"
    with contextlib.suppress(FileNotFoundError):  # the folder went away meanwhile: nothing is published then
        draft.write_bytes(data)
        os.utime(draft, (stamp, stamp))
        draft.replace(folder / name)
