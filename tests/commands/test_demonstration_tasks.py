"""The demonstration's tasks: set, reported, written down two weeks ago, assessed; supervision with findings."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from app import create_app
from app.commands.demonstration import ground, tasks
from app.commands.demonstration.diary import Diary
from app.commands.demonstration.present import OPENED_BEFORE
from app.core import clock
from app.core.db import Base, db
from app.core.permissions import Actor
from app.domain.accounts.models import User
from app.domain.tasks import queries, reaching
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.models import FindingState, Supervision, SupervisionFinding
from app.domain.tasks.rules import Light
from tests.conftest import A_MONDAY
from tests.storage import configuration


@pytest.fixture(scope="module")
def township(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Actor]:
    """The township's reviewer in a demonstration that has tasks and nothing to count."""
    folder: Path = tmp_path_factory.mktemp("tasks")
    app = create_app(configuration(folder))
    with clock.frozen(clock.at(A_MONDAY, 10)), app.app_context():
        Base.metadata.create_all(db.engine)
        clock.set_to(clock.at(A_MONDAY - OPENED_BEFORE, 9))
        villages = ground.lay_areas()
        people = ground.open_accounts(villages)
        ground.adopt_policies()
        ground.open_present_round(people)
        ground.open_funds_year(people, A_MONDAY.year)
        diary = Diary(A_MONDAY)
        tasks.note(diary, people, villages)
        diary.play()
        clock.set_to(clock.at(A_MONDAY, 10))
        yield db.session.query(User).filter_by(username="township").one().as_actor()
        db.session.remove()
        db.engine.dispose()


def test_steps_money_and_own_tasks_are_on_the_board(township: Actor) -> None:
    board = queries.load_board(township, A_MONDAY.year)
    measures = [line.task.measure for line in board.lines]
    assert measures.count(MeasureCode.TOLD) == len(tasks.OWN)
    assert len(measures) == len(tasks.STEP_DAYS) + len(tasks.OWN) + 3
    assert len(board.villages) == len(ground.OFFICERS)
    assert {Light.OVERDUE, Light.IN_TIME} <= {
        line.light_at(cell) for line in board.lines for cell in line.cells
    }


def test_progress_was_written_down_and_villages_reported_since(township: Actor) -> None:
    board, year = queries.load_board(township, A_MONDAY.year), A_MONDAY.year
    since = max(reaching.load_stock_days(queries.FRESH, board.paths, year))
    assert since == A_MONDAY - timedelta(days=tasks.STOCK_BEFORE)
    before = reaching.load_then(queries.FRESH, board.paths, year, since)
    now = reaching.load_then(queries.FRESH, board.paths, year, A_MONDAY)
    assert any(now[id_].done > before[id_].done for id_ in before)


def test_findings_of_supervision_stand_at_every_stage(township: Actor) -> None:
    states = {finding.state for finding in db.session.query(SupervisionFinding)}
    assert states == set(FindingState)
    assert {visit.was_announced for visit in db.session.query(Supervision)} == {True, False}
