"""Jobs in a request: asked for with the act, done after its commit, told by their row."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, current_app, g
from flask_sqlalchemy import SQLAlchemy

from app.core import jobs as rows
from app.core.db import unit_of_work
from app.core.errors import Conflict
from app.core.jobs import Context, Job, JobState, job
from app.core.messages import Message
from app.core.permissions import NOBODY
from app.web import jobs
from tests.people import People

KEY = "test-1"
seen: list[Any] = []
go_on = threading.Event()


@job("test_noting")
def note(context: Context, *, words: str) -> dict[str, Any]:
    """Looks at its own row while it runs."""
    context.report("Saving", 1, 4)
    own = rows.find_job(KEY)
    assert own is not None
    seen.append((words, own.state, own.stage, own.percent))
    return {"words": words}


@job("test_asking_again")
def ask_again(context: Context) -> None:
    """Asks for itself while it runs."""
    seen.append(context.job_id)
    if len(seen) < 3:
        begin("test_asking_again")


@job("test_failing")
def fail(_context: Context, *, how: str) -> None:
    """Fails in one of several ways."""
    if how == "refused":
        raise Conflict(Message("There is no seal on page %(page)s.", page=2))
    if how == "number":
        raise Conflict(Message("Wang, 11010519491231002X, has no place."))
    raise RuntimeError("Wang, 11010519491231002X, cannot be divided by zero")


@job("test_waiting")
def wait(_context: Context) -> None:
    """Runs until it is told to go on."""
    go_on.wait(10)


@job("test_who")
def who(context: Context) -> None:
    """Notes who asked."""
    seen.append(context.actor)


@pytest.fixture(autouse=True)
def nothing_seen() -> Iterator[None]:
    seen.clear()
    go_on.clear()
    yield
    go_on.set()


def begin(kind: str, key: str = KEY, actor: Any = NOBODY, **parameters: Any) -> None:
    """What a request does: ask for the job, then commit."""
    with current_app.test_request_context():
        g.actor = actor
        with unit_of_work():
            jobs.ask(kind, key=key, **parameters)
        for act in g.after_commit:
            act()


def the_job() -> Job:
    found = rows.find_job(KEY)
    assert found is not None
    return found


def test_a_job_is_done_after_the_commit_and_its_row_tells_of_it(db: SQLAlchemy) -> None:
    begin("test_noting", words="甲")
    assert seen == [("甲", JobState.RUNNING, "Saving", 25)]
    done = the_job()
    assert (done.state, done.percent, done.result, done.attempts) == (JobState.DONE, 100, {"words": "甲"}, 1)
    assert done.asked_at <= done.begun_at <= done.ended_at


def test_asking_for_what_runs_gives_the_same_job(db: SQLAlchemy) -> None:
    begin("test_asking_again")
    assert seen == [the_job().id]


def test_asking_for_what_is_done_gives_a_new_one(db: SQLAlchemy) -> None:
    begin("test_noting", words="甲")
    first = the_job().id
    begin("test_noting", words="乙")
    assert the_job().id != first
    assert len(seen) == 2


def test_nothing_is_done_for_an_act_that_was_rolled_back(app: Flask, db: SQLAlchemy) -> None:
    with app.test_request_context():
        g.actor = NOBODY
        jobs.ask("test_noting", key=KEY, words="甲")
        db.session.rollback()
    assert not jobs.run_one(app)
    assert rows.find_job(KEY) is None


def test_what_is_refused_is_told_in_its_own_words(db: SQLAlchemy) -> None:
    begin("test_failing", how="refused")
    assert the_job().state is JobState.FAILED
    assert str(the_job().message) == "There is no seal on page 2."


@pytest.mark.parametrize("how", ["number", "unforeseen"])
def test_what_is_not_for_everybody_s_eyes_is_told_in_general_words(db: SQLAlchemy, how: str) -> None:
    begin("test_failing", how=how)
    failed = the_job()
    assert failed.state is JobState.FAILED
    assert str(failed.id) in str(failed.message)
    assert "Wang" not in str(failed.trouble)
    assert "1101" not in str(failed.trouble)


def test_the_job_acts_with_the_roles_held_when_it_runs(app: Flask, people: People, db: SQLAlchemy) -> None:
    user = people.user("village_officer")
    db.session.commit()
    begin("test_who", actor=user.as_actor())
    assert seen[0].grants
    user.is_active = False
    db.session.commit()
    begin("test_who", actor=user.as_actor())
    assert (seen[1].id, seen[1].grants) == (user.id, ())


@pytest.fixture
def runner(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[jobs.Runner]:
    """The thread of a server's process."""
    thread = jobs.Runner(app, tick=0.05)
    monkeypatch.setitem(app.config, jobs.AT_ONCE, False)
    monkeypatch.setitem(app.extensions, jobs.EXTENSION, thread)
    yield thread
    go_on.set()
    thread.stop()


def test_outside_of_tests_a_job_does_not_keep_the_request_waiting(
    db: SQLAlchemy, runner: jobs.Runner
) -> None:
    begin("test_waiting")
    begin("test_failing", key="other", how="unforeseen")
    wait_until(db, KEY, JobState.RUNNING)
    assert state_of(db, "other") is JobState.WAITING  # one at a time in a process
    go_on.set()
    wait_until(db, KEY, JobState.DONE)
    wait_until(db, "other", JobState.FAILED)
    begin("test_who", key="third")  # the thread lives
    wait_until(db, "third", JobState.DONE)


def test_a_server_takes_up_what_waits_when_it_starts(app: Flask, db: SQLAlchemy, runner: jobs.Runner) -> None:
    with unit_of_work():
        rows.ask("test_who", key=KEY, actor=NOBODY)
    jobs.resume(app)
    wait_until(db, KEY, JobState.DONE)
    assert seen[0] == NOBODY


def test_a_database_that_is_away_does_not_end_the_thread(
    app: Flask, db: SQLAlchemy, runner: jobs.Runner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_given: Any) -> bool:
        monkeypatch.undo()
        raise sa.exc.OperationalError("SELECT", {}, Exception("away"))

    monkeypatch.setattr(jobs, "run_in_turn", away)
    runner.wake()
    with unit_of_work():
        rows.ask("test_who", key=KEY, actor=NOBODY)
    wait_until(db, KEY, JobState.DONE)


def state_of(db: SQLAlchemy, key: str) -> JobState:
    db.session.rollback()
    found = rows.find_job(key)
    assert found is not None
    state = found.state
    db.session.rollback()
    return state


def wait_until(db: SQLAlchemy, key: str, state: JobState) -> None:
    for _ in range(200):
        if state_of(db, key) is state:
            return
        threading.Event().wait(0.02)
    raise AssertionError(f"{key} is {state_of(db, key)}, not {state}")
