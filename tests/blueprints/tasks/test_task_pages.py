"""The pages of tasks: list, one task, one place, people, progress; setting, changing, reporting, dropping."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.rounds.models import Round, RoundNode
from app.domain.tasks.models import Task, TaskReport, TaskShare, TaskState
from tests import factories
from tests.browser import Browser
from tests.people import People

D = dt.date


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(opened_on=D(2026, 4, 1))


@pytest.fixture
def township(people: People) -> Browser:
    return people.browser("township_reviewer")


def share_of(task: Task, number: int = 0) -> TaskShare:
    shares = db.session.query(TaskShare).filter_by(task_id=task.id).order_by(TaskShare.id)
    return shares.all()[number]


def test_without_tasks_the_pages_say_so(people: People, township: Browser) -> None:
    assert "没有这样的任务" in township.get("tasks.index").text
    assert "没有任务" in township.get("tasks.people").text
    assert "没有任务" in township.get("tasks.progress").text
    assert "没有任务" in township.get("tasks.chart", code=people.township.code).text


def test_the_list_shows_how_far_each_task_is_and_is_narrowed_by_light(
    people: People, township: Browser, round_: Round
) -> None:
    late = factories.a_task({people.village: 10}, round_=round_, due_on=D(2026, 5, 10), title_zh="过期的事")
    factories.a_task_report(share_of(late), 4)
    factories.a_task(
        {people.other_village: 10}, round_=round_, title_zh="没过期的事", starts_on=D(2026, 5, 11)
    )
    page = township.get("tasks.index")
    assert len(page.select("tbody tr")) == 2
    assert "40%" in page.text
    assert "4/10户" in page.text
    assert "超期1天" in page.text
    shown = township.get("/tasks?light=overdue", fragment=True)
    assert [text[:4] for text in shown.texts("tbody th")] == ["过期的事"]
    of_village = township.get(f"/tasks?village={people.other_village.code}", fragment=True)
    assert [text[:5] for text in of_village.texts("tbody th")] == ["没过期的事"]


def test_a_task_is_set_for_chosen_villages(people: People, township: Browser, round_: Round) -> None:
    mine, other = people.village.code, people.other_village.code
    township.get("tasks.new", code=people.township.code)
    words = {"round": round_.code, "measure": "told", "title_zh": "冬前危房排查", "unit_zh": "户"}
    days = {"starts_on": "2026-05-01", "due_on": "2026-06-30"}
    township.send(**words, **days, expect=422)
    faults = " ".join(township.page.faults)
    assert "目标" in faults
    assert people.village.name_zh in faults
    assert people.other_village.name_zh in faults
    assert "上报的数字单位上报的数字要写" in township.page.text.replace(" ", "")
    township.send(**{f"target_{mine}": "12", f"in_{other}": None})
    township.follow()
    task = db.session.query(Task).one()
    assert [(share.area_id, share.target) for share in task.shares] == [(people.village.id, 12)]
    assert "冬前危房排查" in township.page.text


def test_the_steps_of_the_round_are_set_at_once(people: People, township: Browser, round_: Round) -> None:
    node = db.session.query(RoundNode).filter_by(round_id=round_.id, code="pairing").one()
    node.due_on = D(2026, 7, 1)
    db.session.flush()
    township.get("tasks.steps", code=people.township.code, round_id=round_.id)
    township.send(leader="杨文斌", person="陶静", due_plan="2026-08-01")
    assert "结对帮扶" in township.follow().text
    assert {task.node for task in db.session.query(Task)} == {"pairing", "plan"}
    page = township.get("tasks.steps", code=people.township.code, round_id=round_.id)
    assert not page.select("[name=due_pairing]")
    year = factories.a_fund_year()
    township.get("tasks.steps", code=people.township.code, round_id=year.id, expect=404)


def test_a_village_reports_and_sees_no_other_village(people: People, round_: Round) -> None:
    task = factories.a_task({people.village: 10, people.other_village: 10}, round_=round_)
    officer = people.browser("village_officer")
    page = officer.get("tasks.show", task_id=task.id)
    assert people.other_village.name_zh not in page.text
    officer.get("tasks.report", share_id=share_of(task).id)
    officer.send(done="三", expect=422)
    officer.send(done="6", words="电话13911112222", expect=422)
    officer.send(words="还差四户。")
    assert "60%" in officer.follow().text
    assert "还差四户。" in officer.page.text
    officer.get("tasks.report", share_id=share_of(task, 1).id, expect=404)
    officer.get("tasks.edit", task_id=task.id, expect=403)
    people.browser("supervisor").get("tasks.report", share_id=share_of(task).id, expect=403)


def test_a_task_is_changed_and_dropped(people: People, township: Browser, round_: Round) -> None:
    task = factories.a_task(round_=round_)
    township.get("tasks.edit", task_id=task.id)
    township.send(due_on="2020-01-01", expect=422)
    township.send(due_on="2026-12-31", person="何清")
    assert "何清" in township.follow().text
    township.get("tasks.drop", task_id=task.id)
    township.send(reason="", expect=422)
    township.send(reason="上级取消。")
    township.follow()
    db.session.expire_all()
    assert db.session.get_one(Task, task.id).state is TaskState.DROPPED
    assert "上级取消。" in township.get("tasks.show", task_id=task.id).text
    assert "tasks.edit" not in township.page.html


def test_a_place_has_all_its_tasks_and_people_have_theirs(
    people: People, township: Browser, round_: Round
) -> None:
    task = factories.a_task({people.village: 10, people.other_village: 10}, round_=round_)
    factories.a_task_report(share_of(task), 10)
    page = township.get("tasks.place", code=people.village.code)
    assert "100%" in page.text
    people_page = township.get("tasks.people")
    assert "陶静" in people_page.text
    assert "还有1项没完成" in people_page.text
    assert len(people_page.select("tbody tr")) == 2
    people.browser("village_officer").get("tasks.place", code=people.other_village.code, expect=404)


def test_progress_is_compared_with_what_was_written_down(
    people: People, township: Browser, round_: Round
) -> None:
    household = factories.a_household(people.village)
    factories.a_task({people.village: None}, round_=round_, measure="visited")
    application = factories.an_application(household, round_=round_)
    share = db.session.query(TaskShare).one()
    factories.a_task_report(share, 0, is_counted=True, whole=1, reported_on=D(2026, 4, 27))
    factories.a_visit(application)
    page = township.get("tasks.progress")
    assert "过了14天" in page.text
    assert "+1" in page.text
    township.send()
    assert "已记下1项" in township.follow().text
    assert db.session.query(TaskReport).count() == 2
    assert "今天已经记过" in township.page.text
    assert "+1" in township.page.text


def test_a_number_leads_to_its_rows(people: People, township: Browser, round_: Round) -> None:
    task = factories.a_task({people.village: None}, round_=round_, measure="visited")
    page = township.get("tasks.show", task_id=task.id)
    assert any("/applications?" in str(url) for url in page.links.values())


def test_english(people: People, round_: Round, app) -> None:
    factories.a_task(round_=round_)
    people.user("township_reviewer")
    browser = people.browser("township_reviewer")
    browser.lang = "en"
    assert "Checking the houses" in browser.get("tasks.index").text


def test_whoever_was_slower_sees_what_was_typed_and_may_send_it_again(people: People) -> None:
    task = factories.a_task(round_=factories.a_round())
    first, second = people.browser("township_reviewer"), people.browser("second_township_reviewer")
    for browser in (first, second):
        browser.get("tasks.edit", task_id=task.id)
    first.send(leader="杨文斌甲")
    page = second.send(leader="罗志华", expect=409)
    assert "其他人员刚修改了这项任务" in page.text
    second.send()
    assert "罗志华" in second.follow().text
