"""The checklist: complete when everything is there, and naming exactly what was taken away."""

import pytest

from app.core import clock
from app.core.db import db as database
from app.domain.applications.models import ApplicationState
from app.domain.areas.models import AreaLevel
from app.domain.changes.models import ChangeKind, ChangeRequest, ChangeSource
from app.domain.comparisons.models import ComparisonFile, ComparisonHit, FileState, HitCertainty
from app.domain.dossiers import queries
from app.domain.dossiers.cases import load_cases
from app.domain.dossiers.checklist import RecordState, checklist, is_complete
from app.domain.kinship.models import Kinship, Relation
from app.domain.officials.models import Official, Post
from app.domain.policies.vocabulary import ComparisonKind, NoticeKind
from app.domain.reviews.models import ReviewLevel
from tests import factories
from tests.browser import watched
from tests.domain.dossiers.planted import a_full_case


@pytest.fixture
def planted(db, people, clock):
    return a_full_case(people, clock)


def records_of(planted, household=None):
    database.session.flush()
    database.session.expire_all()
    [case] = load_cases(planted.round, [(household or planted.household).id])
    return {record.code: record for record in checklist(case)}


def missing(planted):
    return {code for code, one in records_of(planted).items() if one.state is RecordState.MISSING}


def test_a_full_case_lacks_nothing(planted):
    records = records_of(planted)
    assert is_complete(list(records.values()))
    not_asked = {code for code, one in records.items() if one.state is RecordState.NOT_ASKED}
    assert not_asked == {"comparison", "relatives", "changes", "told"}
    assert records["meeting"].on == planted.meeting.held_on
    assert records["township"].who
    assert records["first_notice"].subject == ("notice", planted.notices[NoticeKind.FIRST_NOTICE].number)


def take_away_the_copy(planted):
    planted.application.signed_copy = None


def take_away_the_visit(planted):
    for visit in list(planted.application.visits):
        database.session.delete(visit)


def take_away_the_sheet(planted):
    planted.application.visits[0].sheet = None


def take_away_the_minutes(planted):
    planted.meeting.minutes_copy = None


def take_away_a_photograph(planted):
    database.session.delete(planted.notices[NoticeKind.SECOND_NOTICE].postings[0])


def take_away_a_home_check(planted):
    database.session.delete(planted.checks[ReviewLevel.COUNTY])


def leave_an_objection_open(planted):
    factories.an_objection(planted.notices[NoticeKind.FIRST_NOTICE], entry=planted.entry)


def take_away_the_income(planted):
    planted.household.incomes.clear()


def leave_a_change_undecided(planted):
    factories.add(
        ChangeRequest(
            household_id=planted.household.id,
            kind=ChangeKind.BIRTH,
            happened_on=clock.today(),
            source=ChangeSource.HOUSEHOLD,
            payload={},
            requested_by_id=factories.the_officer().id,
            requested_at=clock.now(),
        )
    )


def leave_a_hit_open(planted):
    file = factories.add(
        ComparisonFile(
            round_id=planted.round.id,
            area_id=planted.household.village_id,
            kind=ComparisonKind.VEHICLE,
            source="车管所",
            as_of=clock.today(),
            filename="a.csv",
            digest="0" * 64,
            state=FileState.APPLIED,
            applied_at=clock.now(),
        )
    )
    factories.add(
        ComparisonHit(
            file=file,
            household=planted.household,
            member_name="甲",
            row_number=1,
            certainty=HitCertainty.MATCHED,
            details=[["车型", "小型汽车"]],
        )
    )


@pytest.mark.parametrize(
    ("take_away", "lacking"),
    [
        (take_away_the_copy, {"application_copy"}),
        (take_away_the_visit, {"visit", "visit_sheet"}),
        (take_away_the_sheet, {"visit_sheet"}),
        (take_away_the_minutes, {"minutes_copy"}),
        (take_away_a_photograph, {"second_notice_photos"}),
        (take_away_a_home_check, {"county_check"}),
        (leave_an_objection_open, {"first_notice_objections"}),
        (take_away_the_income, {"register"}),
        (leave_a_change_undecided, {"changes"}),
        (leave_a_hit_open, {"comparison"}),
    ],
)
def test_what_is_taken_away_is_missing_and_nothing_else(planted, take_away, lacking):
    take_away(planted)
    assert missing(planted) == lacking


