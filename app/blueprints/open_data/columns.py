"""How a file of the open data is described: its columns, what they mean, and the rows that fill them."""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from app.core.messages import N_

#: a value of a cell: text, number, day, truth, or nothing
Value = str | int | dt.date | bool | None


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "string"
    NUMBER = "integer"
    TRUTH = "boolean"
    DAY = "date"
    INSTANT = "date-time"
    ADDRESS = "uri"


HOLDS = {
    Kind.TEXT: N_("text"),
    Kind.NUMBER: N_("whole number"),
    Kind.TRUTH: N_("yes or no"),
    Kind.DAY: N_("day"),
    Kind.INSTANT: N_("instant"),
    Kind.ADDRESS: N_("address"),
}


@dataclass(frozen=True)
class Column:
    """One column: its name for ever, what it holds, what it means (a message id), which values there are."""

    name: str
    kind: Kind
    meaning: str
    values: tuple[str, ...] = ()
    may_be_empty: bool = False


@dataclass(frozen=True)
class Table:
    """One file of the open data, as CSV and as JSON."""

    name: str
    title: str
    about: str
    columns: tuple[Column, ...]
    rows: Callable[[], Iterable[tuple[Value, ...]]]

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(column.name for column in self.columns)

    def dictionaries(self) -> Iterator[dict[str, Any]]:
        """The rows for JSON, one by one."""
        for row in self.rows():
            yield dict(zip(self.heads, map(_plain, row), strict=True))


def _plain(value: Value) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value
