"""The way of a list as everybody reads it follows the tables and the policy: change either, and the page changes."""

from dataclasses import replace
from typing import Any

import pytest

from app.core.machine import Machine
from app.core.permissions import Permission
from app.domain.applications.steps import MACHINE as APPLICATION
from app.domain.appraisals.steps import MACHINE as MEETING
from app.domain.policies.loader import get_shipped, list_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.schema import FIELDS_BY_NAME
from app.domain.workflow import explained, plain_words
from app.domain.workflow.procedures.identification import MACHINE as CANDIDATE_LIST


def under(**changed: Any) -> Policy:
    return Policy.from_values({**get_shipped("regular-2026").values, **changed})


def told(policy: Policy, key: str) -> list[str]:
    (station,) = [one for one in explained.stations(policy) if one.key == key]
    return [str(fact.text) for fact in (*station.facts, *station.proof)]


def with_steps(machine: Machine, **changed: Any) -> Machine:
    steps = [replace(step, **changed.get(step.name, {})) for step in machine.steps]
    return Machine(machine.name, machine.states, machine.initial, steps)


def test_the_way_leads_from_the_application_to_the_announcement() -> None:
    assert [station.key for station in explained.stations(under())] == [
        "apply",
        "record_visit",
        "record_comparison",
        "pass",
        "publish_first_notice",
        "forward_to_township",
        "publish_second_notice",
        "forward_to_county",
        "announce",
    ]


def test_a_changed_policy_changes_what_is_told() -> None:
    assert "It hangs for at least 7 days." in told(under(first_notice_days=7), "publish_first_notice")
    changed = under(first_notice_days=9, first_notice_day_kind="working")
    assert "It hangs for at least 9 working days." in told(changed, "publish_first_notice")
    keys = [
        one.key for one in explained.stations(under(home_visit_required=False, comparison_required=False))
    ]
    assert keys[:2] == ["apply", "pass"]
    assert "At least 3 people come." in told(under(home_visitors_min=3), "record_visit")
    assert any("1 in 4" in text for text in told(under(township_sample_share="1/4"), "publish_second_notice"))
    assert "Every household on the list was compared." not in told(
        under(comparison_required=False), "publish_first_notice"
    )
    (facts,) = [explained.objection_course(under(objection_answer_days=4)).facts]
    assert "within 4" in str(facts[0].text)


def test_a_changed_table_changes_what_is_told() -> None:
    other = with_steps(
        CANDIDATE_LIST,
        forward_to_township={"permission": Permission.CANDIDATE_LIST_DECIDE_COUNTY, "guards": ()},
        announce={"tone": "secondary"},
    )
    stations = {one.key: one for one in explained.stations(under(), candidate_list=other)}
    assert stations["forward_to_township"].who == ("County approver",)
    assert stations["forward_to_township"].proof == ()
    assert "announce" not in stations
    assert "Announce" in [step.label for step in explained.side_steps(other)]


def test_a_new_step_is_told_by_its_label() -> None:
    renamed = [
        replace(step, name="hand_up", label="Hand up") if step.name == "forward_to_township" else step
        for step in CANDIDATE_LIST.steps
    ]
    machine = Machine("identification", CANDIDATE_LIST.states, CANDIDATE_LIST.initial, renamed)
    assert "Hand up" in [one.title for one in explained.stations(under(), candidate_list=machine)]


@pytest.mark.parametrize("machine", [APPLICATION, MEETING, CANDIDATE_LIST], ids=lambda machine: machine.name)
def test_every_step_of_a_table_is_told_somewhere(machine: Machine) -> None:
    told_steps = {one.key for one in explained.stations(under())} | explained.FOLLOWS | {"confirm"}
    beside = [step.label for step in explained.side_steps(machine)]
    assert [
        step.name for step in machine.steps if step.name not in told_steps and step.label not in beside
    ] == []


@pytest.mark.parametrize("machine", [MEETING, CANDIDATE_LIST], ids=lambda machine: machine.name)
def test_every_guard_has_its_words(machine: Machine) -> None:
    names = {plain_words.guard_name(guard) for step in machine.steps for guard in step.guards}
    assert names - set(plain_words.PROOF) == set()


@pytest.mark.parametrize("shipped", list_shipped(), ids=lambda shipped: shipped.key)
def test_each_number_names_a_rule_of_the_policy(shipped: Any) -> None:
    policy = Policy.from_values(shipped.values)
    stations = explained.stations(policy)
    facts = [fact for one in stations for fact in (*one.facts, *one.proof)]
    facts += explained.objection_course(policy).facts
    assert {name for fact in facts for name in fact.fields} <= set(FIELDS_BY_NAME)
    assert all(fact.fields for one in stations for fact in one.facts)


def test_the_shortest_way_counts_only_days_of_one_kind() -> None:
    shortest = explained.shortest_days(under(first_notice_days=7, second_notice_days=5))
    assert shortest is not None
    assert "12 days" in str(shortest.text)
    assert explained.shortest_days(under(second_notice_day_kind="working")) is None
