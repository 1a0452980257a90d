"""Acts on rounds: opening freezes the policy; closing, time nodes, quotas."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, NotFound, Refused
from app.domain.policies import service as policies
from app.domain.rounds import queries, service
from app.domain.rounds.models import Round, RoundState
from app.domain.rounds.rules import NodeCode
from tests import factories
from tests.people import People


def open_round(people: People, actor: str = "county_approver", **given: Any) -> Round:
    profile = given.pop("profile", None) or factories.a_policy()
    values: dict[str, Any] = {
        "code": "2014-identification",
        "year": 2014,
        "area": people.county,
        "name_zh": "2014年贫困户识别",
        "reference_from": dt.date(2013, 1, 1),
        "reference_until": dt.date(2013, 12, 31),
    }
    return service.open_round(profile=profile, actor=people.actor(actor), **{**values, **given})


def test_a_round_opens_with_nine_steps_and_the_known_time_nodes(people: People) -> None:
    due = {NodeCode.PUBLICITY: dt.date(2014, 5, 31), NodeCode.PLAN: dt.date(2014, 7, 31)}
    opened = open_round(people, due=due)
    nodes = queries.list_nodes(opened)
    assert [node.code for node in nodes] == [code.value for code in NodeCode]
    assert {node.code: node.due_on for node in nodes if node.due_on} == {c.value: d for c, d in due.items()}
    assert opened.reference_year == 2013
    assert opened.policy.income_line(opened.reference_year, "identification") is not None
    assert queries.get_round_by_code("2014-identification") is opened
    assert queries.get_round(opened.id) is opened
    assert list(queries.list_open_rounds(people.village)) == [opened]


def test_a_later_edit_of_the_policy_does_not_reach_the_round(people: People) -> None:
    profile = factories.a_policy()
    opened = open_round(people, profile=profile)
    policies.amend(
        profile=profile,
        changes={"first_notice_days": 3, "meeting_kinds": ["assembly"]},
        reason="文件",
        actor=people.actor("county_approver"),
    )
    assert opened.policy.first_notice_days == 7
    assert len(opened.policy.meeting_kinds) == 2
    assert (opened.policy_version, profile.version) == (1, 2)


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "第一轮"}, "code"),
        ({"year": 14}, "year"),
        ({"name_zh": " "}, "name_zh"),
        ({"reference_until": dt.date(2012, 12, 31)}, "reference_until"),
    ],
)
def test_a_round_that_makes_no_sense_does_not_open(people: People, given: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as refused:
        open_round(people, **given)
    assert refused.value.field == field
    assert queries.list_rounds() == []


def test_a_code_is_given_once(people: People) -> None:
    opened = open_round(people)
    with pytest.raises(Invalid) as refused:
        open_round(people, profile=factories.a_policy("regular-2026"))
    assert refused.value.field == "code"
    assert list(queries.list_rounds()) == [opened]


def test_only_the_county_opens_closes_and_sets(people: People) -> None:
    for name in ("village_officer", "township_reviewer", "supervisor", "administrator"):
        with pytest.raises(Forbidden):
            open_round(people, name, profile=factories.a_policy(area=factories.a_county()))
    opened = factories.a_round()
    for name in ("village_officer", "township_reviewer", "supervisor", "administrator"):
        actor = people.actor(name)
        with pytest.raises(Forbidden):
            service.close_round(round_=opened, actor=actor)
        with pytest.raises(Forbidden):
            service.set_node(round_=opened, code="plan", due_on=None, done_on=None, actor=actor)
        with pytest.raises(Forbidden):
            service.set_quota(
                round_=opened, village=people.village, population=10, quota_people=1, actor=actor
            )


def test_a_round_closes_once_and_opens_again_with_a_reason(people: People) -> None:
    opened, county = factories.a_round(), people.actor("county_approver")
    service.close_round(round_=opened, actor=county)
    assert (opened.state, opened.closed_on) == (RoundState.CLOSED, dt.date(2026, 5, 11))
    assert list(queries.list_open_rounds(people.village)) == []
    with pytest.raises(Conflict):
        service.close_round(round_=opened, actor=county)
    with pytest.raises(Invalid) as refused:
        service.reopen_round(round_=opened, reason=" ", actor=county)
    assert refused.value.field == "reason"
    service.reopen_round(round_=opened, reason="漏了一个村", actor=county)
    assert (opened.state, opened.closed_on) == (RoundState.OPEN, None)


def test_a_time_node_is_set_but_not_done_tomorrow(people: People) -> None:
    opened, county = factories.a_round(), people.actor("county_approver")
    node = service.set_node(
        round_=opened, code="plan", due_on=dt.date(2026, 7, 31), done_on=dt.date(2026, 5, 11), actor=county
    )
    assert (node.due_on, node.done_on) == (dt.date(2026, 7, 31), dt.date(2026, 5, 11))
    with pytest.raises(Invalid) as refused:
        service.set_node(round_=opened, code="plan", due_on=None, done_on=dt.date(2026, 5, 12), actor=county)
    assert refused.value.field == "done_on"
    with pytest.raises(Invalid):
        service.set_node(round_=opened, code="lunch", due_on=None, done_on=None, actor=county)


def test_a_quota_follows_from_the_incidence_or_is_given(people: People) -> None:
    opened, county = factories.a_round(), people.actor("county_approver")
    one = service.set_quota(
        round_=opened,
        village=people.village,
        population=3120,
        planned_incidence=Decimal("0.0564"),
        actor=county,
    )
    two = service.set_quota(
        round_=opened, village=people.other_village, population=2480, quota_people=505, actor=county
    )
    assert (one.quota_people, two.quota_people) == (176, 505)
    assert two.planned_incidence == "0.2036"
    again = service.set_quota(
        round_=opened, village=people.village, population=3120, quota_people=180, actor=county
    )
    assert again is one
    assert list(queries.list_quotas(opened)) == [one, two]


def test_a_quota_that_does_not_fit_is_refused(people: People) -> None:
    opened, county = factories.a_round(), people.actor("county_approver")

    def set_quota(**given: Any) -> None:
        service.set_quota(round_=opened, actor=county, **given)

    with pytest.raises(Invalid):
        set_quota(village=people.village, population=100)
    with pytest.raises(Invalid):
        set_quota(village=people.village, population=100, quota_people=101)
    with pytest.raises(Invalid):
        set_quota(village=people.village, population=-1, quota_people=0)
    elsewhere = factories.a_village(factories.a_township(factories.a_county()))
    with pytest.raises(Refused):
        set_quota(village=elsewhere, population=100, quota_people=10)


def test_an_unknown_round_is_not_found(people: People) -> None:
    assert queries.find_round("1999-none") is None
    with pytest.raises(NotFound):
        queries.get_round_by_code("1999-none")
    with pytest.raises(NotFound):
        queries.get_round(99)
