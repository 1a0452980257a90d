"""The sums: 585 people leave of 1,350; 23 households are struck from 788; a typed total is only compared."""

import datetime as dt
import random

import pytest
import sqlalchemy as sa

from app.core.db import db
from app.core.errors import Forbidden, Invalid, Refused
from app.domain.candidate_lists import queries as list_queries
from app.domain.exits import balance, queries, service
from app.domain.exits.balance import Move
from app.domain.exits.rules import Balance, Wait, difference
from app.domain.households import registration
from app.domain.households.models import Household, Registration
from app.domain.households.registration import Place
from app.domain.notices import queries as notices
from app.domain.policies.vocabulary import NoticeKind
from tests import factories
from tests.browser import watched
from tests.domain.exits.story import WayOut


def sizes(households, people):
    """So many households with so many people in all, as even as can be."""
    small, more = divmod(people, households)
    return [small + 1] * more + [small] * (households - more)


def test_585_of_1350_people_leave(db, people, clock):
    story = WayOut(people, clock, county_sample_share="0/1", township_sample_share="0/1", sample_minimum=0)
    members = [*sizes(65, 585), *sizes(85, 765)]
    households = [household for size in members for household in story.register(1, members=size)]
    assert story.in_register() == (150, 1_350)
    leaving = households[:65]
    assert sum(one.people for one in leaving) == 585
    story.propose(leaving).check().sign().meet().draw_up().announce()
    assert len(story.sample.entry_ids) == 20, (
        "by its length: between 21 and 100 households, twenty are checked"
    )
    standing = list_queries.list_standing_entries(story.list.id)
    assert (len(standing), sum(entry.people for entry in standing)) == (65, 585)
    assert story.in_register() == (85, 765)
    year = balance.year_of(story.village, clock.today.year)
    assert (year.before, year.after) == (Balance(150, 1_350), Balance(85, 765))
    assert year.of(Move.LEFT) == Balance(65, 585)
    counted = queries.count_by_village(story.round.id, [story.village])
    assert counted[story.village.id] == (Balance(85, 765), Balance(65, 585))
    notice = notices.find_own_notice(story.list.id, NoticeKind.ANNOUNCEMENT)
    assert (notice.households, notice.people) == (65, 585)


def registered_at_once(village, members, on):
    """Rows past the services: what counts is the register."""
    round_ = factories.the_round()
    rows = [
        Household(
            village_id=village.id,
            household_no=f"{village.code}{number:04}",
            head_name=f"甲{number}",
            people=size,
            data_as_of=on,
        )
        for number, size in enumerate(members, 1)
    ]
    db.session.add_all(rows)
    db.session.flush()
    db.session.add_all(
        Registration(household_id=row.id, round_id=round_.id, people=row.people, registered_on=on)
        for row in rows
    )
    db.session.flush()
    return rows


def test_removing_23_of_788_leaves_765_and_a_typed_total_is_flagged(db, people, clock):
    village, year = people.village, clock.today.year
    members = [*sizes(23, 107), *sizes(765, 3_167)]
    rows = registered_at_once(village, members, dt.date(year - 1, 6, 1))
    county = people.actor("county_approver")
    assert balance.year_of(village, year).before == Balance(788, 3_274)
    for household in rows[:23]:
        service.strike_from_register(actor=county, household=household, reason="已纳入彝家新寨")
    found = balance.year_of(village, year)
    assert found.after == Balance(765, 3_167)
    assert found.of(Move.STRUCK) == Balance(23, 107)
    assert {one.reason for one in found.moved} == {"已纳入彝家新寨"}
    reported = service.report_total(
        actor=people.actor("township_reviewer"),
        area=village,
        year=year,
        households=765,
        people=3_152,
        source="年度报表",
    )
    assert queries.list_reported(village.id, year) == [reported]
    assert difference(found.after, Balance(reported.households, reported.people)) == Balance(0, 15)


