"""Keeping findings: after a change, across households, with explanations that last while nothing changes."""

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.audit import Event
from app.core.errors import Forbidden, Invalid
from app.domain.checkups import queries, service
from app.domain.checkups.models import Finding
from app.domain.households.models import Household
from tests import factories
from tests.browser import watched
from tests.people import People


def rules_of(household: Household) -> set[str]:
    return {finding.rule for finding in queries.list_findings(household.id)}


def the_finding(household: Household, rule: str) -> Finding:
    return next(finding for finding in queries.list_findings(household.id) if finding.rule == rule)


@pytest.fixture
def household(people: People) -> Household:
    """A household without main cause, whose head's number has a wrong check digit."""
    kept = factories.a_household(people.village, main_cause=None)
    number = kept.members[0].id_number or ""
    kept.members[0].id_number = number[:17] + ("1" if number[-1] != "1" else "2")
    service.recheck(household_ids=[kept.id])
    return kept


def test_a_check_up_stores_what_the_rules_find(household: Household) -> None:
    assert {"cause_missing", "id_check_digit"} <= rules_of(household)
    finding = the_finding(household, "id_check_digit")
    assert (finding.member_id, finding.village_id) == (household.members[0].id, household.village_id)


def test_a_mended_finding_is_gone_and_the_others_keep_their_rows(
    db: SQLAlchemy, household: Household
) -> None:
    kept = the_finding(household, "id_check_digit").id
    household.main_cause = "illness"
    service.recheck(household_ids=[household.id])
    assert "cause_missing" not in rules_of(household)
    assert the_finding(household, "id_check_digit").id == kept


def test_an_explanation_lasts_while_the_values_do(
    db: SQLAlchemy, people: People, household: Household
) -> None:
    finding = the_finding(household, "id_check_digit")
    service.explain_finding(finding=finding, text=" 派出所已出证明。 ", actor=people.actor("village_officer"))
    household.note = "已核"
    service.recheck(household_ids=[household.id])
    assert the_finding(household, "id_check_digit").explanation == "派出所已出证明。"
    other = household.members[0].id_number or ""
    household.members[0].id_number = other[:17] + ("3" if other[-1] != "3" else "4")
    service.recheck(household_ids=[household.id])
    assert the_finding(household, "id_check_digit").explanation is None


def test_an_explained_finding_no_longer_stands_in_the_way(people: People, household: Household) -> None:
    severe = queries.list_unexplained_severe([household.id])
    assert {finding.rule for finding in severe} >= {"id_check_digit"}
    for finding in severe:
        service.explain_finding(finding=finding, text="属实", actor=people.actor("work_team"))
    assert queries.list_unexplained_severe([household.id]) == []
    assert queries.count_unexplained_severe(people.village) == 0
    service.withdraw_explanation(finding=severe[0], actor=people.actor("village_officer"))
    assert len(queries.list_unexplained_severe([household.id])) == 1


def test_explaining_leaves_an_event(db: SQLAlchemy, people: People, household: Household) -> None:
    finding = the_finding(household, "id_check_digit")
    service.explain_finding(finding=finding, text="属实", actor=people.actor("village_officer"))
    service.withdraw_explanation(finding=finding, actor=people.actor("township_reviewer"))
    service.withdraw_explanation(finding=finding, actor=people.actor("township_reviewer"))
    told = db.session.scalars(
        sa.select(Event).where(Event.household_id == household.id).order_by(Event.id)
    ).all()
    assert [(event.name, event.reason) for event in told] == [
        ("finding_explained", "属实"),
        ("explanation_withdrawn", ""),
    ]


@pytest.mark.parametrize("name", ["other_village_officer", "county_approver", "supervisor", "villager"])
def test_others_explain_nothing(people: People, household: Household, name: str) -> None:
    finding = the_finding(household, "id_check_digit")
    with pytest.raises(Forbidden):
        service.explain_finding(finding=finding, text="属实", actor=people.actor(name))


@pytest.mark.parametrize("text", ["", "  ", "长" * 501])
def test_an_explanation_needs_words(people: People, household: Household, text: str) -> None:
    with pytest.raises(Invalid) as refused:
        service.explain_finding(
            finding=the_finding(household, "id_check_digit"), text=text, actor=people.actor("village_officer")
        )
    assert refused.value.field == "text"


def test_a_number_in_two_villages_is_found_in_both_and_cleared_in_both(
    db: SQLAlchemy, people: People
) -> None:
    here = factories.a_household(people.village, telephone="10200000001", bank_account="62280001")
    there = factories.a_household(people.other_village, telephone="10200000002", bank_account="62280002")
    for number, member in enumerate(there.members):
        member.id_number = factories.an_id_number(order=500 + number)
    service.recheck(household_ids=[here.id, there.id])
    across = {"id_twice", "phone_shared", "account_shared"}
    assert not (rules_of(here) | rules_of(there)) & across

    there.members[1].id_number = here.members[0].id_number
    there.telephone, there.bank_account = here.telephone, here.bank_account
    service.recheck(household_ids=[there.id])
    assert rules_of(here) >= across
    assert rules_of(there) >= across
    assert here.household_no in str(the_finding(there, "id_twice").message)

    there.members[1].id_number = factories.an_id_number(order=777)
    there.telephone, there.bank_account = "10200000003", None
    service.recheck(household_ids=[there.id])
    assert not (rules_of(here) | rules_of(there)) & across


def test_findings_of_a_removed_member_go_with_them(db: SQLAlchemy, household: Household) -> None:
    household.members[1].id_number = "1"
    service.recheck(household_ids=[household.id])
    assert "id_shape" in rules_of(household)
    household.members.pop(1)
    service.recheck(household_ids=[household.id])
    assert "id_shape" not in rules_of(household)


def test_limits_come_from_the_policy_of_the_records_day(db: SQLAlchemy, people: People) -> None:
    factories.a_policy("regular-2026", people.county, checkup_household_max_people=4)
    crowd = factories.a_household(people.village, members=4)
    service.recheck(household_ids=[crowd.id])
    assert "many_people" in rules_of(crowd)


def test_the_income_line_is_that_of_the_year_of_the_income(db: SQLAlchemy, people: People) -> None:
    factories.a_policy("regular-2026", people.county)
    rich = factories.a_household(people.village, main_cause="land", income=60_000, year=2025)
    other_year = factories.a_household(people.village, main_cause="land", income=60_000, year=2019)
    service.recheck(household_ids=[rich.id, other_year.id])
    assert "over_line_without_ground" in rules_of(rich)
    assert "over_line_without_ground" not in rules_of(other_year)


def test_statements_do_not_grow_with_households(db: SQLAlchemy, people: People) -> None:
    counts = []
    for more in (2, 20):
        made = [factories.a_household(people.village).id for _ in range(more)]
        with watched(is_reading=False) as statements:
            service.recheck(household_ids=made)
        counts.append(len(statements))
    assert counts[1] <= counts[0]
