"""Many households at once, as plain rows: read, opened, replaced, deleted. For workbooks.

Lives here: the statements, a handful whatever the number of households. Does not live here: whether the values may
be so (whoever calls has read and checked them), single changes by hand (``service.py``), the history.

A :class:`Record` is one household with its members and its income of one year. Rows from the register carry their
``id``; rows without one are new.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import sqlalchemy as sa

from app.core import clock
from app.core.db import db
from app.domain.households.models import Household, IncomeYear, Member

Row = dict[str, Any]
T = TypeVar("T")

CHUNK = 400
_KEYS = ("id", "created_at")


@dataclass(slots=True)
class Record:
    """A household's own row, its members in order, its income of the year in question (or none)."""

    household: Row
    members: list[Row] = field(default_factory=list)
    income: Row | None = None


def _columns(model: type[Any], *without: str) -> tuple[str, ...]:
    return tuple(column.name for column in model.__table__.columns if column.name not in (*_KEYS, *without))


HOUSEHOLD_COLUMNS = _columns(Household)
MEMBER_COLUMNS = _columns(Member, "household_id")
INCOME_COLUMNS = _columns(IncomeYear, "household_id")


def chunks(things: Iterable[T]) -> Iterator[list[T]]:
    """*things* in portions that one statement can take."""
    ordered = list(things)
    for start in range(0, len(ordered), CHUNK):
        yield ordered[start : start + CHUNK]


def read_by_number(numbers: Iterable[str], year: int) -> dict[str, Record]:
    """The households with these numbers, with their income of *year*, by number. Held until the end on PostgreSQL."""
    return _read(Household.household_no, sorted(set(numbers)), year)


def read_by_id(ids: Iterable[int], year: int) -> dict[int, Record]:
    """The same by id."""
    found = _read(Household.id, sorted(set(ids)), year)
    return {record.household["id"]: record for record in found.values()}


def open_records(records: Sequence[Record]) -> list[int]:
    """Write new households with members and income; their ids in the same order."""
    now = clock.now()
    rows = [_full(record.household, HOUSEHOLD_COLUMNS, version=1, created_at=now) for record in records]
    ids: dict[str, int] = {}
    for portion in chunks(rows):
        statement = sa.insert(_table(Household)).returning(
            _table(Household).c.id, _table(Household).c.household_no
        )
        ids.update({number: id_ for id_, number in db.session.execute(statement, portion)})
    ordered = [ids[record.household["household_no"]] for record in records]
    _add_members([(id_, row) for id_, record in zip(ordered, records, strict=True) for row in record.members])
    _add_incomes(
        [(id_, record.income) for id_, record in zip(ordered, records, strict=True) if record.income]
    )
    _forget_loaded()
    return ordered


def replace_records(pairs: Sequence[tuple[Record, Record]]) -> None:
    """Make each household that is as the first of a pair as the second of it; its version moves on by one.

    A member without ``id`` is new; one that the second record lacks is taken off.
    """
    rows: list[Row] = []
    changed: list[Row] = []
    amended: list[Row] = []
    added: list[tuple[int, Row]] = []
    incomes: list[tuple[int, Row]] = []
    gone: list[int] = []
    lost: list[int] = []
    for before, after in pairs:
        household_id = before.household["id"]
        version = before.household["version"] + 1
        rows.append({"b_id": household_id, **_full(after.household, HOUSEHOLD_COLUMNS, version=version)})
        known = {row["id"]: row for row in before.members}
        kept = {row["id"] for row in after.members if row.get("id") in known}
        gone += [id_ for id_ in known if id_ not in kept]
        for row in after.members:
            if row.get("id") not in known:
                added.append((household_id, row))
            elif row != known[row["id"]]:
                changed.append({"b_id": row["id"], **_full(row, MEMBER_COLUMNS)})
        if after.income is None:
            lost += [before.income["id"]] if before.income else []
        elif before.income is None:
            incomes.append((household_id, after.income))
        elif after.income != before.income:
            amended.append({"b_id": before.income["id"], **_full(after.income, INCOME_COLUMNS)})
    _delete(Member, gone)
    _delete(IncomeYear, lost)
    _update(Household, rows)
    _update(Member, changed)
    _update(IncomeYear, amended)
    _add_members(added)
    _add_incomes(incomes)
    _forget_loaded()


