"""What the address asks for: area, year, whom, rows, columns, and the values that a number stands for."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any
from urllib.parse import quote

from flask import request, url_for

from app.core import clock
from app.core.errors import NotFound
from app.core.permissions import Actor, Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.reach import Places, load_places
from app.domain.statistics import queries
from app.domain.statistics.dimensions import DIMENSIONS, NOT_STATED, Dimension, Place
from app.domain.statistics.rules import Asked, Who, asked_of_year
from app.web.pages import text_argument

HOUSEHOLDS, PEOPLE = "households", "people"
MOST_PICKS = 4


@dataclass(frozen=True)
class Question:
    """One table: of *area*, as of *year*, by *rows* and *columns*; cells show households or people (*counts*)."""

    places: Places
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
        return self._whole_url + "".join(self.narrowed(*pick) for pick in picks)

    def narrowed(self, key: str, value: str) -> str:
        """What such an address has more where a value of a dimension is picked."""
        known = self._narrowed.get((key, value))
        if known is None:
            known = self._narrowed[key, value] = f"&pick={quote(key)}:{quote(value, safe='')}"
        return known

    @cached_property
    def _narrowed(self) -> dict[tuple[str, str], str]:
        return {}

    @cached_property
    def _whole_url(self) -> str:
        return self.url("statistics.list_households", rows=None, columns=None, counts=None)


def question(actor: Actor, permission: Permission = Permission.REPORT_VIEW) -> Question:
    """The question of this request, with the usual one for whatever it leaves open.

    Raises :class:`NotFound` for areas that the reader may not see, and for values of no dimension.
    """
    places = load_places(actor, permission, text_argument("area", 15), with_county=True)
    area = places.widest
    years = queries.list_years_until(area.path, clock.today().year)
    wanted = text_argument("year", 4)
    year = int(wanted) if wanted.isdecimal() and int(wanted) in years else years[0]
    rows = DIMENSIONS.get(text_argument("rows")) or DIMENSIONS[_usual(area, places)]
    columns = DIMENSIONS.get(text_argument("columns"))
    who = text_argument("who")
    return Question(
        places=places,
        area=area,
        years=years,
        year=year,
        who=Who(who) if who in set(Who) else Who.REGISTERED,
        rows=rows,
        columns=None if columns is rows else columns,
        counts=HOUSEHOLDS if text_argument("counts") == HOUSEHOLDS else PEOPLE,
    )


def _usual(area: Area, places: Places) -> Place:
    """By what an area is counted when nothing else is asked for: by the places below it, where there are several."""
    if area.level is AreaLevel.VILLAGE:
        return Place.GROUP
    own = [one for one in places.townships if one.path.startswith(area.path)]
    return Place.TOWNSHIP if area.level is AreaLevel.COUNTY and len(own) > 1 else Place.VILLAGE


def with_picks(asked: Question) -> Question:
    """The same question narrowed to the address's ``pick=dimension:value``; raises :class:`NotFound`."""
    picks = []
    for pair in request.args.getlist("pick")[:MOST_PICKS]:
        key, _colon, value = pair.partition(":")
        if key not in DIMENSIONS or not _is_value(DIMENSIONS[key], value):
            raise NotFound()
        picks.append((key, value[:40]))
    return replace(asked, picks=tuple(picks))


def _is_value(dimension: Dimension, value: str) -> bool:
    """Something that may be picked: of several states that one person has, only those that are known."""
    return bool(value) and (
        not dimension.many or value in {NOT_STATED, *(one.key for one in dimension.values)}
    )
