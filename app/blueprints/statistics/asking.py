"""What the address asks for: area, year, whom, rows, columns, and the values that a number stands for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import request, url_for

from app.core import clock
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_areas_for
from app.domain.statistics import queries
from app.domain.statistics.dimensions import DIMENSIONS, Dimension, Place
from app.domain.statistics.rules import Asked, Who, asked_of_year
from app.web.pages import text_argument

HOUSEHOLDS, PEOPLE = "households", "people"
MOST_PICKS = 4


@dataclass(frozen=True)
class Question:
    """One table: of *area*, as of *year*, by *rows* and *columns*; cells show households or people (*counts*)."""

    areas: Sequence[Area]
    area: Area
    years: Sequence[int]
    year: int
    who: Who
    rows: Dimension
    columns: Dimension | None
    counts: str
    picks: tuple[tuple[str, str], ...] = ()

    @property
    def asked(self) -> Asked:
        """What is asked of the register."""
        return asked_of_year(self.area.path, self.year, clock.today(), self.who).picking(*self.picks)

    def url(self, endpoint: str, **more: Any) -> str:
        """The address of *endpoint* for the same question, with *more* changed."""
        same: dict[str, Any] = {
            "area": self.area.code,
            "year": self.year,
            "who": self.who.value,
            "rows": self.rows.key,
            "columns": self.columns.key if self.columns else None,
            "counts": self.counts,
        }
        return url_for(endpoint, **(same | more))

    def url_of(self, *picks: tuple[str, str]) -> str:
        """The households behind a number."""
        pairs = [f"{key}:{value}" for key, value in picks]
        return self.url(
            "statistics.list_households", rows=None, columns=None, counts=None, pick=pairs or None
        )


def question(actor: Actor, permission: Permission = Permission.REPORT_VIEW) -> Question:
    """The question of this request, with the usual one for whatever it leaves open.

    Raises :class:`NotFound` for areas that the reader may not see, and for values of no dimension.
    """
    areas = [
        area
        for area in list_areas_for(actor, permission)
        if area.level in (AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE)
    ]
    code = text_argument("area", 15)
    area = next((one for one in areas if one.code == code), None) if code else next(iter(areas), None)
    if area is None:
        raise NotFound()
    years = sorted({clock.today().year, *queries.list_years(area.path)}, reverse=True)
    wanted = text_argument("year", 4)
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else years[0]
    usual = Place.GROUP if area.level is AreaLevel.VILLAGE else Place.VILLAGE
    rows = DIMENSIONS.get(text_argument("rows")) or DIMENSIONS[usual]
    columns = DIMENSIONS.get(text_argument("columns"))
    who = text_argument("who")
    return Question(
        areas=areas,
        area=area,
        years=years,
        year=year,
        who=Who(who) if who in set(Who) else Who.REGISTERED,
        rows=rows,
        columns=None if columns is rows else columns,
        counts=HOUSEHOLDS if text_argument("counts") == HOUSEHOLDS else PEOPLE,
    )


def with_picks(asked: Question) -> Question:
    """The same question narrowed to the address's ``pick=dimension:value``; raises :class:`NotFound`."""
    picks = []
    for pair in request.args.getlist("pick")[:MOST_PICKS]:
        key, _colon, value = pair.partition(":")
        if key not in DIMENSIONS or not value:
            raise NotFound()
        picks.append((key, value[:40]))
    return replace(asked, picks=tuple(picks))
