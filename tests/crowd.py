"""A crowd at a live portal: villagers who object and readers who read, all at once, also while the power fails.

Whoever gets no answer sends the very same form again, as people do. Kept is what was acknowledged, and every
answer that a visitor should not have seen.
"""

import http.client
import random
import re
import threading
import time
from dataclasses import dataclass, field

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.objections.models import Objection
from tests import factories
from tests.live import Answer, LivePortal, Visitor

NUMBER = re.compile(r"\bY\d{4}-\d+\b")
NO_ANSWER = (OSError, http.client.HTTPException)


@dataclass
class Crowd:
    """*writers* and *readers* at *portal*, on the notice *number* of village *code* with *rows* rows."""

    portal: LivePortal
    number: str
    code: str
    rows: int
    writers: int = 8
    readers: int = 8
    acknowledged: dict[str, str] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    reads: int = 0
    again: int = 0
    waits: list[float] = field(default_factory=list)
    is_over: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def come(self) -> None:
        """Everybody begins."""
        acts = [self._write] * self.writers + [self._read] * self.readers
        self._threads = [threading.Thread(target=self._live, args=(act, n)) for n, act in enumerate(acts)]
        for thread in self._threads:
            thread.start()

    def wait_for(self, acknowledged: int, seconds: float = 15) -> None:
        """Until so many objections in all are acknowledged, and not longer than *seconds*."""
        ends = time.monotonic() + seconds
        while len(self.acknowledged) < acknowledged and time.monotonic() < ends:
            time.sleep(0.05)

    def leave(self) -> None:
        """Everybody finishes what they are at and goes."""
        self.is_over.set()
        for thread in self._threads:
            thread.join(60)

    def _live(self, act, number: int) -> None:
        chance = random.Random(number)
        while not self.is_over.is_set():
            try:
                act(chance)
            except Exception as fault:  # what goes wrong is told at the end, with everything else
                self._tell(repr(fault))
                return

    def _tell(self, fault: str) -> None:
        with self._lock:
            self.faults.append(fault)

    def _read(self, chance: random.Random) -> None:
        paths = (
            "/",
            "/notices",
            f"/notices/{self.number}",
            f"/villages/{self.code}",
            f"/notices/{self.number}.json",
        )
        path = chance.choice(paths)
        answer = self._insist(self.portal.visitor(an_address(chance)), path, None)
        if answer is None:
            return
        with self._lock:
            self.reads += 1
        if answer.status != 200:
            self._tell(f"GET {path}: {answer.status}")

    def _write(self, chance: random.Random) -> None:
        path = f"/notices/{self.number}/objections/new"
        visitor = self.portal.visitor(an_address(chance))
        form = self._insist(visitor, path, None)
        if form is None or form.status != 200:
            return self._tell(f"GET {path}: {form.status}") if form is not None else None
        words = f"这户在镇上有门面。{chance.random()}"
        row = str(chance.randint(1, self.rows))
        began = time.perf_counter()
        answer = self._insist(
            visitor, path, {**form.fields(), "about": "entry", "entry": row, "grounds": words}
        )
        if answer is None:
            return None
        if answer.status != 303:
            return self._tell(f"POST {path}: {answer.status}")
        self.waits.append(time.perf_counter() - began)
        receipt = self._insist(visitor, answer.location, None)
        shown = NUMBER.search(receipt.text) if receipt is not None else None
        if receipt is not None and shown is None:
            return self._tell(f"a receipt without a number: {receipt.status}")
        with self._lock:
            self.acknowledged[words] = shown[0] if shown is not None else ""
        return None

    def _insist(self, visitor: Visitor, path: str, fields: dict[str, str] | None) -> Answer | None:
        """Ask until there is an answer; ``None`` when it is time to go."""
        ends = time.monotonic() + 40
        while time.monotonic() < ends:
            try:
                return visitor.get(path) if fields is None else visitor.post(path, fields)
            except NO_ANSWER:
                if fields is not None:
                    self.again += 1
                elif self.is_over.is_set():
                    return None
                time.sleep(0.1)
        self._tell(f"no answer for 40 s: {path}")
        return None


def an_address(chance: random.Random) -> str:
    """One of very many addresses."""
    return f"10.{chance.randint(0, 255)}.{chance.randint(0, 255)}.{chance.randint(1, 254)}"


def a_crowd_at_an_open_notice(portal: LivePortal, entries: int = 20) -> Crowd:
    """A village whose first notice hangs since yesterday, and a crowd for it."""
    with portal.filling():
        factories.a_round()
        village = factories.a_village()
        drawn_up = factories.a_candidate_list(village, entries=entries)
        factories.the_officer()
        notice = factories.a_notice(drawn_up, hang_on=clock.today())
        notice_number, code = notice.number, village.code
    return Crowd(portal, notice_number, code, entries)


def stored(portal: LivePortal) -> dict[str, str]:
    """Grounds -> number of every objection that is stored; raises when something is stored twice."""
    with portal.looking():
        rows = db.session.execute(sa.select(Objection.grounds, Objection.number)).all()
        is_sound = True
        if db.engine.dialect.name == "sqlite":
            is_sound = db.session.execute(sa.text("PRAGMA integrity_check")).scalar_one() == "ok"
    found = dict(rows)
    assert is_sound, "the database file is damaged"
    assert len(found) == len(rows) == len(set(found.values())), "an objection is stored twice"
    return found
