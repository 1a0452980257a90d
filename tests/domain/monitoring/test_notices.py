"""The notices of households at risk: what they freeze, what holds the steps after them, what withdrawing undoes."""

import datetime as dt

import pytest
import sqlalchemy as sa

from app.core.db import db as database
from app.core.errors import Conflict, Forbidden, Invalid, Refused
from app.domain.monitoring import publishing, queries
from app.domain.monitoring.models import WatchKind, WatchState
from app.domain.notices import queries as notices
from app.domain.objections.models import ObjectionAbout, ObjectionState
from app.domain.policies.vocabulary import NoticeKind
from app.domain.rounds.models import RoundState
from app.domain.sheets.models import Sheet
from tests import factories
from tests.domain.monitoring.cases import DAY, Case

K = NoticeKind


@pytest.fixture
def case(db, people, clock):
    return Case(people, clock)


def said(notice):
    return [
        (row.head_name, row.people, row.household_id, row.extra) for row in notices.list_entries(notice.id)
    ]


def test_the_village_notice_is_frozen_with_names_kinds_and_help(case):
    case.open(risks=["illness", "accident"])
    case.post(help_kinds={case.watch.id: ["industry", "medical"]})
    notice, home = case.notice, case.household
    assert (notice.kind, notice.round_id, notice.issuer_id) == (
        K.WATCH_NOTICE,
        case.round.id,
        home.village_id,
    )
    assert (notice.households, notice.people) == (1, home.people)
    help_said = [{"zh": "产业帮扶", "en": "own production"}]
    assert said(notice) == [(home.head_name, home.people, home.id, {"watch": "marginal", "help": help_said})]
    assert notice.content["days"] == case.round.policy.watch_notice_days
    assert notice.content["facts"]["kinds"] == {"marginal": 1}
    assert database.session.scalar(sa.select(sa.func.count(Sheet.id)).where(Sheet.notice_id == notice.id))
    assert "大病" not in str(notice.content) + str(said(notice))
    assert case.watch.state is WatchState.POSTED


@pytest.mark.parametrize(
    ("policy", "extra"),
    [
        ({"watch_kind_public": False, "watch_help_public": False}, {}),
        ({"watch_help_public": False, "watch_risk_public": True}, {"watch": "marginal", "risks": ["flood"]}),
        (
            {"watch_help_public": False, "watch_risk_public": True, "health_causes_public": True},
            {"watch": "marginal", "risks": ["illness", "flood"]},
        ),
    ],
)
def test_what_hangs_beside_a_name_is_the_policys(db, people, clock, policy, extra):
    case = Case(people, clock, **policy).open(risks=["illness", "flood"])
    case.post(help_kinds={case.watch.id: ["industry"]})
    assert said(case.notice)[0][3] == extra


def test_a_minor_at_the_head_is_marked(case):
    head = next(one for one in case.household.members if one.is_head)
    head.born_on = case.clock.today - 5000 * DAY
    assert said(case.open().post().notice)[0][3]["minor"] is True


def test_several_cases_of_a_village_stand_on_one_notice(case, people):
    other = factories.a_watch(people.village, state=WatchState.COMPARED)
    case.open().post_with(other)
    assert case.notice.households == 2
    assert [one.state for one in queries.list_watches_of(case.notice)] == [WatchState.POSTED] * 2
    far = factories.a_watch(people.other_village, state=WatchState.COMPARED)
    with pytest.raises(Invalid, match="one village"):
        publishing.publish(
            actor=people.actor("county_approver"),
            kind=K.WATCH_ANNOUNCEMENT,
            village=people.village,
            watches=[far],
            done_on=case.clock.today,
            note="同意",
        )


def test_the_township_checks_only_after_the_period_of_a_sheet_that_hangs(case):
    case.open().post(hang=False).wait(20)
    with pytest.raises(Refused, match="must hang"):
        case.take("check", "township_reviewer")
    factories.a_posting(case.notice, case.board, posted_on=case.clock.today)
    with pytest.raises(Refused, match="runs until the end"):
        case.take("check", "township_reviewer")
    case.wait(9)
    with pytest.raises(Invalid, match="the check comes after it"):
        case.take("check", "township_reviewer", done_on=case.clock.today - 3 * DAY)
    case.take("check", "township_reviewer")


def test_nothing_undecided_may_stand_against_the_notice(case):
    case.open().post().wait(8)
    objection = factories.an_objection(case.notice, about=ObjectionAbout.OTHER)
    with pytest.raises(Refused, match="not decided yet"):
        case.take("check", "township_reviewer")
    objection.state, objection.outcome = ObjectionState.DECIDED, "rejected"
    objection.public_reply = "查过了，情况属实。"
    case.take("check", "township_reviewer")


def test_the_announcement_is_the_townships_and_names_the_notice_before(case, people):
    case.open().post()
    first = case.notice
    case.wait(8).take("check", "township_reviewer")
    with pytest.raises(Forbidden):
        case.issue(K.WATCH_ANNOUNCEMENT, who="township_reviewer")
    case.issue(K.WATCH_ANNOUNCEMENT)
    assert case.notice.issuer_id == people.township.id
    assert case.notice.village_id == people.village.id
    assert case.notice.content["days"] == case.round.policy.announcement_days
    assert case.notice.content["facts"]["before"] == [first.number]
    assert case.watch.state is WatchState.WATCHED


