"""Exactly one row: found, missing, read once, or held as it stands now."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core.errors import NotFound
from app.core.rows import get_only, get_row, lock_row, the_row
from app.core.serials import Serial
from tests.browser import watched


@pytest.fixture
def serial(db: SQLAlchemy) -> Serial:
    """A row that was committed."""
    row = Serial(scope="notice/2026", last=3)
    db.session.add(row)
    db.session.commit()
    return row


def by_statement(_model: type[Serial], row_id: int) -> Serial:
    return get_only(sa.select(Serial).where(Serial.id == row_id))


@pytest.mark.parametrize("get", [get_row, by_statement, lock_row])
def test_it_is_the_row_asked_for_or_not_found(
    serial: Serial, get: Callable[[type[Serial], int], Serial]
) -> None:
    assert get(Serial, serial.id) is serial
    with pytest.raises(NotFound):
        get(Serial, serial.id + 1)


def test_nothing_is_not_found_and_something_empty_is_found() -> None:
    assert the_row("") == ""
    with pytest.raises(NotFound):
        the_row(None)


def test_a_row_that_was_read_is_not_asked_for_again(db: SQLAlchemy, serial: Serial) -> None:
    get_row(Serial, serial.id)
    with watched(is_reading=True) as statements:
        get_row(Serial, serial.id)
    assert statements == []


def test_a_held_row_is_read_anew_and_only_it_is_held(db: SQLAlchemy, serial: Serial) -> None:
    assert serial.last == 3
    db.session.execute(sa.update(Serial).values(last=4).execution_options(synchronize_session=False))
    assert (serial.last, get_row(Serial, serial.id).last) == (3, 3)
    assert lock_row(Serial, serial.id).last == 4
    with watched(is_reading=True) as statements:
        lock_row(Serial, serial.id)
    assert len(statements) == 1
    if db.engine.dialect.name == "postgresql":
        assert statements[0].endswith("FOR UPDATE OF serial")
