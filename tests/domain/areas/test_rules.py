"""Division codes and names."""

import pytest

from app.domain.areas import rules
from app.domain.areas.models import AreaLevel


@pytest.mark.parametrize(
    ("code", "level", "parent"),
    [
        ("520581000000", AreaLevel.COUNTY, None),
        ("520581107000", AreaLevel.TOWNSHIP, "520581000000"),
        ("520581107002", AreaLevel.VILLAGE, "520581107000"),
    ],
)
def test_a_code_says_its_level_and_its_parent(code: str, level: AreaLevel, parent: str | None) -> None:
    assert rules.level_of(code) is level
    assert rules.parent_code(code) == parent


def test_groups_sort_by_their_number() -> None:
    codes = [rules.group_code("520581107002", number) for number in range(1, 13)]
    assert codes == sorted(codes)
    assert max(map(len, codes)) <= 15


def test_initials_find_an_area_by_letters() -> None:
    assert rules.initials_of("林泉社区") == "lqsq"


@pytest.mark.parametrize("name", ["13800000000张家门口", "520181199001011234"])
def test_no_name_that_is_printed_and_shown_to_all_carries_a_personal_number(name: str) -> None:
    assert rules.why_not_nameable(name, "") is not None
    assert rules.why_not_nameable("老井旁", name) is not None
    assert rules.why_not_nameable("老井旁", "Old well, 2014") is None
