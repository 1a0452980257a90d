"""The township of these tests."""

import pytest

from tests.blueprints.open_data.township import Township, a_township
from tests.people import People


@pytest.fixture
def township(people: People) -> Township:
    """Something in every file."""
    return a_township(people)
