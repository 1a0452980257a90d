"""A notice of funds or projects: issued with its facts, without a list; names by the rule for persons."""

import datetime as dt

import pytest

from app.core import clock as county_clock
from app.core.errors import Invalid
from app.domain.areas.queries import list_posting_places
from app.domain.candidate_lists.models import ListState
from app.domain.notices import checking, queries, reading, service
from app.domain.notices.models import Notice, NoticeKind, NoticeState
from app.domain.policies.vocabulary import FUND_KINDS, LIST_KINDS
from tests import factories
from tests.conftest import SetClock
from tests.people import People

ROW = {
    "household_id": None,
    "group_name": "一组",
    "head_name": "王秀英",
    "people": 4,
    "extra": {"amount_fen": 500},
}


def publish(people: People, kind: NoticeKind, **given: object) -> Notice:
    values = {
        "actor": people.actor("township_reviewer"),
        "round_": factories.the_fund_year(),
        "area": people.village,
        "facts": factories.facts_for(kind),
    } | given
    return service.publish_facts(kind=kind, **values)


def test_it_is_issued_with_the_frame_and_the_facts(people: People) -> None:
    notice = publish(people, NoticeKind.PROJECT_START)
    assert notice.candidate_list is None
    assert notice.case is notice
    assert notice.content["facts"]["projects"][0]["budget_fen"] == 120_000_000
    assert (notice.last_day - notice.first_day).days + 1 == 10
    assert checking.recompute_digest(notice) == notice.digest
    with pytest.raises(Invalid):
        publish(people, NoticeKind.FUNDS, hang_on=county_clock.today() - dt.timedelta(days=1))


def test_what_somebody_receives_goes_into_the_digest(people: People) -> None:
    less, more = (
        publish(people, NoticeKind.BENEFICIARIES, rows=[{**ROW, "extra": {"amount_fen": fen}}])
        for fen in (500, 501)
    )
    assert (less.households, less.people) == (1, 4)
    assert less.digest != more.digest
    assert checking.recompute_digest(more) == more.digest


def test_a_township_has_boards_of_its_own(people: People) -> None:
    factories.a_township_with_boards(people.township)
    notice = publish(people, NoticeKind.FUNDS, area=people.township)
    assert notice.content["places"] == 1
    assert notice.number.startswith(f"{notice.round.year}-{people.township.code[6:12]}-")
    assert not queries.standing(notice).period.begun
    (board,) = list_posting_places(people.township.id)
    factories.a_posting(notice, board)
    assert queries.standing(notice).period.begun


def test_names_come_down_and_everything_else_stays(people: People, clock: SetClock) -> None:
    roll = factories.a_fund_notice(NoticeKind.BENEFICIARIES, people.village)
    start = factories.a_fund_notice(NoticeKind.PROJECT_START, people.village)
    assert queries.standing(roll).names_show
    assert [row.amount_fen for row in reading.list_shown_rows(queries.standing(roll))] == [50_000, 75_050]
    assert not queries.standing(start).names_show
    assert queries.standing(start).photographs_show
    clock.move(days=400)
    assert queries.standing(roll).state is NoticeState.CLOSED
    assert not queries.standing(roll).names_show
    assert not queries.standing(roll).photographs_show
    assert reading.list_shown_rows(queries.standing(roll)) == []
    assert queries.standing(start).photographs_show


def test_names_on_a_roll_that_was_never_hung_come_down_as_well(people: People, clock: SetClock) -> None:
    roll = factories.a_fund_notice(NoticeKind.BENEFICIARIES, people.village, posted=False)
    grace = roll.round.policy.web_names_grace_days
    clock.set(roll.last_day + dt.timedelta(days=grace))
    assert not queries.standing(roll).period.begun
    assert queries.standing(roll).names_show
    clock.move(days=1)
    assert not queries.standing(roll).names_show
    assert reading.list_shown_rows(queries.standing(roll)) == []


def test_notices_are_asked_for_by_what_they_are_about(people: People) -> None:
    factories.a_round()
    first = factories.a_notice(factories.a_candidate_list(people.village, state=ListState.FIRST_NOTICE))
    funds = factories.a_fund_notice(NoticeKind.FUNDS, people.village)
    assert [one.notice for one in queries.list_open(kinds=LIST_KINDS)] == [first]
    assert list(queries.list_public_notices(kinds=FUND_KINDS)) == [funds]
    assert list(queries.list_notices_of_village(people.village.id, kinds=FUND_KINDS)) == [funds]
    assert list(queries.list_rounds_with_notices(people.village.id, kinds=LIST_KINDS)) == [first.round]
    assert reading.count_by_kind(funds.round_id) == {NoticeKind.FUNDS: 1}


def test_in_a_townships_words_the_people_of_its_villages_are_not_named(people: People) -> None:
    household = factories.a_household(people.village)
    notice = factories.a_fund_notice(NoticeKind.FUNDS, people.township)
    service.withdraw(
        actor=people.actor("township_reviewer"),
        notice=notice,
        reason=f"把{household.head_name}的名字写进去了。",
    )
    assert household.head_name not in reading.get_public_reason(notice)
