"""Taking a job so that nobody else has it, saying how far it is, and ending it.

A job is taken by one ``UPDATE`` that names the state in which it was seen: of two who try, one changes a row. It stays
taken while its process lives: a process of this machine is looked for by name (``processes.py``); for one of another
machine stands a lease, which it renews while it works. Whoever has lost a job can no longer say anything about it.
"""

import datetime as dt
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
import structlog

from app.core import clock
from app.core.db import db, is_writing, unit_of_work, writing
from app.core.jobs import OPEN, WAITING_STAGE, Job, JobState, known_kinds
from app.core.messages import N_, Message
from app.core.permissions import Actor
from app.core.personal_numbers import has_personal_number
from app.core.processes import is_gone, own_name

log = structlog.get_logger("gongshi")

LEASE = dt.timedelta(minutes=2)
BEAT = dt.timedelta(seconds=20)
#: how often a job is begun whose process died each time
MAX_ATTEMPTS = 3
#: the same stage is told again after so many seconds at the earliest
PAUSE = 1.0
INTERRUPTED = N_(
    "The work was interrupted %(times)s times, for example because the portal was started anew. Try again. If it is "
    "interrupted again, tell whoever runs the portal the number of the work: %(number)s."
)
UNFORESEEN = N_(
    "Something went wrong that the portal did not foresee. Try again. If it happens again, tell whoever runs the "
    "portal the number of the work: %(number)s."
)

#: what this process runs now
_running: set[int] = set()


class LostClaim(Exception):
    """Somebody else has the job now: whoever had it stops."""


class Claim:
    """A job in the hands of this process, from :func:`take` to :meth:`settle` or :meth:`fail`; a ``Context``."""

    def __init__(self, row: Job, *, pause: float = PAUSE) -> None:
        self.job_id, self.kind, self.key = row.id, row.kind, row.key
        self.parameters = dict(row.parameters)
        self.actor = Actor(row.actor_id, row.actor_name)
        self._mine = (
            Job.id == row.id,
            Job.state == JobState.RUNNING,
            Job.claimed_by == row.claimed_by,
            Job.attempts == row.attempts,
        )
        self._pause, self._told_at, self._stage = pause, 0.0, ""
        self._has_finished = False
        self._engine = db.engine

    def report(self, stage: str, done: int, total: int) -> None:
        """Say what is being done, how much of how much; not more often than is worth writing.

        Raises :class:`LostClaim`. On SQLite what is told in the middle of a transaction is seen at its end.
        """
        is_new, at = stage != self._stage, time.monotonic()
        if not is_new and at - self._told_at < self._pause:
            return
        self._stage, self._told_at = stage, at
        values = {"stage": stage, "done": done, "total": max(1, total), "lease_until": clock.now() + LEASE}
        if not self._write(values) and not self._has_finished:
            raise LostClaim(f"job {self.job_id}")

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """Done, within the transaction of the caller. Raises :class:`LostClaim`: then nothing of it is committed."""
        self._has_finished = True
        if not self._in_session(self._ended(JobState.DONE, result=result)):
            raise LostClaim(f"job {self.job_id}")

    def settle(self, result: dict[str, Any] | None) -> None:
        """Done, unless the handler has said so itself."""
        self._end(self._ended(JobState.DONE, result=result))

    def fail(self, message: Message | None = None) -> None:
        """Failed, with what is shown; nothing that holds a person's number is kept."""
        if message is None or has_personal_number(str(message)):
            message = Message(UNFORESEEN, number=self.job_id)
        self._end(self._ended(JobState.FAILED, trouble=message.as_data()))

    def beat(self) -> bool:
        """Say that it is still being worked on; false when it is no longer ours."""
        return self._apart({"lease_until": clock.now() + LEASE})

    def _ended(self, state: JobState, **values: Any) -> dict[str, Any]:
        return {"state": state, "ended_at": clock.now(), "lease_until": None, **values}

    def _end(self, values: dict[str, Any]) -> None:
        with unit_of_work():
            is_ended = self._in_session(values)
        if not is_ended and not self._has_finished:
            log.warning("a job was taken by another process", job=self.job_id, kind=self.kind)

    def _write(self, values: dict[str, Any]) -> bool:
        in_the_middle = is_writing() and db.session().in_transaction()
        if in_the_middle and db.engine.dialect.name == "sqlite":  # which has one writer at a time: us
            return self._in_session(values)
        return self._apart(values)

    def _in_session(self, values: dict[str, Any]) -> bool:
        return self._count(db.session.execute(self._update(values))) == 1

    def _apart(self, values: dict[str, Any]) -> bool:
        """In a transaction of its own, beside the one of the handler."""
        with writing(), self._engine.begin() as connection:
            return self._count(connection.execute(self._update(values))) == 1

    def _update(self, values: dict[str, Any]) -> Any:
        statement = sa.update(Job).where(*self._mine).values(**values)
        return statement.execution_options(synchronize_session=False)

    @staticmethod
    def _count(found: Any) -> int:
        return int(found.rowcount)


