"""What must be known of officials' relatives before a step, and what is handled one level up."""

from typing import Any

import pytest

from app.core.machine import Attempt
from app.domain.candidate_lists.models import CandidateList, ListState
from app.domain.kinship import service as kinship
from app.domain.notices import service as notices
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reviews import recusal
from app.domain.reviews import service as reviews
from app.domain.reviews.models import Decision, DecisionOutcome, ReviewLevel
from app.domain.workflow.effects import apply_decisions
from app.domain.workflow.guards import all_decided, took_no_part
from app.domain.workflow.guards_kinship import AreaLevel, kinship_stated
from tests import factories
from tests.people import People

ASKED = {"kinship_statements_required": True}


def reasons(guard: Any, listed: CandidateList, actor: Any = None) -> list[str]:
    return [str(message) for message in guard(Attempt(listed, actor))]


def a_list(people: People, state: ListState = ListState.DRAFT, **policy: Any) -> CandidateList:
    round_ = factories.a_round(policy={**ASKED, **policy})
    return factories.a_candidate_list(people.village, entries=2, state=state, round_=round_)


def test_nothing_is_asked_where_the_policy_does_not(people: People) -> None:
    listed = a_list(people, kinship_statements_required=False)
    assert reasons(kinship_stated(AreaLevel.VILLAGE), listed) == []


def test_somebody_must_be_on_record(people: People) -> None:
    reason = reasons(kinship_stated(AreaLevel.VILLAGE), a_list(people))[0]
    assert reason.startswith("No official of")


def test_accounts_that_act_must_be_on_record(people: People) -> None:
    listed, user = a_list(people), people.user("village_officer")
    factories.a_statement(factories.an_official(people.village), listed.round)
    (reason,) = reasons(kinship_stated(AreaLevel.VILLAGE), listed)
    assert user.name in reason


def test_everybody_has_stated_for_this_round(people: People) -> None:
    people.user("village_officer")
    listed = a_list(people)
    factories.everybody_stated(listed.round)
    assert reasons(kinship_stated(AreaLevel.VILLAGE), listed) == []
    newcomer = factories.a_representative(people.village)
    (reason,) = reasons(kinship_stated(AreaLevel.VILLAGE), listed)
    assert newcomer.name in reason
    later = factories.a_round(code="2026-second", policy=ASKED)
    other = factories.a_candidate_list(people.village, round_=later)
    (reason,) = reasons(kinship_stated(AreaLevel.VILLAGE), other)
    assert reason.startswith("2 of the officials")


@pytest.mark.parametrize(
    ("level", "who", "where"),
    [
        (AreaLevel.TOWNSHIP, "township_reviewer", "township"),
        (AreaLevel.COUNTY, "county_approver", "county"),
    ],
)
def test_township_and_county_state_as_well(people: People, level: AreaLevel, who: str, where: str) -> None:
    listed = a_list(people)
    official = factories.an_official(getattr(people, where), people.user(who))
    assert len(reasons(kinship_stated(level), listed)) == 1
    kinship.make_statement(actor=people.actor(who), official=official, round_=listed.round, none=True)
    assert reasons(kinship_stated(level), listed) == []


def test_an_open_hint_on_a_listed_household_blocks(people: People) -> None:
    listed = a_list(people)
    household = listed.entries[0].application.household
    official = factories.an_official(people.village, telephone=household.telephone)
    factories.everybody_stated(listed.round)
    (reason,) = reasons(kinship_stated(AreaLevel.VILLAGE), listed)
    assert household.household_no in reason
    hint = kinship.queries.get_hint(official.id, household.household_no)
    kinship.dismiss_hint(actor=people.actor("township_reviewer"), hint=hint, reason="公用电话")
    assert reasons(kinship_stated(AreaLevel.VILLAGE), listed) == []


def test_a_hint_on_a_household_that_is_not_listed_does_not_block(people: People) -> None:
    listed = a_list(people)
    household = factories.a_household(people.village)
    factories.an_official(people.village, telephone=household.telephone)
    factories.everybody_stated(listed.round)
    assert reasons(kinship_stated(AreaLevel.VILLAGE), listed) == []


