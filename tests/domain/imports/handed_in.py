"""Workbooks about the villages of the tests' own township, for whatever is tested with a database."""

from typing import Any

from app.domain.areas.models import Area
from tests.domain.imports.workbooks import Row, a_head, a_spouse, cells_of, xlsx_of

Changes = dict[str, Any]


def household_rows(
    village: Area, number: int = 1, /, head: Changes | None = None, **spouse: Any
) -> list[Row]:
    """Head and spouse of a household of *village* without fault."""
    household_no = f"{village.code}{number:04d}"
    place = {"village": village.name_zh, "group": "", "household": household_no}
    return [
        a_head(number, **place, person=f"{household_no}01", **(head or {})),
        a_spouse(number, **place, person=f"{household_no}02", **spouse),
    ]


def workbook(*households: list[Row]) -> bytes:
    """These households' rows as .xlsx."""
    return xlsx_of(cells_of([row for rows in households for row in rows]))


def faultless(village: Area, households: int = 3) -> bytes:
    """A workbook of so many households in which nothing is found."""
    return workbook(*(household_rows(village, number) for number in range(1, households + 1)))
