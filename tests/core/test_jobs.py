"""Rows of jobs: asked for once, taken once, lost with the process that had them, kept for a while."""

import contextlib
import datetime as dt
import threading
from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask
from flask_sqlalchemy import SQLAlchemy

from app.core import clock as county_clock
from app.core import job_claims, jobs
from app.core.db import unit_of_work, writing
from app.core.errors import NotFound
from app.core.job_claims import LEASE, MAX_ATTEMPTS, Claim, LostClaim, take
from app.core.jobs import Context, Job, JobState, ask, job
from app.core.permissions import NOBODY
from app.core.processes import own_name

ELSEWHERE = "another-machine/00000000/7/123"


@job("test_nothing")
def do_nothing(_context: Context, *, number: int = 0, of: str = "") -> None:
    """Never run here."""


def asked(key: str = "test-1", **parameters: Any) -> int:
    with unit_of_work():
        return ask("test_nothing", key=key, actor=NOBODY, **parameters).id


def taken(job_id: int | None = None) -> Claim:
    claim = take(job_id, pause=0)
    assert claim is not None
    return claim


def the_row(job_id: int, db: SQLAlchemy) -> Job:
    db.session.rollback()
    return db.session.get_one(Job, job_id, populate_existing=True)


def change(db: SQLAlchemy, job_id: int, **values: Any) -> None:
    with unit_of_work():
        db.session.execute(sa.update(Job).where(Job.id == job_id).values(**values))


