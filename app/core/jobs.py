"""Work outside the request: what was asked for, how far it is, how it ended. One row for each job.

Lives here: the table, the register of what can be asked for (:func:`job`), asking, looking, trying again, pruning.
Lives elsewhere: taking a job and running it (``job_claims.py``); threads, the broker, what a request does
(``app/web/jobs.py``). ``docs/jobs.md`` tells the whole.
"""

import datetime as dt
import inspect
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, mapped_column

from app.core import clock
from app.core.db import Base, db
from app.core.errors import Conflict
from app.core.messages import N_, Message
from app.core.permissions import NOBODY, Actor
from app.core.rows import get_row
from app.core.types import JsonDict, UtcDateTime, enum_text

#: rows of finished jobs are kept so long
KEPT = dt.timedelta(days=30)
WAITING_STAGE = N_("Waiting for its turn")


class JobState(StrEnum):
    """Waiting for its turn, running, done, failed."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


OPEN = (JobState.WAITING, JobState.RUNNING)
_IS_OPEN = sa.text("state IN ('waiting', 'running')")


class Job(Base):
    """One piece of work that somebody asked for; *key* is unique among the jobs that are waiting or running.

    *claimed_by* names the process that runs it (``processes.py``), which says until *lease_until* that it still
    does; *attempts* counts how often it was begun. *trouble* is a message as data, without personal numbers.
    """

    __tablename__ = "job"
    __table_args__ = (
        sa.Index("uq_job_open_key", "key", unique=True, sqlite_where=_IS_OPEN, postgresql_where=_IS_OPEN),
        sa.Index("ix_job_key", "key", "id"),
    )

    kind: Mapped[str] = mapped_column(sa.String(40))
    key: Mapped[str] = mapped_column(sa.String(120))
    parameters: Mapped[dict[str, Any]] = mapped_column(JsonDict, default=dict)
    #: nobody for a job that a command asked for
    actor_id: Mapped[int | None]
    actor_name: Mapped[str] = mapped_column(sa.String(60), default="")
    state: Mapped[JobState] = mapped_column(enum_text(JobState, name="state"), default=JobState.WAITING)
    stage: Mapped[str] = mapped_column(sa.String(200), default=WAITING_STAGE)
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=1)
    attempts: Mapped[int] = mapped_column(default=0)
    claimed_by: Mapped[str | None] = mapped_column(sa.String(120))
    lease_until: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    begun_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    ended_at: Mapped[dt.datetime | None] = mapped_column(UtcDateTime)
    trouble: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)
    result: Mapped[dict[str, Any] | None] = mapped_column(JsonDict)

    @property
    def asked_at(self) -> dt.datetime:
        """When it was asked for."""
        return self.created_at

    @property
    def is_open(self) -> bool:
        """True while it waits or runs."""
        return self.state in OPEN

    @property
    def percent(self) -> int:
        """How much is done, 0 to 100; 100 only at the end."""
        if self.state is JobState.DONE:
            return 100
        return min(99, 100 * self.done // max(1, self.total))

    @property
    def message(self) -> Message | None:
        """Why it failed, and what to do."""
        return Message.from_data(self.trouble) if self.trouble else None


class Context(Protocol):
    """What a handler gets beside its parameters."""

    @property
    def job_id(self) -> int:
        """The number of the job."""

    @property
    def actor(self) -> Actor:
        """Who asked, with the roles held now."""

    def report(self, stage: str, done: int, total: int) -> None:
        """Say what is being done (a message id), how much of how much."""

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """Within the handler's last transaction: commit what it did and that it is done in one."""


@dataclass(frozen=True)
class Unwatched:
    """The context of a handler that is called without a job: by a command, a measurement, a test."""

    actor: Actor = NOBODY
    job_id: int = 0

    def report(self, stage: str, done: int, total: int) -> None:
        """Nobody looks."""

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """Nobody looks."""


#: gets a :class:`Context` and, by keyword, the parameters; opens its own transactions; what it returns is kept.
#: It may be run again from the beginning after its process died.
Handler = Callable[..., dict[str, Any] | None]
_handlers: dict[str, Handler] = {}


def job(kind: str) -> Callable[[Handler], Handler]:
    """Register the decorated function as that which does the jobs of *kind*."""

    def register(handler: Handler) -> Handler:
        known = _handlers.setdefault(kind, handler)
        if (known.__module__, known.__qualname__) != (handler.__module__, handler.__qualname__):
            raise ValueError(f"two handlers for jobs of the kind {kind!r}")
        _handlers[kind] = handler
        return handler

    return register


def handler_of(kind: str) -> Handler:
    """The function that does jobs of *kind*; raises ``LookupError``."""
    return _handlers[kind]


def known_kinds() -> Sequence[str]:
    """The kinds of jobs that this portal can do."""
    return sorted(_handlers)


def ask(kind: str, /, *, key: str, actor: Actor, **parameters: Any) -> Job:
    """Ask for a job, within the caller's transaction; the one of this *key* that waits or runs, if there is one.

    Raises ``LookupError`` for an unknown kind, ``TypeError`` for parameters that its handler does not take or that
    are no JSON values.
    """
    inspect.signature(handler_of(kind)).bind(None, **parameters)
    values = {
        "kind": kind,
        "key": key,
        "parameters": json.loads(json.dumps(parameters)),
        "actor_id": actor.id,
        "actor_name": actor.name[:60],
    }
    db.session.flush()
    for _attempt in range(5):  # the one that stood in the way may have ended meanwhile
        db.session.execute(_insert(values))
        found = db.session.scalar(
            sa.select(Job)
            .where(Job.key == key, Job.state.in_(OPEN))
            .execution_options(populate_existing=True)
        )
        if found is not None:
            return found
    raise Conflict(Message(N_("The same work is just ending. Please try once more.")))


def _insert(values: dict[str, Any]) -> Any:
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    return insert(Job).values(**values).on_conflict_do_nothing(index_elements=["key"], index_where=_IS_OPEN)


def find_job(key: str) -> Job | None:
    """The newest job of this key."""
    return db.session.scalar(sa.select(Job).where(Job.key == key).order_by(Job.id.desc()).limit(1))


def get_job(job_id: int) -> Job:
    """The job with this number; raises ``NotFound``."""
    return get_row(Job, job_id)


def list_jobs(limit: int = 50, *, state: JobState | None = None) -> Sequence[Job]:
    """The newest jobs, of *state* only when it is given."""
    statement = sa.select(Job).order_by(Job.id.desc()).limit(limit)
    return db.session.scalars(statement if state is None else statement.where(Job.state == state)).all()


def retry(job_id: int) -> Job:
    """Let a failed job wait again, or give the one that was asked for in its place. Raises ``NotFound``."""
    failed = get_job(job_id)
    instead = db.session.scalar(sa.select(Job).where(Job.key == failed.key, Job.state.in_(OPEN)))
    if instead is not None or failed.state is not JobState.FAILED:
        return instead or failed
    failed.state, failed.stage, failed.done, failed.total = JobState.WAITING, WAITING_STAGE, 0, 1
    failed.attempts, failed.trouble, failed.ended_at, failed.claimed_by = 0, None, None, None
    db.session.flush()
    return failed


def prune() -> int:
    """Delete the rows of jobs that ended longer ago than :data:`KEPT`; how many."""
    old = sa.delete(Job).where(Job.state.not_in(OPEN), Job.ended_at < clock.now() - KEPT)
    found: Any = db.session.execute(old.execution_options(synchronize_session=False))
    return int(found.rowcount)
