"""Work that takes longer than a request may: begun after the commit, in a thread of its own, with progress to look at.

A job has a *key*, such as ``import-12``. Whoever holds the lock on the key's file runs the job: it is never run twice
at once by the processes of one machine, and when a process dies the system lets go of the lock, so that everybody
sees that the job was interrupted. What the job may do at all is decided by the state in the database, not here.

Progress stands in a small file beside the lock, replaced as a whole; a job that ended well leaves neither.
"""

import contextlib
import fcntl
import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from flask import Flask, current_app, g

from app.core.messages import N_
from app.core.permissions import Actor
from app.web.access import current_actor

log = structlog.get_logger("gongshi")

#: told how far the work is: what is being done (a message id), how much of how much
Report = Callable[[str, int, int], None]
#: gets who began it and a :data:`Report`; opens its own transactions
Work = Callable[[Actor, Report], None]

AT_ONCE = "JOBS_AT_ONCE"
WAITING = N_("Waiting for its turn")
_turn = threading.Lock()


@dataclass(frozen=True)
class Progress:
    """How far a job is: what it does (a message id), how much of how much."""

    stage: str
    done: int
    total: int


def start_after_commit(key: str, work: Work) -> None:
    """Begin *work* once this request's transaction is committed; nothing happens when it is running already."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app behind the proxy
    actor = current_actor()
    g.setdefault("after_commit", []).append(lambda: _start(app, key, work, actor))


def is_running(key: str) -> bool:
    """Whether some process of this machine runs the job now."""
    try:
        handle = os.open(_path(current_app, key, "lock"), os.O_RDONLY | os.O_CLOEXEC)
    except FileNotFoundError:
        return False
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False


def find_progress(key: str) -> Progress | None:
    """How far the job was when it last said so."""
    try:
        kept: dict[str, Any] = json.loads(_path(current_app, key, "json").read_text(encoding="utf-8"))
        return Progress(str(kept["stage"]), int(kept["done"]), int(kept["total"]))
    except (FileNotFoundError, ValueError, KeyError):
        return None


def _start(app: Flask, key: str, work: Work, actor: Actor) -> None:
    claim = _claim(app, key)
    if claim is None:
        return
    if app.config.get(AT_ONCE, app.testing):
        _run(app, key, work, actor, claim)
        return
    thread = threading.Thread(target=_run, args=(app, key, work, actor, claim), name=key, daemon=True)
    thread.start()


def _run(app: Flask, key: str, work: Work, actor: Actor, claim: int) -> None:
    """The job from its beginning to its end; a failure is logged, and the key is free again."""

    def report(stage: str, done: int, total: int) -> None:
        _write(_path(app, key, "json"), {"stage": stage, "done": done, "total": total})

    with _held(claim, [_path(app, key, "json"), _path(app, key, "lock")]), app.app_context():
        report(WAITING, 0, 1)
        with _turn:
            try:
                work(actor, report)
            except Exception:  # nobody waits for the thread: what failed is told by the log and by the state
                log.exception("job failed", job=key)


@contextlib.contextmanager
def _held(claim: int, files: list[Path]) -> Iterator[None]:
    try:
        yield
    finally:
        for path in files:
            path.unlink(missing_ok=True)
        os.close(claim)


def _claim(app: Flask, key: str) -> int | None:
    """The lock on the key's file, or nothing when somebody holds it."""
    handle = os.open(_path(app, key, "lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        return None
    return handle


def _path(app: Flask, key: str, kind: str) -> Path:
    folder: Path = app.extensions["gongshi"].derived / "jobs"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / f"{key}.{kind}"


def _write(path: Path, content: dict[str, Any]) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    draft.write_text(json.dumps(content), encoding="utf-8")
    draft.replace(path)
