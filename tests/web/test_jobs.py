"""Jobs: begun after the commit, never twice at once, interrupted when their process dies."""

import threading
from typing import Any

from flask import Flask, g

from app.core.permissions import NOBODY, Actor
from app.web import jobs
from app.web.jobs import Report

KEY = "test-1"


def begin(app: Flask, work: Any) -> None:
    """What a request does: ask for the job, then commit."""
    with app.test_request_context():
        g.actor = NOBODY
        jobs.start_after_commit(KEY, work)
        for act in g.after_commit:
            act()


def test_a_job_runs_after_the_commit_and_leaves_nothing(app: Flask) -> None:
    seen: list[Any] = []

    def work(actor: Actor, report: Report) -> None:
        report("Saving", 1, 4)
        seen.extend([actor, jobs.is_running(KEY), jobs.find_progress(KEY)])

    begin(app, work)
    assert seen == [NOBODY, True, jobs.Progress("Saving", 1, 4)]
    with app.app_context():
        assert not jobs.is_running(KEY)
        assert jobs.find_progress(KEY) is None


def test_a_job_is_not_begun_twice_at_once(app: Flask) -> None:
    times: list[int] = []

    def work(_actor: Actor, _report: Report) -> None:
        times.append(1)
        if len(times) < 3:
            begin(app, work)

    begin(app, work)
    assert len(times) == 1


def test_a_job_that_fails_lets_go(app: Flask) -> None:
    def work(_actor: Actor, _report: Report) -> None:
        raise RuntimeError("broken")

    begin(app, work)
    with app.app_context():
        assert not jobs.is_running(KEY)


def test_outside_of_tests_a_job_does_not_keep_the_request_waiting(app: Flask, monkeypatch: Any) -> None:
    monkeypatch.setitem(app.config, jobs.AT_ONCE, False)
    go_on, done = threading.Event(), threading.Event()

    def work(_actor: Actor, _report: Report) -> None:
        go_on.wait(10)
        done.set()

    begin(app, work)
    with app.app_context():
        assert jobs.is_running(KEY)
    go_on.set()
    assert done.wait(10)
    for thread in threading.enumerate():
        if thread.name == KEY:
            thread.join(10)
    with app.app_context():
        assert not jobs.is_running(KEY)


def test_what_a_dead_process_left_is_no_running_job(app: Flask) -> None:
    with app.app_context():
        folder = app.extensions["gongshi"].derived / "jobs"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{KEY}.lock").touch()
        (folder / f"{KEY}.json").write_text('{"stage": "Saving", "done": 1, "total": 4}', encoding="utf-8")
        assert not jobs.is_running(KEY)
        (folder / f"{KEY}.json").write_text("half a li", encoding="utf-8")
        assert jobs.find_progress(KEY) is None
        (folder / f"{KEY}.json").unlink()
