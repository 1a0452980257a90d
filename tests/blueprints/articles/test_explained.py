"""How lists come about and the rules in force: pages that follow the policy and cannot be out of date."""

from flask import Flask

from app.domain.policies import service
from tests import factories
from tests.browser import Browser
from tests.people import People


def test_without_a_policy_the_pages_say_so(browser: Browser) -> None:
    assert "没有生效的政策" in browser.get("articles.procedure").text
    assert "没有生效的政策" in browser.get("articles.policy_in_force").text


def test_an_amended_policy_changes_both_pages(people: People) -> None:
    profile = factories.a_policy("regular-2026", people.county)
    villager = people.browser("villager")
    assert "至少贴11天" not in villager.get("articles.procedure").text
    service.amend(
        profile=profile,
        changes={"first_notice_days": "11", "objection_answer_days": "4"},
        reason="县政发〔2026〕8号",
        actor=people.actor("county_approver"),
    )
    procedure = villager.get("articles.procedure")
    assert "至少贴11天" in procedure.text
    assert "4个工作日内答复您" in procedure.text
    rules = villager.get("articles.policy_in_force")
    (rule,) = rules.texts("#first-notice-days")
    value, how_counted = rule.split("· 日历日")
    assert "11 天 县政发〔2026〕8号" in value
    assert "待县里确认" not in value
    assert "待县里确认" in how_counted


def test_each_number_leads_to_its_rule(people: People) -> None:
    factories.a_policy("regular-2026", people.county)
    villager = people.browser("villager")
    anchors = {
        link.get("href", "").partition("#")[2]
        for link in villager.get("articles.procedure").select("main a.small")
    }
    ids = {element.get("id") for element in villager.get("articles.policy_in_force").select("main [id]")}
    assert len(anchors) > 10
    assert anchors <= ids


def test_a_round_keeps_the_rules_of_its_first_day(people: People) -> None:
    profile = factories.a_policy("regular-2026", people.county)
    kept = {"second_notice_days": 30, "kinship_statements_required": True}
    factories.a_round(profile, policy=kept, name_zh="今年这一轮")
    page = people.browser("villager").get("articles.policy_in_force")
    assert "今年这一轮" in page.text
    assert "后来改了，但不影响这一轮" in page.text
    assert "今年这一轮" in people.browser("villager").get("articles.procedure").text


def test_both_pages_are_whole_in_english(app: Flask, people: People) -> None:
    factories.a_policy("identification-2014", people.county)
    factories.a_policy("regular-2026", people.county)
    english = Browser(app, "en")
    assert "It hangs for at least 7 days." in english.get("articles.procedure").text
    assert "Other policies" in english.get("articles.policy_in_force").text
