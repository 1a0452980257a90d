"""A number for each of several: how many households a helper has at least, by rank."""

import pytest

from app.core.errors import Invalid
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.schema import FIELDS_BY_NAME
from app.domain.policies.values import read_value
from app.domain.policies.vocabulary import HelperRank

FIELD = FIELDS_BY_NAME["pairing_minimums_54321"]


def test_an_empty_number_means_that_none_is_laid_down() -> None:
    read = read_value(FIELD, {"cadre": " 1 ", "county_leader": "5", "other": ""})
    assert read == {"county_leader": 5, "cadre": 1}
    assert read_value(FIELD, {}) == {}


@pytest.mark.parametrize("wrong", [{"cadre": "viele"}, {"cadre": 201}, {"king": 1}, "5", None])
def test_what_does_not_fit_is_refused(wrong: object) -> None:
    with pytest.raises(Invalid):
        read_value(FIELD, wrong)


def test_the_rule_that_is_chosen_holds() -> None:
    values = get_shipped("regular-2026").values
    policy = Policy.from_values(values)
    assert policy.pairing_minimums[HelperRank.DEPARTMENT_LEADER] == 3
    assert HelperRank.OTHER not in policy.pairing_minimums
    other = Policy.from_values({**values, "pairing_rule": "54321", "pairing_minimums_54321": {"cadre": 1}})
    assert other.pairing_minimums == {HelperRank.CADRE: 1}
