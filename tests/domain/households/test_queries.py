"""Finding households: by name, letters, number, group and village, and only those one may see."""

import pytest
from flask_sqlalchemy import SQLAlchemy

from app.core.errors import NotFound
from app.domain.areas.models import Area
from app.domain.households import queries, service
from app.domain.households.models import Household
from tests import factories
from tests.browser import watched
from tests.people import People


def enter(people: People, name: str, village: Area | None = None, **given: object) -> Household:
    return service.create_household(
        village=village or people.village,
        head={"name": name},
        actor=people.actor("township_reviewer"),
        **given,  # type: ignore[arg-type]  # given by name
    )


@pytest.fixture
def town(db: SQLAlchemy, people: People) -> People:
    group = factories.a_group(people.village, name_zh="核桃组")
    shan = enter(people, "单秀英", group_id=group.id)
    service.add_member(
        household=shan,
        values={"name": "查小燕", "relation": "daughter"},
        version=shan.version,
        actor=people.actor("township_reviewer"),
    )
    enter(people, "王德福")
    enter(people, "王秀英", people.other_village)
    service.create_household(
        village=people.far_village, head={"name": "王远"}, actor=people.actor("other_township_reviewer")
    )
    return people


def names(people: People, q: str, who: str = "township_reviewer", village: Area | None = None) -> list[str]:
    page = queries.page_households(people.actor(who), q=q, place=village)
    return [household.head_name for household in page.items]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("", ["单秀英", "王德福", "王秀英"]),
        ("王", ["王德福", "王秀英"]),
        ("王德", ["王德福"]),
        ("秀英", ["单秀英", "王秀英"]),
        ("查小", ["单秀英"]),
        ("sxy", ["单秀英"]),
        ("S", ["单秀英"]),
        ("zxy", ["单秀英"]),
        ("wxy", ["王秀英"]),
        ("核桃组", ["单秀英"]),
        ("核桃", ["单秀英"]),
        ("王 秀英", ["王秀英"]),
        ("2", ["王德福"]),
        ("0001", ["单秀英", "王秀英"]),
        ("10010002", ["王德福"]),
        ("%", []),
        ("_秀", []),
        ("无此人", []),
    ],
)
def test_a_household_is_found_by(town: People, q: str, found: list[str]) -> None:
    assert names(town, q) == found


def test_a_whole_number_or_its_beginning_finds_it(town: People) -> None:
    assert names(town, f"{town.village.code}0002") == ["王德福"]
    assert names(town, town.village.code) == ["单秀英", "王德福"]


def test_words_together_narrow_a_search(town: People) -> None:
    assert names(town, f"{town.other_village.name_zh} 王") == ["王秀英"]
    assert names(town, "核桃组 单") == ["单秀英"]


def test_nobody_finds_households_beyond_their_own_area(town: People) -> None:
    assert names(town, "王", "village_officer") == ["王德福"]
    assert names(town, "王", "other_township_reviewer") == ["王远"]
    assert names(town, "王", "county_approver") == ["王德福", "王秀英", "王远"]
    assert names(town, "", "administrator") == []
    assert names(town, "", "villager") == []
    assert names(town, "", "village_officer", town.other_village) == []


def test_a_village_limits_the_page(town: People) -> None:
    assert names(town, "", village=town.other_village) == ["王秀英"]


def test_an_unknown_number_is_not_found(db: SQLAlchemy) -> None:
    with pytest.raises(NotFound):
        queries.get_household("5205811070020030")


@pytest.mark.parametrize("q", ["", "王", "秀英", "wxy", "0001"])
def test_a_page_takes_the_same_statements_for_any_number_of_households(
    db: SQLAlchemy, people: People, q: str
) -> None:
    actor, village_id = people.actor("township_reviewer"), people.village.id
    counts = []
    for more in (1, 30):
        village = db.session.get_one(Area, village_id)
        for _ in range(more):
            factories.a_household(village, head_name="王秀英", head_initials="wxy")
        db.session.commit()
        db.session.expunge_all()
        with watched(is_reading=True) as statements:
            page = queries.page_households(actor, q=q)
            assert [household.village.name_zh for household in page.items]
            assert [household.incomes[0].items for household in page.items]
        counts.append(len(statements))
    assert counts[0] == counts[1] <= 9