def at_once(app: Flask, number: int, act: Callable[[], Any]) -> list[Any]:
    """What *act* gives to so many who do it in the same moment, each with a session of its own."""
    found: list[Any] = []
    line = threading.Barrier(number)
    now = county_clock.now()

    def run() -> None:
        with app.app_context(), writing(False), county_clock.frozen(now):
            line.wait(10)
            found.append(act())

    threads = [threading.Thread(target=run) for _ in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert len(found) == number
    return found


def test_what_is_asked_for_twice_at_once_is_one_job(app: Flask, db: SQLAlchemy) -> None:
    assert len(set(at_once(app, 6, asked))) == 1


def test_of_several_who_take_a_job_at_once_one_gets_it(app: Flask, db: SQLAlchemy) -> None:
    for number in range(3):
        asked(f"test-{number}")
    claims = [claim.job_id for claim in at_once(app, 6, take) if claim is not None]
    assert sorted(claims) == [1, 2, 3]
    assert {the_row(one, db).attempts for one in claims} == {1}


def test_of_several_who_take_up_what_was_left_behind_one_gets_it(app: Flask, db: SQLAlchemy) -> None:
    job_id = asked()
    taken()
    change(db, job_id, claimed_by=ELSEWHERE, lease_until=county_clock.now() - LEASE)
    assert len([claim for claim in at_once(app, 5, take) if claim is not None]) == 1
    assert the_row(job_id, db).attempts == 2


def test_parameters_are_checked_when_somebody_asks(db: SQLAlchemy) -> None:
    with pytest.raises(LookupError):
        ask("test_unknown", key="a", actor=NOBODY)
    with pytest.raises(TypeError):
        ask("test_nothing", key="a", actor=NOBODY, colour="red")
    with pytest.raises(TypeError):
        ask("test_nothing", key="a", actor=NOBODY, number={1})
    assert taken(asked(number=3, of="村")).parameters == {"number": 3, "of": "村"}


def test_a_kind_has_one_handler() -> None:
    with pytest.raises(ValueError, match="two handlers"):
        job("test_nothing")(lambda _context: None)


def test_jobs_are_taken_in_the_order_in_which_they_were_asked_for(db: SQLAlchemy) -> None:
    first, second = asked("a"), asked("b")
    assert [taken().job_id, taken().job_id] == [first, second]
    assert take() is None
    assert take(first) is None


def test_what_runs_elsewhere_is_left_alone_until_its_lease_is_over(db: SQLAlchemy, clock: Any) -> None:
    job_id = asked()
    taken()
    change(db, job_id, claimed_by=ELSEWHERE)
    assert take() is None
    clock.move(seconds=LEASE.total_seconds() + 1)
    assert taken().job_id == job_id


def test_what_a_dead_process_of_this_machine_had_is_taken_up_at_once(db: SQLAlchemy) -> None:
    job_id = asked()
    taken()
    assert take() is None
    change(db, job_id, claimed_by=own_name() + "0")
    assert taken().job_id == job_id


def test_a_living_process_of_this_machine_keeps_its_job_however_long_it_was_asleep(
    db: SQLAlchemy, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = asked()
    taken()
    clock.move(days=1)
    monkeypatch.setattr(job_claims, "own_name", lambda: own_name() + "0")  # somebody else looks
    assert take() is None
    monkeypatch.undo()
    monkeypatch.setattr(job_claims, "_running", {job_id})
    assert take() is None
    monkeypatch.undo()  # it knows itself that it left the job
    assert taken().job_id == job_id


def test_after_too_many_attempts_it_has_failed(db: SQLAlchemy) -> None:
    job_id = asked()
    for attempt in range(1, MAX_ATTEMPTS + 1):
        taken()
        assert the_row(job_id, db).attempts == attempt
        change(db, job_id, claimed_by=own_name() + "0")
    assert take() is None
    failed = the_row(job_id, db)
    assert failed.state is JobState.FAILED
    assert f"{MAX_ATTEMPTS} times" in str(failed.message)
    assert jobs.retry(job_id).state is JobState.WAITING
    db.session.commit()
    assert taken().job_id == job_id


def have_an_effect(claim: Claim, db: SQLAlchemy) -> None:
    with unit_of_work():
        db.session.add(Job(kind="x", key="effect"))
        claim.finish({"made": 1})


def test_who_lost_a_job_can_say_nothing_more_about_it(db: SQLAlchemy) -> None:
    job_id = asked()
    claim = taken()
    change(db, job_id, claimed_by=own_name() + "0")
    other = taken()
    assert not claim.beat()
    with pytest.raises(LostClaim):
        claim.report("Saving", 1, 2)
    with pytest.raises(LostClaim):
        have_an_effect(claim, db)
    claim.settle({"by": "the first"})
    claim.fail()
    other.settle({"by": "the second"})
    assert the_row(job_id, db).result == {"by": "the second"}
    assert jobs.find_job("effect") is None


def test_what_a_job_did_and_its_end_can_be_one_transaction(db: SQLAlchemy) -> None:
    job_id = asked()
    claim = taken()
    have_an_effect(claim, db)
    claim.report("Clearing up", 1, 2)
    claim.settle(None)
    done = the_row(job_id, db)
    assert (done.state, done.result, done.lease_until) == (JobState.DONE, {"made": 1}, None)
    assert jobs.find_job("effect") is not None


def test_an_end_that_was_rolled_back_is_no_end(db: SQLAlchemy) -> None:
    job_id = asked()
    claim = taken()
    with contextlib.suppress(RuntimeError), unit_of_work():
        claim.finish({"made": 1})
        raise RuntimeError
    claim.settle({"made": 2})
    assert the_row(job_id, db).result == {"made": 2}


def test_progress_is_told_beside_a_transaction_and_within_one(app: Flask, db: SQLAlchemy) -> None:
    job_id = asked()
    claim = taken()
    with writing(False):
        db.session.execute(sa.select(Job)).all()  # a reader's transaction is open
        claim.report("Reading", 1, 4)
        assert the_row(job_id, db).percent == 25
        with unit_of_work():
            db.session.add(Job(kind="x", key="effect"))
            db.session.flush()
            claim.report("Saving", 3, 4)
    assert (the_row(job_id, db).stage, the_row(job_id, db).percent) == ("Saving", 75)


def test_progress_is_not_written_more_often_than_anybody_looks(db: SQLAlchemy) -> None:
    job_id = asked()
    claim = take()
    assert claim is not None
    with writing(False):
        for done in range(100):
            claim.report("Reading", done, 100)
        assert the_row(job_id, db).done == 0
        claim.report("Saving", 99, 100)
    assert (the_row(job_id, db).stage, the_row(job_id, db).percent) == ("Saving", 99)


def test_only_a_failed_job_is_tried_again(db: SQLAlchemy) -> None:
    job_id = asked()
    assert jobs.retry(job_id).attempts == 0
    taken().fail()
    instead = asked()
    assert jobs.retry(job_id).id == instead
    with pytest.raises(NotFound):
        jobs.retry(10_000)


def test_old_rows_are_deleted_and_open_ones_never(db: SQLAlchemy, clock: Any) -> None:
    done, failed, waiting = asked("done"), asked("failed"), asked("waiting")
    taken(done).settle(None)
    taken(failed).fail()
    clock.move(days=29)
    assert jobs.prune() == 0
    clock.move(days=2)
    assert jobs.prune() == 2
    assert [one.id for one in jobs.list_jobs()] == [waiting]
    assert jobs.list_jobs(state=JobState.FAILED) == []


def test_percent(db: SQLAlchemy) -> None:
    shown = {
        (JobState.WAITING, 0, 1): 0,
        (JobState.RUNNING, 4, 4): 99,
        (JobState.RUNNING, 1, 0): 99,
        (JobState.DONE, 0, 1): 100,
    }
    found = {case: Job(state=case[0], done=case[1], total=case[2]).percent for case in shown}
    assert found == shown


def test_the_lease_is_renewed_while_the_work_goes_on(
    app: Flask, db: SQLAlchemy, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = asked()
    claim = taken()
    before = the_row(job_id, db).lease_until
    monkeypatch.setattr(job_claims, "BEAT", dt.timedelta(seconds=0.01))
    db.session.rollback()
    with job_claims.held(claim):
        for _ in range(200):
            if the_row(job_id, db).lease_until != before:
                break
            db.session.rollback()
            threading.Event().wait(0.02)
        db.session.rollback()
    assert the_row(job_id, db).lease_until != before
