"""The desk names what is to be made clear: hits, duplicates, changes, statements, public values, planned meetings."""

import datetime as dt

import pytest

from app.core import clock as now
from app.domain.applications.models import ApplicationState
from app.domain.candidate_lists.models import ListState
from app.domain.comparisons.models import HitSettlement
from app.domain.notices.models import NoticeKind
from app.domain.reviews.models import ReviewLevel
from app.domain.rounds.models import Round
from tests import factories
from tests.people import People


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(
        factories.a_policy(area=people.county), policy={"kinship_statements_required": True}
    )


def items(people: People, name: str) -> list[str]:
    """The things to do, as *name* reads them."""
    return people.browser(name).get("desk.index").texts(".desk-list a")


def a_hit(people: People, round_: Round, state: ApplicationState, **given: object) -> None:
    """A hit of a file in force on an application in *state*."""
    household = factories.a_household(people.village)
    factories.an_application(household, state=state, round_=round_)
    factories.a_comparison_hit(household, file=factories.a_comparison_file(round_), **given)


def test_an_open_hit_waits_for_its_village_and_is_watched_by_the_township(
    people: People, round_: Round
) -> None:
    a_hit(people, round_, ApplicationState.VISITED)
    assert any("1条比对结果待说明" in item for item in items(people, "village_officer"))
    assert any("1条比对结果待说明" in item for item in items(people, "township_reviewer"))
    assert not any("比对结果" in item for item in items(people, "other_village_officer"))


def test_a_settled_hit_and_one_on_a_closed_case_wait_for_nobody(people: People, round_: Round) -> None:
    a_hit(people, round_, ApplicationState.REJECTED)
    a_hit(
        people,
        round_,
        ApplicationState.VISITED,
        settlement=HitSettlement.EXPLAINED,
        explanation="车已报废。",
        settled_at=now.now(),
    )
    assert not any("比对结果" in item for item in items(people, "village_officer"))


def test_a_pair_between_two_villages_waits_in_both(people: People, round_: Round) -> None:
    factories.a_duplicate_pair(
        factories.a_household(people.village), factories.a_household(people.other_village)
    )
    for name in ("village_officer", "other_village_officer"):
        assert [item for item in items(people, name) if "疑似重复" in item] == [
            item for item in items(people, name) if "1处疑似重复待认定" in item
        ]
        assert any("1处疑似重复待认定" in item for item in items(people, name))
    assert sum("1处疑似重复待认定" in item for item in items(people, "township_reviewer")) == 2


def test_a_change_waits_until_it_is_decided(people: People, round_: Round) -> None:
    factories.a_change_request(factories.a_household(people.village))
    assert any("1项农户变更待处理" in item for item in items(people, "township_reviewer"))


def test_whoever_has_not_stated_the_relatives_is_counted(people: People, round_: Round) -> None:
    factories.an_official(people.village)
    factories.an_official(people.village)
    assert any("2名干部或代表还没有申报亲属" in item for item in items(people, "village_officer"))
    factories.everybody_stated(round_)
    assert not any("没有申报亲属" in item for item in items(people, "village_officer"))


def test_a_planned_meeting_is_named_with_its_day(people: People, round_: Round) -> None:
    day = now.today() + dt.timedelta(days=12)
    factories.a_meeting(people.village, confirmed=False, round_=round_, held_on=day)
    [item] = [item for item in items(people, "village_officer") if "民主评议会" in item]
    assert f"{day.month}月{day.day}日" in item


def test_the_county_is_asked_for_the_value_that_a_draw_waits_for(
    people: People, round_: Round, clock
) -> None:
    drawn_up = factories.a_candidate_list(people.village, state=ListState.TOWNSHIP_REVIEW, round_=round_)
    factories.a_notice(drawn_up, kind=NoticeKind.FIRST_NOTICE)
    assert not any("公开数" in item for item in items(people, "county_approver"))
    clock.move(days=1)
    [item] = [item for item in items(people, "county_approver") if "公开数" in item]
    assert round_.policy.sample_value_source in item
    factories.a_public_value(drawn_up, ReviewLevel.TOWNSHIP)
    assert not any("公开数" in item for item in items(people, "county_approver"))
