"""How often the codes of a notice's sheets were scanned: a number a sheet and day, and nothing of who did."""

import datetime as dt
from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from app.core import clock
from app.core.db import db
from app.domain.notices.models import Notice
from app.domain.sheets.models import SheetScan


def count_scan(*, notice: Notice, ordinal: int, on: dt.date | None = None) -> None:
    """Count one scan of the sheet with this number (0: a paper without a place): one statement, no row is read."""
    insert: Any = sqlite.insert if db.engine.dialect.name == "sqlite" else postgresql.insert
    values = {"notice_id": notice.id, "ordinal": ordinal, "scanned_on": on or clock.today(), "number": 1}
    statement = insert(SheetScan).values(**values, created_at=clock.now())
    keys = [SheetScan.notice_id, SheetScan.ordinal, SheetScan.scanned_on]
    number = SheetScan.__table__.c.number
    db.session.execute(statement.on_conflict_do_update(index_elements=keys, set_={"number": number + 1}))


def load_totals(notice_ids: Collection[int]) -> dict[tuple[int, int], int]:
    """(notice id, sheet's number) -> how often it was scanned."""
    rows = db.session.execute(
        sa.select(SheetScan.notice_id, SheetScan.ordinal, sa.func.sum(SheetScan.number))
        .where(SheetScan.notice_id.in_(notice_ids))
        .group_by(SheetScan.notice_id, SheetScan.ordinal)
    )
    return {(notice_id, ordinal): int(number) for notice_id, ordinal, number in rows}


def load_last_days(notice_ids: Collection[int]) -> dict[tuple[int, int], dt.date]:
    """(notice id, sheet's number) -> the last day on which it was scanned."""
    rows = db.session.execute(
        sa.select(SheetScan.notice_id, SheetScan.ordinal, sa.func.max(SheetScan.scanned_on))
        .where(SheetScan.notice_id.in_(notice_ids))
        .group_by(SheetScan.notice_id, SheetScan.ordinal)
    )
    return {(notice_id, ordinal): day for notice_id, ordinal, day in rows}


def list_days(notice_id: int) -> dict[int, list[tuple[dt.date, int]]]:
    """sheet's number -> (day, how often) in the order of the days."""
    found: dict[int, list[tuple[dt.date, int]]] = {}
    rows = db.session.execute(
        sa.select(SheetScan.ordinal, SheetScan.scanned_on, SheetScan.number)
        .where(SheetScan.notice_id == notice_id)
        .order_by(SheetScan.ordinal, SheetScan.scanned_on)
    )
    for ordinal, day, number in rows:
        found.setdefault(ordinal, []).append((day, int(number)))
    return found
