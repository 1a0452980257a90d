"""The worker as a process of its own, told by a broker; it is killed, and what it did not end is taken up once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from app.core.db import db
from app.core.jobs import Job, JobState, ask, get_job
from app.core.permissions import NOBODY
from app.web import broker, jobs
from tests.live import LivePortal
from tests.storage import SECRET, drop_database, make_database
from tests.web import jobs_portal  # noqa: F401 - the kind of job that is asked for here

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def portal(tmp_path: Path, database_url: str, worker_name: str) -> Iterator[LivePortal]:
    """A portal whose jobs go to a broker in its folder."""
    name = f"gongshi_{worker_name}_jobs"
    yield LivePortal(tmp_path, make_database(database_url, name) if database_url else "")
    if database_url:
        drop_database(database_url, name)


@pytest.fixture
def start_worker(portal: LivePortal) -> Iterator[Callable[[], "subprocess.Popen[bytes]"]]:
    """Starts a worker; it is ended when the test is over."""
    begun: list[subprocess.Popen[bytes]] = []
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GONGSHI")}
    environment = {
        **kept,
        "GONGSHI_INSTANCE": str(portal.folder),
        "GONGSHI_SECRET_KEY": SECRET,
        "GONGSHI_BROKER": f"sqlite://{portal.folder}/broker.sqlite3",
        "GONGSHI_TEST_WORKER": "1",
        "DATABASE_URL": portal.url,
    }

    def start() -> "subprocess.Popen[bytes]":
        command = [sys.executable, "-m", "flask", "--app", "tests.web.jobs_portal", "jobs", "work"]
        with (portal.folder / "worker.log").open("ab") as log:
            begun.append(subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=log))
        return begun[-1]

    yield start
    for process in begun:
        process.kill()
        process.wait()


def asked(portal: LivePortal, app: Flask, key: str) -> int:
    """A job is asked for and the worker told of it, twice: a broker may do that."""
    with portal.filling():
        job_id = ask("test_worker", key=key, actor=NOBODY, path=str(portal.folder / key)).id
    jobs.dispatch(app, job_id)
    jobs.dispatch(app, job_id)
    return job_id


def lines(portal: LivePortal, key: str) -> list[str]:
    path = portal.folder / key
    return [line.split()[0] for line in path.read_text().splitlines()] if path.exists() else []


def wait_for(what: Callable[[], bool], portal: LivePortal) -> None:
    ends = time.monotonic() + 60  # on a busy machine it takes long to start
    while not what():
        assert time.monotonic() < ends, (portal.folder / "worker.log").read_text()
        time.sleep(0.05)


def the_row(portal: LivePortal, job_id: int) -> Job:
    with portal.looking():
        row = get_job(job_id)
        db.session.expunge(row)
    return row


def test_a_worker_that_is_killed_loses_nothing_and_does_nothing_twice(
    portal: LivePortal, start_worker: Callable[[], "subprocess.Popen[bytes]"]
) -> None:
    app, settings = portal.app, portal.app.extensions["gongshi"]
    app.extensions["gongshi"] = replace(settings, broker=f"sqlite://{portal.folder}/broker.sqlite3")
    app.config[jobs.AT_ONCE] = False
    first = asked(portal, app, "first")
    worker = start_worker()
    wait_for(lambda: the_row(portal, first).state is JobState.DONE, portal)
    assert lines(portal, "first") == ["begun", "ended"]
    (portal.folder / "hold").touch()
    second = asked(portal, app, "second")
    wait_for(lambda: lines(portal, "second") == ["begun"], portal)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    assert the_row(portal, second).state is JobState.RUNNING
    (portal.folder / "hold").unlink()
    assert jobs.run_one(app)  # whoever works next takes it up at once
    assert not jobs.run_one(app)
    assert lines(portal, "second") == ["begun", "begun", "ended"]
    assert (the_row(portal, second).state, the_row(portal, second).attempts) == (JobState.DONE, 2)
    assert the_row(portal, second).result == {"process": os.getpid()}
    assert (the_row(portal, first).attempts, lines(portal, "first")) == (1, ["begun", "ended"])


@pytest.mark.parametrize(
    ("address", "kind"), [("sqlite:////%s/a", "SqliteHuey"), ("file:///%s/b", "FileHuey")]
)
def test_brokers_without_a_server(tmp_path: Path, address: str, kind: str) -> None:
    assert type(broker._connected(address % tmp_path, "key", "name")).__name__ == kind


@pytest.mark.parametrize("address", ["memory://", "sqlite://relative", "amqp://host", "file://"])
def test_other_brokers_are_refused_with_the_names_of_the_possible_ones(address: str) -> None:
    with pytest.raises(ValueError, match="GONGSHI_BROKER"):
        broker._connected(address, "key", "name")


def test_a_message_that_the_portal_did_not_write_is_not_read(tmp_path: Path) -> None:
    huey = broker._connected(f"sqlite://{tmp_path}/a", "the portal's key", "name")
    other = broker._connected(f"sqlite://{tmp_path}/a", "another key", "name")
    with pytest.raises(ValueError, match="mismatch"):
        huey.serializer.deserialize(other.serializer.serialize({"job": 1}))


def test_a_server_does_not_start_with_a_broker_that_cannot_be_used(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(app.config, jobs.AT_ONCE, False)
    monkeypatch.setitem(app.extensions, "gongshi", replace(app.extensions["gongshi"], broker="amqp://host"))
    with pytest.raises(ValueError, match="GONGSHI_BROKER"):
        jobs.resume(app)
