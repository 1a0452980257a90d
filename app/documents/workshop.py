"""Papers made side by side, each in a process of its own that may die without anybody else noticing.

A paper that ends its process (a fault in the text engine, too much memory, too much time) comes back as a fault like
any other refusal, and the next one is made by a new process. What is made here are pure functions of what they get:
no database, no application, arguments and results that can be pickled. In tests they are called in place.
"""

import os
import pickle
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any

import structlog
from flask import current_app

from app.core.errors import DomainError
from app.core.messages import N_, Message
from app.documents.faults import PaperFault
from app.documents.papermaker import BROKEN, FAULT, MADE, MEMORY, PROGRAM, unpacked

log = structlog.get_logger("gongshi")

#: setting of the application: make papers in this process. So in tests.
INLINE = "PAPERS_INLINE"
ROOT = Path(__file__).resolve().parents[2]
#: seconds that a paper may take unless its task says otherwise
SECONDS = 240.0
#: papers that one process makes before a fresh one takes its place
PAPERS_EACH = 60
#: seconds after which a process ends that nobody gives anything to do
PATIENCE = 120
MOST_PROCESSES = 4


class TookTooLong(PaperFault):
    """The paper was not ready in time."""

    def __init__(self, seconds: float) -> None:
        words = N_("The paper took longer than %(seconds)s seconds. Shorten it, or make it in parts.")
        super().__init__(Message(words, seconds=round(seconds)))


class TookTooMuchMemory(PaperFault):
    """The paper needed more memory than one may have."""

    def __init__(self) -> None:
        super().__init__(
            Message(N_("The paper needs more memory than it may have. Shorten it, or make it in parts."))
        )


class MakerDied(PaperFault):
    """Whatever made the paper ended before it was ready."""

    def __init__(self) -> None:
        super().__init__(
            Message(
                N_(
                    "The paper could not be made: whatever sets it ended unexpectedly. Try again; if it happens "
                    "again, shorten the paper."
                )
            )
        )


class Task:
    """One paper to make: its *name* for whoever asks, a function below ``app/documents``, what the function gets."""

    def __init__(
        self,
        name: Hashable,
        function: Callable[..., Any],
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
        *,
        seconds: float = SECONDS,
    ) -> None:
        self.name, self.function, self.args, self.kwargs = name, function, args, kwargs or {}
        self.seconds = seconds


@dataclass
class _Maker:
    """A process that makes papers, the socket to it, and what it does now."""

    process: "subprocess.Popen[bytes]"
    wire: Connection
    made: int = 0
    task: Task | None = None
    until: float = 0.0

    def end(self) -> None:
        """It is not needed any more, whatever it does."""
        self.wire.close()
        self.process.kill()
        self.process.wait()