def test_a_year_adds_up_whoever_came_and_went(db, people, clock):
    village, year = people.village, clock.today.year
    rows = registered_at_once(village, [3, 4, 5, 2], dt.date(year - 2, 6, 1))
    gone, back, struck, _stays = rows
    factories.an_exit(gone, exited_on=dt.date(year, 3, 1))
    factories.an_exit(back, exited_on=dt.date(year - 1, 3, 1), round_=factories.the_exit_round())
    again = factories.a_round(code=f"{year}-again")
    registration.register(household_id=back.id, round_id=again.id, people=6, on=dt.date(year, 2, 1))
    service.strike_from_register(actor=people.actor("county_approver"), household=struck, reason="整户去世")
    new = factories.a_registered(village, members=1, on=dt.date(year, 4, 1), household_no="5205811010019999")
    found = balance.year_of(village, year)
    came, went = (Move.NEW, Move.RETURNED), (Move.LEFT, Move.STRUCK)
    assert found.of(Move.RETURNED) == Balance(1, 6)
    assert found.of(Move.NEW) == Balance(1, new.people)
    after = found.before
    for move in came:
        after = after.plus(found.of(move))
    for move in went:
        after = after.minus(found.of(move))
    assert after == found.after
    assert balance.year_of(people.other_village, year).after == Balance(0, 0)


def test_an_exit_that_is_undone_in_a_later_year_is_no_striking(db, people, clock):
    year, village = clock.today.year, people.village
    household = factories.a_registered(village, on=dt.date(year - 2, 6, 1))
    undone = dt.date(year, 2, 1)
    factories.an_exit(
        household, exited_on=dt.date(year - 1, 12, 1), undone_on=undone, undone_reason="公告撤回"
    )
    last, this = balance.year_of(village, year - 1), balance.year_of(village, year)
    assert (last.of(Move.LEFT), last.of(Move.STRUCK)) == (Balance(1, 3), Balance(0, 0))
    assert last.moved[0].on == dt.date(year - 1, 12, 1)
    assert (last.after, this.before, this.after) == (Balance(0, 0), Balance(0, 0), Balance(1, 3))
    (back,) = this.moved
    assert (back.move, back.on, back.reason) == (Move.UNDONE, undone, "公告撤回")


def test_whoever_returned_and_is_struck_for_another_scheme_is_out_wholly(db, people, clock):
    year, village, county = clock.today.year, people.village, people.actor("county_approver")
    household = factories.a_registered(village, on=dt.date(year - 2, 6, 1))
    factories.an_exit(household, exited_on=dt.date(year - 1, 3, 1))
    again = factories.a_round(code=f"{year}-again")
    registration.register(household_id=household.id, round_id=again.id, people=3, on=dt.date(year, 1, 2))
    service.strike_from_register(actor=county, household=household, reason="转为特困供养")
    assert registration.membership_of(household.id).place is Place.OUTSIDE
    assert household.id not in set(db.session.scalars(registration.in_register()))
    assert not list(db.session.scalars(registration.under_watch()))
    assert balance.year_of(village, year - 1).of(Move.LEFT) == Balance(1, 3)
    assert balance.year_of(village, year).moved == ()


def test_whose_return_is_withdrawn_stands_where_it_stood(db, people, clock):
    """Only the return was struck: the household is out of poverty and under watch, as before."""
    year = clock.today.year
    household = factories.a_registered(people.village, on=dt.date(year - 2, 6, 1))
    factories.an_exit(household, exited_on=dt.date(year - 1, 3, 1))
    again = factories.a_round(code=f"{year}-again")
    registration.register(household_id=household.id, round_id=again.id, people=3, on=dt.date(year - 1, 9, 1))
    registration.strike(household_id=household.id, round_id=again.id, on=clock.today, reason="公告撤回")
    assert registration.membership_of(household.id).place is Place.EXITED
    (moved,) = balance.year_of(people.village, year).moved
    assert (moved.move, moved.on, moved.reason) == (Move.STRUCK, clock.today, "公告撤回")


def test_striking_needs_a_reason_the_county_and_a_household_in_the_register(db, people, clock):
    household = factories.a_registered(people.village)
    county = people.actor("county_approver")
    with pytest.raises(Invalid):
        service.strike_from_register(actor=county, household=household, reason=" ")
    with pytest.raises(Forbidden):
        service.strike_from_register(
            actor=people.actor("township_reviewer"), household=household, reason="重复"
        )
    service.strike_from_register(actor=county, household=household, reason="重复")
    with pytest.raises(Refused):
        service.strike_from_register(actor=county, household=household, reason="重复")


