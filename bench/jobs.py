"""Jobs under workers that are killed all the time, and papers made by one process and by several.

    .venv/bin/python bench/jobs.py killed 60 3       60 jobs, 3 workers, killed 20 times in the middle of one
    .venv/bin/python bench/jobs.py papers 24         24 lists of 60 rows in this process, in one other, in two, in four
    .venv/bin/python bench/jobs.py township 520581107000     all sheets of a township, by one process and by two

``killed`` prepares an empty database in a scratch folder (or takes that of ``DATABASE_URL``, which must be empty), with
a broker in a file when ``--broker`` is given. Each job adds one to a counter of its own in the transaction that ends
it. Printed are jobs done, kills, jobs begun more than once, counters that are not 1 (there must be none), and seconds.

``township`` runs on a copy of an instance with the demonstration (``GONGSHI_INSTANCE``; its derived papers are emptied)
and makes the largest batch of sheets that there is.
"""

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

import sqlalchemy as sa  # noqa: E402 - the path comes first
from flask import Flask  # noqa: E402 - the path comes first

from app import create_app  # noqa: E402 - the path comes first
from app.blueprints.batches import selection  # noqa: E402 - the path comes first
from app.blueprints.batches.work import make_batch  # noqa: E402 - the path comes first
from app.core import jobs as rows  # noqa: E402 - the path comes first
from app.core.db import Base, db, unit_of_work  # noqa: E402 - the path comes first
from app.core.jobs import Context, Job, JobState, Unwatched, job  # noqa: E402 - the path comes first
from app.core.permissions import NOBODY, Actor, Grant, Role  # noqa: E402 - the path comes first
from app.core.serials import Serial, next_number  # noqa: E402 - the path comes first
from app.documents import render  # noqa: E402 - the path comes first
from app.documents.workshop import Shop, Task  # noqa: E402 - the path comes first
from app.domain.areas.queries import get_area  # noqa: E402 - the path comes first
from app.web import jobs  # noqa: E402 - the path comes first

COLUMNS = ("序号", "户主", "人数", "组别", "原因")


@job("bench_count")
def count(context: Context, *, scope: str, seconds: float) -> None:
    """Take some time, then count and end in one transaction."""
    for done in range(10):
        context.report("Counting", done, 10)
        time.sleep(seconds / 10)
    with unit_of_work():
        next_number(scope)
        context.finish({"scope": scope})


def portal() -> Flask:
    """What the workers serve: the portal, with the kind of job above."""
    return create_app()


def start() -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "flask", "--app", "bench/jobs.py:portal", "jobs", "work"]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)


def killed(number: int, workers: int) -> None:
    """Let *workers* do *number* jobs, and kill one of them again and again."""
    app = create_app()
    chance = random.Random(1)
    with app.app_context():
        Base.metadata.create_all(db.engine)
        with unit_of_work():
            asked = [
                rows.ask(
                    "bench_count",
                    key=f"bench-{one}",
                    actor=NOBODY,
                    scope=f"bench/{one}",
                    seconds=chance.uniform(0.5, 3.0),
                ).id
                for one in range(number)
            ]
    for job_id in asked:
        jobs.dispatch(app, job_id)
    running, kills, began = [start() for _ in range(workers)], 0, time.perf_counter()
    while left(app):
        time.sleep(chance.uniform(0.5, 3.0))
        victim = at_work(app, running) if kills < number // 3 else None
        if victim is not None:
            victim.send_signal(signal.SIGKILL)
            victim.wait()
            kills += 1
            running = [one for one in running if one is not victim] + [start()]
    spent = time.perf_counter() - began
    for process in running:
        process.kill()
        process.wait()
    tell(app, number, kills, spent)


def at_work(app: Flask, running: "list[subprocess.Popen[bytes]]") -> "subprocess.Popen[bytes] | None":
    """A worker in the middle of a job."""
    with app.app_context():
        names = db.session.scalars(sa.select(Job.claimed_by).where(Job.state == JobState.RUNNING)).all()
    numbers = {int((name or "///0").split("/")[2]) for name in names}
    return next((one for one in running if one.pid in numbers), None)


def left(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(Job.id)).where(Job.state.in_(rows.OPEN))) or 0


