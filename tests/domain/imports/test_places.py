"""Villages and groups under the names that clerks give them."""

import pytest

from app.domain.imports.parsed import VillageRef
from app.domain.imports.places import Gazetteer, group_number
from tests.domain.imports.workbooks import HAIZI, VILLAGES


@pytest.mark.parametrize(
    "text", ["3组", "第三组", "三组", "03", "3", "第3村民小组", "３组", "海子社区3组", "海子三组"]
)
def test_groups_under_their_usual_names(text: str) -> None:
    assert Gazetteer(VILLAGES).group_code(VILLAGES[0], text) == f"{HAIZI}-03"


def test_chinese_numbers_of_groups() -> None:
    assert [group_number(text) for text in ("十组", "十一组", "二十组", "二十三组", "大寨")] == [
        10,
        11,
        20,
        23,
        None,
    ]


def test_named_groups() -> None:
    village = VillageRef(
        "520581107999", "大寨村", groups=(("520581107999-01", "河边组"), ("520581107999-02", "坡上组"))
    )
    places = Gazetteer([village])
    assert places.group_code(village, "坡上组") == "520581107999-02"
    assert places.group_code(village, "2") == "520581107999-02"
    assert places.group_code(village, "桥头组") is None


@pytest.mark.parametrize("text", ["海子社区", "海子", "海子社区居委会", "520581107003", "海 子 社 区"])
def test_villages_under_their_usual_names(text: str) -> None:
    village = Gazetteer(VILLAGES).by_name(text)
    assert village is not None
    assert village.code == HAIZI


def test_two_villages_of_one_name_are_told_apart() -> None:
    places = Gazetteer([VillageRef("1" * 12, "新村", "甲镇"), VillageRef("2" * 12, "新村", "乙镇")])
    assert places.by_name("新村") is None
    by_township, by_number = places.by_name("新村", "乙镇"), places.by_name("新村", "", "1" * 16)
    assert by_township is not None
    assert by_township.code == "2" * 12
    assert by_number is not None
    assert by_number.code == "1" * 12
