"""When the system asks whether an official and a household are related."""

import pytest

from app.domain.kinship import hints
from app.domain.kinship.hints import HouseholdFacts, OfficialFacts
from app.domain.kinship.models import HintGround as G


def official(**given: object) -> OfficialFacts:
    values = {
        "id": 1,
        "name": "王建国",
        "village_id": 7,
        "group_name": "",
        "telephone": "",
        "bank_account": "",
    }
    return OfficialFacts(**{**values, **given})  # type: ignore[arg-type]  # values of one shape


def household(*names: str, **given: object) -> HouseholdFacts:
    values = {"id": 1, "village_id": 7, "group_name": "", "telephone": "", "bank_account": "", "names": names}
    return HouseholdFacts(**{**values, **given})  # type: ignore[arg-type]  # values of one shape


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("王建国", ("王", "建")),
        ("欧阳建国", ("欧阳", "建")),
        ("王强", None),
        ("欧阳建", None),
        ("阿依古丽·买买提", None),
        ("Wang Jianguo", None),
        ("", None),
    ],
)
def test_a_generation_name_is_the_first_of_two(name: str, found: tuple[str, str] | None) -> None:
    assert hints.generation_of(name) == found


def test_a_shared_number_is_a_hint_wherever_the_household_lives() -> None:
    far = {"village_id": 8}
    assert hints.grounds(official(telephone="139"), household("李四", telephone="139", **far)) == (
        G.TELEPHONE,
    )
    assert hints.grounds(official(bank_account="62"), household("李四", bank_account="62", **far)) == (
        G.BANK_ACCOUNT,
    )
    assert hints.grounds(official(), household("李四", **far)) == ()


def test_the_same_name_says_that_the_official_lives_there() -> None:
    assert hints.grounds(official(), household("王 建国")) == (G.HOUSEHOLD,)
    assert hints.grounds(official(), household("王建国", village_id=8)) == ()
    assert hints.grounds(official(telephone="139"), household("王建国", village_id=8, telephone="139")) == (
        G.HOUSEHOLD,
        G.TELEPHONE,
    )
    assert hints.grounds(official(village_id=None), household("王建国")) == ()


def test_a_generation_name_counts_within_village_and_group_only() -> None:
    assert hints.grounds(official(), household("王建平")) == (G.GENERATION_NAME,)
    assert hints.grounds(official(), household("李建平")) == ()
    assert hints.grounds(official(), household("王建平", village_id=8)) == ()
    assert hints.grounds(official(group_name="3组"), household("王建平", group_name="4组")) == ()
    assert hints.grounds(official(group_name="第三村民小组"), household("王建平", group_name="3组")) == (
        G.GENERATION_NAME,
    )
    assert hints.grounds(official(group_name="3组"), household("王建平")) == (G.GENERATION_NAME,)


def test_a_strong_hint_needs_no_weak_one_beside_it() -> None:
    found = hints.grounds(official(telephone="139"), household("王建平", telephone="139"))
    assert found == (G.TELEPHONE,)


def test_pairs_are_found_by_what_they_share() -> None:
    officials = [official(), official(id=2, name="赵德福", telephone="139")]
    households = [
        household("王建平", id=11),
        household("孙小燕", id=12, telephone="139"),
        household("孙小燕", id=13),
    ]
    assert hints.pairs(officials, households) == [(1, 11, (G.GENERATION_NAME,)), (2, 12, (G.TELEPHONE,))]


@pytest.mark.parametrize(
    ("written", "plain"),
    [("十二组", "12"), ("第二十村民小组", "20"), ("3组", "3"), ("上寨组", "上寨"), ("", "")],
)
def test_groups_are_compared_by_their_numbers(written: str, plain: str) -> None:
    assert hints.plain_group(written) == plain
