"""Counts that are kept village by village equal those that are counted anew, after whatever happened where."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core import audit
from app.core import clock as core_clock
from app.core.db import db
from app.core.keeping import MOST, Kept
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.exits import service as exits
from app.domain.households import codes, moving
from app.domain.households import service as households
from app.domain.households.models import Household
from app.domain.imports import service as imports
from app.domain.reports.figures import Count
from app.domain.statistics import keeping, queries
from app.domain.statistics.dimensions import DIMENSIONS
from app.domain.statistics.keeping import counter
from app.domain.statistics.queries import count_fresh, load_pivot
from app.domain.statistics.rules import Asked, Pivot, Who, asked_of_year
from tests import factories
from tests.domain.exits.story import WayOut
from tests.domain.imports.handed_in import faultless
from tests.people import People

TABLES = [("cause", ""), ("village", "cause"), ("age", "sex"), ("health", "")]


def an_act(people: People, place: Area | Household) -> None:
    """Something happens at *place*, as every act leaves it in the history."""
    actor = people.actor("township_reviewer")
    if isinstance(place, Household):
        audit.record("household_created", actor=actor, subject=place, household_no=place.household_no)
    else:
        audit.record("area_changed", actor=actor, subject=place, code=place.code, what="name")
    db.session.flush()


def tables(path: str, count: queries.Counter) -> list[Pivot]:
    found = []
    for who in (Who.REGISTERED, Who.OUT, Who.ALL):
        asked = asked_of_year(path, core_clock.today().year, core_clock.today(), who)
        for rows, columns in TABLES:
            found.append(load_pivot(asked, DIMENSIONS[rows], DIMENSIONS.get(columns), count))
    return found


def check_all(kept: Kept, people: People) -> None:
    for area in (people.county, people.village):
        assert tables(area.path, counter(kept.look())) == tables(area.path, count_fresh)


def test_what_is_kept_equals_what_is_counted_after_acts_at_every_level(people: People) -> None:
    kept = Kept()
    for village in (people.village, people.other_village, people.far_village):
        for cause in ("illness", "schooling"):
            an_act(people, factories.a_registered(village, members=3, main_cause=cause))
    check_all(kept, people)
    at_home = factories.a_registered(people.village, members=2)
    an_act(people, at_home)
    check_all(kept, people)
    at_home.main_cause = "disaster"
    an_act(people, at_home.village)
    check_all(kept, people)
    factories.a_registered(people.far_village, members=5)
    an_act(people, people.other_township)
    check_all(kept, people)
    factories.an_exit(at_home)
    factories.a_registered(people.far_village, members=1)
    an_act(people, people.county)
    check_all(kept, people)
    group = factories.a_group(people.village)
    at_home.members[0].sex = None
    an_act(people, group)
    check_all(kept, people)


def test_what_is_kept_holds_after_real_acts_on_households(people: People) -> None:
    kept, officer = Kept(), people.actor("village_officer")
    check_all(kept, people)
    head = {
        "name": "王大山",
        "sex": "male",
        "born_on": dt.date(1960, 5, 1),
        "id_number": factories.an_id_number(),
    }
    made = households.create_household(village=people.village, head=head, actor=officer)
    check_all(kept, people)
    values = {"main_cause": "disaster", "house_grade": "d"}
    households.update_household(household=made, values=values, version=made.version, actor=officer)
    check_all(kept, people)
    wife = {"name": "李小花", "relation": "spouse", "sex": "female", "health": ["chronic"]}
    households.add_member(household=made, values=wife, version=made.version, actor=officer)
    check_all(kept, people)
    by = Permission.HOUSEHOLD_EDIT
    apart = moving.split_household(
        household=made, members=made.members[1:], head=made.members[1], actor=officer, by=by
    )
    check_all(kept, people)
    moving.merge_households(household=apart, into=made, actor=officer, by=by)
    check_all(kept, people)
    gone, change = made.members[-1], codes.MEMBER_CHANGE.values[0]
    households.remove_member(
        household=made,
        member=gone,
        change=change,
        version=made.version,
        actor=officer,
    )
    check_all(kept, people)


def test_what_is_kept_holds_after_an_import_and_its_undoing(people: People) -> None:
    kept, actor = Kept(), people.actor("village_officer")
    check_all(kept, people)
    round_ = factories.a_round(reference_from=dt.date(2025, 1, 1), reference_until=dt.date(2025, 12, 31))
    run = imports.import_file(
        actor=actor,
        round_=round_,
        area=people.village,
        data=faultless(people.village),
        filename="登记表.xlsx",
    )
    assert factories.how_many(Household) == 3
    check_all(kept, people)
    imports.undo_import(actor=actor, run=run)
    db.session.flush()
    assert factories.how_many(Household) == 0
    check_all(kept, people)


def test_what_is_kept_holds_while_a_village_goes_through_its_way_out(people: People, clock) -> None:
    story, kept = WayOut(people, clock), Kept()
    leaving, staying = story.register(1), story.register(1)
    an_act(people, people.village)
    check_all(kept, people)
    story.propose(leaving).check().sign().meet().draw_up().go_to_county()
    check_all(kept, people)
    story.step("announce", "county_approver")
    assert story.in_register() == (1, 3)
    check_all(kept, people)
    exits.strike_from_register(
        actor=story.actor("county_approver"), household=staying[0], reason="公告后查实不符合条件"
    )
    assert story.in_register()[0] == 0
    check_all(kept, people)


def test_after_an_act_only_its_village_is_counted(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    counted: list[list[str] | None] = []
    real = queries.count_by_village

    def spied(asked, by, *, of_people=False, villages=None):
        counted.append(villages)
        return real(asked, by, of_people=of_people, villages=villages)

    monkeypatch.setattr(keeping.queries, "count_by_village", spied)
    kept, asked = Kept(), asked_of_year(people.county.path, core_clock.today().year, core_clock.today())

    def total() -> Count:
        return load_pivot(asked, DIMENSIONS["cause"], count=counter(kept.look())).total

    an_act(people, factories.a_registered(people.village, members=3))
    assert total() == Count(1, 3)
    assert total() == Count(1, 3)
    an_act(people, factories.a_registered(people.far_village, members=2))
    assert total() == Count(2, 5)
    assert counted == [None, [people.far_village.path]]
    assert load_pivot(
        asked_of_year(people.other_township.path, core_clock.today().year, core_clock.today()),
        DIMENSIONS["cause"], count=counter(kept.look()),
    ).total == Count(1, 2)  # fmt: skip
    assert len(counted) == 2


def test_a_page_that_still_reads_older_records_keeps_nothing(people: People) -> None:
    kept = Kept()
    kept.look()
    with db.session.begin_nested() as other:
        an_act(people, factories.a_registered(people.village))
        assert counter(kept.look()) is not count_fresh
        other.rollback()
    assert counter(kept.look()) is count_fresh


def test_an_event_that_is_committed_late_is_seen(people: People) -> None:
    """Numbers are given before they are committed: a lower one may turn up after a higher one."""
    kept = Kept()
    asked = asked_of_year(people.county.path, core_clock.today().year, core_clock.today())
    an_act(people, people.other_township)
    assert counter(kept.look())(asked) == {}
    household = factories.a_registered(people.village, members=4)
    an_act(people, household)
    late = db.session.get_one(audit.Event, db.session.scalar(sa.select(sa.func.max(audit.Event.id))))
    assert late.area_path == people.village.path
    kept._events = {**(kept._events or {})} | {late.id + 1: people.other_township.path}
    db.session.add(
        audit.Event(**{**_columns(late), "id": late.id + 1, "area_path": people.other_township.path})
    )
    db.session.flush()
    assert counter(kept.look())(asked)[()] == Count(1, 4)


def _columns(event: audit.Event) -> dict[str, object]:
    return {column.key: getattr(event, column.key) for column in audit.Event.__table__.columns}


def test_what_was_not_asked_for_the_longest_is_given_up(people: People) -> None:
    kept = Kept()
    first = Asked(people.county.path, dt.date(1999, 1, 1))
    counter(kept.look())(first)
    for day in range(MOST):
        counter(kept.look())(Asked(people.county.path, dt.date(2000, 1, 1) + dt.timedelta(days=day)))
    assert len(kept._answers) == MOST
    assert not [key for key in kept._answers if key[1] == first.on]
