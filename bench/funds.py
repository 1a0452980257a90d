"""Money of a whole county: the import of its year of payments, the public page, and whether the sums are right.

    python bench/funds.py                 164 villages, 3,000 projects, 60,000 payments, beside one township
    python bench/funds.py --payments 600  a hundredth of it, to see that it runs
    python bench/funds.py --url postgresql+psycopg://…/{name}   two empty databases, township and county

The county's year comes in as one workbook of its finance office. Time of the import is everything between the bytes
and the commit: reading, checking every cell against the ledger, writing with all triggers. It is divided by the time
that openpyxl needs, read-only, to go through the cells of the same file. The page of the county is asked for through
the whole portal beside that of a township of 14 villages with its share: rendered, as whoever comes first after a
change gets it, and as everybody after that gets it, published; what it says is added up again from the payments of
the workbook, without the ledger's sums. Wanted: the import under 4 times the reading, as many statements for the
county as for the township, its page at most 1.3 times as slow for everybody.
"""

import argparse
import io
import logging
import random
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import openpyxl
import sqlalchemy as sa
import structlog
from flask import Flask

from app import create_app
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.permissions import Role
from app.domain.accounts.models import User
from app.domain.areas.models import Area
from app.domain.funds import totals, workbook_service
from app.domain.funds.models import LedgerEntry, LedgerImport
from app.domain.funds.workbook_columns import FIELDS, SHEET_NAMES, Sheet
from app.domain.projects.kinds import KINDS, ProjectKind
from app.domain.projects.models import Project, ProjectPlace, ProjectState
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser
from tests.storage import configuration

VILLAGES, TOWNSHIPS, OF_TOWNSHIP = 164, 12, 14
PROJECTS_OF, BATCHES = 20, 30
MOST_RATIO, MOST_TIMES = 4.0, 1.3
#: how a page is asked for: an address with a query is never published
FORMS = {"published": "", "rendered": "?page=1"}
LEVELS = ("中央", "省级", "市级", "县级", "社会", "东西部协作")