def test_a_reported_total_needs_its_source_and_possible_numbers(db, people, clock):
    given = {"area": people.township, "year": 2_025, "households": 5, "people": 9, "source": "报表"}
    with pytest.raises(Forbidden):
        service.report_total(actor=people.actor("village_officer"), **given)
    township = people.actor("township_reviewer")
    with pytest.raises(Invalid):
        service.report_total(actor=township, **given | {"people": 4})
    with pytest.raises(Invalid):
        service.report_total(actor=township, **given | {"source": ""})
    with pytest.raises(Invalid) as refusal:
        service.report_total(actor=township, **given | {"households": -3})
    assert refusal.value.field == "households"
    with pytest.raises(Invalid):
        service.report_total(actor=township, **given | {"year": clock.today.year + 1})


def test_everybody_can_see_why_a_household_waits(db, people, clock):
    story = WayOut(people, clock)
    story.register(1, income=1_000)
    households = story.register(5)
    story.propose(households[1:])
    failed, unsigned, refused, ready = story.proposed
    story.check([failed], met=["food_and_clothing"]).check([unsigned, refused, ready])
    story.sign([refused], accepts=False, reason="不稳定").sign([ready])
    found = queries.list_qualified(story.round, story.village.id)
    assert [one.why for one in found] == [
        Wait.NOT_PROPOSED,
        Wait.CHECK_FAILED,
        Wait.NOT_ASKED,
        Wait.REFUSED,
        Wait.MEETING,
    ]


def test_any_course_of_events_adds_up_from_year_to_year(db, people, clock):
    """Registered, left, undone, back, struck on random days: each year begins as the one before it ended."""
    chance, village, first = random.Random(7), people.village, clock.today.year - 4
    registered_at_once(village, [chance.randint(1, 6) for _ in range(25)], dt.date(first, 1, 5))
    rounds = [factories.a_round(code=f"way-{number}") for number in range(3)]
    for household in db.session.scalars(sa.select(Household).order_by(Household.id)).all():
        day = dt.date(first, 1, 5)
        for round_ in rounds[: chance.randint(0, 3)]:
            day += dt.timedelta(days=chance.randint(1, 400))
            undone = day + dt.timedelta(days=chance.randint(1, 500)) if chance.random() < 0.4 else None
            told = {"undone_on": undone, "undone_reason": "撤回" if undone else ""}
            factories.an_exit(household, round_, exited_on=day, **told)
            day = max(day, undone or day) + dt.timedelta(days=chance.randint(1, 300))
            if undone is None:
                registration.register(
                    household_id=household.id, round_id=round_.id, people=chance.randint(1, 6), on=day
                )
        if chance.random() < 0.3:
            registration.strike_wholly(
                household_id=household.id, on=day + dt.timedelta(days=9), reason="死亡"
            )
    db.session.flush()
    before = None
    for year in range(first, first + 6):
        found = balance.year_of(village, year)
        assert before is None or found.before == before
        sums = [found.of(move) for move in Move if move is not Move.PEOPLE]
        signs = [1 if move in balance.COMES else -1 for move in Move if move is not Move.PEOPLE]
        counted = sum(sign * one.households for sign, one in zip(signs, sums, strict=True))
        assert found.before.households + counted == found.after.households
        assert found.before.people + sum(one.people for one in found.moved) == found.after.people
        before = found.after
    now = registration.memberships([one.id for one in db.session.scalars(sa.select(Household)).all()])
    inside = set(db.session.scalars(registration.in_register()))
    assert inside == {key for key, one in now.items() if one.is_in}


def test_a_greater_register_asks_no_more_of_the_database(db, people, clock):
    registered_at_once(people.village, [3] * 5, dt.date(2014, 5, 1))
    with watched(is_reading=True) as few:
        balance.year_of(people.village, clock.today.year)
    factories.an_exit(factories.a_registered(people.village), exited_on=clock.today)
    with watched(is_reading=True) as many:
        balance.year_of(people.village, clock.today.year)
    assert len(many) == len(few)
