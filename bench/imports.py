"""What an import costs: the clerk's workbook of 5,402 rows, and one of ten times the rows.

    .venv/bin/python bench/imports.py              three times each, the medians
    .venv/bin/python bench/imports.py --times 1    once each, quicker

Whole time is everything that ``flask households import`` does between reading the file and the commit: reading,
checking every cell, comparing, saving, and the check-up of all households. It is divided by the time that openpyxl
needs, in the same run and read-only, to go through the cells of the same file. Peak memory is that of the importing
process and of the child in which the file is opened. Each import has a process and an empty SQLite database to itself.
"""

import argparse
import datetime as dt
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
from stdnum.cn import ric

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app import create_app
from app.commands.demonstration import ground
from app.core import clock
from app.core.db import Base, db, unit_of_work
from app.domain.areas.models import Area
from app.domain.checkups import service as checkups
from app.domain.imports import service
from app.domain.imports.examining import read_plan
from app.domain.rounds.models import Round

WORKBOOK = Path(__file__).resolve().parents[1] / "samples" / "linquan" / "register.xlsx"
COPIES = 10
HOUSEHOLD, PERSON, ID_NUMBER, TELEPHONE = "户编号", "人编号", "证件号码", "联系电话"
MOST_RATIO, MOST_GROWTH = 4.0, 1.2


def main() -> int:
    """Measure both sizes and print the figures; 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child:
        print(json.dumps(import_once(given.child)))
        return 0
    with tempfile.TemporaryDirectory() as folder:
        tenfold = Path(folder) / "tenfold.xlsx"
        multiply(WORKBOOK, tenfold)
        small, large = measure(WORKBOOK, given.times), measure(tenfold, given.times)
    growth = (large["seconds"] / large["rows"]) / (small["seconds"] / small["rows"])
    for one in (small, large):
        print(
            f"{one['rows']:>6} rows: import {one['seconds']:.2f} s, openpyxl {one['openpyxl']:.2f} s,"
            f" ratio {one['seconds'] / one['openpyxl']:.2f} (target under {MOST_RATIO:g});"
            f" peak memory {one['memory']:.0f} MB, of it the child {one['child_memory']:.0f} MB"
        )
        print("             " + ", ".join(f"{name} {spent:.2f} s" for name, spent in one["parts"].items()))
    print(f"cost per row at ten times the rows: × {growth:.2f} (target at most {MOST_GROWTH:g})")
    return int(small["seconds"] / small["openpyxl"] >= MOST_RATIO or growth > MOST_GROWTH)


def measure(path: Path, times: int) -> dict[str, Any]:
    """The medians over so many imports, each beside one run of openpyxl."""
    openpyxl_seconds, runs = [], []
    for _ in range(times):
        openpyxl_seconds.append(read_with_openpyxl(path))
        command = [sys.executable, __file__, "--child", str(path)]
        finished = subprocess.run(command, capture_output=True, text=True, check=True)
        runs.append(json.loads(finished.stdout.splitlines()[-1]))
    middle = sorted(runs, key=lambda run: run["seconds"])[len(runs) // 2]
    return middle | {"openpyxl": statistics.median(openpyxl_seconds)}


def read_with_openpyxl(path: Path) -> float:
    """Seconds to go through every cell, read-only."""
    began = time.perf_counter()
    book = openpyxl.load_workbook(path, read_only=True)
    for sheet in book:
        for _row in sheet.iter_rows(values_only=True):
            pass
    return time.perf_counter() - began


def import_once(path: Path) -> dict[str, Any]:
    """Import into a fresh database; times and memory."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["GONGSHI_INSTANCE"] = folder
        os.environ.pop("DATABASE_URL", None)
        app = create_app()
        with app.app_context(), clock.frozen(clock.at(dt.date(2014, 4, 1))):
            Base.metadata.create_all(db.engine)
            with unit_of_work():
                villages = ground.lay_areas()
                people = ground.open_accounts(villages)
                ground.adopt_policies()
                round_id = ground.open_past_round(people, villages).id
                area_id = people.township.grants[0].area_id
            return timed_import(path, people, round_id, area_id)


def timed_import(path: Path, people: ground.Cast, round_id: int, area_id: int) -> dict[str, Any]:
    """What the command does, with a watch."""
    marks = [time.perf_counter()]
    data = path.read_bytes()
    round_, area = db.session.get_one(Round, round_id), db.session.get_one(Area, area_id)
    plan = read_plan(data=data, round_=round_, area=area)
    marks.append(time.perf_counter())
    with unit_of_work():
        run = service.import_file(
            actor=people.township,
            round_=db.session.get_one(Round, round_id),
            area=db.session.get_one(Area, area_id),
            data=data,
            filename=path.name,
            plan=plan,
        )
        assert run.touched_ids, run.findings
        marks.append(time.perf_counter())
        checkups.recheck(household_ids=run.touched_ids)
        marks.append(time.perf_counter())
    marks.append(time.perf_counter())
    names = ("read and check", "compare and save", "check up", "commit")
    own, child = (
        resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {
        "rows": plan.people,
        "seconds": marks[-1] - marks[0],
        "parts": dict(zip(names, (end - start for start, end in pairwise(marks)), strict=True)),
        "memory": max(own, child),
        "child_memory": child,
    }


def multiply(source: Path, target: Path) -> None:
    """The workbook ten times over: other household numbers, identity numbers and telephones in each copy."""
    rows = [
        list(row) for row in openpyxl.load_workbook(source, read_only=True).active.iter_rows(values_only=True)
    ]
    head = next(number for number, row in enumerate(rows) if HOUSEHOLD in row)
    columns = {heading: place for place, heading in enumerate(rows[head])}
    copy = openpyxl.Workbook(write_only=True)
    sheet = copy.create_sheet("农户信息")
    for row in rows[: head + 1]:
        sheet.append(row)
    given: dict[str, int] = {}
    for number in range(COPIES):
        numbers: dict[str, str] = {}
        for row in rows[head + 1 :]:
            sheet.append(another(row, columns, number, numbers, given))
    copy.save(target)


def another(
    row: list[Any], columns: dict[str, int], copy: int, numbers: dict[str, str], given: dict[str, int]
) -> list[Any]:
    """One person of a copy."""
    row = list(row)
    old = str(row[columns[HOUSEHOLD]])
    if old not in numbers:
        village = old[:12]
        given[village] = given.get(village, 0) + 1
        numbers[old] = f"{village}{given[village]:04d}"
    row[columns[HOUSEHOLD]] = numbers[old]
    row[columns[PERSON]] = numbers[old] + str(row[columns[PERSON]])[len(old) :]
    body = f"51191{copy}" + str(row[columns[ID_NUMBER]])[6:17]
    row[columns[ID_NUMBER]] = body + ric.calc_check_digit(body + "0")
    telephone = row[columns[TELEPHONE]]
    if telephone:
        row[columns[TELEPHONE]] = f"{str(telephone)[:2]}{copy}{str(telephone)[3:]}"
    return row


if __name__ == "__main__":
    sys.exit(main())
