"""The rows of the open data."""

import pytest

from app.core.db import db
from app.domain.areas.models import VillageFigures
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.reports import figures, open_data
from tests import factories
from tests.conftest import SetClock

pytestmark = pytest.mark.usefixtures("db")


def test_every_step_at_which_households_leave_has_a_name_that_stays() -> None:
    assert set(open_data.DEPARTURES) == set(figures._ORDER)
    names = [*figures.Stage, *open_data.DEPARTURES.values()]
    assert len(names) == len(set(names))


def test_departures_of_one_step_are_added_whatever_their_reason() -> None:
    drawn_up = factories.a_candidate_list(entries=1)
    round_ = drawn_up.round
    for reason in ("重复登记", "收入超过标准"):
        household = factories.a_household(drawn_up.village)
        factories.an_application(household, round_=round_, state="left_out", closing_reason=reason)
    factories.a_notice(drawn_up)
    left = [total for total in open_data.list_totals() if total.has_left]
    assert [(total.step, total.count.households) for total in left] == [("left_out", 2)]


def test_a_village_counts_only_in_rounds_of_which_it_has_a_notice() -> None:
    with_notice = factories.a_notice().village
    other = factories.a_village()
    factories.an_application(factories.a_household(other))
    assert {total.village.id for total in open_data.list_totals()} == {with_notice.id}


def test_objections_are_counted_by_what_came_of_them(clock: SetClock) -> None:
    notice, silent = (
        factories.a_notice(),
        factories.a_notice(factories.a_candidate_list(factories.a_village())),
    )
    factories.an_objection(notice)
    for outcome in Outcome:
        factories.an_objection(
            notice,
            state=ObjectionState.DECIDED,
            outcome=outcome,
            public_reply="已经核实。",
            decided_on=clock.today,
        )
    counts = {one.notice.id: one for one in open_data.list_objection_counts()}
    one = counts[notice.id]
    assert (one.received, one.undecided, one.upheld, one.partly, one.rejected) == (4, 1, 1, 1, 1)
    assert counts[silent.id].received == 0


def test_a_village_stands_once_for_each_year_of_figures() -> None:
    village = factories.a_village()
    for year in (2025, 2026):
        factories.add(VillageFigures(village_id=village.id, year=year, households=300, population=1100))
    db.session.flush()
    own = [one for one in open_data.list_village_years() if one.village.id == village.id]
    assert [one.figures.year for one in own if one.figures] == [2026, 2025]
    assert all(one.township is not None for one in own)
