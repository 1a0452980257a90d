"""Rows that nobody can change: the database refuses, whoever asks and however."""

import pytest
import sqlalchemy as sa
from flask_sqlalchemy import SQLAlchemy

from app.core import audit
from app.core.frozen import trigger_ddl
from app.core.permissions import NOBODY
from app.domain.notices.models import FROZEN_NOTICE_COLUMNS, Notice
from tests import factories

REFUSED = sa.exc.DBAPIError


def refused(db: SQLAlchemy, statement: str) -> None:
    """Fail unless the database refuses *statement* because its table is append-only."""
    with pytest.raises(REFUSED, match="append-only"), db.session.begin_nested():
        db.session.execute(sa.text(statement))


@pytest.mark.parametrize("table", ["notice_entry", "event"])
def test_a_posted_row_and_the_history_can_be_neither_changed_nor_deleted(db: SQLAlchemy, table: str) -> None:
    notice = factories.a_notice()
    audit.record("notice_withdrawn", actor=NOBODY, subject=notice, number=notice.number)
    db.session.flush()
    refused(db, f"UPDATE {table} SET created_at = created_at")  # noqa: S608 - one of two names above
    refused(db, f"DELETE FROM {table}")  # noqa: S608 - one of two names above


def test_no_row_takes_the_place_of_a_posted_one(db: SQLAlchemy) -> None:
    if db.engine.dialect.name != "sqlite":
        pytest.skip("only SQLite has INSERT OR REPLACE")
    factories.a_notice()
    refused(db, "INSERT OR REPLACE INTO notice_entry SELECT * FROM notice_entry")


@pytest.mark.parametrize("column", FROZEN_NOTICE_COLUMNS)
def test_what_is_printed_on_a_notice_stays(db: SQLAlchemy, column: str) -> None:
    factories.a_notice()
    refused(db, f"UPDATE notice SET {column} = {column}")  # noqa: S608 - names of our own columns
    refused(db, "DELETE FROM notice")


def test_a_notice_can_still_be_withdrawn(db: SQLAlchemy, clock) -> None:
    notice = factories.a_notice()
    notice.withdrawn_at, notice.withdrawal_reason = clock.now, "名单有误，重新核对。"
    db.session.flush()
    assert factories.how_many(Notice, Notice.withdrawn_at.is_not(None)) == 1


def test_every_frozen_column_is_a_column() -> None:
    assert set(FROZEN_NOTICE_COLUMNS) <= set(Notice.__table__.columns.keys())


@pytest.mark.parametrize("dialect", ["sqlite", "postgresql"])
def test_only_the_named_columns_are_frozen(dialect: str) -> None:
    whole, part = trigger_ddl("sheet", dialect), trigger_ddl("sheet", dialect, ("number", "kind"))
    assert any("BEFORE UPDATE OF number, kind ON sheet" in statement for statement in part)
    assert not any("UPDATE OF" in statement for statement in whole)
    assert all(any("BEFORE DELETE ON sheet" in one for one in statements) for statements in (whole, part))
