"""The proposal on its pages: accepted whole, accepted line by line, refused when somebody was faster."""

import pytest

from app.domain.areas.models import Area
from app.domain.pairings import queries
from app.domain.pairings.models import Helper, Pairing
from tests import factories
from tests.people import People


@pytest.fixture
def helpers(people: People) -> list[Helper]:
    """Two helpers and three open households in each of two villages."""
    factories.a_round()
    unit = factories.a_helping_unit(people.township, village=people.village)
    for village in (people.village, people.other_village):
        for _ in range(3):
            factories.a_registered(village)
    return [factories.a_helper(unit, name="何平"), factories.a_helper(unit, name="罗敏")]


def open_in(village: Area) -> int:
    return queries.coverage(village.path)[0].covered.open_households


def test_all_of_it_is_accepted_at_once(people: People, helpers: list[Helper]) -> None:
    browser = people.browser("township_reviewer")
    page = browser.get("pairings.proposal")
    assert "为6户安排帮扶责任人" in page.text
    browser.send(to="proposal")
    assert "已为6户确定帮扶责任人" in browser.follow().text
    assert factories.how_many(Pairing) == 6
    assert "都已有帮扶责任人" in browser.get("pairings.proposal").text


def test_what_was_shown_is_accepted_or_nothing(people: People, helpers: list[Helper]) -> None:
    browser = people.browser("township_reviewer")
    browser.get("pairings.proposal")
    factories.a_pairing(factories.a_registered(people.village), helpers[0])
    factories.a_registered(people.village)
    browser.send(to="proposal", expect=409)
    assert factories.how_many(Pairing) == 1


def test_a_village_line_by_line(people: People, helpers: list[Helper]) -> None:
    browser, code = people.browser("township_reviewer"), people.village.code
    page = browser.get("pairings.proposal_of_village", village=code)
    assert "本单位包这个村" in page.text
    names = [one.get("name") for one in page.select("tbody input")]
    assert len(names) == 3
    page = browser.send(**{names[0]: "不知道", "expect": 422})
    assert "不是帮扶责任人" in page.text
    assert "不知道" in page.html
    browser.send(**{names[0]: f"#{helpers[1].id} 罗敏", names[1]: ""})
    assert "已为2户确定帮扶责任人" in browser.follow().text
    assert open_in(people.village) == 1
    assert open_in(people.other_village) == 3
    browser.get("pairings.proposal_of_village", village=code)
    browser.send(**{names[1]: "", "expect": 422})


def test_somebody_was_faster(people: People, helpers: list[Helper]) -> None:
    browser = people.browser("township_reviewer")
    page = browser.get("pairings.proposal_of_village", village=people.village.code)
    household_id = int(page.select("tbody input")[0].get("name").split("-")[1])
    factories.basis.db.session.add(
        Pairing(
            household_id=household_id,
            helper_id=helpers[0].id,
            started_on=queries.clock.today(),
            reason="",
            end_reason="",
        )
    )
    browser.send(expect=409)
    assert factories.how_many(Pairing) == 1


def test_only_who_keeps_helpers_is_shown_a_proposal(people: People, helpers: list[Helper]) -> None:
    for name in ("village_officer", "work_team", "supervisor"):
        people.browser(name).get("pairings.proposal", expect=403)
    far = people.far_village.code
    people.browser("township_reviewer").get("pairings.proposal_of_village", village=far, expect=404)
