"""Every act that decides about one household, called directly, past every page: a declared relative is refused.

The same act by somebody else, on the same rows, succeeds: what refuses is kinship and nothing beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from app.core import clock
from app.core.errors import DomainError, Forbidden, Refused
from app.core.permissions import Actor, Role
from app.domain.applications import service as applications
from app.domain.applications.models import Application, ApplicationState, ComparisonResult
from app.domain.applications.rules import Person
from app.domain.appraisals import service as appraisals
from app.domain.appraisals.attendance import Comer, set_attendance
from app.domain.candidate_lists import service as candidate_lists
from app.domain.candidate_lists.models import CandidateList, ListEntry, ListState
from app.domain.checkups import service as checkups
from app.domain.checkups.models import Finding, Severity
from app.domain.objections import service as objections
from app.domain.objections.models import ObjectionState, Outcome
from app.domain.policies.vocabulary import MeetingKind, NoticeKind
from app.domain.reviews import service as reviews
from app.domain.reviews.models import DecisionOutcome, ReviewLevel
from tests import factories
from tests.people import People


@dataclass
class Case:
    """One household's case, and two people who both may act in it but for kinship."""

    people: People
    application: Application
    listed: CandidateList
    entry: ListEntry
    relative: Actor
    other: Actor


def a_case(people: People, role: Role, where: str, state: ListState = ListState.DRAFT) -> Case:
    area = getattr(people, where)
    listed = factories.a_candidate_list(people.village, entries=2, state=state)
    first = listed.entries[0]
    user = factories.a_user(role, area, name="谢小兵")
    factories.a_kinship(factories.an_official(area, user, name="谢小兵"), first.application.household)
    other = factories.a_user(role, area, name="覃卫国").as_actor()
    return Case(people, first.application, listed, first, user.as_actor(), other)


def visit(case: Case, who: Actor) -> None:
    case.application.state = ApplicationState.FILED
    applications.record_visit(
        actor=case.people.actor("work_team"),
        application=case.application,
        visited_on=clock.today(),
        visitors=[Person(who.name, who.id), Person("路人")],
        findings="属实",
        sheet=factories.an_attachment(case.people.village),
    )


def visit_by_name_only(case: Case, who: Actor) -> None:
    case.application.state = ApplicationState.FILED
    applications.record_visit(
        actor=case.people.actor("work_team"),
        application=case.application,
        visited_on=clock.today(),
        visitors=[Person(f"村委会 {who.name}"), Person("路人")],
        findings="属实",
        sheet=factories.an_attachment(case.people.village),
    )


def compare(case: Case, who: Actor) -> None:
    case.application.state = ApplicationState.VISITED
    applications.record_comparison(
        actor=who,
        application=case.application,
        compared_on=clock.today(),
        result=ComparisonResult.NO_HIT,
    )


def explain(case: Case, who: Actor) -> None:
    household = case.application.household
    finding = factories.add(
        Finding(
            household_id=household.id,
            village_id=household.village_id,
            rule="no_head",
            severity=Severity.SEVERE,
            fingerprint="0" * 32,
            message={"msgid": "No head", "params": {}},
        )
    )
    checkups.explain_finding(finding=finding, text="属实", actor=who)


def leave_out(case: Case, who: Actor) -> None:
    candidate_lists.leave_out(
        actor=who, candidate_list=case.listed, application=case.application, reason="收入高"
    )


def put_on(case: Case, who: Actor) -> None:
    passed = factories.an_application(
        factories.a_household(case.people.village), state=ApplicationState.PASSED, round_=case.listed.round
    )
    official = factories.an_official(case.people.village, name=f"{case.relative.name}（2组）")
    factories.a_kinship(official, passed.household)
    candidate_lists.put_on_list(actor=who, candidate_list=case.listed, application=passed)


def decide(case: Case, who: Actor) -> None:
    reviews.decide_entry(
        actor=who, entry=case.entry, level=ReviewLevel.COUNTY, outcome=DecisionOutcome.KEEP, reason="已核实"
    )


def decide_as_exception(case: Case, who: Actor) -> None:
    reviews.decide_all_but(
        actor=who,
        candidate_list=case.listed,
        level=ReviewLevel.COUNTY,
        exceptions={case.entry.id: (DecisionOutcome.REMOVE, "收入高")},
    )


def check_at_home(case: Case, who: Actor) -> None:
    """A household that the county checks in any case: the township has a relative there as well."""
    factories.a_kinship(factories.an_official(case.people.township), case.application.household)
    factories.a_notice(case.listed, kind=NoticeKind.SECOND_NOTICE)
    factories.a_public_value(case.listed, ReviewLevel.COUNTY)
    sample = reviews.draw_sample(actor=case.other, candidate_list=case.listed, level=ReviewLevel.COUNTY)
    reviews.record_home_check(
        actor=case.people.actor("county_approver"),
        sample=sample,
        entry=case.entry,
        checked_on=clock.today(),
        checkers=[Person(who.name, who.id), Person("路人")],
        agrees=True,
        findings="属实",
    )


def an_open_objection(case: Case, **given: Any) -> Any:
    notice = factories.a_notice(case.listed)
    return factories.an_objection(notice, entry=case.entry, **given)