@dataclass
class Shop:
    """Some processes that make papers; *processes* 0 makes them in this one. For one thread at a time."""

    processes: int
    megabytes: int = 1536
    _idle: list[_Maker] = field(default_factory=list)

    def make_all(self, tasks: Iterable[Task]) -> Iterator[tuple[Any, Any]]:
        """Name and result of each task, in the order in which they get ready; a fault instead of what failed.

        *tasks* may be made as they are taken: no more of them are held than there are processes.
        """
        if self.processes == 0:
            for one in tasks:
                yield one.name, _made_here(one)
            return
        waiting = iter(tasks)
        busy: dict[Connection, _Maker] = {}
        try:
            while True:
                while len(busy) < self.processes and (task := next(waiting, None)) is not None:
                    try:
                        maker = self._given(task)
                    except OSError:  # it ended before it had even begun
                        yield task.name, MakerDied()
                        continue
                    busy[maker.wire] = maker
                if not busy:
                    return
                for maker in self._ready(list(busy.values())):
                    del busy[maker.wire]
                    name = maker.task.name if maker.task else None
                    yield name, self._taken_from(maker)
        finally:
            for maker in busy.values():
                maker.end()

    def close(self) -> None:
        """End all processes."""
        while self._idle:
            self._idle.pop().end()

    def _given(self, task: Task) -> _Maker:
        """A process that has begun with *task*: one that waits, or a new one."""
        asked = pickle.dumps((task.function, task.args, task.kwargs))
        while self._idle:
            maker = self._idle.pop()
            with suppress(OSError):  # it has ended, tired of waiting
                return _begun(maker, task, asked)
            maker.end()
        maker = _started(self.megabytes)
        try:
            return _begun(maker, task, asked)
        except OSError:
            maker.end()
            raise

    @staticmethod
    def _ready(busy: list[_Maker]) -> list[_Maker]:
        """Those that have answered, died, or are late; waits for the first of them."""
        soonest = min(maker.until for maker in busy)
        answered = wait([maker.wire for maker in busy], max(0.0, soonest - time.monotonic()))
        now = time.monotonic()
        return [maker for maker in busy if maker.wire in answered or maker.until <= now]

    def _taken_from(self, maker: _Maker) -> Any:
        """What it made, or why it did not; the process is kept for the next paper where it may be."""
        task = maker.task
        assert task is not None  # noqa: S101 - it is among the busy ones
        if not maker.wire.poll():
            maker.end()
            log.warning("a paper took too long", function=task.function.__qualname__)
            return TookTooLong(task.seconds)
        try:
            kind, *rest = pickle.loads(maker.wire.recv_bytes())  # noqa: S301 - from a process of our own
        except (EOFError, OSError):
            maker.end()
            log.warning("a maker of papers died", code=maker.process.returncode)
            return MakerDied()
        maker.made, maker.task = maker.made + 1, None
        if kind == MEMORY or maker.made >= PAPERS_EACH:
            maker.end()
        else:
            self._idle.append(maker)
        return _result(kind, rest)


@contextmanager
def open(processes: int | None = None) -> Iterator[Shop]:
    """A workshop as the portal's settings want it; its processes end with the block. Needs the application."""
    shop = _wanted(processes)
    try:
        yield shop
    finally:
        shop.close()


def make(task: Task) -> Any:
    """One paper, by a process that is kept for a while for the next one. Raises the fault when it cannot be made."""
    with _one_at_a_time:
        shop = _kept_shop()
        for _name, result in shop.make_all([task]):
            if isinstance(result, DomainError):
                raise result
            return result
    raise MakerDied


_one_at_a_time = threading.Lock()
_kept: dict[int, Shop] = {}


def _kept_shop() -> Shop:
    wanted = _wanted(1)
    if wanted.processes == 0:
        return wanted
    return _kept.setdefault(os.getpid(), wanted)


def _wanted(processes: int | None) -> Shop:
    settings = current_app.extensions["gongshi"]
    if current_app.config.get(INLINE, current_app.testing) or settings.paper_processes == 0:
        return Shop(0)
    number = processes or settings.paper_processes or _processors()
    return Shop(number, settings.paper_megabytes)


def _processors() -> int:
    return max(1, min(MOST_PROCESSES, len(os.sched_getaffinity(0))))


def _started(megabytes: int) -> _Maker:
    ours, theirs = socket.socketpair()
    with theirs:
        command = [
            sys.executable,
            "-c",
            PROGRAM,
            str(ROOT),
            str(theirs.fileno()),
            str(megabytes),
            str(PATIENCE),
        ]
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            pass_fds=[theirs.fileno()],
            start_new_session=True,
        )
    return _Maker(process, Connection(ours.detach()))


def _begun(maker: _Maker, task: Task, asked: bytes) -> _Maker:
    maker.wire.send_bytes(asked)
    maker.task, maker.until = task, time.monotonic() + task.seconds
    return maker


def _result(kind: str, rest: list[Any]) -> Any:
    if kind == MADE:
        return rest[0]
    if kind == FAULT:
        return unpacked(*rest)
    if kind == MEMORY:
        return TookTooMuchMemory()
    log.error("a paper could not be made", kind=BROKEN, traceback=rest[0])
    return MakerDied()


def _made_here(task: Task) -> Any:
    try:
        return task.function(*task.args, **task.kwargs)
    except DomainError as fault:
        return fault
