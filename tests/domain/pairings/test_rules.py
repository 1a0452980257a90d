"""What is asked of a helper and of a posting."""

import datetime as dt

import pytest

from app.domain.pairings import rules
from app.domain.pairings.rules import Covered
from app.domain.policies.vocabulary import HelperRank

DAY = dt.date(2026, 5, 11)


def test_a_load_lacks_what_the_rule_asks_of_the_rank() -> None:
    minimums = {HelperRank.COUNTY_LEADER: 5, HelperRank.CADRE: 2}
    assert rules.load_of(HelperRank.COUNTY_LEADER, 3, 11, minimums).missing == 2
    assert rules.load_of(HelperRank.CADRE, 2, 8, minimums).missing == 0
    assert rules.load_of(HelperRank.CADRE, 9, 30, minimums).missing == 0
    assert rules.load_of(HelperRank.OTHER, 0, 0, minimums).minimum is None


def test_coverage_is_of_households_and_of_people() -> None:
    whole = Covered(1330, 5091, 326, 1250)
    assert f"{whole.share:.1%}" == "24.5%"
    assert f"{whole.share_of_people:.1%}" == "24.6%"
    assert (whole.open_households, whole.open_people) == (1004, 3841)
    assert Covered().share is None
    assert Covered(1, 2, 1, 2) + Covered(3, 4) == Covered(4, 6, 1, 2)


@pytest.mark.parametrize("kept", ["", "0857-1234567", "(0857) 1234567", "12345"])
def test_an_offices_telephone_is_kept(kept: str) -> None:
    assert rules.telephone_problem(kept) is None


@pytest.mark.parametrize("refused", ["13912345678", "139 1234 5678", "+86 13912345678", "王强", "0857"])
def test_a_mobile_number_is_not(refused: str) -> None:
    assert rules.telephone_problem(refused) is not None


def test_months_that_are_not_written_down_are_no_absence() -> None:
    months = {dt.date(2026, 1, 1): 20, dt.date(2026, 3, 1): 12, dt.date(2025, 12, 1): 31}
    found = rules.presence(dt.date(2025, 12, 1), None, months, 240, DAY)
    assert (found.present, found.due, found.months, found.year) == (32, 40, 2, 2026)
    assert found.is_short
    assert found.days == (DAY - dt.date(2025, 12, 1)).days + 1
    assert rules.presence(DAY, None, {}, 240, DAY).is_short is False
    assert rules.presence(DAY, None, {dt.date(2026, 5, 1): 0}, 0, DAY).due is None


def test_a_month_has_no_more_days_than_the_posting() -> None:
    since = dt.date(2026, 4, 21)
    assert rules.month_problem(dt.date(2026, 4, 1), 10, since, None, DAY) is None
    assert rules.month_problem(dt.date(2026, 4, 1), 11, since, None, DAY) is not None
    assert rules.month_problem(dt.date(2026, 3, 1), 1, since, None, DAY) is not None
    assert rules.month_problem(dt.date(2026, 5, 1), 12, since, None, DAY) is not None
    assert rules.month_problem(dt.date(2026, 5, 1), 3, since, dt.date(2026, 5, 2), DAY) is not None
