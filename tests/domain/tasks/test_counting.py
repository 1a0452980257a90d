"""What is counted for each village, and that the statements do not grow with the rows."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import ListState
from app.domain.households.models import Registration
from app.domain.policies.vocabulary import NoticeKind
from app.domain.projects.models import ProjectState
from app.domain.rounds.models import Round, RoundNode
from app.domain.tasks import counting, queries
from app.domain.tasks.catalogue import CATALOGUE, OF_NODE, MeasureCode
from app.domain.tasks.counting import Scope
from app.domain.tasks.models import TaskShare
from app.domain.tasks.rules import Reached
from tests import factories
from tests.browser import watched
from tests.people import People

M = MeasureCode


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round()


def count(measure: MeasureCode, round_: Round, people: People) -> Reached:
    """How far the first village is."""
    found = counting.count(measure, Scope(round_, [people.village, people.other_village]), {})
    return found.get(people.village.id, Reached())


def registered(people: People, round_: Round, number: int = 2) -> list[int]:
    """So many households of the first village on the register."""
    found = [factories.a_household(people.village) for _ in range(number)]
    for one in found:
        row = Registration(household_id=one.id, round_id=round_.id, people=one.people)
        row.registered_on = dt.date(2026, 5, 1)
        factories.add(row)
    return [one.id for one in found]


def test_every_step_has_a_measure_and_every_measure_a_way_to_be_counted() -> None:
    assert len(OF_NODE) == 9
    known = {*counting.COUNTERS, M.TOLD, M.STEP_DONE}
    assert known == {measure.code for measure in CATALOGUE}


def test_visits_of_applications(people: People, round_: Round) -> None:
    factories.a_visit(factories.an_application(factories.a_household(people.village), round_=round_))
    factories.an_application(factories.a_household(people.village), round_=round_)
    assert count(M.VISITED, round_, people) == Reached(1, 2)


def test_households_announced_of_those_on_the_lists(people: People, round_: Round) -> None:
    drawn_up = factories.a_candidate_list(
        people.village, state=ListState.FIRST_NOTICE, round_=round_, entries=3
    )
    assert count(M.ANNOUNCED, round_, people) == Reached(0, 3)
    factories.a_notice(drawn_up, kind=NoticeKind.FIRST_NOTICE)
    first = count(M.FIRST_NOTICE, round_, people)
    assert first.done == first.whole == 3


def test_registered_households_with_income_of_the_reference_year(people: People, round_: Round) -> None:
    registered(people, round_)
    one = count(M.INCOMES, round_, people)
    assert one.whole == 2
    assert count(M.PAIRED, round_, people) == Reached(0, 2)
    assert count(M.PLANNED, round_, people) == Reached(0, 2)
    assert count(M.COMPLETE, round_, people) == Reached(2, 2)


def test_a_struck_household_is_counted_no_more(people: People, round_: Round) -> None:
    (household_id,) = registered(people, round_, 1)
    row = db.session.query(Registration).filter_by(household_id=household_id).one()
    row.struck_on, row.struck_reason = dt.date(2026, 5, 2), "重复登记"
    db.session.flush()
    assert count(M.COMPLETE, round_, people) == Reached()


def test_projects_of_a_year(people: People) -> None:
    year = factories.a_fund_year()
    factories.a_project(people.village, state=ProjectState.COMPLETED, round_=year)
    factories.a_project(people.village, state=ProjectState.PLANNED, round_=year)
    factories.a_project(people.village, state=ProjectState.DROPPED, round_=year)
    found = count(M.PROJECTS, year, people)
    assert (found.done, found.whole) == (1, 2)
    other = counting.count(M.PROJECTS, Scope(year, [people.other_village]), {})
    assert other[people.other_village.id].is_done


def test_a_step_is_done_when_the_county_noted_its_day(people: People, round_: Round) -> None:
    node = db.session.query(RoundNode).filter_by(round_id=round_.id, code="handbook").one()
    task = factories.a_task({people.village: None}, round_=round_, measure="step_done", node="handbook")
    township = people.actor("township_reviewer")
    assert queries.load_line(task, township).reached == Reached(0, 1)
    node.done_on = dt.date(2026, 5, 1)
    db.session.flush()
    assert queries.load_line(task, township).reached.is_done


def test_a_target_goes_before_what_the_records_have(people: People, round_: Round) -> None:
    registered(people, round_)
    task = factories.a_task({people.village: 8}, round_=round_, measure="complete")
    assert queries.load_line(task, people.actor("township_reviewer")).reached == Reached(2, 8)


def test_a_village_sees_only_its_own_share(people: People, round_: Round) -> None:
    factories.a_task({people.village: 10, people.other_village: 10}, round_=round_)
    board = queries.load_board(people.actor("village_officer"), round_.year)
    assert [cell.share.area_id for line in board.lines for cell in line.cells] == [people.village.id]
    assert queries.load_board(people.actor("other_township_reviewer"), round_.year).lines == []
    assert queries.load_board(people.actor("villager"), round_.year).lines == []


def test_the_board_of_one_area_counts_no_other_place(people: People, round_: Round) -> None:
    shared = factories.a_task({people.village: 10, people.other_village: 10}, round_=round_)
    factories.a_task({people.other_village: 10}, round_=round_)
    share = db.session.query(TaskShare).filter_by(task_id=shared.id, area_id=people.village.id).one()
    factories.a_task_report(share, 10)
    board = queries.load_board(people.actor("county_approver"), round_.year, people.village)
    assert [line.task for line in board.lines] == [shared]
    assert [cell.share.id for cell in board.lines[0].cells] == [share.id]
    assert board.lines[0].reached == Reached(10, 10)


def test_each_place_has_the_lights_of_its_shares(people: People, round_: Round) -> None:
    for places in ((people.village, people.other_village), (people.other_village,)):
        factories.a_task(dict.fromkeys(places, 10), round_=round_)
    board = queries.load_board(people.actor("township_reviewer"), round_.year)
    assert [area for area, _lights in board.lights] == board.areas
    for area, lights in board.lights:
        assert lights == [line.light_at(cell) for line, cell in board.of_area(area.id)]
    assert sorted(len(lights) for _area, lights in board.lights) == [1, 2]


def test_the_statements_do_not_grow_with_tasks_and_villages(people: People, round_: Round) -> None:
    township = people.actor("township_reviewer")
    few = _statements(people, round_, 1)
    for _ in range(6):
        factories.a_village(people.township)
    assert _statements(people, round_, 4) == few
    assert township.id


def _statements(people: People, round_: Round, tasks: int) -> int:
    places = [people.village, people.other_village]
    for measure in ("told", "visited", "complete", "announced"):
        for _ in range(tasks):
            task = factories.a_task(dict.fromkeys(places, 5), round_=round_, measure=measure)
            share = db.session.query(TaskShare).filter_by(task_id=task.id).first()
            assert share is not None
            factories.a_task_report(share, 3)
    actor = people.actor("township_reviewer")
    db.session.commit()
    db.session.expire_all()
    with watched(is_reading=False) as statements:
        queries.load_board(actor, round_.year)
    return len(statements)


def test_who_left_the_register_is_not_registered(people: People, round_: Round) -> None:
    stays, leaves = (factories.a_registered(people.village, round_=round_) for _ in range(2))
    factories.a_pairing(stays)
    factories.a_pairing(leaves)
    assert count(M.PAIRED, round_, people) == Reached(2, 2)
    factories.an_exit(leaves)
    assert count(M.PAIRED, round_, people) == Reached(1, 1)


def test_exits_and_the_yearly_recheck_are_measures(people: People, round_: Round) -> None:
    exits = factories.an_exit_round()
    gone, proposed = (factories.a_registered(people.village, round_=round_) for _ in range(2))
    for one in (gone, proposed):
        factories.an_application(one, round_=exits)
    factories.an_application(
        factories.a_registered(people.village, round_=round_), round_=exits, state=ApplicationState.WITHDRAWN
    )
    assert count(M.LEFT, exits, people) == Reached(0, 2)
    factories.an_exit(gone, exits)
    assert count(M.LEFT, exits, people) == Reached(1, 2)
    assert count(M.LEFT_PEOPLE, exits, people) == Reached(3, 6)
    # who left is re-checked while the watch runs
    assert count(M.RECHECKED, exits, people) == Reached(0, 3)
