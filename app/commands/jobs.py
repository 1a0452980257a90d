"""``flask jobs …``: work outside the request, and the worker that does it; what it is, is told in docs/jobs.md."""

import logging
import threading

import click
from flask import Flask, current_app
from flask.cli import AppGroup, with_appcontext

from app.core import jobs as rows
from app.core.db import db, unit_of_work
from app.core.errors import NotFound
from app.core.jobs import Job, JobState
from app.web import broker
from app.web.jobs import Runner, dispatch, run_in_turn
from app.web.templating import format_instant

group = AppGroup("jobs", help="Work outside the request.")
#: seconds between two looks of a worker that no broker tells of jobs
LOOK_EVERY = 2.0


@group.command("list")
@click.option("--state", type=click.Choice([one.value for one in JobState]), help="Only jobs in this state.")
@click.option("--limit", default=30, show_default=True, type=click.IntRange(1, 1000))
@with_appcontext
def list_(state: str | None, limit: int) -> None:
    """The newest jobs: number, state, kind and key, how far, who asked and when, why it failed."""
    found = rows.list_jobs(limit, state=JobState(state) if state else None)
    for one in found:
        click.echo(_line(one))
    if not found:
        click.echo("no job")


@group.command("retry")
@click.argument("number", type=int)
@with_appcontext
def retry(number: int) -> None:
    """Let the failed job NUMBER wait for its turn again."""
    try:
        with unit_of_work():
            one = rows.retry(number)
            line, job_id, is_waiting = _line(one), one.id, one.state is JobState.WAITING
    except NotFound as error:
        raise click.ClickException(f"there is no job {number}") from error
    if is_waiting and broker.is_set(_app()):
        dispatch(_app(), job_id)
    click.echo(line)


@group.command("work")
@click.option("--once", is_flag=True, help="Do what waits now, and end.")
@with_appcontext
def work(once: bool) -> None:
    """Do jobs until a signal ends the process: those of the broker, or of the database when none is set.

    Any number of these may run, beside the portal as well: a job is done by one of them.
    """
    app = _app()
    db.session.remove()
    logging.basicConfig(level=logging.WARNING, format="%(message)s")
    if once:
        while run_in_turn(app):
            pass
    elif broker.is_set(app):
        threading.Thread(target=Runner(app).work, name="jobs", daemon=True).start()  # what nobody told of
        broker.consume(app, lambda job_id: run_in_turn(app, job_id))
    else:
        Runner(app, tick=LOOK_EVERY).work()


def _app() -> Flask:
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # the app behind the proxy
    return app


def _line(one: Job) -> str:
    words = [
        f"{one.id:>6} {one.state.value:<8} {one.percent:>3}%  {one.kind} {one.key}",
        f"asked {format_instant(one.asked_at)} {one.actor_name}".rstrip(),
    ]
    if one.attempts > 1:
        words.append(f"attempt {one.attempts}")
    if one.message is not None:
        words.append(str(one.message))
    return " · ".join(words)


def register(app: Flask) -> None:
    """Add the group to *app*."""
    app.cli.add_command(group)
