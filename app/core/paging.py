"""Pages of long lists: two statements a page, whatever the number of rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from app.core.db import db

T = TypeVar("T")
PER_PAGE = 50


@dataclass(frozen=True)
class Page(Generic[T]):
    """One page of a list: *items*, its *number* (from 1), and the *total* of all items."""

    items: Sequence[T]
    number: int
    per_page: int
    total: int

    @property
    def pages(self) -> int:
        """How many pages there are; at least one."""
        return max(1, -(-self.total // self.per_page))

    @property
    def has_previous(self) -> bool:
        return self.number > 1

    @property
    def has_next(self) -> bool:
        return self.number < self.pages

    @property
    def first_index(self) -> int:
        """The running number of the first item, from 1; 0 when the page is empty."""
        return (self.number - 1) * self.per_page + 1 if self.items else 0


def paginate(
    statement: sa.Select[*tuple[Any, ...]],
    number: int,
    per_page: int = PER_PAGE,
    *,
    rows: bool = False,
    total: int | None = None,
) -> Page[Any]:
    """Page *number* of *statement* (which must be ordered). Numbers out of range give the nearest page.

    ``rows=True`` returns rows of columns instead of the first entity; a *total* that is known is not counted again.
    """
    if total is None:
        counted = sa.select(sa.func.count()).select_from(statement.order_by(None).subquery())
        total = db.session.scalar(counted) or 0
    last = max(1, -(-total // per_page))
    number = min(max(1, number), last)
    windowed = statement.limit(per_page).offset((number - 1) * per_page)
    result = db.session.execute(windowed)
    items = result.all() if rows else result.scalars().all()
    return Page(items=items, number=number, per_page=per_page, total=total)


def cut(rows: Sequence[T], number: int, per_page: int = PER_PAGE) -> Page[T]:
    """One page of rows that are in hand. Numbers out of range give the nearest page."""
    last = max(1, -(-len(rows) // per_page))
    number = min(max(1, number), last)
    return Page(rows[(number - 1) * per_page : number * per_page], number, per_page, len(rows))
