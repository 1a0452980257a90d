"""Work that takes longer than a request may: asked for within it, begun after the commit, outside of it.

Lives here: asking in a request, the thread of this process that does one job after another, doing one job.
Lives elsewhere: the rows (``app/core/jobs.py``), taking them (``app/core/job_claims.py``), the broker that replaces
the thread when ``GONGSHI_BROKER`` is set (``broker.py``). The same handlers run in each case, and since a job is taken
from its row only, it does not matter who is told of it, or how often.
"""

import os
import threading
import time
from typing import Any

import structlog
from flask import Flask, current_app, g

from app.core import jobs as rows
from app.core.db import db, unit_of_work, writing
from app.core.errors import DomainError
from app.core.job_claims import PAUSE, Claim, LostClaim, held, take
from app.core.jobs import Job, handler_of
from app.core.permissions import Actor
from app.domain.accounts.models import User
from app.domain.sheets import unread
from app.web import broker
from app.web.access import current_actor

log = structlog.get_logger("gongshi")

#: setting of the application: do jobs within the request that asked for them. So in tests.
AT_ONCE = "JOBS_AT_ONCE"
EXTENSION = "gongshi.jobs"
#: seconds after which this process looks for jobs that nobody told it of: another process's that died
TICK = 30.0
PRUNE_EVERY = 6 * 3600.0

# One job at a time in each process: two would take the processor from the readers.
_turn = threading.Lock()


def ask(kind: str, /, *, key: str, **parameters: Any) -> Job:
    """Ask for a job in this request's transaction; it is begun after the commit.

    The one of this *key* that waits or runs already, if there is one. Raises what
    :func:`app.core.jobs.ask` raises.
    """
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app behind the proxy
    asked = rows.ask(kind, key=key, actor=current_actor(), **parameters)
    job_id = asked.id
    g.setdefault("after_commit", []).append(lambda: dispatch(app, job_id))
    return asked


def find(key: str) -> Job | None:
    """The newest job of this key."""
    return rows.find_job(key)


def dispatch(app: Flask, job_id: int) -> None:
    """See to it that the job is done: at once in tests, else by the broker's worker or by this process's thread."""
    if app.config.get(AT_ONCE, app.testing):
        run_one(app, job_id, pause=0)
    elif broker.is_set(app):
        broker.send(app, job_id)
    else:
        runner_of(app).wake()


def resume(app: Flask) -> None:
    """At the start of a server's process: take up what waits, and what a process that died left behind.

    With a broker that is left to its worker; raises ``ValueError`` when its address cannot be used.
    """
    if app.config.get(AT_ONCE, app.testing):
        return
    if broker.is_set(app):
        broker.prepare(app)
    else:
        runner_of(app).wake()


def run_one(app: Flask, job_id: int | None = None, *, pause: float = PAUSE) -> bool:
    """Do the next job, or the one with this number if it still waits; false when there was nothing to do."""
    with app.app_context(), writing(False):
        claim = take(job_id, pause=pause)
        if claim is None:
            return False
        with held(claim):
            _carry_out(claim)
    return True


def run_in_turn(app: Flask, job_id: int | None = None) -> bool:
    """The same when no other job of this process runs any more."""
    with _turn:
        return run_one(app, job_id)


def _carry_out(claim: Claim) -> None:
    """The job from its beginning to its end; whatever fails is told by the row."""
    try:
        claim.actor = _actor_of(claim)
        result = handler_of(claim.kind)(claim, **claim.parameters)
        claim.settle(result)
    except LostClaim:
        db.session.rollback()
        log.warning("a job was taken by another process", job=claim.job_id, kind=claim.kind)
    except DomainError as error:
        claim.fail(error.message)
    except Exception:  # nobody waits for it: what failed is told by the log, and by the row in general words
        log.exception("job failed", job=claim.job_id, kind=claim.kind)
        claim.fail()


def _actor_of(claim: Claim) -> Actor:
    """Who asked, with the roles held now; without any when the account was closed meanwhile."""
    user = db.session.get(User, claim.actor.id) if claim.actor.id is not None else None
    actor = user.as_actor() if user is not None and user.is_active else claim.actor
    db.session.rollback()
    return actor


class Runner:
    """A thread that does jobs while there are any, and looks again when it is told or after *tick* seconds."""

    def __init__(self, app: Flask, *, tick: float = TICK) -> None:
        self.app, self.tick = app, tick
        self._bell = threading.Event()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._process = 0
        self._pruned_at = 0.0
        self._is_over = False

    def wake(self) -> None:
        """There may be something to do. Begins the thread where this process has none yet, also after a fork."""
        with self._starting:
            if self._thread is None or self._process != os.getpid() or not self._thread.is_alive():
                self._bell, self._process = threading.Event(), os.getpid()
                self._thread = threading.Thread(target=self.work, name="jobs", daemon=True)
                self._thread.start()
        self._bell.set()

    def work(self) -> None:
        """Do jobs until :meth:`stop`."""
        while not self._is_over:
            self.look()
            self._bell.wait(self.tick)
            self._bell.clear()

    def stop(self) -> None:
        """End the thread when the job that it does now has ended."""
        self._is_over = True
        self._bell.set()
        if self._thread is not None:
            self._thread.join()

    def look(self) -> None:
        """Do all jobs there are. A database that is away is looked for again later."""
        try:
            while not self._is_over and run_in_turn(self.app):
                pass
            self._prune()
        except Exception:  # the thread must live: it is the only one
            log.exception("jobs could not be looked for")

    def _prune(self) -> None:
        if self._pruned_at and time.monotonic() - self._pruned_at < PRUNE_EVERY:
            return
        self._pruned_at = time.monotonic()
        with self.app.app_context(), unit_of_work():
            rows.prune()
            unread.prune()


def runner_of(app: Flask) -> Runner:
    """The thread of this application."""
    runner: Runner = app.extensions.setdefault(EXTENSION, Runner(app))
    return runner
