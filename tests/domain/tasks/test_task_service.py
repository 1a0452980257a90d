"""Setting tasks, the steps of a round, reporting, writing progress down, dropping; and what is refused."""

import datetime as dt
from typing import Any

import pytest

from app.core.bilingual import BilingualText
from app.core.db import db
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.rounds.models import Round, RoundState
from app.domain.rounds.rules import NodeCode
from app.domain.tasks import queries, service
from app.domain.tasks.catalogue import MeasureCode
from app.domain.tasks.models import Task, TaskReport, TaskState
from app.domain.tasks.rules import Light
from app.domain.tasks.service import Place, Steps, Values
from tests import factories
from tests.people import People

D = dt.date


@pytest.fixture
def round_(people: People) -> Round:
    """An open round of the county with its nine steps."""
    return factories.a_round(opened_on=D(2026, 4, 1))


def values(**given: Any) -> Values:
    known: dict[str, Any] = {
        "title": BilingualText("冬前危房排查"),
        "starts_on": D(2026, 5, 1),
        "due_on": D(2026, 6, 30),
        "unit": BilingualText("户"),
    }
    return Values(**known | given)


def set_task(people: People, round_: Round, **given: Any) -> Task:
    places = given.pop("places", [Place(people.village, 10), Place(people.other_village, 20)])
    actor = people.actor(given.pop("by", "township_reviewer"))
    area = given.pop("area", people.township)
    return service.set_task(actor=actor, area=area, round_=round_, values=values(**given), places=places)


