"""The pages of helpers: coverage, lists, one helper, one household, handing over, postings."""

import pytest
from flask import Flask

from app.blueprints.households.handbook import paper_of
from app.domain.pairings import listing, queries
from app.domain.pairings.models import Helper, HelpingUnit, VillagePost
from app.domain.policies.models import PolicyProfile
from app.domain.policies.vocabulary import HelperRank
from tests import factories
from tests.people import People


@pytest.fixture
def paired(people: People) -> Helper:
    """A helper with one of three registered households of the village."""
    factories.a_policy("regular-2026")
    factories.a_round()
    helper = factories.a_helper(factories.a_helping_unit(people.township), name="何平")
    for number in range(3):
        home = factories.a_registered(people.village, head_name=f"户主{number}", members=4)
        if not number:
            factories.a_pairing(home, helper)
    return helper


def test_coverage_village_by_village(people: People, paired: Helper) -> None:
    page = people.browser("township_reviewer").get("pairings.index")
    assert "33.3 %" in page.text
    rows = [" ".join(one.itertext()).split() for one in page.select("tbody tr")]
    assert rows[0][1:5] == ["3", "1", "33.3", "%"]
    assert "生成结对方案" in page.text
    page = people.browser("supervisor").get("pairings.index")
    assert "生成结对方案" not in page.text
    people.browser("other_village_officer").get("pairings.index", area=people.village.code, expect=404)


def test_who_has_no_helper_and_who_has_too_few_households(people: People, paired: Helper) -> None:
    browser = people.browser("township_reviewer")
    page = browser.get("pairings.open_households")
    assert "户主1" in page.text
    assert "户主0" not in page.text
    page = browser.get("pairings.helpers", below=1)
    assert "何平" in page.text
    assert "还差1户" in page.text
    other = factories.a_registered(people.village)
    factories.a_pairing(other, paired)
    assert "没有符合条件的人" in browser.get("pairings.helpers", below=1).text
    assert "何平" in browser.get("pairings.helpers", q="何", unit=paired.unit_id).text


def test_a_household_gets_a_helper_and_another_one(people: People, paired: Helper) -> None:
    browser = people.browser("township_reviewer")
    second = factories.a_helper(paired.unit, name="罗敏")
    home = listing.page_open_households(people.village.path).items[0]
    browser.get("pairings.pair", household_no=home.household_no)
    browser.send(helper=str(paired.id))
    assert "何平" in browser.follow().text
    browser.get("pairings.pair", household_no=home.household_no)
    assert browser.send(helper=str(second.id), expect=422).select(".fault")
    browser.send(helper=str(second.id), reason="调走了")
    page = browser.follow()
    assert list(page.texts("tbody th")) == ["罗敏", "何平"]
    assert "罗敏" in browser.get("households.show", household_no=home.household_no).text
    browser.get("pairings.end", household_no=home.household_no)
    browser.send(reason="去世")
    assert "现在没有帮扶责任人" in browser.follow().text
    browser.get("pairings.end", household_no=home.household_no, expect=409)
    people.browser("village_officer").get("pairings.pair", household_no=home.household_no, expect=403)


def test_handing_over_all_households(people: People, paired: Helper) -> None:
    browser = people.browser("township_reviewer")
    second = factories.a_helper(paired.unit, name="罗敏")
    browser.get("pairings.hand_over", helper_id=paired.id)
    assert browser.send(successor="", reason="退休", expect=422).faults
    browser.send(successor=str(second.id), reason="退休")
    assert "退休" in browser.follow().text
    browser.get("pairings.leave", helper_id=paired.id)
    browser.send(reason="退休")
    assert "退出" in browser.follow().text
    browser.get("pairings.hand_over", helper_id=second.id)
    browser.send(successor="divide", reason="调走", expect=422)


def test_units_and_helpers_are_taken_on_record(people: People) -> None:
    browser = people.browser("county_approver")
    assert "请先登记帮扶单位" in browser.get("pairings.new_helper").text
    browser.get("pairings.new_unit")
    browser.send(name="县医院", level="county", village=people.village.code)
    assert "县医院" in browser.follow().text
    unit = factories.first(HelpingUnit)
    assert unit is not None
    browser.get("pairings.edit_unit", unit_id=unit.id)
    browser.send(name="县人民医院")
    browser.get("pairings.new_helper", unit=unit.id)
    page = browser.send(name="何平", telephone="13912345678", expect=422)
    assert "只填办公电话" in page.text
    browser.send(name="何平", telephone="0857-1234567", rank=HelperRank.COUNTY_LEADER.value)
    assert "0857-1234567" in browser.follow().text
    helper = factories.first(Helper)
    browser.get("pairings.edit_helper", helper_id=helper.id)
    browser.send(post="院长")
    assert "院长" in browser.follow().text
    seen = people.browser("village_officer").get("pairings.helper", helper_id=helper.id)
    assert "移交" not in seen.text
    people.browser("township_reviewer").get("pairings.edit_helper", helper_id=helper.id, expect=403)


