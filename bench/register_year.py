"""Lists, charts and reports of a registered year: one township's beside those of a county of ten such townships.

    python bench/register_year.py                        loads the demonstration first (a minute or two)
    python bench/register_year.py --instance FOLDER      copies the database of a loaded instance instead
    python bench/register_year.py --rounds 9 --only /statistics
    python bench/register_year.py --cold                 each page as whoever comes first after a start gets it

The demonstration's township is laid into its county nine more times: 14,120 households, 54,010 people, with what was
recorded of them. Every page is asked for through the whole portal by the township's reviewer and by somebody of the
county; times are those of the processor, medians of several rounds in turn, after one act in a village between rounds,
so that nothing is repeated from what was kept for the same records. Statements are counted once. Wanted: the county's
page at most 1.3 times as slow, no more statements (its proposal of helpers is the choice of a township and asks fewer);
its year's report under 20 s, a township's under 5 s.
"""

import argparse
import logging
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
import structlog

from app import create_app
from app.core import audit
from app.core.db import db, unit_of_work
from app.core.permissions import Role
from app.domain.accounts.models import RoleGrant, User
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.domain.households.models import Household
from tests.browser import Browser
from tests.people import sign_in
from tests.storage import configuration

ROOT = Path(__file__).resolve().parents[1]
TOWNSHIPS, STEP = 10, 1_000_000
MOST_TIMES, REPORT_SECONDS = 1.3, {"county": 20.0, "township": 5.0}
#: what is laid into the county once more for each further township, with its rows and whom they name
COPIED = (
    *(
        "area",
        "village_figures",
        "quota",
        "household",
        "member",
        "income_year",
        "application",
        "registration",
    ),
    *(
        "register_exit",
        "candidate_list",
        "list_entry",
        "notice",
        "notice_entry",
        "meeting",
        "ballot",
        "objection",
    ),
    "home_visit",
    *(
        "exit_check",
        "exit_answer",
        "recheck",
        "finding",
        "watch",
        "watch_step",
        "helping_unit",
        "helper",
        "pairing",
    ),
    *("village_post", "household_plan", "measure", "help_visit", "plan_words", "project", "project_place"),
    *("fund_account", "task", "task_share", "task_report", "supervision", "supervision_finding"),
)
YEAR = 2014
PAGES = (
    *("/helpers?area={area}", "/helpers/open?area={area}", "/helpers/people?area={area}", "/helpers/posts?area={area}"),
    *("/helpers/units?area={area}", "/helpers/proposal?area={area}"),
    *("/assistance?area={area}", "/assistance/households?area={area}", "/assistance/measures?area={area}"),
    *("/assistance/overdue?area={area}", "/assistance/visits?area={area}"),
    *("/exits?area={area}", "/exits/watch?area={area}", "/exits/recheck?area={area}", "/exits/sum?area={area}"),
    *("/monitoring?area={area}", "/tasks?area={area}", "/tasks/people?area={area}", "/tasks/progress?area={area}"),
    *("/wall-chart/{area}", "/wall-chart/{area}/screen", "/supervisions?area={area}"),
    *(
        f"/statistics?area={{area}}&year={YEAR}{more}"
        for more in (
            *("", "&rows=cause", "&rows=village&columns=cause", "&rows=cause&columns=attribute"),
            *("&rows=age&columns=sex", "&rows=village&columns=health", "&rows=education"),
            "&rows=grade&columns=structure",
        )
    ),
    f"/statistics/table.xlsx?area={{area}}&year={YEAR}&rows=cause",
    f"/statistics/households?area={{area}}&year={YEAR}&pick=cause:illness",
    "/annual-reports?area={area}",
    f"/annual-reports/{{area}}/{YEAR}",
    "/annual-reports/{area}/2015",
    f"/annual-reports/{{area}}/{YEAR}/rows?listing=stage&detail=announced",
    f"/annual-reports/{{area}}/{YEAR}/rows?listing=left",
    f"/annual-reports/{{area}}/{YEAR}/rows?listing=unpaired",
    f"/annual-reports/{{area}}/{YEAR}/report.docx?lang=zh",
    f"/annual-reports/{{area}}/{YEAR}/report.pdf?lang=zh",
    "/forms-from-above",
    "/forms-from-above/1",
)  # fmt: skip