def decide(
    people: People, listed: CandidateList, who: str, level: ReviewLevel, reason: str = "已核实"
) -> None:
    for entry in listed.entries:
        if entry.id not in recusal.list_passed_up(listed.id, level):
            reviews.decide_entry(
                actor=people.actor(who), entry=entry, level=level, outcome=DecisionOutcome.KEEP, reason=reason
            )


def test_what_the_township_passes_up_counts_as_decided_and_stays_on_the_list(people: People) -> None:
    listed = a_list(people, ListState.TOWNSHIP_REVIEW)
    mine, other = listed.entries
    factories.a_kinship(factories.an_official(people.township), mine.application.household)
    decide(people, listed, "township_reviewer", ReviewLevel.TOWNSHIP)
    assert recusal.list_passed_up(listed.id, ReviewLevel.TOWNSHIP) == {mine.id}
    assert reasons(all_decided(ReviewLevel.TOWNSHIP), listed) == []
    apply_decisions(ReviewLevel.TOWNSHIP)(Attempt(listed, people.actor("township_reviewer")))
    assert {entry.standing for entry in (mine, other)} == {"standing"}


def test_a_decision_made_before_the_declaration_is_made_anew(people: People) -> None:
    listed = a_list(people, ListState.TOWNSHIP_REVIEW)
    decide(people, listed, "township_reviewer", ReviewLevel.TOWNSHIP, reason="")
    assert reasons(all_decided(ReviewLevel.TOWNSHIP), listed) == []
    factories.a_kinship(factories.an_official(people.village), listed.entries[0].application.household)
    (reason,) = reasons(all_decided(ReviewLevel.TOWNSHIP), listed)
    assert reason.startswith("No. 1: relatives among officials were declared after")
    decide(people, listed, "township_reviewer", ReviewLevel.TOWNSHIP)
    assert reasons(all_decided(ReviewLevel.TOWNSHIP), listed) == []


def test_a_relatives_own_decision_cannot_stand(people: People) -> None:
    listed = a_list(people, ListState.COUNTY_REVIEW)
    decide(people, listed, "county_approver", ReviewLevel.COUNTY)
    official = factories.an_official(people.county, people.user("county_approver"))
    factories.a_kinship(official, listed.entries[0].application.household)
    assert len(reasons(all_decided(ReviewLevel.COUNTY), listed)) == 1
    role = people.user("county_approver").grants[0].role
    second = factories.a_user(role, people.county).as_actor()
    reviews.decide_entry(
        actor=second,
        entry=listed.entries[0],
        level=ReviewLevel.COUNTY,
        outcome=DecisionOutcome.KEEP,
        reason="已核实",
    )
    assert reasons(all_decided(ReviewLevel.COUNTY), listed) == []
    assert factories.how_many(Decision) == 3


def test_a_relative_may_announce_what_somebody_else_decided(people: People) -> None:
    listed = a_list(people, ListState.COUNTY_REVIEW)
    user = people.user("county_approver")
    factories.a_kinship(factories.an_official(people.county, user), listed.entries[0].application.household)
    assert reasons(took_no_part, listed, user.as_actor()) == []


@pytest.mark.parametrize(("declared", "required", "number"), [(0, True, 0), (1, True, 1), (1, False, None)])
def test_the_notice_freezes_how_many_are_relatives(
    people: People, declared: int, required: bool, number: int | None
) -> None:
    listed = a_list(people, kinship_statements_required=required)
    officials = [factories.an_official(people.village), factories.an_official(people.township)]
    for official in officials[: 2 * declared]:
        factories.a_kinship(official, listed.entries[0].application.household)
    factories.a_kinship(factories.an_official(people.far_village), listed.entries[1].application.household)
    notice = notices.publish(
        actor=people.actor("village_officer"),
        candidate_list=listed,
        kind=NoticeKind.FIRST_NOTICE,
        entries=listed.entries,
    )
    assert notice.content["relatives"] == number
    factories.a_kinship(factories.an_official(people.village), listed.entries[1].application.household)
    assert notice.content["relatives"] == number