def test_somebody_is_posted_to_a_village(people: People) -> None:
    factories.a_policy("regular-2026")
    browser = people.browser("township_reviewer")
    browser.get("pairings.new_post")
    browser.send(village=people.village.code, kind="first_secretary", name="石磊", since="2026-01-05")
    assert "石磊" in browser.follow().text
    post = factories.first(VillagePost)
    browser.send(month="2026-04-30", days="31", expect=422)
    browser.send(month="2026-04-30", days="12")
    page = browser.follow()
    assert "2026-04" in page.text
    page = browser.get("pairings.posts_index")
    assert "应驻20天" in page.text
    browser.get("pairings.edit_post", post_id=post.id)
    browser.send(title="科长", until="2028-01-04")
    assert "科长" in browser.follow().text
    browser.get("pairings.end_post", post_id=post.id)
    browser.send(reason="任期届满")
    assert browser.follow().select("tbody tr") == []
    assert "石磊" in browser.get("pairings.posts_index", ended=1).text
    people.browser("village_officer").get("pairings.edit_post", post_id=post.id, expect=403)


def test_the_county_fills_in_its_own_rule(people: People, paired: Helper) -> None:
    browser = people.browser("county_approver")
    profile = factories.first(PolicyProfile)
    browser.get("policies.amend", profile_id=profile.id, group="assistance")
    wrong = {"pairing_minimums_54321-cadre": "viele", "reason": "县里的办法", "expect": 422}
    assert browser.send(**wrong).select(".fault")
    entered = {"pairing_rule": "54321", "pairing_minimums_54321-cadre": "4", "reason": "县里的办法"}
    browser.send(**entered)
    assert queries.get_minimums(people.township) == {HelperRank.CADRE: 4}
    assert "还差3户" in browser.get("pairings.helper", helper_id=paired.id).text


def test_the_household_card_names_its_helpers(app: Flask, people: People, paired: Helper) -> None:
    home = listing.list_standing_of(paired)[0].household
    with app.test_request_context():
        paper = paper_of(home, with_telephone=False)
    assert [(one.name, one.unit) for one in paper.helpers] == [("何平", paired.unit.name)]


def test_the_workbook_holds_every_registered_household(people: People, paired: Helper) -> None:
    answer = people.browser("village_officer").get("pairings.workbook")
    assert answer.status == 200
    assert queries.coverage(people.village.path)[0].covered.households == 3


def test_a_household_gets_a_second_helper(people: People) -> None:
    factories.a_policy("regular-2026", pairing_second_helper=True, pairing_second_most=1)
    unit = factories.a_helping_unit(people.township)
    first, second = factories.a_helper(unit, name="何平"), factories.a_helper(unit, name="罗敏")
    home, other = factories.a_registered(people.village), factories.a_registered(people.village)
    factories.a_pairing(home, first)
    browser = people.browser("township_reviewer")
    assert "还没有第二责任人" in browser.get("pairings.household", household_no=home.household_no).text
    browser.get("pairings.pair", household_no=home.household_no, role="second")
    browser.send(helper=str(second.id))
    page = browser.follow()
    assert list(page.texts("tbody th")) == ["何平", "罗敏"]
    assert "1户有第二责任人" in browser.get("pairings.index").text
    assert "没有第二责任人" in browser.get("pairings.open_households", role="second").text
    browser.get("pairings.proposal", role="second")
    browser.get("pairings.proposal_of_village", role="second", village=people.village.code)
    browser.send()
    assert "何平" in browser.get("pairings.household", household_no=other.household_no).text
    assert "罗敏" in browser.get("assistance.household", household_no=home.household_no).text
    browser.get("pairings.end", household_no=home.household_no, role="second")
    browser.send(reason="调走了")
    assert "罗敏不再帮扶这一户" in browser.follow().text


def test_a_township_hands_over_its_own_households_of_a_countys_helper(people: People) -> None:
    countys = factories.a_helper(factories.a_helping_unit(people.county), name="何平")
    for village in (people.village, people.far_village):
        factories.a_pairing(factories.a_registered(village), countys)
    successor = factories.a_helper(factories.a_helping_unit(people.township), name="罗敏")
    browser = people.browser("township_reviewer")
    assert "移交全部帮扶户" in browser.get("pairings.helper", helper_id=countys.id).text
    page = browser.get("pairings.hand_over", helper_id=countys.id)
    assert "另有1户属于其他乡镇" in page.text
    browser.send(successor=str(successor.id), reason="分工调整")
    browser.get("pairings.hand_over", helper_id=countys.id, expect=403)


def test_a_county_looks_at_one_township_at_a_time(people: People) -> None:
    factories.a_helper(factories.a_helping_unit(people.township))
    factories.a_registered(people.village)
    county = people.browser("county_approver")
    area = people.county.code
    assert people.township.name_zh in county.get("pairings.index", area=area, round="all").text
    page = county.get("pairings.proposal", area=area, round="all")
    assert list(page.texts("tbody th")) == [people.township.name_zh]
    assert county.get("pairings.units", area=area).status == 200
