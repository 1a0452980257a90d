"""Households at risk and households that left, on the desks of those whose step is next."""

import datetime as dt

from app.domain.monitoring.models import WatchState
from tests import factories
from tests.conftest import SetClock
from tests.people import People

S = WatchState


def desk_of(people: People, name: str) -> str:
    return people.browser(name).get("desk.index").text


def test_each_step_for_a_household_at_risk_stands_on_its_desk(people: People, clock: SetClock) -> None:
    factories.a_policy("regular-2026")
    watch = factories.a_watch(people.village)
    assert "有风险的农户1户：入户核实" in desk_of(people, "village_officer")
    for name in ("township_reviewer", "county_approver"):
        assert "有风险的农户1户" not in desk_of(people, name)
    clock.set(clock.today + dt.timedelta(days=30))
    assert "其中1件已逾期" in desk_of(people, "village_officer")
    watch.state = S.POSTED
    assert "有风险的农户1户：乡镇审核" in desk_of(people, "township_reviewer")
    watch.state = S.TOWNSHIP
    assert "有风险的农户1户：" in desk_of(people, "county_approver")
    watch.state = S.RELEASE_POSTED
    assert "有风险的农户1户：风险消除待核查" in desk_of(people, "township_reviewer")
    watch.state = S.RELEASE_TOWNSHIP
    assert "有风险的农户1户：风险消除待审定" in desk_of(people, "county_approver")
    watch.state = S.WATCHED
    for name in ("village_officer", "township_reviewer", "county_approver"):
        assert "有风险的农户1户" not in desk_of(people, name)


def test_a_notice_that_hangs_yet_waits_for_nobody(people: People) -> None:
    factories.a_policy("regular-2026")
    watch = factories.a_watch(people.village, state=S.POSTED)
    factories.a_watch_notice(watch)
    assert "有风险的农户1户" not in desk_of(people, "township_reviewer")


def test_the_county_is_told_whose_number_is_to_be_struck(people: People, clock: SetClock) -> None:
    household = factories.a_registered(people.village)
    left = factories.an_exit(household)
    assert "请销号" not in desk_of(people, "county_approver")
    clock.set(left.watch_until)
    assert "1户退出后跟踪期满，请销号" in desk_of(people, "county_approver")
    assert "请销号" not in desk_of(people, "township_reviewer")
    left.struck_on = clock.today
    assert "请销号" not in desk_of(people, "county_approver")
