"""The sound paper, made once."""

import pytest

from tests.documents.preflight.planting import sound_paper


@pytest.fixture(scope="session")
def paper() -> bytes:
    """A paper that is as it is wanted."""
    return sound_paper()
