"""Counties, townships, villages, groups, boards."""

from collections.abc import Sequence
from typing import Any

from app.core.db import db
from app.domain.areas.models import Area, AreaLevel, PostingPlace
from tests.factories.basis import add, first, how_many

VILLAGES = (("新华村", "Xinhua"), ("双桥村", "Shuangqiao"), ("石板村", "Shiban"), ("大坪村", "Daping"))


def an_area(level: AreaLevel, parent: Area | None, code: str, name_zh: str, **given: Any) -> Area:
    """An area under *parent*, with its path."""
    area = add(Area(level=level, parent=parent, code=code, name_zh=name_zh, **given))
    area.path = f"{parent.path if parent else ''}{area.id}/"
    db.session.flush()
    return area


def a_county(**given: Any) -> Area:
    """A county."""
    number = how_many(Area, Area.level == AreaLevel.COUNTY) + 1
    values = {"code": f"52058{number}000000", "name_zh": "清河县", "name_en": "Qinghe county"} | given
    return an_area(AreaLevel.COUNTY, None, **values)


def a_township(county: Area | None = None, **given: Any) -> Area:
    """A township in *county*."""
    county = county or first(Area, Area.level == AreaLevel.COUNTY) or a_county()
    number = how_many(Area, Area.parent_id == county.id) + 1
    name = f"林泉镇{number if number > 1 else ''}"
    values = {
        "code": f"{county.code[:6]}1{number:02}000",
        "name_zh": name,
        "name_en": f"Linquan {number}",
    } | given
    return an_area(AreaLevel.TOWNSHIP, county, **values)


def a_village(township: Area | None = None, *, places: Sequence[str] = ("村务公开栏",), **given: Any) -> Area:
    """A village in *township*, with its *places* for hanging notices."""
    township = township or first(Area, Area.level == AreaLevel.TOWNSHIP) or a_township()
    number = how_many(Area, Area.parent_id == township.id) + 1
    name_zh, name_en = VILLAGES[(number - 1) % len(VILLAGES)]
    values = {"code": f"{township.code[:9]}{number:03}", "name_zh": name_zh, "name_en": name_en} | given
    village = an_area(AreaLevel.VILLAGE, township, **values)
    for place in places:
        a_posting_place(village, name_zh=place)
    return village


def a_group(village: Area | None = None, **given: Any) -> Area:
    """A villagers' group of *village*."""
    village = village or the_village()
    number = how_many(Area, Area.parent_id == village.id) + 1
    values = {
        "code": f"{village.code}-{number:02}",
        "name_zh": f"{number}组",
        "name_en": f"Group {number}",
    } | given
    return an_area(AreaLevel.GROUP, village, **values)


def a_posting_place(village: Area | None = None, **given: Any) -> PostingPlace:
    """A board of *village*."""
    village = village or the_village()
    number = how_many(PostingPlace, PostingPlace.village_id == village.id) + 1
    values = {"ordinal": number, "name_zh": f"{number}组公示栏"} | given
    return add(PostingPlace(village=village, **values))


def the_village() -> Area:
    """The first village there is, or a new one."""
    return first(Area, Area.level == AreaLevel.VILLAGE) or a_village()


def the_county() -> Area:
    """The first county there is, or a new one."""
    return first(Area, Area.level == AreaLevel.COUNTY) or a_county()
