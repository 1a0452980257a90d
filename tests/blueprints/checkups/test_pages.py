"""The check-up's pages: villages, one village, explaining a finding."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.domain.checkups import queries, service
from app.domain.checkups.models import Finding
from app.domain.households.models import Household
from tests import factories
from tests.people import EVERYBODY, People


@pytest.fixture
def household(people: People) -> Household:
    """A household whose head's number is too short."""
    kept = factories.a_household(people.village, head_name="单秀英", main_cause=None)
    kept.members[0].id_number, kept.members[0].born_on = "1", None
    service.recheck(household_ids=[kept.id])
    return kept


@pytest.fixture
def finding(household: Household) -> Finding:
    return next(found for found in queries.list_findings(household.id) if found.rule == "id_shape")


def test_villages_are_listed_with_their_counts(people: People, household: Household) -> None:
    page = people.browser("township_reviewer").get("checkups.index")
    assert people.village.name_zh in page.links
    assert people.other_village.name_zh in page.links
    assert not any(people.far_village.code in address for address in page.links.values())


def test_an_officer_goes_straight_to_the_own_village(people: People, household: Household) -> None:
    browser = people.browser("village_officer")
    assert browser.get("checkups.index", expect=303).location.endswith(people.village.code)


def test_a_village_shows_rules_and_findings_with_links(people: People, household: Household) -> None:
    browser = people.browser("village_officer")
    page = browser.get("checkups.show", code=people.village.code)
    assert "单秀英" in page.links
    assert "证件号码不是 18 位" in page.text or page.select("tbody tr")
    part = browser.get(f"/checkups/{people.village.code}?rule=id_shape", fragment=True)
    assert len(part.select("tbody tr")) == 1
    none = browser.get(f"/checkups/{people.village.code}?severity=hint&rule=id_shape", fragment=True)
    assert not none.select("tbody tr")


def test_a_finding_is_explained_changed_and_taken_back(
    db: SQLAlchemy, people: People, household: Household, finding: Finding
) -> None:
    browser = people.browser("village_officer")
    finding_id = finding.id
    browser.get("checkups.explain", finding_id=finding_id)
    page = browser.send(to=f"/findings/{finding_id}", text="  ", expect=422)
    assert page.faults
    browser.send(to=f"/findings/{finding_id}", text="新生儿，号码还没办下来。")
    assert "新生儿" in browser.follow().text
    page = browser.get("checkups.explain", finding_id=finding_id)
    assert people.user("village_officer").name in page.text
    browser.send(to="/withdraw")
    db.session.expire_all()
    assert db.session.get_one(Finding, finding_id).explanation is None


def test_all_households_are_checked_again(db: SQLAlchemy, people: People, household: Household) -> None:
    household.main_cause = "illness"
    browser = people.browser("township_reviewer")
    browser.get("checkups.show", code=people.village.code)
    browser.send(to="/run")
    assert "cause_missing" not in {found.rule for found in queries.list_findings(household.id)}


MAY_EXPLAIN = {"village_officer", "work_team", "township_reviewer", "second_township_reviewer"}
MUST_NOT_KNOW = {"other_village_officer", "other_township_reviewer", "stranger"}


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_may_explain(people: People, household: Household, finding: Finding, name: str) -> None:
    expected = (
        200 if name in MAY_EXPLAIN else 404 if name in MUST_NOT_KNOW else 303 if name == "villager" else 403
    )
    people.browser(name).get("checkups.explain", finding_id=finding.id, expect=expected)


@pytest.mark.parametrize("name", EVERYBODY)
def test_who_sees_a_village(people: People, household: Household, name: str) -> None:
    sees = MAY_EXPLAIN | {"county_approver", "supervisor"}
    expected = (
        200 if name in sees else 403 if name == "administrator" else 303 if name == "villager" else None
    )
    page = people.browser(name).get("checkups.show", code=people.village.code, expect=expected)
    assert expected or page.status in (403, 404)


def test_an_unknown_finding_or_village_is_not_there(people: People) -> None:
    browser = people.browser("township_reviewer")
    browser.get("checkups.explain", finding_id=999, expect=404)
    browser.get("checkups.show", code="520581107999", expect=404)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_pages_are_in_both_languages(
    people: People, household: Household, finding: Finding, lang: str
) -> None:
    browser = people.browser("township_reviewer")
    browser.lang = lang
    browser.client.set_cookie("lang", lang)
    browser.get("checkups.index")
    browser.get("checkups.show", code=people.village.code)
    browser.get("checkups.explain", finding_id=finding.id)


def test_statements_do_not_grow_with_findings(people: People) -> None:
    browser = people.browser("township_reviewer")
    counts = []
    for more in (1, 30):
        made = [factories.a_household(people.village, main_cause=None).id for _ in range(more)]
        service.recheck(household_ids=made)
        of_village = browser.get("checkups.show", code=people.village.code)
        of_all = browser.get("checkups.index")
        counts.append(len(of_village.statements) + len(of_all.statements))
    assert counts[0] == counts[1]