def main() -> int:
    """Build both, print the figures; 1 when a target is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--payments", type=int, default=60_000)
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        part = max(PROJECTS_OF, given.payments * OF_TOWNSHIP // VILLAGES)
        small = County(Path(folder) / "small", 1, OF_TOWNSHIP, part, given.url.format(name="township"))
        large = County(
            Path(folder) / "large", TOWNSHIPS, VILLAGES, given.payments, given.url.format(name="county")
        )
        missed = [large.tell_import(), compare(small, large, given.rounds)]
    return int(any(missed))


class County:
    """A portal whose year of money came in as one workbook."""

    def __init__(self, folder: Path, townships: int, villages: int, payments: int, url: str) -> None:
        config = replace(configuration(folder, url), publish=True, public_address="http://localhost")
        self.app: Flask = create_app(config)
        self.payments, self.projects = payments, max(1, payments // PROJECTS_OF)
        with self.app.app_context():
            db.create_all()
            with unit_of_work():
                self._lay(townships, villages)
            self.book = Book(self.projects, payments)
            self._import()
        self.browser = Browser(self.app)

    def _lay(self, townships: int, villages: int) -> None:
        county = factories.a_county()
        own = [factories.a_township(county) for _ in range(townships)]
        places = [
            factories.a_village(own[n % townships], places=(), name_zh=f"{n + 1}号村")
            for n in range(villages)
        ]
        round_ = factories.a_fund_year()
        kinds = list(ProjectKind)
        day = clock.today()
        common = {
            "round_id": round_.id, "state": ProjectState.UNDER_WAY, "state_since": clock.now(),
            "created_at": clock.now(),
            "version": 1, "nature": "new", "content_zh": "", "target_zh": "", "participation_zh": "", "benefit_zh": "",
            "financing_zh": "", "subsidy_zh": "", "unit_zh": "", "person_in_charge": "", "office_telephone": "",
            "budget_fen": 10**12, "quantity_milli": 1_000, "serves_number": 1, "is_invented": True, "allocated_fen": 0,
            "contracted_fen": 0, "paid_fen": 0, "starts_on": day, "due_on": day,
        }  # fmt: skip
        rows = []
        for n in range(self.projects):
            kind = kinds[n % len(kinds)]
            own_values = {
                "number": f"XM-{n:05}",
                "kind": kind,
                "serves": KINDS[kind].serves,
                "name_zh": f"{n}号项目",
            }
            rows.append(common | own_values | {"area_id": places[n % villages].id})
        db.session.execute(sa.insert(Project.__table__), rows)
        placed = db.session.execute(sa.select(Project.id, Project.area_id)).all()
        values = {"site_zh": "", "quantity_milli": 1_000, "serves_number": 1, "created_at": clock.now()}
        db.session.execute(
            sa.insert(ProjectPlace.__table__),
            [values | {"project_id": id_, "area_id": area_id} for id_, area_id in placed],
        )
        self.user_id = factories.a_user(Role.COUNTY_APPROVER, county).id

    def _import(self) -> None:
        """What the pages do with a workbook, without the waiting."""
        actor = db.session.get_one(User, self.user_id).as_actor()
        marks = [time.perf_counter()]
        reading = workbook_service.read_rows(self.book.data)
        marks.append(time.perf_counter())
        with unit_of_work():
            round_, county = db.session.scalars(sa.select(Round)).one(), factories.areas.the_county()
            run = workbook_service.receive(
                actor=actor, round_=round_, area=county, data=self.book.data, filename="台账.xlsx"
            )
            made = workbook_service.hold_against_ledger(run, reading)
            workbook_service.record_preview(actor=actor, run=run, made=made)
            assert not made.is_blocked, list(made.reading.log)[:3]
            import_id = run.id
        marks.append(time.perf_counter())
        reading = workbook_service.read_rows(self.book.data)
        marks.append(time.perf_counter())
        with unit_of_work():
            run = db.session.get_one(LedgerImport, import_id)
            workbook_service.apply_import(actor=actor, run=run, reading=reading)
        marks.append(time.perf_counter())
        names = ("read", "check", "read again", "check again, write, commit")
        self.parts = dict(zip(names, (end - start for start, end in pairwise(marks)), strict=True))
        assert db.session.scalar(sa.select(sa.func.count()).select_from(LedgerEntry)) == self.book.entries
        db.session.rollback()

    def tell_import(self) -> bool:
        """Print what the import took; true when it missed its target."""
        alone = read_with_openpyxl(self.book.data)
        own = self.parts["read again"] + self.parts["check again, write, commit"]
        print(f"import of {self.payments:,} payments: {own:.2f} s, openpyxl alone {alone:.2f} s,", end=" ")
        print(
            f"ratio {own / alone:.2f} (target under {MOST_RATIO:g}); with the preview {sum(self.parts.values()):.2f} s"
        )
        print("    " + ", ".join(f"{name} {spent:.2f} s" for name, spent in self.parts.items()))
        return own / alone >= MOST_RATIO

    def ask(self, address: str) -> float:
        """Seconds until the page is there."""
        with self.app.app_context():
            began = time.perf_counter()
            response = self.browser.client.get(address)
            taken = time.perf_counter() - began
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        return taken

    def count(self, address: str) -> int:
        """How many SQL statements the page asks."""
        asked = []
        with self.app.app_context():
            engine = db.engine

        def note(*_given: object) -> None:
            asked.append(1)

        sa.event.listen(engine, "before_cursor_execute", note)
        self.ask(address)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(asked)

    def is_wrong(self) -> list[str]:
        """Where the page's sums are not those of the workbook's own rows."""
        with self.app.app_context():
            round_, county = db.session.scalars(sa.select(Round)).one(), factories.areas.the_county()
            balance = totals.sentence(round_.id, county)
            by_name = {one.area.code: one.paid_fen for one in totals.village_totals(round_.id, county.path)}
            villages = {area.id: area.code for area in db.session.scalars(sa.select(Area))}
            of_project = {
                number: villages[area_id]
                for number, area_id in db.session.execute(sa.select(Project.number, Project.area_id))
            }
        expected: Counter[str] = Counter()
        for project, fen in self.book.paid.items():
            expected[of_project[project]] += fen
        sums = {
            "received": (balance.received_fen, self.book.received),
            "allocated": (balance.allocated_fen, self.book.allocated),
            "paid": (balance.paid_fen, sum(self.book.paid.values())),
            "by village": (by_name, dict(expected)),
        }
        return [name for name, (said, own) in sums.items() if said != own]


class Book:
    """The finance office's workbook, and its own sums by project."""

    def __init__(self, projects: int, payments: int) -> None:
        dice = random.Random(6)
        self.paid: Counter[str] = Counter()
        self.day = clock.today().isoformat()
        rows = [
            (f"XM-{dice.randrange(projects):05}", dice.randrange(100, 5_000_000)) for _ in range(payments)
        ]
        for number, fen in rows:
            self.paid[number] += fen
        given = {number: fen + 1_000 for number, fen in self.paid.items()}
        of_batch: Counter[int] = Counter()
        for number, fen in given.items():
            of_batch[_batch_of(number)] += fen
        self.allocated, self.received = sum(given.values()), sum(of_batch.values()) + 500 * len(of_batch)
        book = openpyxl.Workbook(write_only=True)
        self._sheet(book, Sheet.BATCHES, self._batches(of_batch))
        self._sheet(book, Sheet.ALLOCATIONS, self._allocations(given))
        self._sheet(book, Sheet.PAYMENTS, self._payments(rows))
        stream = io.BytesIO()
        book.save(stream)
        self.data = stream.getvalue()
        self.entries = len(of_batch) + len(given) + len(rows)

    @staticmethod
    def _sheet(book: openpyxl.Workbook, kind: Sheet, rows: Iterator[dict[str, Any]]) -> None:
        sheet = book.create_sheet(SHEET_NAMES[kind])
        sheet.append([field.headings[0] for field in FIELDS[kind]])
        for row in rows:
            sheet.append([row.get(field.name) for field in FIELDS[kind]])

    def _batches(self, of_batch: Counter[int]) -> Iterator[dict[str, Any]]:
        for number, fen in sorted(of_batch.items()):
            yield {
                "batch": f"第{number}批", "name": f"扶贫资金{number}", "level": LEVELS[number % len(LEVELS)],
                "giver": "财政局", "document_no": f"财农〔2014〕{number}号", "document_on": self.day, "on": self.day,
                "amount": (fen + 500) / 100, "purpose": "产业发展",
            }  # fmt: skip

    def _allocations(self, given: dict[str, int]) -> Iterator[dict[str, Any]]:
        for number, fen in given.items():
            yield {
                "batch": f"第{_batch_of(number)}批", "project": number, "on": self.day, "amount": fen / 100,
                "document_no": "县财农〔2014〕5号",
            }  # fmt: skip

    def _payments(self, rows: list[tuple[str, int]]) -> Iterator[dict[str, Any]]:
        for index, (number, fen) in enumerate(rows):
            yield {
                "batch": f"第{_batch_of(number)}批", "project": number, "on": self.day, "amount": fen / 100,
                "payee": f"清河{index % 400}号工程公司", "payee_kind": "单位", "voucher_no": f"记-{index:06}",
                "document_no": f"报{index // 40}", "what": "工程进度款",
            }  # fmt: skip


