"""Pages of the procedure with 1,412 households and with ten times as many, in the same fifteen villages.

    python bench/pages.py                 both sizes on SQLite, each page 15 times in turn, median, ratio, statements
    python bench/pages.py --rounds 51     steadier
    python bench/pages.py --url postgresql+psycopg://…/{name}   two empty databases, small and large

Every household has applied and stands on its village's list; the lists stand at four different stages. Every page is
asked for through the whole portal. Wanted: the list's page and the township's desk under 1.3 times.
"""

import argparse
import datetime as dt
import logging
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
from app.core import clock
from app.core.db import db, unit_of_work
from app.core.permissions import Role
from app.domain.applications.models import Application, ApplicationState
from app.domain.appraisals.models import Ballot
from app.domain.areas.models import Area
from app.domain.candidate_lists.models import CandidateList, EntryStanding, ListEntry, ListState
from app.domain.households.models import Household, Member
from app.domain.notices.models import NoticeEntry, NoticeKind
from app.domain.rounds.models import Round
from tests import factories
from tests.browser import Browser
from tests.people import sign_in
from tests.storage import configuration

SMALL, TIMES, VILLAGES = 1_412, 10, 15
STAGES = (ListState.DRAFT, ListState.FIRST_NOTICE, ListState.TOWNSHIP_REVIEW, ListState.SECOND_NOTICE)
PAGES = {
    "the township's desk": ("township", "/desk"),
    "a village's desk": ("village", "/desk"),
    "the county's desk": ("county", "/desk"),
    "all lists": ("township", "/lists"),
    "a village's list, drawn up": ("village", "/lists/{draft}"),
    "a village's list, on notice": ("township", "/lists/{first_notice}"),
    "a village's list, under review": ("township", "/lists/{township_review}"),
    "posting": ("township", "/postings"),
    "applications": ("township", "/applications"),
    "the round's page": ("county", "/rounds/{round}"),
}


