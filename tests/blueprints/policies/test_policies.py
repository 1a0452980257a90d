"""The policy pages: reading a profile with its sources, editing a group, confirming a value, the history."""

import pytest

from app.core.db import db
from app.domain.policies import queries
from app.domain.policies.loader import list_shipped
from app.domain.policies.models import PolicyProfile
from app.domain.policies.vocabulary import FieldGroup
from tests import factories
from tests.people import People


@pytest.fixture
def profile(people: People) -> PolicyProfile:
    return factories.a_policy("regular-2026", area=people.county)


def reread(profile: PolicyProfile) -> PolicyProfile:
    return queries.get_profile(profile.id)


def test_everybody_who_works_here_reads_the_profiles(people: People, profile: PolicyProfile) -> None:
    for name in ("village_officer", "work_team", "township_reviewer", "supervisor", "administrator"):
        page = people.browser(name).get("policies.index")
        assert "2026年常态化精准帮扶" in page.text
        assert "现行" in page.text


def test_a_profile_shows_each_value_with_its_source_and_its_mark(
    people: People, profile: PolicyProfile
) -> None:
    page = people.browser("village_officer").get("policies.show", profile_id=profile.id)
    assert "村民代表会议到会比例" in page.text
    assert "2/3" in page.text
    assert "村民委员会组织法第二十六条" in page.text
    assert "请向县里核实" in page.text
    assert "有依据" in page.text
    assert not [url for url in page.links.values() if "/groups/" in url]


def test_the_page_is_complete_in_english(people: People, profile: PolicyProfile) -> None:
    browser = people.browser("county_approver")
    page = browser.get(f"/policies/{profile.id}?lang=en")
    assert "check with the county" in page.text
    assert "Organic Law of the Villagers' Committees, art. 26" in page.text


@pytest.mark.parametrize("group", FieldGroup)
def test_a_group_sent_as_it_stands_changes_nothing(
    people: People, profile: PolicyProfile, group: FieldGroup
) -> None:
    browser = people.browser("county_approver")
    browser.get("policies.amend", profile_id=profile.id, group=group.value)
    browser.send()
    assert reread(profile).version == 1
    assert browser.follow().heading == profile.title_zh


@pytest.mark.parametrize("key", [shipped.key for shipped in list_shipped()])
def test_every_shipped_profile_has_its_pages(people: People, key: str) -> None:
    adopted = factories.a_policy(key, area=people.county)
    browser = people.browser("county_approver")
    browser.get("policies.show", profile_id=adopted.id)
    for group in FieldGroup:
        browser.get("policies.amend", profile_id=adopted.id, group=group.value)


def test_the_county_changes_a_number_with_a_reason(people: People, profile: PolicyProfile) -> None:
    browser = people.browser("county_approver")
    browser.get("policies.amend", profile_id=profile.id, group="notices")
    browser.send(first_notice_days="10", reason="县府办〔2026〕12号")
    page = browser.follow()
    assert "已登记：改动了1项" in page.text
    assert "县府办〔2026〕12号" in page.text
    assert reread(profile).values["first_notice_days"] == 10
    history = browser.get("policies.changes", profile_id=profile.id)
    assert "7 天" in history.text
    assert "10 天" in history.text
    assert people.user("county_approver").name in history.text


def test_wrong_values_come_back_all_at_once_beside_their_fields(
    people: People, profile: PolicyProfile
) -> None:
    browser = people.browser("county_approver")
    browser.get("policies.amend", profile_id=profile.id, group="notices")
    page = browser.send(first_notice_days="0", announcement_days="七天", reason="文件", expect=422)
    assert len(page.select("p.fault")) == 2
    assert page.select('input[value="七天"]')
    assert reread(profile).version == 1


def test_a_change_without_a_reason_comes_back(people: People, profile: PolicyProfile) -> None:
    browser = people.browser("county_approver")
    browser.get("policies.amend", profile_id=profile.id, group="meeting")
    page = browser.send(majority="60%", expect=422)
    assert any("请填写理由" in fault for fault in page.faults)


def test_an_income_line_and_a_coefficient_are_added_in_the_small_tables(
    people: People, profile: PolicyProfile
) -> None:
    browser = people.browser("county_approver")
    form = {
        "version": "1",
        "reason": "省里2026年标准",
        "income_lines-year": ["2026", "2027", ""],
        "income_lines-purpose": ["monitoring", "monitoring", "identification"],
        "income_lines-amount_yuan": ["8500", "9000", ""],
        "income_lines-document": ["黔乡振〔2026〕1号", "", ""],
        "coefficients-product": ["小麦", "天麻", ""],
        "coefficients-coefficient": ["0.31", "0.6", ""],
    }
    browser.post("policies.amend", form, profile_id=profile.id, group="income")
    values = reread(profile).values
    assert [line["amount_yuan"] for line in values["income_lines"]] == [8500, 9000]
    assert values["coefficients"] == {"小麦": "0.31", "天麻": "0.6"}
    twice = {**form, "version": "2", "coefficients-product": ["小麦", "小麦", ""]}
    page = browser.post("policies.amend", twice, expect=422, profile_id=profile.id, group="income")
    assert any("填了两次" in fault for fault in page.faults)


def test_who_edits_an_older_version_is_told(people: People, profile: PolicyProfile) -> None:
    slow, quick = people.browser("county_approver"), people.browser("administrator")
    slow.get("policies.amend", profile_id=profile.id, group="notices")
    quick.get("policies.amend", profile_id=profile.id, group="notices")
    quick.send(first_notice_days="9", reason="文件")
    page = slow.send(first_notice_days="8", reason="文件", expect=409)
    assert "有人抢先一步" in page.text
    assert reread(profile).values["first_notice_days"] == 9


def test_a_value_is_confirmed_on_a_ground(people: People, profile: PolicyProfile) -> None:
    browser = people.browser("county_approver")
    browser.get("policies.confirm", profile_id=profile.id, name="investigators_min")
    assert browser.send(source=" ", expect=422).faults
    browser.send(source="县里电话答复")
    assert "县里电话答复" in browser.follow().text
    assert reread(profile).sources["investigators_min"]["confirmed"]
    assert "核实无误，未改" in browser.get("policies.changes", profile_id=profile.id).text


def test_nobody_else_edits(people: People, profile: PolicyProfile) -> None:
    for name in ("village_officer", "township_reviewer", "supervisor"):
        browser = people.browser(name)
        browser.get("policies.amend", expect=403, profile_id=profile.id, group="notices")
        browser.post("policies.confirm", {"source": "x"}, expect=403, profile_id=profile.id, name="majority")


def test_another_county_does_not_exist_for_them(people: People) -> None:
    elsewhere = factories.a_policy(area=factories.a_county())
    browser = people.browser("county_approver")
    browser.get("policies.show", expect=404, profile_id=elsewhere.id)
    assert elsewhere.title_zh not in browser.get("policies.index").text


def test_there_is_no_other_group_or_value(people: People, profile: PolicyProfile) -> None:
    browser = people.browser("county_approver")
    browser.get("policies.amend", expect=404, profile_id=profile.id, group="secrets")
    browser.get("policies.confirm", expect=404, profile_id=profile.id, name="secrets")
    browser.get("policies.show", expect=404, profile_id=99)
    assert db.session.is_active
