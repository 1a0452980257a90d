"""Searching and listing households: 1,412 of them against ten times as many, in the same fifteen villages.

    python bench/search.py                 both sizes on SQLite, each page 15 times, median and ratio
    python bench/search.py --rounds 51     steadier
    python bench/search.py --recheck       the check-up of all households as well

Every page is asked for through the whole portal, signed in as the township's reviewer.
"""

import argparse
import datetime as dt
import logging
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import sqlalchemy as sa
import structlog
from flask import Flask

from app import create_app
from app.core.db import db, unit_of_work
from app.core.permissions import Role
from app.domain.areas.models import Area
from app.domain.checkups import service as checkups
from app.domain.households.models import Household, IncomeYear, Member
from app.domain.households.search_keys import initials
from tests import factories
from tests.browser import Browser
from tests.factories.accounts import GIVEN, SURNAMES
from tests.people import sign_in
from tests.storage import configuration

SMALL, TIMES, VILLAGES, GROUPS = 1_412, 10, 15, 9
AS_OF = dt.date(2013, 12, 31)
PAGES = {
    "list, all villages": "/households",
    "list, one village": "/households?village={village}",
    "list, page 20": "/households?page=20",
    "search by surname": "/households?q=王",
    "search by name": "/households?q=王秀英",
    "search by given name": "/households?q=秀英",
    "search by initials": "/households?q=wxy",
    "search by number": "/households?q=0030",
    "search by group": "/households?q=3组",
    "search by village and name": "/households?q={village_name} 王",
    "search without result": "/households?q=欧阳无",
    "one household": "/households/{household}",
    "check-up, all villages": "/checkups",
    "check-up, one village": "/checkups/{village}",
}


def main() -> None:
    """Build both registers, measure in turn, print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--recheck", action="store_true")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        small = Register(Path(folder) / "small", SMALL)
        large = Register(Path(folder) / "large", SMALL * TIMES)
        print(f"{small.households:,} and {large.households:,} households; median of {given.rounds}, ms")
        print(f"{'':28}{'small':>10}{'large':>10}{'ratio':>8}")
        for name, address in PAGES.items():
            ours, theirs = small.address(address), large.address(address)
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(given.rounds):
                times[0].append(small.ask(ours))
                times[1].append(large.ask(theirs))
            few, many = (statistics.median(measured) * 1000 for measured in times)
            print(f"{name:28}{few:10.1f}{many:10.1f}{many / few:8.2f}")
        if given.recheck:
            print(f"check-up of all: {small.recheck():.2f} s and {large.recheck():.2f} s")


class Register:
    """A portal with *households* in fifteen villages, and a browser signed in to it."""

    def __init__(self, folder: Path, households: int) -> None:
        self.households = households
        self.app: Flask = create_app(configuration(folder))
        with self.app.app_context():
            db.create_all()
            with unit_of_work():
                self._fill()
            self.recheck()

    def _fill(self) -> None:
        township = factories.a_township()
        villages = [factories.a_village(township, name_zh=f"{n + 1}号村") for n in range(VILLAGES)]
        self.village, self.village_name = villages[7].code, villages[7].name_zh
        groups = {village.id: [factories.a_group(village).id for _ in range(GROUPS)] for village in villages}
        rows = [a_household(number, villages, groups) for number in range(self.households)]
        self.household = str(rows[len(rows) // 2]["household_no"])
        db.session.execute(sa.insert(Household), rows)
        ids = dict(db.session.execute(sa.select(Household.household_no, Household.id)).all())
        members = [member for row in rows for member in members_of(row, ids[str(row["household_no"])])]
        db.session.execute(sa.insert(Member), members)
        incomes = [
            {"household_id": household_id, "year": 2013, "wages_fen": 600_000}
            for household_id in ids.values()
        ]
        db.session.execute(sa.insert(IncomeYear), incomes)
        self.browser = Browser(self.app)
        sign_in(self.browser, factories.a_user(Role.TOWNSHIP_REVIEWER, township))

    def address(self, pattern: str) -> str:
        """The page of *pattern* in this register."""
        return pattern.format(village=self.village, village_name=self.village_name, household=self.household)

    def ask(self, address: str) -> float:
        """Seconds until the page is there."""
        with self.app.app_context():
            began = time.perf_counter()
            response = self.browser.client.get(address)
            taken = time.perf_counter() - began
        if response.status_code != 200:
            raise SystemExit(f"{address}: {response.status_code}")
        return taken

    def recheck(self) -> float:
        """Seconds for the check-up of every household."""
        with self.app.app_context(), unit_of_work():
            ids = db.session.scalars(sa.select(Household.id)).all()
            began = time.perf_counter()
            checkups.recheck(household_ids=ids)
            return time.perf_counter() - began


def a_household(number: int, villages: list[Area], groups: dict[int, list[int]]) -> dict[str, object]:
    """The columns of one household, the same for the same *number*."""
    draw = random.Random(number)
    village = villages[number % VILLAGES]
    name = draw.choice(SURNAMES) + draw.choice(GIVEN)
    return {
        "household_no": f"{village.code}{number // VILLAGES + 1:04}",
        "village_id": village.id,
        "group_id": draw.choice(groups[village.id]),
        "head_name": name,
        "head_initials": initials(name),
        "people": draw.randint(1, 7),
        "data_as_of": AS_OF,
        "main_cause": draw.choice(("illness", "schooling", "labour", "funds")),
        "attribute": "ordinary",
        "telephone": f"102{number:08}",
    }


def members_of(household: dict[str, object], household_id: int) -> list[dict[str, object]]:
    """The columns of its members."""
    draw = random.Random(household_id)
    names = [str(household["head_name"])]
    names += [names[0][0] + draw.choice(GIVEN) for _ in range(int(str(household["people"])) - 1)]
    return [
        {
            "household_id": household_id,
            "sequence": sequence,
            "person_no": f"{household['household_no']}{sequence:02}",
            "name": name,
            "initials": initials(name),
            "sex": draw.choice(("male", "female")),
            "id_number": factories.an_id_number(
                dt.date(1950, 1, 1) + dt.timedelta(days=household_id), sequence
            ),
            "relation": "head" if sequence == 1 else "other",
            "is_head": sequence == 1,
            "education": "primary",
            "health": ["healthy"],
            "labour": "ordinary",
        }
        for sequence, name in enumerate(names, start=1)
    ]


if __name__ == "__main__":
    main()
