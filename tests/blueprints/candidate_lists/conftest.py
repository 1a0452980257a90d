"""A village for the tests of the candidate lists."""

import pytest

from tests.blueprints.candidate_lists.village import Village
from tests.conftest import SetClock
from tests.people import People


@pytest.fixture
def village(people: People, clock: SetClock) -> Village:
    return Village(people, clock)
