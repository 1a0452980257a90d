"""The broker between the portal and its worker, when ``GONGSHI_BROKER`` names one (huey).

A message holds the number of a job and nothing else, signed with the portal's key: huey's messages are pickles, and
one that somebody else put into the queue is not read. A message that is lost or comes twice does no harm: the row says
what is to be done (``app/core/job_claims.py``), and the worker looks for rows that nobody told it of.
"""

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from flask import Flask

if TYPE_CHECKING:
    from huey import Huey

EXTENSION = "gongshi.broker"
#: seconds between two looks into a queue that cannot tell of itself (sqlite, file)
SLOWEST_LOOK = 2.0
#: seconds that a request waits for a broker that does not answer; the worker finds the job without it
PATIENCE = 2


def is_set(app: Flask) -> bool:
    """Whether jobs go to a worker instead of a thread of this process."""
    return bool(app.extensions["gongshi"].broker)


def prepare(app: Flask) -> None:
    """Raise ``ValueError`` for an address that cannot be used; whether somebody answers there is not asked."""
    _queue(app)


def send(app: Flask, job_id: int) -> None:
    """Tell the worker of a job. Raises what the broker raises when it cannot be reached."""
    _queue(app).send(job_id)


def consume(app: Flask, do: Callable[[int], Any]) -> None:
    """Do the jobs that the broker tells of until a signal ends the process. To be called in the main thread."""
    queue = _queue(app)
    queue.do = do
    queue.huey.create_consumer(workers=1, worker_type="thread", periodic=False, max_delay=SLOWEST_LOOK).run()


class _Queue:
    """The connection, and the one task that goes through it."""

    def __init__(self, huey: "Huey") -> None:
        self.huey = huey
        self.do: Callable[[int], Any] | None = None
        self.send = huey.task(name="run_job")(self._run)

    def _run(self, job_id: int) -> None:
        if self.do is not None:
            self.do(job_id)


def _queue(app: Flask) -> _Queue:
    if EXTENSION not in app.extensions:
        huey = _connected(app.extensions["gongshi"].broker, str(app.config["SECRET_KEY"]), _name(app))
        app.extensions[EXTENSION] = _Queue(huey)
    found: _Queue = app.extensions[EXTENSION]
    return found


def _connected(address: str, key: str, name: str) -> "Huey":
    """The queue at *address*. Raises ``ValueError`` for an address of another kind."""
    from huey import FileHuey, RedisHuey, SqliteHuey
    from huey.exceptions import ConfigurationError
    from huey.serializer import SignedSerializer

    settings = {"results": False, "serializer": SignedSerializer(secret=key, salt="gongshi jobs")}
    scheme, _, rest = address.partition("://")
    if scheme in ("redis", "rediss", "unix"):
        try:
            mark = "&" if "?" in address else "?"
            return RedisHuey(name, url=f"{address}{mark}socket_connect_timeout={PATIENCE}", **settings)
        except ConfigurationError as error:
            raise ValueError(f"GONGSHI_BROKER: {error}") from error
    if scheme == "sqlite" and rest.startswith("/"):
        return SqliteHuey(name, filename=rest, **settings)
    if scheme == "file" and rest.startswith("/"):
        return FileHuey(name, path=rest, **settings)
    raise ValueError("GONGSHI_BROKER must be redis://…, sqlite:///path or file:///path")


def _name(app: Flask) -> str:
    """A queue of its own for each database: two portals may share a broker."""
    return "gongshi" + hashlib.sha256(app.extensions["gongshi"].database_url.encode()).hexdigest()[:10]
