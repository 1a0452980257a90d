"""What pages count with."""

from flask import Flask

from app.core import audit, clock
from app.core.db import db
from app.domain.reports.figures import Count
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.queries import count_fresh, load_pivot
from app.domain.statistics.rules import asked_of_year
from app.web import counts
from tests import factories
from tests.people import People


def test_a_table_is_counted_again_after_the_next_act(app: Flask, people: People, monkeypatch) -> None:
    assert counts.counter() is count_fresh
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(counts, "KEY", "gongshi_statistics_of_this_test")
    factories.a_registered(people.village, members=3)
    asked = asked_of_year(people.township.path, clock.today().year, clock.today())

    def total() -> Count:
        return load_pivot(asked, DIMENSIONS["village"], count=counts.counter()).total

    assert total() == Count(1, 3)
    household = factories.a_registered(people.village, members=2)
    assert total() == Count(1, 3)
    actor = people.actor("village_officer")
    audit.record("household_created", actor=actor, subject=household, household_no=household.household_no)
    db.session.flush()
    assert total() == Count(2, 5)
