"""The demonstration's projects and money: some of them in an empty township, and the samples they are made of."""

import datetime as dt
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from app import create_app
from app.commands.demonstration import afterwards, ground
from app.commands.demonstration.diary import Diary
from app.commands.demonstration.ground import SAMPLES
from app.commands.demonstration.projects import Township
from app.core import clock
from app.core.db import Base, db
from app.core.errors import Refused
from app.domain.deliveries.models import Delivery
from app.domain.disclosures import queries as disclosures
from app.domain.disclosures.rules import count
from app.domain.funds import publishing, totals
from app.domain.funds.checks import check
from app.domain.funds.models import EntryKind, LedgerEntry, RollLine
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.kinds import KINDS, ProjectKind
from app.domain.projects.models import ProjectState
from app.domain.projects.rules import lateness, progress_of
from tests.conftest import A_MONDAY
from tests.storage import configuration

DATA = tomllib.loads((SAMPLES / "projects.toml").read_text(encoding="utf-8"))
BATCHES = {row["key"]: row for row in DATA["batches"]}
PROJECTS = {row["key"]: row for row in DATA["projects"]}
PLAYED = ("chickens", "potatoes", "roads")


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Township]:
    """Three projects with their batches in a township without a register."""
    folder: Path = tmp_path_factory.mktemp("projects")
    app = create_app(configuration(folder))
    with clock.frozen(clock.at(A_MONDAY, 10)), app.app_context():
        Base.metadata.create_all(db.engine)
        villages = ground.lay_areas()
        people = ground.open_accounts(villages)
        ground.adopt_policies()
        made = Township(people, villages, Diary(A_MONDAY))
        wanted = {PROJECTS[key]["batch"] for key in PLAYED}
        made.play([BATCHES[key] for key in wanted], [PROJECTS[key] for key in PLAYED])
        clock.set_to(clock.at(A_MONDAY, 10))
        yield made
        db.session.remove()
        db.engine.dispose()


def test_each_project_is_as_far_as_its_row_says(town: Township) -> None:
    for key in PLAYED:
        assert town.courses[key].project.state.value == PROJECTS[key]["stage"]
    chickens = town.courses["chickens"].project
    assert chickens.paid_fen == chickens.allocated_fen == 18_000_000


def test_the_sums_balance_to_the_fen(town: Township) -> None:
    balance = totals.sentence(town.years[False].id, town.area)
    assert balance.received_fen == balance.paid_fen + balance.gone_fen + balance.left_fen
    by_entry = db.session.scalars(
        sa.select(LedgerEntry.amount_fen).where(LedgerEntry.kind == EntryKind.PAYMENT)
    ).all()
    assert balance.paid_fen == sum(by_entry)


def test_the_roads_are_late_and_paid_by_place(town: Township) -> None:
    roads = town.courses["roads"].project
    late = lateness(roads, roads.round.policy, A_MONDAY)
    assert late.report_due_on is not None
    assert late.completion_due_on is not None
    assert [part.percent for part in progress_of(roads).parts] == [52, 32, 4, 1]
    assert roads.contracted_fen == 648_000_000
    assert len(roads.tenders[0].bids) == 3


def test_what_does_not_add_up_is_found_and_hangs_nowhere(town: Township) -> None:
    potatoes = town.courses["potatoes"].project
    found = {(one.rule, one.project) for one in check(town.area, town.years[False])}
    assert ("contract_not_award", potatoes.number) in found
    with pytest.raises(Refused, match=r"400\.00"):
        publishing.publish(
            actor=town.officer_of(potatoes.area),
            kind=NoticeKind.PROJECT_PROGRESS,
            round_=town.years[False],
            area=potatoes.area,
            projects=[potatoes],
        )


def test_households_confirm_and_one_denies(town: Township) -> None:
    said = db.session.scalars(sa.select(Delivery)).all()
    confirmed = PROJECTS["chickens"]["confirmed"]
    assert [one.is_open_case for one in said] == [False] * confirmed + [True]


def test_nobody_stands_on_a_roll_twice(town: Township) -> None:
    rows = db.session.execute(sa.select(RollLine.roll_id, RollLine.group_name, RollLine.name)).all()
    assert len(rows) == len(set(rows)) == 30 + 264


def test_one_village_is_late_with_its_accounts(town: Township) -> None:
    years = disclosures.load_years(town.villages, town.years[False])
    recurring = [[due for due in year.dues if due.period is not None] for year in years]
    late = [count(dues, A_MONDAY).late for dues in recurring]
    assert [place for place, number in enumerate(late) if number] == [afterwards.NOT_YET]
    assert count(recurring[0], A_MONDAY).done == 2


@pytest.mark.parametrize("key", PROJECTS)
def test_a_row_holds_together(key: str) -> None:
    row = PROJECTS[key]
    kind, stage = KINDS[ProjectKind(row["kind"])], ProjectState(row["stage"])
    assert row["proposed"] > row["begins"] > row["ends"]
    assert all(row[name]["zh"] and row[name]["en"] for name in ("name", "content", "subsidy", "benefit"))
    assert row["invented"] or row["amount_yuan"] in (2_000_000, 2_260_000)
    assert len(row["places"]) == 1 or row.get("township")
    works = stage in (ProjectState.UNDER_WAY, ProjectState.COMPLETED, ProjectState.ACCEPTED)
    assert ("tender" in row) or not (works and kind.has_builder)
    assert ("roll" in row) == (kind.for_households and stage is not ProjectState.COUNTY_APPROVAL)
    assert sum(one["percent"] for one in row.get("paid", ())) <= 100


def test_no_batch_gives_more_than_it_has() -> None:
    given = dict.fromkeys(BATCHES, 0)
    for row in PROJECTS.values():
        more = row.get("more", {"batch": "", "yuan": 0})
        if row["stage"] in ("planned", "under_way", "completed", "accepted", "closed"):
            given[row["batch"]] += row["amount_yuan"] - more["yuan"]
            if more["yuan"]:
                given[more["batch"]] += more["yuan"]
    assert all(fen <= BATCHES[key]["received_yuan"] for key, fen in given.items())


def test_the_diary_plays_by_day_and_hour_and_leaves_out_what_is_still_to_come() -> None:
    told: list[str] = []
    diary = Diary(A_MONDAY)

    def morning() -> None:
        told.append("morning")
        diary.note(2, lambda: told.append("later"))

    diary.note(0, lambda: told.append("today"))
    diary.note(3, lambda: told.append("evening"), 17)
    diary.note(3, morning)
    diary.note(9, lambda: told.append("first"))
    diary.play()
    clock.set_to(None)
    assert told == ["first", "morning", "evening", "later"]


@pytest.mark.parametrize(
    ("today", "over"),
    [
        (dt.date(2026, 1, 31), []),
        (dt.date(2026, 5, 11), [dt.date(2026, 3, 31)]),
        (dt.date(2026, 7, 1), [dt.date(2026, 3, 31), dt.date(2026, 6, 30)]),
    ],
)
def test_the_quarters_that_are_over(today: dt.date, over: list[dt.date]) -> None:
    assert afterwards.quarters_over(today) == over