def name_investigator(case: Case, who: Actor) -> None:
    objections.assign_investigators(
        actor=case.people.actor("township_reviewer"),
        objection=an_open_objection(case),
        investigators=[Person(who.name, who.id), Person("路人")],
    )


def assign(case: Case, who: Actor) -> None:
    objections.assign_investigators(
        actor=who, objection=an_open_objection(case), investigators=[Person("路人甲"), Person("路人乙")]
    )


def answer(case: Case, who: Actor) -> None:
    people = [{"name": "路人甲", "user_id": None}, {"name": "路人乙", "user_id": None}]
    objections.decide_objection(
        actor=who,
        objection=an_open_objection(case, state=ObjectionState.INVESTIGATING, investigators=people),
        outcome=Outcome.REJECTED,
        finding="查过了",
        public_reply="已经查明。",
    )


def chair(case: Case, who: Actor) -> None:
    hold(case, chair_name=who.name, chair_id=who.id, present=["路人甲", "路人乙"])


def vote(case: Case, who: Actor) -> None:
    hold(case, chair_name="路人甲", chair_id=None, present=["路人甲", who.name])


def hold(case: Case, *, chair_name: str, chair_id: int | None, present: list[str]) -> None:
    case.application.state = ApplicationState.VISITED
    officer = case.people.actor("village_officer")
    factories.a_visit(case.application)
    meeting = appraisals.open_meeting(
        actor=officer,
        round_=case.application.round,
        village=case.people.village,
        kind=MeetingKind.REPRESENTATIVES,
        held_on=clock.today(),
        place="村委会",
        chair_name=chair_name,
        chair_id=chair_id,
        recorder_name="周会计",
        due=2,
        present=2,
        agenda=[case.application],
    )
    set_attendance(actor=officer, meeting=meeting, comers=[Comer(name, True) for name in present])
    appraisals.record_votes(
        actor=officer,
        meeting=meeting,
        application=case.application,
        votes_for=2,
        votes_against=0,
        votes_abstained=0,
    )


VILLAGE = (Role.VILLAGE_OFFICER, "village", ListState.DRAFT)
TOWNSHIP = (Role.TOWNSHIP_REVIEWER, "township", ListState.FIRST_NOTICE)
COUNTY = (Role.COUNTY_APPROVER, "county", ListState.COUNTY_REVIEW)
ACTS: list[tuple[Callable[[Case, Actor], None], tuple[Role, str, ListState]]] = [
    (visit, VILLAGE),
    (visit_by_name_only, VILLAGE),
    (compare, TOWNSHIP),
    (explain, VILLAGE),
    (chair, VILLAGE),
    (vote, VILLAGE),
    (leave_out, VILLAGE),
    (put_on, VILLAGE),
    (decide, COUNTY),
    (decide_as_exception, COUNTY),
    (check_at_home, COUNTY),
    (name_investigator, TOWNSHIP),
    (assign, TOWNSHIP),
    (answer, TOWNSHIP),
]


@pytest.mark.parametrize(("act", "where"), ACTS, ids=[act.__name__ for act, _ in ACTS])
def test_a_relative_is_refused_by_the_service_itself(
    people: People, act: Callable[[Case, Actor], None], where: tuple[Role, str, ListState]
) -> None:
    case = a_case(people, *where)
    with pytest.raises(DomainError) as refused:
        act(case, case.relative)
    assert not isinstance(refused.value, Forbidden)
    assert "relative" in str(refused.value.message)


@pytest.mark.parametrize(("act", "where"), ACTS, ids=[act.__name__ for act, _ in ACTS])
def test_somebody_else_may(
    people: People, act: Callable[[Case, Actor], None], where: tuple[Role, str, ListState]
) -> None:
    case = a_case(people, *where)
    act(case, case.other)


def test_the_township_does_not_decide_on_its_own_officials_relatives(people: People) -> None:
    case = a_case(people, Role.TOWNSHIP_REVIEWER, "township", ListState.TOWNSHIP_REVIEW)
    with pytest.raises(Refused) as refused:
        reviews.decide_entry(
            actor=case.other,
            entry=case.entry,
            level=ReviewLevel.TOWNSHIP,
            outcome=DecisionOutcome.KEEP,
            reason="好",
        )
    assert "the county decides" in str(refused.value.message)


def test_keeping_all_leaves_relatives_households_to_be_decided_one_by_one(people: People) -> None:
    case = a_case(people, Role.VILLAGE_OFFICER, "village", ListState.TOWNSHIP_REVIEW)
    reviewer = people.actor("township_reviewer")
    given = {"actor": reviewer, "candidate_list": case.listed, "level": ReviewLevel.TOWNSHIP}
    decided = reviews.decide_all_but(exceptions={}, **given)
    assert [one.entry_id for one in decided] == [case.listed.entries[1].id]
    keep = (DecisionOutcome.KEEP, "两人入户核实，属实")
    decided = reviews.decide_all_but(exceptions={case.entry.id: keep}, **given)
    assert {one.entry_id for one in decided} == {entry.id for entry in case.listed.entries}
