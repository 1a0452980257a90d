"""The pages of possible duplicates: the list, two households side by side, deciding; and where else pairs are named."""

import pytest

from app.domain.duplicates import service
from app.domain.duplicates.models import DuplicateOutcome, DuplicatePair
from tests import factories
from tests.people import People

TELEPHONE = "13911112222"


@pytest.fixture
def pair(people: People) -> DuplicatePair:
    """The same identity number in two villages of one township."""
    first = factories.a_household(people.village, head_name="单秀英")
    second = factories.a_household(people.other_village, head_name="柏建国", telephone="13988887777")
    factories.an_application(second)
    second.members[1].id_number = first.members[1].id_number
    service.refresh(household_ids=[first.id, second.id])
    found = factories.first(DuplicatePair)
    assert found is not None
    return found


def test_the_list_shows_open_pairs_first_and_narrows(people: People, pair: DuplicatePair) -> None:
    village = people.village
    shared = factories.a_household(village, telephone=TELEPHONE)
    other = factories.a_household(village, telephone=TELEPHONE)
    service.refresh(household_ids=[shared.id, other.id])
    browser = people.browser("township_reviewer")
    page = browser.get("duplicates.index")
    assert len(page.select("#results tbody tr")) == 2
    assert "单秀英" in page.text
    part = browser.get("/duplicates?ground=telephone", fragment=True)
    assert len(part.select("tbody tr")) == 1
    part = browser.get(f"/duplicates?village={people.other_village.code}&state=open", fragment=True)
    assert len(part.select("tbody tr")) == 1
    assert not browser.get("/duplicates?state=decided", fragment=True).select("tbody tr")


def test_the_township_sees_both_sides_whole_with_numbers_masked(people: People, pair: DuplicatePair) -> None:
    number = pair.first.members[1].id_number or ""
    page = people.browser("township_reviewer").get("duplicates.show", pair_id=pair.id)
    assert pair.first.household_no in page.text
    assert pair.second.household_no in page.text
    assert number not in page.html
    assert f"{number[:2]}*" in page.text
    assert len(page.select(".is-shared")) == 2


def test_a_village_sees_of_the_other_one_only_what_it_needs(people: People, pair: DuplicatePair) -> None:
    second = pair.second
    telephone, number, members = second.telephone, second.household_no, [m.name for m in second.members[1:]]
    page = people.browser("village_officer").get("duplicates.show", pair_id=pair.id)
    assert "柏建国" in page.text
    assert people.other_village.name_zh in page.text
    assert number not in page.html
    assert str(telephone)[-4:] not in page.text
    assert not page.select("main form")
    others = page.texts(".side")[1]
    assert not any(name in others for name in members if name != pair.second_member.name)


def test_another_village_knows_of_no_such_pair(people: People, pair: DuplicatePair) -> None:
    people.browser("other_township_reviewer").get("duplicates.show", pair_id=pair.id, expect=404)
    page = people.browser("other_township_reviewer").get("duplicates.index")
    assert not page.select("#results tbody tr")


def test_deciding_needs_a_side_and_words(people: People, pair: DuplicatePair) -> None:
    pair_id, second_id = pair.id, pair.second_id
    browser = people.browser("township_reviewer")
    browser.get("duplicates.show", pair_id=pair_id)
    assert browser.send(outcome="same", expect=422).faults
    assert browser.send(outcome="same", reason="已随女儿户。", expect=422).faults
    browser.send(outcome="same", reason="已随女儿户。", gives_up=str(second_id))
    page = browser.follow()
    assert "已随女儿户。" in page.text
    assert any("/changes/new" in address for address in page.links.values())


def test_whoever_only_looks_cannot_decide_past_the_page(people: People, pair: DuplicatePair) -> None:
    browser = people.browser("village_officer")
    sent = {"outcome": "different", "reason": "x", "seen": ""}
    browser.post("duplicates.show", sent, pair_id=pair.id, expect=403)


def test_a_decision_made_meanwhile_is_not_overwritten(people: People, pair: DuplicatePair) -> None:
    pair_id = pair.id
    browser = people.browser("township_reviewer")
    browser.get("duplicates.show", pair_id=pair_id)
    service.decide(
        actor=people.actor("county_approver"),
        pair=pair,
        outcome=DuplicateOutcome.DIFFERENT,
        reason="两人都见过。",
    )
    browser.send(outcome="different", reason="x", expect=409)


def test_saving_a_household_says_so_and_its_page_links_to_the_pair(people: People) -> None:
    first = factories.a_household(people.village)
    second = factories.a_household(people.village, telephone=TELEPHONE, head_name="柏建国")
    number = first.household_no
    browser = people.browser("village_officer")
    browser.get("households.edit", household_no=number)
    browser.send(telephone=second.telephone)
    page = browser.follow()
    assert "疑似重复" in page.text
    assert "柏建国" in page.text
    assert any("/duplicates/" in address for address in page.links.values())
