"""Column types: instants kept in UTC, enums kept by value, JSON that compares by content; sums of whole numbers."""

import datetime as dt
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

JsonDict = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")


class UtcDateTime(sa.types.TypeDecorator[dt.datetime]):
    """An aware instant, stored in UTC without zone on SQLite and with it on PostgreSQL.

    Raises ``ValueError`` for a naive value: a moment without a zone is a fault in the caller.
    """

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(dt.UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: dt.datetime | None, dialect: sa.Dialect) -> dt.datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=dt.UTC) if value.tzinfo is None else value.astimezone(dt.UTC)


def enum_text(enum: type[StrEnum], *, name: str) -> sa.Enum:
    """A text column that holds the values of *enum*, with a CHECK called ``ck_<table>_<name>``."""

    def values(members: type[StrEnum]) -> list[str]:
        return [member.value for member in members]

    return sa.Enum(
        enum, name=name, native_enum=False, create_constraint=True, values_callable=values, length=40
    )


def json_list(value: Any) -> list[Any]:
    """*value* as a list; ``None`` becomes the empty list."""
    return list(value or [])


def whole_sum(column: Any) -> sa.ColumnElement[int]:
    """The sum of a column of whole numbers as a whole number, 0 of nothing; PostgreSQL would give a decimal."""
    return sa.cast(sa.func.coalesce(sa.func.sum(column), 0), sa.BigInteger)
