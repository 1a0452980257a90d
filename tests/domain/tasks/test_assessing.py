"""The quarterly assessment: points from the records, kept once fixed."""

import datetime as dt

import pytest

from app.core.db import db
from app.core.errors import Conflict, Forbidden, Refused
from app.domain.assistance.models import VisitWay
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.rounds.models import Round
from app.domain.tasks import assessing
from app.domain.tasks.indicators import INDICATORS, IndicatorCode
from app.domain.tasks.models import FindingState, Task, TaskShare
from app.domain.tasks.rules import Quarter
from tests import factories
from tests.conftest import SetClock
from tests.people import People

D = dt.date
NOW, BEFORE = Quarter(2026, 2), Quarter(2026, 1)
I = IndicatorCode  # noqa: E741 - the indicators, said often below


@pytest.fixture
def round_(people: People) -> Round:
    return factories.a_round(opened_on=D(2026, 1, 5))


def row(people: People, quarter: Quarter = NOW) -> assessing.Row:
    sheet = assessing.load_sheet(people.township, quarter)
    return next(one for one in sheet.rows if one.village.id == people.village.id)


def test_every_indicator_has_its_points_in_the_policy(people: People, round_: Round) -> None:
    assert [getattr(round_.policy, one.field) for one in INDICATORS] == [50, 15, 22, 7, 6]


def test_a_task_is_measured_against_how_far_it_should_be(people: People, round_: Round) -> None:
    # 40 days, 11 of them over on 11 May: 27 % should be done
    task = factories.a_task({people.village: 100, people.other_village: 100}, round_=round_)
    factories.a_task_report(task.shares[0] if task.shares else _share(task), 27)
    results = row(people).scores[I.RESULTS]
    assert (results.reached.done, results.points_cents) == (100, 5000)
    sheet = assessing.load_sheet(people.township, NOW)
    assert [one.rank for one in sheet.rows] == [1, 2]
    assert sheet.rows[0].village.id == people.village.id


def _share(task: Task) -> TaskShare:
    db.session.refresh(task)
    return task.shares[0]


def test_each_upheld_objection_takes_a_point_off(people: People, round_: Round) -> None:
    assert row(people).scores[I.IDENTIFICATION].points_cents == 1500
    notice = factories.a_notice(factories.a_candidate_list(people.village, round_=round_))
    decided = {"state": ObjectionState.DECIDED, "public_reply": "属实。"}
    factories.an_objection(notice, outcome=Outcome.UPHELD, decided_on=D(2026, 5, 4), **decided)
    factories.an_objection(notice, outcome=Outcome.REJECTED, decided_on=D(2026, 5, 4), **decided)
    factories.an_objection(notice, outcome=Outcome.UPHELD, decided_on=D(2026, 3, 4), **decided)
    assert row(people).scores[I.IDENTIFICATION].points_cents == 1400
    assert row(people, BEFORE).scores[I.IDENTIFICATION].points_cents == 1400


def test_what_cannot_be_assessed_drops_out_of_the_hundred(people: People, round_: Round) -> None:
    one = row(people)
    assert one.scores[I.MENDING].points_cents is None
    assert one.scores[I.HELP].points_cents is None
    assert one.total_cents == 10000


def test_findings_mended_in_time(people: People, round_: Round) -> None:
    visit = factories.a_supervision(people.village, findings=2, visited_on=D(2026, 4, 20))
    db.session.refresh(visit)
    for finding, mended in zip(visit.findings, (D(2026, 5, 1), D(2026, 5, 9)), strict=True):
        finding.mend_by, finding.mended_on = D(2026, 5, 4), mended
        finding.state, finding.confirmed_on = FindingState.MENDED, D(2026, 5, 10)
    db.session.flush()
    score = row(people).scores[I.MENDING]
    assert (score.reached.done, score.reached.whole, score.points_cents) == (1, 2, 300)


def test_a_fixed_assessment_stays_whatever_the_records_say_later(
    people: People, round_: Round, clock: SetClock
) -> None:
    township = people.actor("township_reviewer")
    with pytest.raises(Refused):
        assessing.fix(actor=township, area=people.township, quarter=NOW)
    with pytest.raises(Forbidden):
        assessing.fix(actor=people.actor("village_officer"), area=people.township, quarter=BEFORE)
    assessing.fix(actor=township, area=people.township, quarter=BEFORE)
    with pytest.raises(Conflict):
        assessing.fix(actor=township, area=people.township, quarter=BEFORE)
    notice = factories.a_notice(factories.a_candidate_list(people.village, round_=round_))
    decided = {"state": ObjectionState.DECIDED, "public_reply": "属实。", "outcome": Outcome.UPHELD}
    factories.an_objection(notice, decided_on=D(2026, 3, 4), **decided)
    one = row(people, BEFORE)
    assert one.scores[I.IDENTIFICATION].points_cents == 1500
    assert assessing.load_sheet(people.township, BEFORE).fixed is not None


def test_without_a_round_there_is_nothing_to_assess(people: People) -> None:
    assert assessing.load_sheet(people.township, NOW).rows == []


def test_what_is_due_today_or_waits_to_be_looked_at_costs_nothing(people: People, round_: Round) -> None:
    visit = factories.a_supervision(people.village, findings=2, visited_on=D(2026, 4, 20))
    db.session.refresh(visit)
    today, reported = visit.findings
    today.mend_by = D(2026, 5, 11)
    reported.mend_by, reported.mended_on, reported.state = D(2026, 5, 4), D(2026, 5, 4), FindingState.REPORTED
    db.session.flush()
    assert row(people).scores[I.MENDING].points_cents is None


def test_a_telephone_call_is_no_visit(people: People, round_: Round) -> None:
    household = factories.a_registered(people.village, round_=round_)
    factories.a_help_visit(household, way=VisitWay.BY_TELEPHONE)
    assert row(people).scores[I.HELP].reached.done == 0
    factories.a_help_visit(household)
    assert row(people).scores[I.HELP].reached.done == 1


def test_only_the_villages_of_a_township_are_fixed_and_all_at_once(people: People, round_: Round) -> None:
    for area in (people.village, people.county):
        with pytest.raises(Refused):
            assessing.fix(actor=people.actor("county_approver"), area=area, quarter=BEFORE)