def _batch_of(project: str) -> int:
    return int(project[3:]) % BATCHES


def compare(small: County, large: County, rounds: int) -> bool:
    """Print the pages of the township and of the county side by side; true when a target is missed."""
    missed = False
    year = clock.today().year
    pages = (("the year's money", "/funds"), ("of the year", f"/funds/{year}"), ("projects", "/projects"))
    asked_for = [
        (f"{name}, {how}", address + query) for how, query in FORMS.items() for name, address in pages
    ]
    for name, address in asked_for:
        times: tuple[list[float], list[float]] = ([], [])
        for _ in range(rounds):
            times[0].append(small.ask(address))
            times[1].append(large.ask(address))
        few, many = (statistics.median(measured) * 1000 for measured in times)
        asked = small.count(address), large.count(address)
        print(
            f"{name:28}township {few:7.2f} ms, county {many:7.2f} ms, × {many / few:.2f}",
            end=" ",
        )
        print(f"(target at most {MOST_TIMES:g}), statements {asked[0]}/{asked[1]}")
        missed = missed or asked[0] != asked[1] or ("?" not in address and many / few > MOST_TIMES)
    for one, title in ((small, "township"), (large, "county")):
        wrong = one.is_wrong()
        print(
            f"sums of the {title} beside the workbook's: {'the same' if not wrong else 'WRONG: ' + ', '.join(wrong)}"
        )
        missed = missed or bool(wrong)
    return missed


def read_with_openpyxl(data: bytes) -> float:
    """Seconds to go through every cell, read-only."""
    began = time.perf_counter()
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True)
    for sheet in book:
        for _row in sheet.iter_rows(values_only=True):
            pass
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
