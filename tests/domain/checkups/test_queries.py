"""Counts and pages of findings."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.errors import NotFound
from app.domain.checkups import queries, service
from app.domain.checkups.rules import RULES
from tests import factories
from tests.browser import watched
from tests.people import People


@pytest.fixture
def checked(db: SQLAlchemy, people: People) -> People:
    """Two households without a cause here, one with a faulty number in the other village."""
    made = [factories.a_household(people.village, main_cause=None) for _ in range(2)]
    made.append(factories.a_household(people.other_village, telephone="10200000009"))
    for number, member in enumerate(made[2].members):
        member.id_number = factories.an_id_number(order=600 + number)
    for member in made[2].members:
        member.born_on = None
    made[2].members[0].id_number = "1"
    service.recheck(household_ids=[household.id for household in made])
    return people


def test_villages_are_counted_by_severity_within_ones_area(checked: People) -> None:
    lines = queries.list_village_counts(checked.actor("township_reviewer"))
    assert [(line.village.id, line.households) for line in lines] == [
        (checked.village.id, 2),
        (checked.other_village.id, 1),
    ]
    assert (lines[1].severe, lines[1].unexplained) == (1, 1)
    only = queries.list_village_counts(checked.actor("village_officer"))
    assert [line.village.id for line in only] == [checked.village.id]


def test_every_rule_is_counted_and_those_that_hold_come_first(checked: People) -> None:
    lines = queries.list_rule_counts(checked.village)
    assert len(lines) == len(RULES)
    held = [line for line in lines if line.findings]
    assert lines[: len(held)] == held
    cause = next(line for line in lines if line.rule.key == "cause_missing")
    assert (cause.findings, cause.households, cause.explained) == (2, 2, 0)


def test_a_page_is_narrowed_by_rule_severity_and_explanation(checked: People) -> None:
    page = queries.page_findings(checked.village, rule="cause_missing")
    assert [finding.rule for finding in page.items] == ["cause_missing"] * 2
    severe = queries.page_findings(checked.other_village, severity="severe")
    assert [finding.rule for finding in severe.items] == ["id_shape"]
    service.explain_finding(finding=severe.items[0], text="属实", actor=checked.actor("township_reviewer"))
    assert queries.page_findings(checked.other_village, severity="severe", unexplained=True).total == 0
    assert queries.page_findings(checked.village, severity="no such").total > 0


def test_households_are_counted_without_hints(checked: People) -> None:
    (finding,) = queries.page_findings(checked.other_village, severity="severe").items
    counts = queries.count_by_household([finding.household_id])
    assert counts[finding.household_id] >= 1
    assert queries.count_by_household([]) == {}


def test_an_unknown_finding_is_not_found(db: SQLAlchemy) -> None:
    with pytest.raises(NotFound):
        queries.get_finding(1)
    assert queries.find_rule("no_such") is None


def test_a_page_of_findings_takes_the_same_statements_for_any_number(db: SQLAlchemy, people: People) -> None:
    counts = []
    actor = people.actor("county_approver")
    for more in (1, 20):
        made = [factories.a_household(people.village, main_cause=None).id for _ in range(more)]
        service.recheck(household_ids=made)
        db.session.commit()
        village = people.village
        _ = village.id
        with watched(is_reading=True) as statements:
            for finding in queries.page_findings(village).items:
                assert finding.household.head_name
                _ = finding.household.group, finding.member and finding.member.name
            queries.list_rule_counts(village)
            queries.list_village_counts(actor)
        counts.append(len(statements))
    assert counts[0] == counts[1]
