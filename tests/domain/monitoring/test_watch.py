"""A case of a household at risk: the proper way, what each step asks for, the clocks, help that comes first."""

import datetime as dt

import pytest

from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.monitoring import queries, service
from app.domain.monitoring.models import FoundBy, WatchKind, WatchState
from app.domain.policies.vocabulary import NoticeKind
from tests import factories
from tests.domain.monitoring.cases import DAY, Case

K = NoticeKind


@pytest.fixture
def case(db, people, clock):
    return Case(people, clock)


def test_a_household_is_watched_and_released_by_the_same_steps(case):
    case.open().enter()
    assert case.watch.state is WatchState.WATCHED
    case.wait(90).issue(K.RELEASE_NOTICE)
    with pytest.raises(Refused):
        case.take("check_release", "township_reviewer")
    case.wait(8).take("check_release", "township_reviewer").issue(K.RELEASE_ANNOUNCEMENT)
    assert case.watch.state is WatchState.RELEASED
    assert [step.step for step in queries.get_watch(case.watch.id).steps] == [
        "visit",
        "compare",
        "post",
        "check",
        "enter",
        "post_release",
        "check_release",
        "release",
    ]


def test_who_is_still_unstable_stays_in_the_watch(case):
    case.open().enter().wait(30).issue(K.RELEASE_NOTICE)
    case.take("keep", "township_reviewer", note="收入不稳定")
    assert case.watch.state is WatchState.WATCHED
    case.wait(30).issue(K.RELEASE_NOTICE)
    with pytest.raises(Refused):
        case.take("check_release", "township_reviewer")


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


def test_who_fell_back_and_is_registered_again_is_not_watched_as_unstable(case, people):
    back = factories.a_registered(people.village, on=case.clock.today - 30 * DAY)
    factories.an_exit(back, exited_on=case.clock.today - 400 * DAY)
    with pytest.raises(Refused, match="left the register"):
        case.open(WatchKind.UNSTABLE, household=back)


def test_a_department_that_warned_is_named_and_risks_come_from_the_list(case):
    with pytest.raises(Invalid, match="department"):
        case.open(found_by=FoundBy.DEPARTMENT)
    with pytest.raises(Invalid, match="list"):
        case.open(risks=["bad luck"])
    with pytest.raises(Invalid, match="At most"):
        case.open(risks=["illness", "flood", "drought", "labour", "accident", "schooling"])
    case.open(found_by=FoundBy.DEPARTMENT, warned_by="县医保局", risks=["illness", "illness"])
    assert (case.watch.warned_by, case.watch.risks) == ("县医保局", ["illness"])


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


def test_nobody_skips_a_step_or_does_anothers(case):
    case.open()
    with pytest.raises(Conflict):
        case.take("compare")
    with pytest.raises(Conflict):
        case.issue(K.WATCH_ANNOUNCEMENT)
    with pytest.raises(Conflict):
        case.take("check", "township_reviewer")
    with pytest.raises(Refused):
        case.take("post")
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


def test_a_slip_of_the_year_is_refused_and_a_mistaken_case_is_taken_back(case):
    with pytest.raises(Invalid, match="too long ago"):
        case.open(found_on=dt.date(1980, 2, 2))
    case.open(found_on=case.clock.today - 300 * DAY)
    with pytest.raises(Invalid):
        case.take("take_back", note=" ")
    case.take("take_back", note="登错了户")
    assert case.watch.state is WatchState.DISMISSED
    case.open().take("visit")
    with pytest.raises(Conflict):
        case.take("take_back", note="登错了户")


def test_help_that_came_before_the_risk_was_written_down_is_noted(case):
    case.open()
    village, today = case.people.actor("village_officer"), case.clock.today
    with pytest.raises(Invalid, match="more than a year"):
        service.help_at_once(
            actor=village, watch=case.watch, helped_on=today - 400 * DAY, help_given="临时救助3000元"
        )
    service.help_at_once(
        actor=village, watch=case.watch, helped_on=today - 5 * DAY, help_given="临时救助3000元"
    )
    assert case.watch.helped_on == today - 5 * DAY


def test_a_case_whose_household_is_registered_again_goes_no_further(case, people):
    left = factories.a_registered(people.village)
    gone = factories.an_exit(left)
    case.open(WatchKind.UNSTABLE, household=left).take("visit")
    gone.undone_on, gone.undone_reason = case.clock.today, "异议成立"
    with pytest.raises(Refused, match="left the register"):
        case.take("compare")
    assert queries.load_misfits([case.watch]).keys() == {case.watch.id}
    case.take("dismiss", "township_reviewer", note="已恢复在册")
    assert queries.load_misfits([case.watch]) == {}
