"""Children's names in a text, for those who must keep them off a public page."""

import datetime as dt

from app.domain.households.minors import list_minors_named
from tests import factories
from tests.people import People


def test_a_child_of_the_area_is_found_and_an_adult_is_not(people: People) -> None:
    household = factories.a_household(people.village, members=3)
    child, young, _grown = household.members
    child.name, child.born_on = "小燕子", dt.date(2015, 3, 1)
    young.name, young.born_on = "成年人", dt.date(2008, 5, 11)
    text, on = "小燕子和成年人都来了。", dt.date(2026, 5, 11)
    assert list_minors_named(people.township.path, text, on) == ["小燕子"]
    assert list_minors_named(people.other_village.path, text, on) == []
    assert list_minors_named(people.village.path, " ", on) == []
    assert list_minors_named(people.village.path, "小燕子", dt.date(2032, 2, 29)) == ["小燕子"]
