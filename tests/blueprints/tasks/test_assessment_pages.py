"""The quarterly assessment on its page: points, the way to the rows, fixing."""

import datetime as dt

import pytest

from app.core.db import db
from app.domain.rounds.models import Round
from app.domain.tasks.models import Assessment
from tests import factories
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(opened_on=dt.date(2026, 1, 5))


def test_the_running_quarter_is_worked_out_and_cannot_be_fixed(people: People, round_: Round) -> None:
    factories.a_task({people.village: 10, people.other_village: 10}, round_=round_)
    browser = people.browser("township_reviewer")
    assert browser.get("tasks.assessments", expect=303).location.endswith("/2026/2")
    here = {"code": people.township.code, "year": 2026, "quarter": 2}
    page = browser.get("tasks.assessment", **here)
    assert len(page.select("tbody tr")) == 2
    assert page.select(f"a[href*='/tasks/places/{people.village.code}']")
    assert not page.select("main form[method=post]")
    browser.get("tasks.assessment", code=people.township.code, year=2026, quarter=3, expect=404)
    browser.get("tasks.assessment", code=people.township.code, year=2026, quarter=5, expect=404)


def test_a_quarter_that_is_over_is_fixed_by_the_township_alone(people: People, round_: Round) -> None:
    here = {"code": people.township.code, "year": 2026, "quarter": 1}
    page = people.browser("supervisor").get("tasks.assessment", **here)
    assert not page.select("main form[method=post]")
    browser = people.browser("township_reviewer")
    browser.get("tasks.assessment", **here)
    browser.send()
    assert "不再变动" in browser.follow().text
    assert db.session.query(Assessment).count() == 1
    browser.post("tasks.fix_assessment", **here, expect=409)


def test_a_village_sees_its_own_line(people: People, round_: Round) -> None:
    officer = people.browser("village_officer")
    here = {"code": people.village.code, "year": 2026, "quarter": 1}
    assert len(officer.get("tasks.assessment", **here).select("tbody tr")) == 1
    officer.get("tasks.assessment", **here | {"code": people.township.code}, expect=404)


def test_a_village_sees_its_place_among_all_before_and_after_fixing(people: People, round_: Round) -> None:
    """Alone it would always be the first."""
    task = factories.a_task({people.village: 100, people.other_village: 100}, round_=round_)
    db.session.refresh(task)
    factories.a_task_report(task.shares[1], 100)
    page = people.browser("village_officer").get(
        "tasks.assessment", code=people.village.code, year=2026, quarter=2
    )
    assert next(iter(page.texts("tbody tr td"))) == "2"
    assert page.select(f"a[href='/tasks/places/{people.village.code}?year=2026']")
