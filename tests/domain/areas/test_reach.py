"""What a list may be narrowed to: villages, or the township before its villages where there are several."""

import pytest

from app.core.db import db
from app.core.errors import NotFound
from app.core.keeping import Fresh
from app.core.permissions import Permission
from app.domain.areas.models import Area
from app.domain.areas.reach import load_places
from app.domain.households.models import Household
from tests import factories
from tests.browser import watched
from tests.people import People

VIEW = Permission.HOUSEHOLD_VIEW


def test_a_county_lists_its_townships_and_opens_the_chosen_one(people: People) -> None:
    county, near = people.actor("supervisor"), [people.village, people.other_village]
    closed = load_places(county, VIEW)
    assert list(closed.areas) == [people.township, people.other_township]
    assert closed.has_townships
    assert closed.is_wide
    assert closed.opened is None
    assert list(closed.parts) == [people.township, people.other_township]
    assert list(closed.villages) == [*near, people.far_village]
    opened = load_places(county, VIEW, people.township.code)
    assert list(opened.areas) == [people.township, *near, people.other_township]
    assert (opened.opened, opened.chosen, opened.village) == (people.township, people.township, None)
    assert list(opened.villages) == list(opened.parts) == near
    village = load_places(county, VIEW, people.far_village.code)
    assert list(village.areas) == [people.township, people.other_township, people.far_village]
    assert (village.opened, village.village) == (people.other_township, people.far_village)
    assert list(village.villages) == [people.far_village]


def test_the_county_itself_may_be_chosen_where_it_is_asked_for(people: People) -> None:
    county = people.actor("supervisor")
    places = load_places(county, VIEW, people.county.code, with_county=True)
    assert list(places.areas) == [people.county, people.township, people.other_township]
    assert places.is_wide
    assert list(places.parts) == [people.township, people.other_township]
    assert load_places(county, VIEW, with_county=True).widest == people.county
    with pytest.raises(NotFound):
        load_places(county, VIEW, people.county.code)


def test_a_township_lists_its_villages_at_once(people: People) -> None:
    reviewer = people.actor("township_reviewer")
    places = load_places(reviewer, VIEW)
    near = [people.village, people.other_village]
    assert places.listed_villages == near == list(places.villages)
    assert not places.has_townships
    assert places.only_village is None
    assert load_places(reviewer, VIEW, people.village.code).only_village == people.village
    with pytest.raises(NotFound):
        load_places(reviewer, VIEW, people.far_village.code)


def test_a_village_has_nothing_to_choose(people: People) -> None:
    places = load_places(people.actor("village_officer"), VIEW)
    assert list(places.areas) == [people.village]
    assert places.only_village == people.village
    assert places.chosen is None


def test_nobody_sees_nothing(people: People) -> None:
    places = load_places(people.actor("stranger"), VIEW)
    assert not places.areas
    assert db.session.query(Household).filter(places.holds(Household.village_id)).count() == 0
    with pytest.raises(NotFound):
        _ = places.widest


@pytest.mark.parametrize("name", ["supervisor", "township_reviewer", "village_officer"])
def test_one_statement_whatever_the_reach(people: People, name: str) -> None:
    actor, code = people.actor(name), people.village.code
    for asked in ("", code):
        with watched(is_reading=True) as statements:
            load_places(actor, VIEW, asked)
        assert len(statements) == 1


def test_rows_of_the_chosen_place_alone(people: People) -> None:
    own = [factories.a_household(one) for one in (people.village, people.other_village, people.far_village)]
    county = people.actor("supervisor")

    def held(area: Area | None) -> set[Household]:
        places = load_places(county, VIEW, area.code if area else "")
        return set(db.session.query(Household).filter(places.holds(Household.village_id)))

    assert held(None) == set(own)
    assert held(people.township) == set(own[:2])
    assert held(people.far_village) == {own[2]}


def test_numbers_of_villages_are_added_up_by_township(people: People) -> None:
    numbers = {
        people.village.path: (1, 2),
        people.other_village.path: (3, 0),
        people.far_village.path: (5, 5),
    }

    def gathered(area: Area | None) -> dict[int, list[int]]:
        places = load_places(people.actor("supervisor"), VIEW, area.code if area else "")
        return places.gather(Fresh(), "some key", lambda paths: {path: numbers[path] for path in paths})

    assert gathered(None) == {people.township.id: [4, 2], people.other_township.id: [5, 5]}
    assert gathered(people.township) == {people.village.id: [1, 2], people.other_village.id: [3, 0]}
    assert gathered(people.far_village) == {people.far_village.id: [5, 5]}
