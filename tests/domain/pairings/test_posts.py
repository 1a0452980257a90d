"""Who is posted to a village."""

import datetime as dt

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.pairings import listing, posts
from app.domain.pairings.models import UnitLevel, VillagePostKind
from app.domain.pairings.posts import Posting
from tests import factories
from tests.people import People

TODAY = dt.date(2026, 5, 11)
SINCE = dt.date(2026, 4, 1)


def a_posting(kind: VillagePostKind = VillagePostKind.FIRST_SECRETARY, **given: object) -> Posting:
    return Posting(**{"kind": kind, "name": "何平", "level": UnitLevel.COUNTY, "since": SINCE, **given})


def test_a_village_has_one_first_secretary_at_a_time(people: People) -> None:
    township = people.actor("township_reviewer")
    post = posts.open_post(actor=township, village=people.village, posting=a_posting())
    with pytest.raises(Conflict):
        posts.open_post(actor=township, village=people.village, posting=a_posting(name="罗敏"))
    for name in ("甲", "乙"):
        team = a_posting(VillagePostKind.RESIDENT_TEAM, name=name)
        posts.open_post(actor=township, village=people.village, posting=team)
    posts.end_post(actor=township, post=post, reason="任期届满")
    with pytest.raises(Invalid) as refused:
        posts.open_post(actor=township, village=people.village, posting=a_posting(name="罗敏"))
    assert refused.value.field == "since", "two would hold it on one day"
    posts.open_post(actor=township, village=people.village, posting=a_posting(name="罗敏", since=TODAY))
    assert [one.name for one in listing.list_posts_of(people.village)] == ["罗敏", "甲", "乙"]
    assert listing.page_posts(people.county.path, ended=True).items == [post]


def test_a_later_word_for_a_month_replaces_the_earlier_one(people: People) -> None:
    township = people.actor("township_reviewer")
    post = posts.open_post(actor=township, village=people.village, posting=a_posting())
    posts.record_month(actor=township, post=post, month=dt.date(2026, 4, 17), days=20)
    posts.record_month(actor=township, post=post, month=dt.date(2026, 4, 2), days=22)
    factories.basis.db.session.refresh(post)
    assert [(row.month, row.days) for row in post.months] == [(dt.date(2026, 4, 1), 22)]
    for month, days in ((dt.date(2026, 4, 1), 31), (dt.date(2026, 3, 1), 1), (dt.date(2026, 4, 1), -1)):
        with pytest.raises(Invalid):
            posts.record_month(actor=township, post=post, month=month, days=days)


def test_what_is_refused(people: People) -> None:
    township = people.actor("township_reviewer")
    for wrong in (
        a_posting(name=" "),
        a_posting(since=TODAY + dt.timedelta(days=1)),
        a_posting(until=SINCE - dt.timedelta(days=1)),
        a_posting(title="长" * 61),
    ):
        with pytest.raises(Invalid):
            posts.open_post(actor=township, village=people.village, posting=wrong)
    with pytest.raises(Invalid):
        posts.open_post(actor=township, village=people.township, posting=a_posting())
    with pytest.raises(Forbidden):
        posts.open_post(actor=people.actor("work_team"), village=people.village, posting=a_posting())
    post = factories.a_village_post(people.village)
    for wrong in ({"reason": ""}, {"reason": "走了", "ended_on": dt.date(2020, 1, 1)}):
        with pytest.raises(Invalid):
            posts.end_post(actor=township, post=post, **wrong)
    posts.end_post(actor=township, post=post, reason="走了")
    with pytest.raises(Refused):
        posts.change_post(actor=township, post=post, posting=a_posting())


def test_words_of_a_posting_hold_no_number_and_days_stay_within_it(people: People) -> None:
    township = people.actor("township_reviewer")
    for wrong in ({"name": "何平13912345678"}, {"unit_name": "电话13912345678"}, {"title": "13912345678"}):
        with pytest.raises(Invalid):
            posts.open_post(actor=township, village=people.village, posting=a_posting(**wrong))
    post = posts.open_post(actor=township, village=people.village, posting=a_posting())
    posts.record_month(actor=township, post=post, month=dt.date(2026, 4, 1), days=20)
    for reason in ("长" * 301, "见13912345678"):
        with pytest.raises(Invalid):
            posts.end_post(actor=township, post=post, reason=reason)
    with pytest.raises(Invalid):
        posts.change_post(actor=township, post=post, posting=a_posting(since=dt.date(2026, 5, 1)))
