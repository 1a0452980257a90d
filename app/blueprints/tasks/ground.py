"""What the boards of the wall chart are made from, and what all of them say in the same way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import url_for

from app.core.keeping import Looking
from app.core.messages import N_, Message
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.named import NamedArea
from app.domain.rounds.models import Round, RoundKind
from app.domain.tasks import boards as queries
from app.domain.tasks.board import Cell, Line
from app.domain.tasks.boards import Organisation
from app.domain.tasks.surroundings import Surroundings

FEN, FULL = 100, 100
#: so many projects and units are named, the others counted
MOST_NAMED = 24
TOGETHER = Message(N_("Together"))


@dataclass(frozen=True)
class Ground:
    """What boards are made from: an area in a year, its columns and villages, its tasks. *paths*: of its villages."""

    area: Area
    year: int
    columns: Sequence[NamedArea]
    paths: Sequence[str]
    lines: Sequence[Line]
    around: Surroundings
    linked: bool
    looking: Looking

    def url(self, endpoint: str, **values: Any) -> str:
        """An address for whoever reads on a page, nothing on paper and on the screen of the office."""
        return url_for(endpoint, **values) if self.linked else ""

    def rows_url(self, column: NamedArea, endpoint: str, **values: Any) -> str:
        """Where the rows of a column stand: of a village at *endpoint*, of a township on its own chart."""
        if column.level is AreaLevel.TOWNSHIP:
            return self.url("tasks.chart", code=column.code, year=self.year)
        return self.url(endpoint, **values)

    def column_of(self, path: str) -> NamedArea | None:
        """The column within which a place lies."""
        return next((column for column in self.columns if path.startswith(column.path)), None)

    @cached_property
    def organisation(self) -> Organisation:
        return queries.load_organisation(self.area, self.paths, self.looking)

    @cached_property
    def money(self) -> Round | None:
        return queries.find_year(self.area, RoundKind.FUNDS, self.year)


def is_in(area: Area | NamedArea, within: Area | NamedArea) -> bool:
    """Whether *area* lies within another, or is it."""
    return area.path.startswith(within.path)


def by_column(cells: Iterable[Cell], columns: Sequence[NamedArea]) -> dict[int, list[Cell]]:
    """Column -> the shares within it; no column lies within another."""
    found: dict[int, list[Cell]] = {column.id: [] for column in columns}
    ids = {column.path: column.id for column in columns}
    for cell in cells:
        path = cell.share.area.path
        while path and path not in ids:
            path = path[: path.rfind("/", 0, -1) + 1]
        if path:
            found[ids[path]].append(cell)
    return found


def yuan(fen: int) -> str:
    """Whole yuan."""
    return f"{fen // FEN:,}"
