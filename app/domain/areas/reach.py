"""What somebody may narrow a list to: villages; where several townships are in reach, the township first."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from operator import add

import sqlalchemy as sa
from sqlalchemy.orm import InstrumentedAttribute, aliased

from app.core.db import db
from app.core.errors import NotFound
from app.core.keeping import Looking, Work
from app.core.permissions import Actor, Permission
from app.domain.areas.conditions import below
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_villages_below

SEVERAL = 2


@dataclass(frozen=True)
class Places:
    """The *areas* that may be chosen, by code, and which of them was *chosen*; *reach*: the paths of the whole.

    With several townships in reach these are the townships, and the villages of the one that was chosen or whose
    village was; otherwise all villages. *with_county*: the whole is chosen by its name, not by leaving the choice open.
    """

    areas: Sequence[Area]
    chosen: Area | None
    reach: tuple[str, ...]
    with_county: bool = False

    @property
    def code(self) -> str | None:
        return self.chosen.code if self.chosen is not None else None

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths that the page is about: of the chosen area, else of all in reach."""
        return (self.chosen.path,) if self.chosen is not None else self.reach

    @cached_property
    def townships(self) -> list[Area]:
        return [one for one in self.areas if one.level is AreaLevel.TOWNSHIP]

    @cached_property
    def listed(self) -> Sequence[Area]:
        """What the list shows: not the only township, which is the whole, where the whole has no name."""
        return self.areas if self.with_county or self.has_townships else self.listed_villages

    @cached_property
    def listed_villages(self) -> list[Area]:
        return [one for one in self.areas if one.level is AreaLevel.VILLAGE]

    @property
    def has_townships(self) -> bool:
        """Several townships are in reach: one is chosen before its villages are listed."""
        return len(self.townships) >= SEVERAL

    @cached_property
    def opened(self) -> Area | None:
        """The township whose villages are listed below it."""
        if not self.has_townships or self.chosen is None:
            return None
        return next((one for one in self.townships if self.chosen.path.startswith(one.path)), None)

    @property
    def is_wide(self) -> bool:
        """The page is about several townships: none of them was chosen, and no village."""
        return self.has_townships and (self.chosen is None or self.chosen.level is AreaLevel.COUNTY)

    @property
    def widest(self) -> Area:
        """What was chosen, else the first in reach, which holds the others; raises :class:`NotFound` for none."""
        found = self.chosen or next(iter(self.areas), None)
        if found is None:
            raise NotFound()
        return found

    @property
    def village(self) -> Area | None:
        """The village that was chosen."""
        is_village = self.chosen is not None and self.chosen.level is AreaLevel.VILLAGE
        return self.chosen if is_village else None

    @property
    def only_village(self) -> Area | None:
        """The village that was chosen, else the only one in reach."""
        if self.village is not None or len(self.listed) != 1:
            return self.village
        return next(iter(self.listed_villages), None)

    @cached_property
    def villages(self) -> Sequence[Area]:
        """All villages that the page is about; asks the database only where the list does not hold them."""
        if self.is_wide:
            return list_villages_below(self.paths)
        return [one for one in self.listed_villages if one.path.startswith(self.paths)]

    @cached_property
    def parts(self) -> Sequence[Area]:
        """What a page sets side by side: the villages, or the townships (and villages without one) of a wide page."""
        if not self.is_wide:
            return self.villages
        return [one for one in self.areas if one.level is not AreaLevel.COUNTY]

    def gather(self, looking: Looking, key: Hashable, work: Work) -> dict[int, list[int]]:
        """Numbers that *work* counts village by village, added up by the id of one of *parts*.

        *work* takes paths of villages and gives the numbers of each that has any; *looking* keeps them by *key*.
        """
        statement = sa.select(Area.id, Area.parent_id, Area.path).where(
            Area.level == AreaLevel.VILLAGE, below(self.paths)
        )
        villages = db.session.execute(statement).all()
        numbers = looking.by_area(key, [path for _id, _township, path in villages], work)
        own = {one.id for one in self.townships} if self.is_wide else set()
        found: dict[int, list[int]] = {}
        for village_id, township_id, path in villages:
            if path in numbers:
                part = township_id if township_id in own else village_id
                found[part] = (
                    list(map(add, found[part], numbers[path])) if part in found else [*numbers[path]]
                )
        return found

    def holds(self, village_id: InstrumentedAttribute[int]) -> sa.ColumnElement[bool]:
        """The condition that a row is of a village of these; of many, a page walks the index of its order."""
        if self.only_village is not None:
            return village_id == self.only_village.id
        # Written as a sum so that not all of them are fetched to be sorted.
        own = sa.select(Area.id).where(Area.level == AreaLevel.VILLAGE, below(self.paths))
        return (village_id + 0).in_(own)


def load_places(actor: Actor, permission: Permission, code: str = "", *, with_county: bool = False) -> Places:
    """Where *actor* holds *permission*, with the area of *code* chosen. One statement, whatever the reach.

    *with_county*: counties may be chosen too. Raises :class:`NotFound` for a code that is not in reach.
    """
    paths = actor.paths_for(permission)
    township = sa.and_(Area.level == AreaLevel.TOWNSHIP, below(paths))
    own = sa.select(Area.id, Area.code).where(township).cte("own_township")
    listed = [
        Area.level != AreaLevel.VILLAGE,
        sa.select(sa.func.count()).select_from(own).scalar_subquery() < SEVERAL,
        Area.parent_id.not_in(sa.select(own.c.id)),
    ]
    if code:
        asked = aliased(Area)
        listed += [
            Area.parent_id.in_(sa.select(own.c.id).where(own.c.code == code)),
            Area.parent_id.in_(sa.select(asked.parent_id).where(asked.code == code)),
        ]
    levels = (AreaLevel.TOWNSHIP, AreaLevel.VILLAGE, *((AreaLevel.COUNTY,) if with_county else ()))
    statement = sa.select(Area).where(Area.level.in_(levels), below(paths), sa.or_(*listed))
    areas = db.session.scalars(statement.order_by(Area.code)).all()
    found = next((one for one in areas if one.code == code), None)
    if code and found is None:
        raise NotFound()
    return Places(areas, found, paths, with_county)
