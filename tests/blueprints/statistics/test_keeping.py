"""Tables of statistics that are kept until something happens."""

import datetime as dt

from flask import Flask

from app.blueprints.statistics import keeping
from app.blueprints.statistics.asking import PEOPLE, Question
from app.blueprints.statistics.keeping import Kept, pivot_of
from app.core import audit
from app.core.db import db
from app.domain.reports.figures import Count
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.rules import Asked, Pivot, Who
from tests import factories
from tests.people import People


def test_a_table_is_counted_again_after_the_next_act(app: Flask, people: People, monkeypatch) -> None:
    monkeypatch.setattr(app, "testing", False)
    monkeypatch.setattr(keeping, "_KEY", "gongshi_statistics_of_this_test")
    factories.a_registered(people.village, members=3)
    own = people.township
    question = Question([own], own, [2026], 2026, Who.REGISTERED, DIMENSIONS["village"], None, PEOPLE)
    assert pivot_of(question).total == Count(1, 3)
    household = factories.a_registered(people.village, members=2)
    assert pivot_of(question).total == Count(1, 3)
    actor = people.actor("village_officer")
    audit.record("household_created", actor=actor, subject=household, household_no=household.household_no)
    db.session.flush()
    assert pivot_of(question).total == Count(2, 5)


def test_the_oldest_tables_are_given_up() -> None:
    kept = Kept()
    table = Pivot(Asked("1/", dt.date(2026, 1, 1)), DIMENSIONS["village"], None, [])
    for number in range(60):
        kept.keep(number, table)
    assert kept.find(0) is None
    assert kept.find(59) is table
