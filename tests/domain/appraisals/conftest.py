"""The village of this room's tests."""

import pytest

from tests.conftest import SetClock
from tests.domain.appraisals.village import Village
from tests.people import People


@pytest.fixture
def village(people: People, clock: SetClock) -> Village:
    """A village in a round without a data comparison."""
    return Village(people, clock)
