"""A live portal for each test here: its own folder, its own database, gone at the end."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.live import LivePortal
from tests.storage import drop_database, make_database


@pytest.fixture
def portal(tmp_path: Path, database_url: str, worker_name: str) -> Iterator[LivePortal]:
    """A portal whose server has not been started yet."""
    name = f"gongshi_{worker_name}_live"
    live = LivePortal(tmp_path, make_database(database_url, name) if database_url else "")
    yield live
    live.end()
    if database_url:
        drop_database(database_url, name)