def tell(app: Flask, number: int, kills: int, spent: float) -> None:
    with app.app_context():
        found = rows.list_jobs(number)
        counted = dict(db.session.execute(sa.select(Serial.scope, Serial.last)).all())
    done = [one for one in found if one.state is JobState.DONE]
    failed = [one for one in found if one.state is JobState.FAILED]
    wrong = [one.key for one in done if counted.get(str(one.parameters["scope"])) != 1]
    wrong += [one.key for one in failed if str(one.parameters["scope"]) in counted]
    print(
        f"{len(done)} of {number} done, {len(failed)} given up after 3 attempts, {kills} kills, "
        f"{sum(one.attempts > 1 for one in found)} begun more than once, {len(wrong)} counted wrongly, "
        f"{spent:.0f} s"
    )
    assert wrong == [], wrong


def a_list(number: int, size: int = 60) -> str:
    """A list of *size* made-up households."""
    head = "".join(f"<th>{name}</th>" for name in COLUMNS)
    body = "".join(
        f"<tr><td>{row}</td><td>王{chr(0x5E73 + row)}{chr(0x6587 + number)}</td><td>{row % 7 + 1}</td>"
        f"<td>第{row % 5 + 1}组</td><td>因病致贫</td></tr>"
        for row in range(1, size + 1)
    )
    return (
        f'<html lang="zh-CN"><head><title>第{number}份</title></head><body><h1>公示第{number}份</h1>'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></body></html>"
    )


def papers(number: int) -> None:
    """Make *number* lists in this process, then in one other, in two, in four."""
    css = ("@page { size: A4 } body { font: 12pt 'Noto Serif CJK SC' } td, th { border: 0.5pt solid #000 }",)
    tasks = [Task(one, render.render, (a_list(one),), {"css": css, "lang": "zh"}) for one in range(number)]
    first: dict[object, object] = {}
    for processes in (0, 1, 2, 4):
        shop, began = Shop(processes), time.perf_counter()
        made = dict(shop.make_all(tasks))
        spent = time.perf_counter() - began
        shop.close()
        first = first or made
        where = f"{processes} processes" if processes else "in place"
        print(
            f"{number} papers, {where:<12} {spent:6.2f} s, {spent / number:5.2f} s each, "
            f"{'the same bytes' if made == first else 'OTHER BYTES'}",
            flush=True,
        )


def township(code: str) -> None:
    """Make all sheets of the township, the largest choice of them."""
    app = create_app()
    settings = app.extensions["gongshi"]
    with app.app_context():
        area = get_area(code)
        area_id = area.id
        wide = (Grant(Role.TOWNSHIP_REVIEWER, area.id, area.path),)
        context = Unwatched(Actor(None, "bench", wide))
        sizes = {
            choice.key: sum(
                len(one.places) for one in selection.wanted_sheets(context.actor, area, choice.key)
            )
            for choice in selection.choices_of(area)
        }
    what = max(sizes, key=lambda key: sizes[key])
    for processes in (1, 2):
        for folder in ("papers", "sets"):
            shutil.rmtree(settings.derived / folder, ignore_errors=True)
        app.extensions["gongshi"] = replace(settings, paper_processes=processes)
        with app.test_request_context():
            began = time.perf_counter()
            made = make_batch(context, area_id=area_id, what=what, lang="zh", root="https://example.org")
            spent = time.perf_counter() - began
        print(
            f"{what}: {made['sheets']} sheets by {processes} process(es), {spent:.1f} s, "
            f"{spent / max(1, int(made['sheets'])):.2f} s each, {made['refused']} refused",
            flush=True,
        )


if __name__ == "__main__":
    what, *numbers = [one for one in sys.argv[1:] if not one.startswith("--")]
    if what == "papers":
        papers(int(numbers[0]) if numbers else 24)
    elif what == "township":
        township(*numbers)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            os.environ["GONGSHI_INSTANCE"] = scratch
            os.environ["GONGSHI_BROKER"] = (
                f"sqlite://{scratch}/broker.sqlite3" if "--broker" in sys.argv else ""
            )
            killed(*(int(one) for one in numbers or ("60", "3")))
