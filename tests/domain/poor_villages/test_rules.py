"""The three criteria, the form's faults, differences to the register, the panel's points."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.poor_villages import rules
from app.domain.poor_villages.models import PanelMember, PanelScore
from app.domain.poor_villages.rules import Figures
from tests import factories


def a_policy(**changed: Any) -> Policy:
    return Policy.from_values({**get_shipped("identification-2014").values, **factories.PROVINCE, **changed})


def a_form(**changed: int) -> Figures:
    return Figures(**{**factories.A_POOR_FORM, **changed})


def met(figures: Figures, **policy: Any) -> dict[str, bool]:
    return {one.name: one.is_met for one in rules.criteria_of(figures, a_policy(**policy))}


def test_one_high_one_low_one_none_are_all_asked_for() -> None:
    assert met(a_form()) == {"incidence": True, "income": True, "collective": True}
    assert met(a_form(poor_people=399)) == {"incidence": False, "income": True, "collective": True}
    assert met(a_form(income_yuan=3_600)) == {"incidence": True, "income": False, "collective": True}
    assert met(a_form(collective_yuan=1)) == {"incidence": True, "income": True, "collective": False}


def test_double_is_enough_and_exactly_sixty_percent_is_not_below() -> None:
    assert met(a_form(poor_people=400))["incidence"]
    assert met(a_form(income_yuan=3_599))["income"]
    assert not met(a_form(income_yuan=3_600))["income"]


def test_a_county_may_do_without_the_third_and_set_other_limits() -> None:
    assert met(a_form(collective_yuan=9), poor_village_no_collective=False) == {
        "incidence": True,
        "income": True,
    }
    assert not met(a_form(), poor_village_incidence_percent=251)["incidence"]
    assert not met(a_form(), poor_village_income_percent=40)["income"]


@pytest.mark.parametrize(
    "missing", [{"province_year": 0}, {"province_incidence": "0"}, {"province_income_yuan": 0}]
)
def test_without_the_figures_of_the_province_nothing_is_worked_out(missing: dict[str, Any]) -> None:
    assert rules.criteria_of(a_form(), a_policy(**missing)) == ()
    assert len(rules.missing_of_province(a_policy(**missing))) == 1


def test_the_calculation_is_said_in_plain_words() -> None:
    high, low, none = rules.criteria_of(a_form(), a_policy())
    assert [str(one) for one in high.words] == [
        "500 of 2,000 people are poor: 25.00%.",
        "Asked for: at least 20.00%, that is 2 times the province's 10.00%.",
        "This is met.",
    ]
    assert (
        str(low.words[1])
        == "Asked for: below 3,600 yuan, that is 60% of the province's average of 6,000 yuan."
    )
    assert str(none.words[0]) == "The village itself takes in nothing."
    one_and_a_half = rules.criteria_of(a_form(), a_policy(poor_village_incidence_percent=150))[0]
    assert "1.5 times" in str(one_and_a_half.words[1])


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"people": 0}, "people"),
        ({"people": 499}, "people"),
        ({"poor_households": 501}, "poor_households"),
        ({"poor_people": 2_001}, "poor_people"),
        ({"income_yuan": -1}, "income_yuan"),
    ],
)
def test_a_form_that_cannot_be_is_refused_beside_its_field(changed: dict[str, int], field: str) -> None:
    fault = rules.why_not_form(a_form(**changed))
    assert fault is not None
    assert fault[0] == field


def test_differences_to_the_register_are_counted_where_it_knows() -> None:
    register = Figures(households=500, people=1_990, poor_people=480)
    found = rules.differences(a_form(), register)
    assert [(one.name, one.by) for one in found] == [("people", 10), ("poor_people", 20)]
    assert rules.differences(a_form(), Figures()) == ()


def test_a_share_is_written_to_a_hundredth_of_a_percent() -> None:
    assert rules.percent(Fraction(1, 8)) == "12.50%"
    assert rules.percent(Fraction(1, 3)) == "33.33%"


def test_the_average_counts_every_member_once() -> None:
    assert rules.average([]) is None
    scores = [PanelScore(total=total) for total in (80, 90, 91)]
    assert rules.average(scores) == Decimal("87.00")


def test_points_are_asked_for_within_what_the_policy_gives() -> None:
    policy = a_policy(village_score_will=0)
    assert rules.most_points(policy) == {"poverty": 40, "income": 30, "conditions": 20}
    assert rules.why_not_points({"poverty": 40, "income": 30, "conditions": 20}, policy) is None
    fault = rules.why_not_points({"poverty": 41, "income": 30, "conditions": 20}, policy)
    assert fault is not None
    assert fault[0] == "poverty"


def test_a_member_with_a_tie_or_a_post_does_not_judge() -> None:
    member = PanelMember(name="王评委", unit="县农业局", tied_to=["520581107"])
    assert rules.why_not_member(member, "520581107002", ["520581000"], []) is None
    assert rules.why_not_member(member, "520581107002", ["520581107"], []) is not None
    assert rules.why_not_member(member, "520581109002", ["520581109"], ["王评委"]) is not None