def test_without_a_round_or_a_choice_nothing_is_issued(case):
    case.open().take("visit").take("compare")
    with pytest.raises(Forbidden):
        case.issue(K.WATCH_NOTICE, who="supervisor")
    with pytest.raises(Invalid, match="at least one"):
        publishing.publish(
            actor=case.people.actor("village_officer"),
            kind=K.WATCH_NOTICE,
            village=case.people.village,
            watches=[],
            done_on=case.clock.today,
            note="同意",
        )
    with pytest.raises(Invalid):
        case.issue(K.WATCH_NOTICE, paper=None)
    with pytest.raises(Invalid):
        case.issue(K.WATCH_NOTICE, note="")
    case.round.state, case.round.closed_on = RoundState.CLOSED, case.clock.today
    with pytest.raises(Refused, match="has not opened"):
        case.issue(K.WATCH_NOTICE)
    assert case.watch.state is WatchState.COMPARED


def test_a_withdrawn_notice_sends_its_cases_back_and_is_replaced(case):
    case.open().post()
    first = case.notice
    with pytest.raises(Forbidden):
        publishing.withdraw(actor=case.people.actor("village_officer"), notice=first, reason="写错")
    township = case.people.actor("township_reviewer")
    with pytest.raises(Invalid):
        publishing.withdraw(actor=township, notice=first, reason=" ")
    publishing.withdraw(actor=township, notice=first, reason="写错了户名")
    assert (case.watch.state, case.watch.day_of("post")) == (WatchState.COMPARED, None)
    with pytest.raises(Conflict):
        case.take("check", "township_reviewer")
    case.issue(K.WATCH_NOTICE)
    assert case.notice.replaces_id == first.id


def test_a_notice_whose_case_went_further_is_not_withdrawn(case):
    case.open().post()
    first = case.notice
    case.wait(8).take("check", "township_reviewer").issue(K.WATCH_ANNOUNCEMENT)
    township, county = (case.people.actor(who) for who in ("township_reviewer", "county_approver"))
    with pytest.raises(Refused, match="went further"):
        publishing.withdraw(actor=township, notice=first, reason="写错")
    with pytest.raises(Forbidden):
        publishing.withdraw(actor=township, notice=case.notice, reason="写错")
    publishing.withdraw(actor=county, notice=case.notice, reason="写错")
    assert case.watch.state is WatchState.TOWNSHIP
    publishing.withdraw(actor=township, notice=first, reason="写错")
    assert case.watch.state is WatchState.COMPARED


def test_an_ended_case_is_not_opened_beside_a_newer_one(case):
    case.open().enter().wait(30).issue(K.RELEASE_NOTICE).wait(8)
    case.take("check_release", "township_reviewer").issue(K.RELEASE_ANNOUNCEMENT)
    announced, county = case.notice, case.people.actor("county_approver")
    case.open(WatchKind.SUDDEN)
    with pytest.raises(Refused, match="newer case"):
        publishing.withdraw(actor=county, notice=announced, reason="写错")
    case.take("dismiss", "township_reviewer")
    publishing.withdraw(actor=county, notice=announced, reason="写错")
    released = queries.list_watches_of(announced)
    assert [one.state for one in released] == [WatchState.RELEASE_TOWNSHIP]


def test_a_case_from_before_goes_on_by_its_recorded_day(case, people):
    posted = case.clock.today - 7 * DAY
    old = factories.a_watch(people.village, state=WatchState.POSTED, days={"post": posted.isoformat()})
    old.found_on = posted - dt.timedelta(days=3)
    case.watch = old
    with pytest.raises(Refused, match="hangs until the end"):
        case.take("check", "township_reviewer")
    case.wait(1).take("check", "township_reviewer").issue(K.WATCH_ANNOUNCEMENT)
    assert case.watch.state is WatchState.WATCHED
    assert case.notice.content["facts"]["before"] == []


def test_names_leave_the_web_when_the_days_are_over_or_were_never_kept(case):
    case.open().post(hang=False)
    notice = case.notice
    grace = case.round.policy.web_names_grace_days
    assert notices.standing(notice).names_show
    case.clock.set(notice.last_day + (grace + 1) * DAY)
    assert not notices.standing(notice).names_show


def test_nobody_is_let_out_while_the_announcement_of_the_entry_hangs(case):
    case.open().enter()
    entered = case.clock.today
    with pytest.raises(Refused, match="runs until the end"):
        case.wait(1).issue(K.RELEASE_NOTICE)
    case.wait(30)
    with pytest.raises(Invalid, match="comes later"):
        case.issue(K.RELEASE_NOTICE, done_on=entered)
    case.issue(K.RELEASE_NOTICE)
    assert case.watch.state is WatchState.RELEASE_POSTED
