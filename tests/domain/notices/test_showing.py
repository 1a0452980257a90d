"""What of a notice's rows may be shown, and what a search may find of it."""

import itertools

import pytest

from app.domain.notices import showing
from app.domain.notices.rules import shown_name
from app.domain.notices.showing import RowValues
from app.domain.policies.loader import get_shipped
from app.domain.policies.rules import Policy
from app.domain.policies.vocabulary import NameDisplay

ROWS: list[RowValues] = [
    (1, "10组", "丁一明", 3, None),
    (2, "2组", "许小苗", 1, {"minor": True}),
    (3, "2组", "许大山", 4, {"attribute": "five_guarantee", "cause": "illness"}),
]


def a_policy(**values: object) -> Policy:
    return Policy.from_values({**get_shipped("identification-2014").values, **values})


def names(search: str, display: NameDisplay = NameDisplay.FULL) -> list[str]:
    return [row.head_name for row in showing.shown_rows(ROWS, a_policy(), display, search=search)]


def test_rows_stand_by_group_and_number() -> None:
    assert names("") == ["许**", "许大山", "丁一明"]
    assert [row.sequence for row in showing.shown_rows(ROWS, a_policy(), NameDisplay.FULL)] == [2, 3, 1]


@pytest.mark.parametrize("guess", ["许小苗", "许大苗", "许某"])
def test_a_guess_at_a_minors_name_answers_alike_whether_right_or_wrong(guess: str) -> None:
    assert names(guess) == ["许**"]


def test_a_minor_is_found_by_the_family_name() -> None:
    assert names("许") == ["许**", "许大山"]


@pytest.mark.parametrize("guess", ["小苗", "苗", "小"])
def test_a_part_of_a_hidden_name_finds_nothing(guess: str) -> None:
    assert names(guess) == []


def test_a_masked_name_answers_alike_to_every_guess_of_its_kind() -> None:
    assert names("丁一明", NameDisplay.MASKED) == names("丁七明", NameDisplay.MASKED) == ["丁*明"]
    assert names("一", NameDisplay.MASKED) == []
    assert names("丁一", NameDisplay.MASKED) == []


def test_a_photograph_is_clear_only_where_it_shows_no_more_than_the_page() -> None:
    masked, full = a_policy(web_name="masked"), a_policy(web_name="full")
    assert not showing.photographs_are_clear(masked, NameDisplay.FULL)
    assert showing.photographs_are_clear(masked, NameDisplay.MASKED)
    assert showing.photographs_are_clear(full, NameDisplay.FULL)


def test_groups_are_sorted_by_their_number() -> None:
    assert sorted(["十组", "10组", "二组", "2组", "老街"], key=showing.group_key) == [
        "2组",
        "二组",
        "10组",
        "十组",
        "老街",
    ]


@pytest.mark.parametrize("display", list(NameDisplay))
@pytest.mark.parametrize("is_minor", [True, False])
def test_the_database_may_look_for_the_certain_sign_first(display: NameDisplay, is_minor: bool) -> None:
    """Whatever a search may mean has this sign in its name, or is a name of one sign."""
    typed = ["".join(some) for length in (1, 2, 3) for some in itertools.product("王明*", repeat=length)]
    for name in ["", *(one for one in typed if "*" not in one)]:
        shown = shown_name(name, display, is_minor=is_minor)
        for search in typed:
            if showing.is_meant(search, shown, display, is_minor=is_minor) and len(name) > 1:
                assert showing.certain_sign(search) in name, (search, name)
