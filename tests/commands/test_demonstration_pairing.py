"""Which households of the demonstration have a helper: just so many, with just so many people."""

import pytest

from app.commands.demonstration import pairing
from tests import factories
from tests.people import People


@pytest.mark.parametrize("wanted", [12, 14, 17])
def test_the_chosen_households_have_exactly_so_many_people(
    people: People, monkeypatch: pytest.MonkeyPatch, wanted: int
) -> None:
    round_ = factories.a_round()
    homes = [
        factories.a_registered(people.village, members=size, round_=round_)
        for size in (2, 3, 4, 5, 3, 6, 1, 4, 2, 5, 3, 4)
    ]
    monkeypatch.setattr(pairing, "HOUSEHOLDS", 4)
    monkeypatch.setattr(pairing, "PEOPLE", wanted)
    chosen = pairing.choose(round_.id)
    sizes = {home.id: home.people for home in homes}
    assert len(set(chosen)) == 4
    assert sum(sizes[one] for one in chosen) == wanted
