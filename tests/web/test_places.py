"""Places on public pages that another door fills."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.web import places
from app.web.places import Told


@pytest.fixture
def portal(app: Flask) -> Iterator[Flask]:
    with app.app_context():
        yield app
    app.extensions.pop("gongshi_places", None)


def test_a_place_that_nobody_fills_is_empty(portal: Flask) -> None:
    assert places.told("money") is None


def test_whoever_fills_a_place_is_asked_each_time(portal: Flask) -> None:
    answers = iter([None, Told("1.2 million came, all of it was passed on.")])
    places.fill(portal, "money", lambda _village: next(answers))
    assert places.told("money") is None
    assert places.told("money") == Told("1.2 million came, all of it was passed on.")
    assert places.told("weather") is None
