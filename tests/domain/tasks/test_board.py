"""The board of a year: from what is kept it says the same as counted anew; a county sees like tasks in one line."""

import datetime as dt
from typing import Any

import pytest

from app.core import audit
from app.core.db import db
from app.core.keeping import Kept
from app.domain.rounds.models import Round, RoundNode
from app.domain.tasks import queries, reaching
from app.domain.tasks.board import Board
from app.domain.tasks.models import TaskShare, TaskState
from app.domain.tasks.rules import Light, Reached
from tests import factories
from tests.people import People

D = dt.date


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round()


def share(task: Any, number: int = 0) -> TaskShare:
    rows = db.session.query(TaskShare).filter_by(task_id=task.id).order_by(TaskShare.id).all()
    return rows[number]


def said(board: Board) -> list[tuple[Any, ...]]:
    """All that a board says, as plain values."""
    return [
        (line.task.id, line.light, line.reached, list(line.heads), line.leaders, line.cells)
        for line in board.lines
    ]


def test_what_is_kept_equals_what_is_counted_after_acts_at_every_level(people: People, round_: Round) -> None:
    kept, actor = Kept(), people.actor("county_approver")
    everywhere = [people.village, people.other_village, people.far_village]

    def check() -> Board:
        board = queries.load_board(actor, round_.year, looking=kept.look(), together=True)
        assert said(board) == said(queries.load_board(actor, round_.year, together=True))
        return board

    def an_act(subject: Any) -> None:
        audit.record("area_changed", actor=actor, subject=subject, code="", what="")
        db.session.flush()

    told = factories.a_task(dict.fromkeys(everywhere, 10), round_=round_, area=people.county)
    factories.a_task(dict.fromkeys(everywhere), round_=round_, measure="visited", area=people.county)
    node = db.session.query(RoundNode).filter_by(round_id=round_.id, code="handbook").one()
    factories.a_task({people.township: None}, round_=round_, measure="step_done", node="handbook")
    an_act(people.county)
    assert len(check().lines) == 3
    factories.a_task_report(share(told, 2), 7)
    an_act(people.far_village)
    assert Reached(7, 30) in [line.reached for line in check().lines]
    application = factories.an_application(factories.a_household(people.village), round_=round_)
    an_act(people.village)
    check()
    factories.a_visit(application)
    an_act(people.village)
    assert Reached(1, 1) in [line.reached for line in check().lines]
    node.done_on = D(2026, 5, 1)
    an_act(round_.area)
    assert [line.light for line in check().lines].count(Light.DONE) == 2
    told.state, told.dropped_reason = TaskState.DROPPED, "不再需要"
    an_act(told.area)
    assert len(check().lines) == 2


def test_the_same_task_of_several_townships_is_one_line_for_the_county(people: People, round_: Round) -> None:
    first = factories.a_task({people.village: 10, people.other_village: 10}, round_=round_, leader="杨文斌")
    second = factories.a_task({people.far_village: 10}, round_=round_, leader="石磊")
    factories.a_task({people.far_village: 10}, round_=round_, due_on=first.due_on + dt.timedelta(days=1))
    factories.a_task({people.far_village: 10}, round_=round_, area=people.county)
    factories.a_task_report(share(first), 10)
    factories.a_task_report(share(second), 5)
    board = queries.load_board(people.actor("county_approver"), round_.year, together=True)
    assert [len(line.heads) for line in board.lines] == [2, 1, 1]
    line = board.lines[0]
    assert line.is_of_several
    assert (line.reached, line.leaders) == (Reached(15, 30), ["杨文斌", "石磊"])
    apart = queries.list_apart(line)
    assert [(one.task, one.reached) for one in apart] == [(first, Reached(10, 20)), (second, Reached(5, 10))]
    assert len(queries.load_board(people.actor("county_approver"), round_.year).lines) == 4
    assert len(queries.load_board(people.actor("township_reviewer"), round_.year, together=True).lines) == 1


def test_what_was_written_down_before_is_added_up_by_task(people: People, round_: Round) -> None:
    task = factories.a_task({people.village: 10, people.far_village: 10}, round_=round_, area=people.county)
    counted = {"is_counted": True, "words": ""}
    factories.a_task_report(share(task), 3, reported_on=D(2026, 4, 1), **counted)
    factories.a_task_report(share(task), 12, reported_on=D(2026, 4, 20), **counted)
    factories.a_task_report(share(task, 1), 4, reported_on=D(2026, 4, 10), **counted)
    factories.a_task_report(share(task, 1), 6, reported_on=D(2026, 5, 1), words="正在办")
    paths = queries.load_board(people.actor("county_approver"), round_.year).paths
    kept = Kept()
    for _ in range(2):
        days = reaching.load_stock_days(kept.look(), paths, round_.year)
        assert days == [D(2026, 4, 20), D(2026, 4, 10), D(2026, 4, 1)]
        for day, reached in (
            (D(2026, 4, 1), Reached(3, 10)),
            (D(2026, 4, 15), Reached(7, 20)),
            (D(2026, 4, 20), Reached(14, 20)),
        ):
            assert reaching.load_then(kept.look(), paths, round_.year, day) == {task.id: reached}
        assert reaching.load_then(kept.look(), paths, round_.year, D(2026, 3, 1)) == {}