def test_a_task_is_set_for_villages_with_what_each_is_to_reach(people: People, round_: Round) -> None:
    task = set_task(people, round_)
    line = queries.load_line(task, people.actor("township_reviewer"))
    assert [(cell.share.area_id, cell.reached.whole) for cell in line.cells] == [
        (people.village.id, 10),
        (people.other_village.id, 20),
    ]
    assert line.light is Light.BEHIND or line.light is Light.IN_TIME


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"title": BilingualText("  ")}, "title_zh"),
        ({"due_on": D(2026, 4, 30)}, "due_on"),
        ({"unit": BilingualText("")}, "unit_zh"),
        ({"measure": MeasureCode.PAID}, "measure"),
        ({"measure": MeasureCode.STEP_DONE}, "measure"),
        ({"person": "13911112222"}, "person"),
        ({"leader": "长" * 61}, "leader"),
        ({"places": []}, "places"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    people: People, round_: Round, given: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as found:
        set_task(people, round_, **given)
    assert found.value.field == field


def test_a_reported_task_needs_a_target_for_every_village(people: People, round_: Round) -> None:
    with pytest.raises(Invalid) as found:
        set_task(people, round_, places=[Place(people.village)])
    assert found.value.field == "places"


def test_only_the_area_itself_sets_tasks_and_only_for_its_own_villages(people: People, round_: Round) -> None:
    for name in ("village_officer", "other_township_reviewer", "supervisor", "villager"):
        with pytest.raises(Forbidden):
            set_task(people, round_, by=name)
    with pytest.raises(Forbidden):
        set_task(people, round_, places=[Place(people.far_village, 3)])
    round_.state = RoundState.CLOSED
    with pytest.raises(Refused):
        set_task(people, round_)


def test_the_steps_of_a_round_become_tasks_once(people: People, round_: Round) -> None:
    villages = [people.village, people.other_village]
    due = {NodeCode.PUBLICITY: D(2026, 7, 1), NodeCode.HANDBOOK: D(2026, 8, 1)}
    given: dict[str, Any] = {
        "actor": people.actor("township_reviewer"),
        "area": people.township,
        "round_": round_,
        "villages": villages,
    }
    publicity, handbook = service.set_steps(**given, steps=Steps(due))
    assert (publicity.measure, len(publicity.shares)) == ("announced", 2)
    assert (handbook.measure, [share.area_id for share in handbook.shares]) == (
        "step_done",
        [people.township.id],
    )
    with pytest.raises(Refused):
        service.set_steps(**given, steps=Steps(due))
    with pytest.raises(Invalid) as found:
        service.set_steps(**given, steps=Steps({NodeCode.PLAN: D(2026, 3, 1)}))
    assert found.value.field == "due_plan"


def test_a_village_reports_its_number_and_nobody_elses(people: People, round_: Round) -> None:
    task = set_task(people, round_)
    mine, other = task.shares
    officer = people.actor("village_officer")
    service.report(actor=officer, share=mine, done=7, words="还差三户。")
    cell = queries.load_line(task, officer).cells
    assert [(one.reached.done, one.reached.percent) for one in cell] == [(7, 70)]
    with pytest.raises(Forbidden):
        service.report(actor=officer, share=other, done=1, words="")
    for done in (None, -1):
        with pytest.raises(Invalid):
            service.report(actor=officer, share=mine, done=done, words="")


def test_where_it_is_counted_only_words_are_told(people: People, round_: Round) -> None:
    task = set_task(people, round_, measure=MeasureCode.VISITED, places=[Place(people.village)])
    factories.a_visit(factories.an_application(factories.a_household(people.village), round_=round_))
    factories.an_application(factories.a_household(people.village), round_=round_)
    officer = people.actor("village_officer")
    with pytest.raises(Invalid) as found:
        service.report(actor=officer, share=task.shares[0], done=2, words="")
    assert found.value.field == "done"
    told = service.report(actor=officer, share=task.shares[0], done=None, words="一户外出未归。")
    assert (told.done, told.whole, told.is_counted) == (1, 2, True)


def test_progress_is_written_down_once_a_day(people: People, round_: Round) -> None:
    set_task(people, round_, measure=MeasureCode.VISITED, places=[Place(people.village)])
    factories.a_visit(factories.an_application(factories.a_household(people.village), round_=round_))
    township = people.actor("township_reviewer")
    given: dict[str, Any] = {"actor": township, "area": people.township, "year": round_.year}
    assert service.take_stock(**given) == 1
    assert db.session.query(TaskReport).one().done == 1
    with pytest.raises(Refused):
        service.take_stock(**given)
    with pytest.raises(Forbidden):
        service.take_stock(actor=people.actor("village_officer"), area=people.township, year=round_.year)


def test_a_task_is_changed_and_dropped_but_what_is_counted_stays(people: People, round_: Round) -> None:
    task, township = set_task(people, round_), people.actor("township_reviewer")
    service.change_task(actor=township, task=task, values=values(due_on=D(2026, 7, 15), person="何清"))
    assert (task.due_on, task.person) == (D(2026, 7, 15), "何清")
    with pytest.raises(Invalid):
        service.change_task(actor=township, task=task, values=values(measure=MeasureCode.VISITED))
    with pytest.raises(Invalid):
        service.drop_task(actor=township, task=task, reason=" ")
    service.drop_task(actor=township, task=task, reason="上级取消。")
    assert task.state is TaskState.DROPPED
    assert queries.load_board(township, round_.year).lines == []
    with pytest.raises(Conflict):
        service.drop_task(actor=township, task=task, reason="再取消一次。")


def test_whoever_was_slower_changes_nothing(people: People, round_: Round) -> None:
    task = set_task(people, round_)
    seen, actor = task.version, people.actor("township_reviewer")
    service.change_task(actor=actor, task=task, values=values(leader="杨文斌"), version=seen)
    with pytest.raises(Conflict):
        service.change_task(actor=actor, task=task, values=values(leader="罗志华"), version=seen)
    assert task.leader == "杨文斌"
    service.change_task(actor=actor, task=task, values=values(leader="罗志华"), version=task.version)


def test_what_was_told_long_ago_stands_on_a_further_page(people: People, round_: Round) -> None:
    task = set_task(people, round_)
    for number in range(60):
        factories.a_task_report(task.shares[0], 1, words=f"第{number}次")
    actor = people.actor("township_reviewer")
    assert queries.page_told(task, actor).total == 60
    assert queries.page_told(task, actor, 2).items[-1].words == "第0次"
    assert queries.page_reports(task.shares[0], 2).items[-1].words == "第0次"
    assert queries.page_told(task, people.actor("other_township_reviewer")).total == 0


def test_a_slip_of_the_finger_is_asked_back(people: People, round_: Round) -> None:
    task, officer = set_task(people, round_), people.actor("village_officer")
    with pytest.raises(Invalid) as found:
        service.report(actor=officer, share=task.shares[0], done=999_999_999, words="")
    assert found.value.field == "done"
    assert service.report(actor=officer, share=task.shares[0], done=20, words="").done == 20