def test_the_policy_decides_what_is_asked_for(db, people):
    asks = factories.a_round(policy={"comparison_required": True, "home_visit_required": True})
    does_not = factories.a_round(
        code="other", policy={"comparison_required": False, "home_visit_required": False}
    )
    for round_, state in ((asks, RecordState.MISSING), (does_not, RecordState.NOT_ASKED)):
        household = factories.a_household(people.village)
        factories.an_application(household, state=ApplicationState.PASSED, round_=round_)
        [case] = load_cases(round_, [household.id])
        records = {record.code: record.state for record in checklist(case)}
        assert (records["comparison"], records["visit"]) == (state, state)


def test_what_lies_ahead_is_still_to_come_and_an_ended_case_is_not_asked_for_it(db, people):
    round_ = factories.a_round()
    on_its_way, ended = factories.a_household(people.village), factories.a_household(people.village)
    factories.an_application(on_its_way, round_=round_)
    factories.an_application(ended, state=ApplicationState.REJECTED, round_=round_)
    first, second = load_cases(round_, [on_its_way.id, ended.id])
    states = [{r.code: r.state for r in checklist(case)} for case in (first, second)]
    assert (states[0]["meeting"], states[0]["announcement"]) == (RecordState.TO_COME, RecordState.TO_COME)
    assert states[1]["announcement"] is RecordState.NOT_ASKED
    assert states[0]["application_copy"] is RecordState.MISSING


def test_a_village_counts_what_is_missing_most(planted, people):
    planted.application.signed_copy = None
    database.session.flush()
    database.session.expire_all()
    overview = queries.load_overview(people.village, planted.round)
    assert (len(overview.dossiers), overview.complete) == (2, 0)
    lacking = {record.code: number for record, number in overview.lacking}
    assert lacking == {"application_copy": 1, "why_card": 1}


def test_any_number_of_cases_is_read_in_as_many_statements(db, people):
    round_ = factories.a_round()

    def statements(number: int) -> int:
        village = factories.a_village(people.township)
        drawn_up = factories.a_candidate_list(village, entries=number, round_=round_)
        factories.a_notice(drawn_up)
        households = [entry.household_id for entry in drawn_up.entries]
        with watched(is_reading=True) as seen:
            assert len(load_cases(round_, households)) == number
        return len(seen)

    assert statements(2) == statements(9)


def declare_a_relative(planted, area):
    official = factories.add(
        Official(area=area, name="韦大海", post=POST_AT[area.level], since=clock.today())
    )
    factories.add(
        Kinship(
            official=official,
            household=planted.household,
            relation=Relation.SIBLING,
            declared_on=clock.today(),
            declared_by_id=factories.the_officer().id,
        )
    )


POST_AT = {AreaLevel.VILLAGE: Post.VILLAGE_COMMITTEE, AreaLevel.TOWNSHIP: Post.TOWNSHIP}


def test_relatives_are_told_of_only_as_handled_one_level_up(planted, people):
    declare_a_relative(planted, people.village)
    record = records_of(planted)["relatives"]
    assert record.state is RecordState.THERE
    assert "韦大海" not in str(record)
    database.session.delete(planted.checks[ReviewLevel.TOWNSHIP])
    assert "relatives" in missing(planted)


def test_what_the_township_left_to_the_county_is_not_asked_of_it(planted, people):
    declare_a_relative(planted, people.township)
    [case] = load_cases(planted.round, [planted.household.id])
    township = case.decision_of(ReviewLevel.TOWNSHIP)
    database.session.delete(township)
    records = records_of(planted)
    assert records["township"].state is RecordState.NOT_ASKED
    assert records["relatives"].state is RecordState.THERE