def main() -> None:
    """Build both townships, measure in turn, print the table; 1 when a page meant to be quick is not."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=15)
    parser.add_argument("--url", default="")
    given = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    with tempfile.TemporaryDirectory() as folder:
        small = Township(Path(folder) / "small", SMALL, given.url.format(name="small"))
        large = Township(Path(folder) / "large", SMALL * TIMES, given.url.format(name="large"))
        print(f"{small.households:,} and {large.households:,} households; median of {given.rounds}, ms")
        print(f"{'':32}{'small':>10}{'large':>10}{'ratio':>8}{'SQL':>10}")
        for name, (who, address) in PAGES.items():
            times: tuple[list[float], list[float]] = ([], [])
            for _ in range(given.rounds):
                times[0].append(small.ask(who, address))
                times[1].append(large.ask(who, address))
            few, many = (statistics.median(measured) * 1000 for measured in times)
            asked = f"{small.count(who, address)}/{large.count(who, address)}"
            print(f"{name:32}{few:10.1f}{many:10.1f}{many / few:8.2f}{asked:>10}")


class Township:
    """A portal with *households* on the lists of fifteen villages, and the browsers of those who work there."""

    def __init__(self, folder: Path, households: int, url: str = "") -> None:
        self.households = households
        self.app: Flask = create_app(configuration(folder, url))
        self.parts: dict[str, object] = {}
        with self.app.app_context():
            db.create_all()
            with unit_of_work():
                self._fill()

    def _fill(self) -> None:
        township = factories.a_township()
        villages = [factories.a_village(township, name_zh=f"{n + 1}号村") for n in range(VILLAGES)]
        opened = factories.a_round(factories.a_policy())
        for number, village in enumerate(villages):
            self._village(village, opened, STAGES[number % len(STAGES)], self.households // VILLAGES)
        self.parts["round"] = opened.code
        county = db.session.get_one(Area, township.parent_id)
        posts = {
            "village": (Role.VILLAGE_OFFICER, villages[0]),
            "township": (Role.TOWNSHIP_REVIEWER, township),
            "county": (Role.COUNTY_APPROVER, county),
        }
        self.browsers = {}
        for who, (role, area) in posts.items():
            self.browsers[who] = Browser(self.app)
            sign_in(self.browsers[who], factories.a_user(role, area))

    def _village(self, village: Area, opened: Round, state: ListState, number: int) -> None:
        drawn_up = factories.a_candidate_list(village, entries=0, state=state, round_=opened)
        self.parts.setdefault(state.value, drawn_up.id)
        officer = factories.accounts.the_officer().id
        db.session.execute(sa.insert(Household), [a_household(village, index) for index in range(number)])
        homes = db.session.execute(
            sa.select(Household.id, Household.people, Household.head_name).where(
                Household.village_id == village.id
            )
        ).all()
        applied = {
            "round_id": opened.id,
            "village_id": village.id,
            "state": ApplicationState.LISTED,
            "filed_on": clock.today(),
            "filed_by_id": officer,
            "applicant_name": "王秀英",
            "cause": "illness",
            "reason": "家里没有别的收入。",
            "consents_to_comparison": True,
        }
        db.session.execute(
            sa.insert(Application),
            [
                applied
                | {"household_id": home.id, "number": f"{village.code}-{home.id}", "people": home.people}
                for home in homes
            ],
        )
        _people_and_votes(drawn_up, [home.id for home in homes])
        _stand_on(drawn_up)
        if state in (ListState.FIRST_NOTICE, ListState.SECOND_NOTICE):
            _hang(drawn_up)

    def ask(self, who: str, address: str) -> float:
        """Seconds until the page is there."""
        where = address.format(**self.parts)
        with self.app.app_context():
            began = time.perf_counter()
            response = self.browsers[who].client.get(where)
            taken = time.perf_counter() - began
        if response.status_code != 200:
            raise SystemExit(f"{where}: {response.status_code}")
        return taken

    def count(self, who: str, address: str) -> int:
        """How many SQL statements the page asks."""
        asked = []
        with self.app.app_context():
            engine = db.engine

        def note(*_given: object) -> None:
            asked.append(1)

        sa.event.listen(engine, "before_cursor_execute", note)
        self.ask(who, address)
        sa.event.remove(engine, "before_cursor_execute", note)
        return len(asked)


def a_household(village: Area, index: int) -> dict[str, object]:
    """The columns of one household."""
    return {
        "household_no": f"{village.code}{index + 1:04}",
        "village_id": village.id,
        "head_name": "王李张刘陈杨赵黄周吴"[index % 10] + "秀英",
        "people": 1 + index % 6,
        "data_as_of": dt.date(2025, 12, 31),
    }


def _people_and_votes(drawn_up: CandidateList, homes: list[int]) -> None:
    """Three people in each household, and the meeting that passed it."""
    people = [
        {
            "household_id": home,
            "sequence": number,
            "name": "王秀英",
            "initials": "wxy",
            "id_number": f"520581{home:010}{number:02}",
            "is_head": number == 1,
        }
        for home in homes
        for number in (1, 2, 3)
    ]
    db.session.execute(sa.insert(Member), people)
    meeting = factories.a_meeting(drawn_up.village, ballots=0, round_=drawn_up.round)
    passed = {
        "meeting_id": meeting.id,
        "votes_for": 30,
        "votes_against": 3,
        "votes_abstained": 2,
        "passed": True,
    }
    applied = sa.select(Application.id).where(Application.village_id == drawn_up.village_id)
    db.session.execute(
        sa.insert(Ballot),
        [
            passed | {"application_id": application_id, "sequence": number}
            for number, application_id in enumerate(db.session.scalars(applied), 1)
        ],
    )


def _stand_on(drawn_up: CandidateList) -> None:
    """Every application of the list's village stands on it."""
    applications = db.session.execute(
        sa.select(Application.id, Application.household_id, Application.people).where(
            Application.village_id == drawn_up.village_id
        )
    ).all()
    db.session.execute(
        sa.insert(ListEntry),
        [
            {
                "list_id": drawn_up.id,
                "application_id": row.id,
                "household_id": row.household_id,
                "sequence": sequence,
                "head_name": "王秀英",
                "people": row.people,
                "standing": EntryStanding.STANDING,
            }
            for sequence, row in enumerate(applications, 1)
        ],
    )


def _hang(drawn_up: CandidateList) -> None:
    """The list's notice of this stage, on the wall."""
    rows = db.session.execute(
        sa.select(ListEntry.id, ListEntry.household_id, ListEntry.sequence, ListEntry.people).where(
            ListEntry.list_id == drawn_up.id
        )
    ).all()
    kind = NoticeKind.FIRST_NOTICE if drawn_up.state is ListState.FIRST_NOTICE else NoticeKind.SECOND_NOTICE
    notice = factories.a_notice(
        drawn_up, kind=kind, households=len(rows), people=sum(row.people for row in rows), posted=True
    )
    have = set(db.session.scalars(sa.select(NoticeEntry.entry_id).where(NoticeEntry.notice_id == notice.id)))
    wanted = [
        {
            "notice_id": notice.id,
            "entry_id": row.id,
            "household_id": row.household_id,
            "sequence": row.sequence,
            "group_name": "",
            "head_name": "王秀英",
            "people": row.people,
        }
        for row in rows
        if row.id not in have
    ]
    if wanted:
        db.session.execute(sa.insert(NoticeEntry), wanted)


if __name__ == "__main__":
    main()
