"""Places on public pages that another door fills."""

from collections.abc import Iterator

import pytest
from flask import Flask

from app.web import places
from app.web.places import Told


@pytest.fixture
def portal(app: Flask) -> Iterator[Flask]:
    filled = dict(app.extensions.get("gongshi_places", {}))
    with app.app_context():
        yield app
    app.extensions["gongshi_places"] = filled


def test_a_place_that_nobody_fills_is_empty(portal: Flask) -> None:
    assert places.told("harvest") is None


def test_whoever_fills_a_place_is_asked_each_time(portal: Flask) -> None:
    answers = iter([None, Told("1.2 million came, all of it was passed on.")])
    places.fill(portal, "harvest", lambda _village: next(answers))
    assert places.told("harvest") is None
    assert places.told("harvest") == Told("1.2 million came, all of it was passed on.")
    assert places.told("weather") is None