def main() -> int:
    """Build the county, measure in turn, print the table; 1 when a page is too slow or asks more statements."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--townships", type=int, default=TOWNSHIPS)
    parser.add_argument("--instance", type=Path)
    parser.add_argument("--only", default="")
    parser.add_argument("--cold", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        county = County(Path(folder), given.instance, given.townships)
        print(
            f"{county.households:,} households, {county.people:,} people; processor, median of {given.rounds}, ms"
        )
        print(f"{'':64}{'township':>10}{'county':>10}{'ratio':>8}{'SQL':>10}")
        missed = [county.compare(page, given.rounds, given.cold) for page in PAGES if given.only in page]
    print(f"{sum(missed)} of {len(missed)} missed")
    return int(any(missed))


class County:
    """A portal with the demonstration's township *townships* times, and the browsers of township and county."""

    def __init__(self, folder: Path, instance: Path | None, townships: int) -> None:
        if instance is None:
            instance = folder / "loaded"
            instance.mkdir()
            command = [sys.executable, "-m", "flask", "--app", "wsgi", "prepare", "--port", "8391"]
            environment = {**os.environ, "GONGSHI_INSTANCE": str(instance)}
            subprocess.run(command, cwd=ROOT, env=environment, check=True, stdout=subprocess.DEVNULL)
        own = folder / "county"
        own.mkdir()
        files = [folder_ / "gongshi.sqlite3" for folder_ in (instance, own)]
        with closing(sqlite3.connect(files[0])) as source, closing(sqlite3.connect(files[1])) as target:
            source.backup(target)
            lay(target, townships)
        self.app = create_app(replace(configuration(own)))
        # What is kept between requests is kept, as on a server; the browser's own checks rest.
        self.app.testing = False
        self.browsers: dict[str, Browser] = {}
        self.areas: dict[str, str] = {}
        with self.app.app_context():
            self.households, self.people = self._counted()
            for name, role in (("township", Role.TOWNSHIP_REVIEWER), ("county", Role.COUNTY_APPROVER)):
                self._sign_in(name, role)
            self.village = db.session.scalars(
                sa.select(Area.code).where(Area.level == "village").order_by(Area.id)
            ).first()

    def _counted(self) -> tuple[int, int]:
        row = db.session.execute(sa.select(sa.func.count(), sa.func.sum(Household.people))).one()
        return int(row[0]), int(row[1])

    def _sign_in(self, name: str, role: Role) -> None:
        grant = db.session.scalars(
            sa.select(RoleGrant).where(RoleGrant.role == role).order_by(RoleGrant.id)
        ).first()
        assert grant is not None
        self.areas[name] = db.session.get_one(Area, grant.area_id).code
        self.browsers[name] = Browser(self.app)
        sign_in(self.browsers[name], db.session.get_one(User, grant.user_id))

    def compare(self, page: str, rounds: int, cold: bool) -> bool:
        """Print the page's line; true when it missed its target."""
        times: dict[str, list[float]] = {"township": [], "county": []}
        for name in times:
            self.ask(name, page)
        for _ in range(rounds):
            for name, measured in times.items():
                self._between(cold)
                measured.append(self.ask(name, page))
        few, many = (statistics.median(measured) * 1000 for measured in times.values())
        asked = []
        for name in times:
            self._between(cold)
            asked.append(self.count(name, page))
        is_report = "report." in page
        missed = any(statistics.median(times[name]) > limit for name, limit in REPORT_SECONDS.items())
        if not is_report:
            missed = missed or many / few > MOST_TIMES or asked[1] > asked[0]
        mark = " !" if missed else ""
        print(f"{page:64}{few:10.1f}{many:10.1f}{many / few:8.2f}{asked[0]:>6}/{asked[1]}{mark}", flush=True)
        return missed

    def _between(self, cold: bool) -> None:
        """An act in one village; after a *cold* start nothing is kept at all."""
        if cold:
            for key in [key for key in self.app.extensions if str(key).startswith("gongshi_")]:
                del self.app.extensions[key]
        with self.app.app_context(), unit_of_work():
            actor = db.session.scalars(sa.select(User).order_by(User.id)).first()
            assert actor is not None
            assert self.village is not None
            audit.record(
                "area_changed", actor=actor.as_actor(), subject=get_area(self.village), code="", what=""
            )

    def ask(self, name: str, page: str) -> float:
        """Seconds of the processor until the page is there."""
        address = page.format(area=self.areas[name])
        with self.app.app_context():
            began = time.process_time()
            response = self.browsers[name].client.get(address)
            taken = time.process_time() - began
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        return taken

    def count(self, name: str, page: str) -> int:
        """How many SQL statements the page asks."""
        asked = []
        with self.app.app_context():
            engine = db.engine

        def note(*_given: object) -> None:
            asked.append(1)

        sa.event.listen(engine, "before_cursor_execute", note)
        self.ask(name, page)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(asked)