def take(job_id: int | None = None, *, pause: float = PAUSE) -> Claim | None:
    """The first job that waits or was left behind, or the one with this number; none when there is nothing to take.

    Opens its own transactions. One that was left behind too often is ended as failed.
    """
    statement = sa.select(Job).where(Job.state.in_(OPEN), Job.kind.in_(known_kinds())).order_by(Job.id)
    if job_id is not None:
        statement = statement.where(Job.id == job_id)
    db.session.rollback()
    candidates = db.session.scalars(statement).all()
    seen = [
        (one.id, one.state, one.attempts)
        for one in candidates
        if one.state is JobState.WAITING or _is_left_behind(one)
    ]
    for number, state, attempts in seen:
        claim = _try(number, state, attempts, pause)
        if claim is not None:
            return claim
    db.session.rollback()
    return None


def _try(job_id: int, state: JobState, attempts: int, pause: float) -> Claim | None:
    is_over = state is JobState.RUNNING and attempts >= MAX_ATTEMPTS
    if is_over:
        trouble = Message(INTERRUPTED, times=attempts, number=job_id).as_data()
        values = {"state": JobState.FAILED, "trouble": trouble, "ended_at": clock.now(), "lease_until": None}
    else:
        values = {
            **{"state": JobState.RUNNING, "claimed_by": own_name(), "lease_until": clock.now() + LEASE},
            **{"attempts": attempts + 1, "begun_at": clock.now(), "stage": WAITING_STAGE, "done": 0},
        }
    as_seen = (Job.id == job_id, Job.state == state, Job.attempts == attempts)
    statement = sa.update(Job).where(*as_seen).values(**values).returning(Job.id)
    with unit_of_work():
        taken = db.session.scalar(statement.execution_options(synchronize_session=False))
    if taken is None or is_over:
        return None
    db.session.expire_all()
    row = db.session.get_one(Job, job_id)
    claim = Claim(row, pause=pause)
    db.session.rollback()
    return claim


def _is_left_behind(row: Job) -> bool:
    """Its process is gone; or the lease is over and that process is not known to be at it."""
    by = row.claimed_by or ""
    if by == own_name():
        return row.id not in _running and _is_over(row)
    return is_gone(by) or (_is_over(row) and not _lives_here(by))


def _is_over(row: Job) -> bool:
    return row.lease_until is None or row.lease_until < clock.now()


def _lives_here(name: str) -> bool:
    """A process of this very run of this machine that has not gone: it says itself when it leaves a job."""
    return name.split("/")[:2] == own_name().split("/")[:2] and not is_gone(name)


@contextmanager
def held(claim: Claim) -> Iterator[None]:
    """Within the block the lease of *claim* is renewed by a thread beside the work."""
    over = threading.Event()

    def beat() -> None:
        while not over.wait(BEAT.total_seconds()):
            try:
                if not claim.beat():
                    return
            except sa.exc.SQLAlchemyError:  # the database may be away for a moment; the next beat tries again
                log.warning("a job could not be held", job=claim.job_id)

    thread = threading.Thread(target=beat, name=f"job-{claim.job_id}-beat", daemon=True)
    _running.add(claim.job_id)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(BEAT.total_seconds())
        _running.discard(claim.job_id)
