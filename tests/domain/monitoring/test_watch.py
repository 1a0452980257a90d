"""A case of a household at risk: the proper way, what each step asks for, the clocks, help that comes first."""

import datetime as dt

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.calendars.queries import load_calendar
from app.domain.monitoring import queries, rules, service
from app.domain.monitoring.models import FoundBy, WatchKind, WatchState
from tests import factories

DAY = dt.timedelta(days=1)


class Case:
    def __init__(self, people, clock):
        self.people, self.clock = people, clock
        factories.a_policy("regular-2026")
        self.paper = factories.an_attachment()
        self.household = factories.a_household(people.village)

    def open(self, kind=WatchKind.MARGINAL, who="village_officer", **given):
        self.watch = service.open_watch(
            actor=self.people.actor(who),
            **{
                "household": self.household,
                "kind": kind,
                "found_by": FoundBy.OWN_REPORT,
                "found_on": self.clock.today,
                "risk": "大病，自付费用高",
            }
            | given,
        )
        return self

    def take(self, step, who="village_officer", **given):
        service.take_step(
            actor=self.people.actor(who),
            watch=self.watch,
            step=step,
            **{
                "done_on": self.clock.today,
                "note": "属实",
                "people": ["张三", "李四"],
                "paper": self.paper,
            }
            | given,
        )
        return self

    def wait(self, days):
        self.clock.set(self.clock.today + days * DAY)
        return self

    def enter(self):
        self.take("visit").take("compare").take("post").wait(8)
        return self.take("check", "township_reviewer").take("enter", "county_approver")

    @property
    def due(self):
        policy = queries.find_policy(self.household.village)
        return rules.next_due(self.watch, policy, load_calendar())


@pytest.fixture
def case(db, people, clock):
    return Case(people, clock)


def test_a_household_is_watched_and_released_by_the_same_steps(case):
    case.open().enter()
    assert case.watch.state is WatchState.WATCHED
    case.wait(90).take("post_release")
    with pytest.raises(Refused):
        case.take("release", "county_approver")
    case.wait(8).take("release", "county_approver")
    assert case.watch.state is WatchState.RELEASED
    assert [step.step for step in queries.get_watch(case.watch.id).steps] == [
        "visit",
        "compare",
        "post",
        "check",
        "enter",
        "post_release",
        "release",
    ]


def test_who_is_still_unstable_stays_in_the_watch(case):
    case.open().enter().wait(30).take("post_release").take("keep", "township_reviewer", note="收入不稳定")
    assert case.watch.state is WatchState.WATCHED


def test_each_kind_fits_only_its_households(case, people):
    with pytest.raises(Refused):
        case.open(WatchKind.UNSTABLE)
    registered = factories.a_registered(people.village)
    with pytest.raises(Refused):
        case.open(WatchKind.MARGINAL, household=registered)
    case.open(WatchKind.SUDDEN, household=registered)
    left = factories.a_registered(people.village)
    factories.an_exit(left)
    case.open(WatchKind.UNSTABLE, household=left)
    with pytest.raises(Refused):
        case.open(WatchKind.UNSTABLE, household=left)


def test_a_visit_needs_two_people_their_words_and_the_consent(case):
    case.open()
    with pytest.raises(Invalid):
        case.take("visit", people=["张三"])
    with pytest.raises(Invalid):
        case.take("visit", paper=None)
    with pytest.raises(Invalid):
        case.take("visit", note=" ")
    with pytest.raises(Invalid):
        case.take("visit", done_on=case.clock.today + DAY)
    with pytest.raises(Invalid):
        case.take("visit", done_on=case.clock.today - DAY)
    assert case.watch.state is WatchState.FOUND


def test_the_notice_hangs_before_the_township_checks(case):
    case.open().take("visit").take("compare").take("post").wait(7)
    with pytest.raises(Refused):
        case.take("check", "township_reviewer")
    case.wait(1).take("check", "township_reviewer")


def test_nobody_skips_a_step_or_does_anothers(case):
    case.open()
    with pytest.raises(Conflict):
        case.take("compare")
    with pytest.raises(Conflict):
        case.take("enter", "county_approver")
    with pytest.raises(Forbidden):
        case.take("dismiss", "village_officer")
    with pytest.raises(Forbidden):
        case.take("visit", "supervisor")
    with pytest.raises(Forbidden):
        case.open(who="supervisor", household=factories.a_household(case.people.village))
    case.take("dismiss", "township_reviewer", note="核实后没有风险")
    assert queries.find_open(case.household.id) is None


def test_the_clock_runs_in_working_days(case):
    case.open()
    assert (case.due.what, case.due.on) == ("Visit", dt.date(2026, 5, 14))
    case.take("visit")
    assert case.due.on == dt.date(2026, 5, 18)
    assert not case.due.is_late(dt.date(2026, 5, 18))
    assert case.due.is_late(dt.date(2026, 5, 19))


def test_help_comes_first_and_the_procedure_by_a_date(case):
    case.open()
    village = case.people.actor("village_officer")
    with pytest.raises(Invalid):
        service.help_at_once(actor=village, watch=case.watch, helped_on=case.clock.today, help_given="")
    service.help_at_once(
        actor=village, watch=case.watch, helped_on=case.clock.today, help_given="临时救助3000元"
    )
    assert case.watch.procedure_due_on == dt.date(2026, 6, 8)
    assert case.due.on == dt.date(2026, 6, 8)
    with pytest.raises(Refused):
        service.help_at_once(
            actor=village, watch=case.watch, helped_on=case.clock.today, help_given="再来一次"
        )


def test_help_is_not_noted_once_the_procedure_is_through(case):
    case.open().enter()
    with pytest.raises(Refused):
        service.help_at_once(
            actor=case.people.actor("village_officer"),
            watch=case.watch,
            helped_on=case.clock.today,
            help_given="临时救助",
        )


def test_somebody_was_faster(case):
    case.open()
    version = case.watch.version
    case.take("visit")
    with pytest.raises(Conflict):
        case.take("compare", version=version)


def test_no_number_of_a_person_stands_in_the_texts(case):
    with pytest.raises(Invalid, match="telephone"):
        case.open(risk="电话13912345678")
    case.open()
    for given in ({"note": "电话13912345678"}, {"people": ["张三13912345678", "李四"]}):
        with pytest.raises(Invalid, match="telephone"):
            case.take("visit", **given)
    with pytest.raises(Invalid, match="telephone"):
        service.help_at_once(
            actor=case.people.actor("village_officer"),
            watch=case.watch,
            helped_on=case.clock.today,
            help_given="打到6222021234567890123",
        )