def delete_records(household_ids: Collection[int]) -> None:
    """Delete households with all that belongs to them. The database refuses when something else refers to one."""
    _delete(Household, sorted(household_ids))
    _forget_loaded()


def _forget_loaded() -> None:
    """What the session has loaded is read anew; nothing that is still to be written is lost."""
    db.session.flush()
    db.session.expire_all()


def _read(column: Any, keys: Sequence[Any], year: int) -> dict[str, Record]:
    found: dict[int, Record] = {}
    for portion in chunks(keys):
        statement = sa.select(_table(Household)).where(column.in_(portion)).order_by(_table(Household).c.id)
        rows = db.session.execute(statement.with_for_update()).mappings()
        here = {row["id"]: Record(dict(row)) for row in rows}
        members = sa.select(_table(Member)).where(Member.household_id.in_(list(here)))
        for row in db.session.execute(
            members.order_by(Member.household_id, Member.sequence, Member.id)
        ).mappings():
            here[row["household_id"]].members.append(dict(row))
        incomes = sa.select(_table(IncomeYear)).where(IncomeYear.household_id.in_(list(here)))
        for row in db.session.execute(incomes.where(IncomeYear.year == year)).mappings():
            here[row["household_id"]].income = dict(row)
        found |= here
    return {record.household["household_no"]: record for record in found.values()}


def _table(model: type[Any]) -> sa.Table:
    table = model.__table__
    assert isinstance(table, sa.Table)  # noqa: S101 - a declarative model's table is one
    return table


def _full(row: Mapping[str, Any], columns: Iterable[str], **fixed: Any) -> Row:
    return {name: row.get(name) for name in columns} | fixed


def _add_members(rows: Sequence[tuple[int, Row]]) -> None:
    now = clock.now()
    _insert(Member, [_full(row, MEMBER_COLUMNS, household_id=id_, created_at=now) for id_, row in rows])


def _add_incomes(rows: Sequence[tuple[int, Row]]) -> None:
    now = clock.now()
    _insert(IncomeYear, [_full(row, INCOME_COLUMNS, household_id=id_, created_at=now) for id_, row in rows])


def _insert(model: type[Any], rows: list[Row]) -> None:
    if rows:
        db.session.execute(sa.insert(_table(model)), rows)


def _update(model: type[Any], rows: list[Row]) -> None:
    """Write whole rows anew, each named by its ``b_id``."""
    if rows:
        table = _table(model)
        db.session.execute(sa.update(table).where(table.c.id == sa.bindparam("b_id")), rows)


def _delete(model: type[Any], ids: Iterable[int]) -> None:
    table = _table(model)
    for portion in chunks(ids):
        db.session.execute(sa.delete(table).where(table.c.id.in_(portion)))


def as_data(record: Record) -> dict[str, Any]:
    """A record in a form that JSON can hold; :func:`from_data` undoes it."""
    income = _plain(record.income) if record.income else None
    members = [_plain(row) for row in record.members]
    return {"household": _plain(record.household), "members": members, "income": income}


def from_data(data: Mapping[str, Any]) -> Record:
    """The inverse of :func:`as_data`."""
    income = _typed(data["income"]) if data["income"] else None
    return Record(_typed(data["household"]), [_typed(row) for row in data["members"]], income)


def _plain(row: Mapping[str, Any]) -> Row:
    return {
        name: value.isoformat() if isinstance(value, dt.date) else value
        for name, value in row.items()
        if name != "created_at"
    }


def _typed(row: Mapping[str, Any]) -> Row:
    days = ("data_as_of", "born_on")
    return {
        name: dt.date.fromisoformat(value) if name in days and value else value for name, value in row.items()
    }