def lay(target: sqlite3.Connection, townships: int) -> None:
    """Put the township of *target* into its county until there are so many."""
    code, path = target.execute("SELECT code, path FROM area WHERE level = 'township'").fetchone()
    for name, sql in target.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").fetchall():
        assert sql
        target.execute(f'DROP TRIGGER "{name}"')
    known = {name for (name,) in target.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in ("report_paragraph", "annual_report"):  # every year is counted, none was finished
        target.execute(f"DELETE FROM {table}")  # noqa: S608 - a table of our own
    for number in range(1, townships):
        for table in COPIED:
            if table in known:
                _copy(target, table, number, code, path)
    target.execute("ANALYZE")
    target.commit()


def _copy(target: sqlite3.Connection, table: str, number: int, code: str, path: str) -> None:
    keys = {row[3]: row[2] for row in target.execute(f'PRAGMA foreign_key_list("{table}")')}
    unique = set(_unique_columns(target, table, {name for name, other in keys.items() if other in COPIED}))
    cursor = target.execute(f'SELECT * FROM "{table}" WHERE id < {STEP}')  # noqa: S608 - a table of our own
    columns = [column[0] for column in cursor.description]
    rows = []
    for row in cursor.fetchall():
        values = dict(zip(columns, row, strict=True))
        if table == "area" and not values["path"].startswith(path):
            continue
        rows.append([_other(values, name, keys, unique, number, code) for name in columns])
    marks = ", ".join("?" * len(columns))
    target.executemany(f'INSERT INTO "{table}" VALUES ({marks})', rows)  # noqa: S608 - a table of our own


def _unique_columns(target: sqlite3.Connection, table: str, own: set[str]) -> Iterator[str]:
    """Columns that tell rows apart by themselves, not together with a row that is *own* to each township."""
    for index in target.execute(f'PRAGMA index_list("{table}")').fetchall():
        if index[2]:
            names = {row[2] for row in target.execute(f'PRAGMA index_info("{index[1]}")')}
            if not names & own:
                yield from names


def _other(
    values: dict[str, object], name: str, keys: dict[str, str], unique: set[str], number: int, code: str
) -> object:
    """The value of a column for township *number*: its own rows and codes, the county's as they are."""
    value, step = values[name], number * STEP
    if value is None:
        return None
    if name == "id":
        return int(str(value)) + step
    if name in keys:
        is_own = keys[name] in COPIED and not (keys[name] == "area" and value == 1)
        return int(str(value)) + step if is_own else value
    if name == "path":
        parts = [int(part) for part in str(value).split("/") if part]
        return "".join(f"{part if part == 1 else part + step}/" for part in parts)
    if name == "id_number":
        return f"{100_000 + number}{str(value)[6:]}"
    if isinstance(value, str) and code[:9] in value:
        return value.replace(code[:9], f"{code[:6]}{300 + number}")
    return f"{value}-{number}" if name in unique and isinstance(value, str) else value


if __name__ == "__main__":
    sys.exit(main())
