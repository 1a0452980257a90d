"""Tasks as a county sees them: its townships first, each opening to its villages."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.rounds.models import Round
from app.domain.tasks.models import Task, TaskShare
from tests import factories
from tests.browser import Browser
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(opened_on=dt.date(2026, 4, 1))


@pytest.fixture
def tasks(people: People, round_: Round) -> list[Task]:
    """The same task in both townships, with seven of twenty and five of ten done; one more in the other township."""
    mine = factories.a_task({people.village: 10, people.other_village: 10}, round_=round_, leader="石磊")
    theirs = factories.a_task({people.far_village: 10}, round_=round_, leader="陶静", person="杨文斌")
    for task, done in ((mine, 7), (theirs, 5)):
        share = db.session.query(TaskShare).filter_by(task_id=task.id).order_by(TaskShare.id).first()
        assert share is not None
        factories.a_task_report(share, done)
    return [mine, theirs, factories.a_task({people.far_village: 10}, round_=round_, title_zh="别镇的事")]


@pytest.fixture
def county(people: People, tasks: list[Task]) -> Browser:
    return people.browser("county_approver")


def test_the_same_task_is_one_line_that_opens_to_its_townships(people: People, county: Browser) -> None:
    page = county.get("tasks.index")
    assert len(page.select("tbody tr")) == 2
    assert "12/30户" in page.text
    assert "2个乡镇" in page.text
    opened = county.get(page.select("tbody th a")[0].get("href"))
    assert len(opened.select("tbody tr")) == 2
    for name, done in ((people.township.name_zh, "7/20户"), (people.other_township.name_zh, "5/10户")):
        assert [name, done] == [
            word for row in opened.texts("tbody tr") for word in (name, done) if word in row
        ]
    assert opened.select("tbody th a[href*='/tasks/']")


def test_a_township_is_chosen_first_and_then_its_villages(people: People, county: Browser) -> None:
    options = [one.get("value") for one in county.get("tasks.index").select("#village option")]
    assert options == ["", people.township.code, people.other_township.code]
    page = county.get(f"/tasks?village={people.other_township.code}")
    options = [one.get("value") for one in page.select("#village option")]
    assert options == ["", people.township.code, people.other_township.code, people.far_village.code]
    assert len(page.select("tbody tr")) == 2
    assert "5/10户" in page.text
    village = county.get(f"/tasks?village={people.village.code}")
    assert len(village.select("tbody tr")) == 1
    assert "7/10户" in village.text
    county.get("/tasks?village=520000000000", expect=404)


def test_people_and_places_open_township_by_township(people: People, county: Browser) -> None:
    page = county.get("tasks.people")
    rows = list(page.texts("tbody th"))
    assert rows == [people.township.name_zh, people.other_township.name_zh]
    assert people.far_village.name_zh not in page.text
    assert people.other_township.name_zh in page.texts(".notice-line")[0]
    opened = county.get(f"/tasks/people?village={people.other_township.code}")
    assert list(opened.texts("tbody th")) == [people.far_village.name_zh]
    assert "石磊" not in opened.text
    assert people.far_village.name_zh in " ".join(opened.texts("details"))


def test_progress_and_the_chart_add_the_townships_up(people: People, county: Browser) -> None:
    page = county.get("tasks.progress")
    assert len(page.select("tbody tr")) == 2
    chart = county.get("tasks.chart", code=people.county.code)
    assert len(chart.select(".wc-table tbody tr")) == 2
    cells = list(chart.texts(".wc-table tbody tr:first-child .wc-cell .wc-percent"))
    assert cells == ["35%", "50%"]
    assert "石磊、陶静" in chart.text


def test_a_township_reads_its_own_tasks_one_by_one(people: People, tasks: list[Task]) -> None:
    page = people.browser("township_reviewer").get("tasks.index")
    assert len(page.select("tbody tr")) == 1
    assert "乡镇" not in "".join(page.texts("tbody th"))
    people.browser("township_reviewer").get(f"/tasks?village={people.far_village.code}", expect=404)
