"""``flask jobs``: the list, the worker that does what waits and ends, another try."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core.db import unit_of_work
from app.core.errors import Conflict
from app.core.jobs import Context, JobState, ask, find_job, job
from app.core.messages import Message
from app.core.permissions import NOBODY

faults = [True]


@job("test_command")
def once_broken(_context: Context) -> None:
    """Fails the first time."""
    if faults:
        faults.pop()
        raise Conflict(Message("There is no paper."))


def run(app: Flask, db: SQLAlchemy, *words: str) -> tuple[int, str]:
    db.session.commit()
    result = app.test_cli_runner().invoke(args=["jobs", *words])
    return result.exit_code, result.output


def test_a_job_is_done_by_a_worker_listed_and_tried_again(app: Flask, db: SQLAlchemy) -> None:
    assert run(app, db, "list") == (0, "no job\n")
    with unit_of_work():
        ask("test_command", key="k", actor=NOBODY)
    assert run(app, db, "work", "--once")[0] == 0
    code, listed = run(app, db, "list", "--state", "failed")
    assert code == 0
    assert "1 failed     0%  test_command k" in listed
    assert "There is no paper." in listed
    assert "1 waiting" in run(app, db, "retry", "1")[1]
    run(app, db, "work", "--once")
    done = find_job("k")
    assert done is not None
    assert (done.state, done.trouble) == (JobState.DONE, None)
    code, said = run(app, db, "retry", "77")
    assert code == 1
    assert "no job 77" in said
