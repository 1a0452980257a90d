"""Keeping the roster: who may, what is refused, and that nothing is lost."""

import datetime as dt

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.officials import queries, rules, service
from app.domain.officials.models import Official, Post
from app.domain.officials.service import Particulars
from tests import factories
from tests.people import People


def test_a_village_keeps_its_roster_and_the_township_its_own(people: People) -> None:
    officer, reviewer = people.actor("village_officer"), people.actor("township_reviewer")
    official = service.open_official(
        actor=officer, area=people.village, name="王强", post=Post.GROUP_LEADER, particulars=Particulars()
    )
    assert official.until is None
    assert not official.represents
    service.open_official(actor=reviewer, area=people.township, name="陶静", post=Post.TOWNSHIP)
    with pytest.raises(Forbidden):
        service.open_official(actor=officer, area=people.township, name="李四", post=Post.TOWNSHIP)
    with pytest.raises(Forbidden):
        service.open_official(
            actor=people.actor("other_village_officer"),
            area=people.village,
            name="李四",
            post=Post.GROUP_LEADER,
        )
    assert [one.name for one in queries.list_officials_over(people.village)] == ["王强", "陶静"]


def test_posts_belong_to_their_level(people: People) -> None:
    with pytest.raises(Invalid) as refused:
        service.open_official(
            actor=people.actor("village_officer"), area=people.village, name="王强", post=Post.COUNTY
        )
    assert refused.value.field == "post"


def test_nobody_holds_a_post_twice(people: People) -> None:
    given = {"actor": people.actor("village_officer"), "area": people.village, "post": Post.GROUP_LEADER}
    service.open_official(name="王强", **given)
    with pytest.raises(Conflict):
        service.open_official(name="王强", **given)


def test_a_pasted_roster_is_taken_whole_or_not_at_all(people: People) -> None:
    officer = people.actor("village_officer")
    factories.an_official(people.village, name="李 四")
    lines, _ = rules.parse_roster("王秀英，1组，女\n李四，2组，男")
    with pytest.raises(Conflict) as refused:
        service.open_representatives(actor=officer, village=people.village, lines=lines)
    assert refused.value.message.params["number"] == 2
    assert factories.how_many(Official) == 1
    service.open_representatives(actor=officer, village=people.village, lines=lines[:1])
    found = queries.list_representatives(people.village)
    assert [(one.name, one.group_name, one.sex) for one in found] == [("王秀英", "1组", "female")]
    makeup = rules.makeup_of(found)
    assert (makeup.total, makeup.women_percent, makeup.by_group) == (1, 100, (("1组", 1),))


def test_ending_a_post_keeps_the_entry_and_needs_a_reason(people: People) -> None:
    officer = people.actor("village_officer")
    official = factories.an_official(people.village, since=dt.date(2026, 1, 1))
    with pytest.raises(Invalid):
        service.end_official(actor=officer, official=official, reason=" ")
    with pytest.raises(Invalid):
        service.end_official(actor=officer, official=official, reason="换届", until=dt.date(2025, 12, 31))
    service.end_official(actor=officer, official=official, reason="换届", until=dt.date(2026, 5, 1))
    assert official.until == dt.date(2026, 5, 1)
    assert queries.list_officials(people.village) == []
    assert queries.list_officials(people.village, standing=False) == [official]
    with pytest.raises(Refused):
        service.change_official(actor=officer, official=official, particulars=Particulars(title="主任"))


def test_nobody_keeps_his_own_entry(people: People) -> None:
    user = people.user("village_officer")
    own = factories.an_official(people.village, user)
    with pytest.raises(Forbidden):
        service.change_official(actor=user.as_actor(), official=own, particulars=Particulars())
    with pytest.raises(Forbidden):
        service.end_official(actor=user.as_actor(), official=own, reason="不干了")
    service.end_official(actor=people.actor("township_reviewer"), official=own, reason="换届")


def test_a_linked_account_is_changed_only_from_above(people: People) -> None:
    user = people.user("village_officer")
    colleague = factories.a_user(user.grants[0].role, people.village).as_actor()
    official = factories.an_official(people.village, user)
    with pytest.raises(Forbidden):
        service.change_official(actor=colleague, official=official, particulars=Particulars(title="主任"))
    service.change_official(
        actor=colleague, official=official, particulars=Particulars(title="主任", user=user)
    )
    assert official.title == "主任"
    service.change_official(
        actor=people.actor("township_reviewer"), official=official, particulars=Particulars()
    )
    assert official.user_id is None


def test_only_an_account_that_acts_there_is_linked(people: People) -> None:
    stranger = people.user("other_village_officer")
    with pytest.raises(Invalid) as refused:
        service.open_official(
            actor=people.actor("village_officer"),
            area=people.village,
            name="王强",
            post=Post.GROUP_LEADER,
            particulars=Particulars(user=stranger),
        )
    assert refused.value.field == "account"


def test_personal_numbers_stay_out_of_the_history(people: People, db: SQLAlchemy) -> None:

    service.open_official(
        actor=people.actor("village_officer"),
        area=people.village,
        name="王强",
        post=Post.GROUP_LEADER,
        particulars=Particulars(telephone="13900001111", bank_account="6217 0000 1111 2222"),
    )
    event = factories.first(Event)
    assert event is not None
    assert event.data == {"name": "王强", "what": "opened group_leader"}
