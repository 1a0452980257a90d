"""Acts that the tests of samples share: recording the value, drawing, declaring a relative, checking. No test here."""

import datetime as dt

from app.core import clock as time
from app.core.db import db as database
from app.domain.applications.rules import Person
from app.domain.candidate_lists.models import CandidateList, ListEntry
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from app.domain.reviews import draws, public_values, service
from app.domain.reviews.models import PublicValue, ReviewLevel, Sample
from tests import factories

TOWNSHIP = ReviewLevel.TOWNSHIP
DAY = dt.timedelta(days=1)


def draw(listed, reviewer) -> Sample:
    return service.draw_sample(actor=reviewer, candidate_list=listed, level=TOWNSHIP)


def value_day(listed: CandidateList) -> dt.date:
    found = draws.find_draw(listed, TOWNSHIP)
    assert found is not None
    assert found.day is not None
    return found.day


def record(people, listed, value="351", day=None, who="county_approver") -> PublicValue:
    return public_values.record_public_value(
        actor=people.actor(who),
        area=people.county,
        source=listed.round.policy.sample_value_source,
        day=day or value_day(listed),
        value=value,
    )


def a_relative(entry: ListEntry, people, *, on: dt.date, area=None, post=Post.VILLAGE_COMMITTEE) -> Kinship:
    official = factories.add(
        Official(area=area or people.village, name=f"干部{entry.id}", post=post, since=dt.date(2020, 1, 1))
    )
    return factories.add(
        Kinship(
            official=official,
            household_id=entry.household_id,
            relation=Relation.SIBLING,
            declared_on=on,
            declared_by_id=factories.the_officer().id,
        )
    )


def check(sample: Sample, entry_id: int, reviewer, agrees=True, **given):
    entry = database.session.get(ListEntry, entry_id)
    return service.record_home_check(
        actor=reviewer,
        sample=sample,
        entry=entry,
        checked_on=time.today(),
        checkers=[Person("甲"), Person("乙")],
        agrees=agrees,
        findings="看过了",
        **given,
    )


def listed_notice(listed):
    return draws.find_draw(listed, TOWNSHIP).notice
