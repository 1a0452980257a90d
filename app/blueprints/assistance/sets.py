"""What stands in an area's plan of a year, for its page and its paper."""

from app.core import clock
from app.documents.plan_sets import PlanSet
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import find_ancestor
from app.domain.assistance import gathering, queries
from app.domain.pairings.queries import coverage, coverage_of_all

#: years before and after the present one
YEARS = 3


def asked_year(wanted: str) -> int:
    """The year asked for, where it is not far from the present one; else the present one."""
    today = clock.today().year
    year = int(wanted) if wanted.isdecimal() else today
    return year if abs(year - today) <= YEARS else today


def gather_set(area: Area, year: int) -> PlanSet:
    """Everything that stands in an area's set."""
    is_village = area.level is AreaLevel.VILLAGE
    levels = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP) if is_village else (AreaLevel.COUNTY,)
    above = [find_ancestor(area, level) for level in levels]
    return PlanSet(
        area=area,
        above=tuple(one.name for one in above if one is not None),
        year=year,
        words=queries.load_words(area, year),
        everything=gathering.sum_of_all(area.path, year),
        kinds=gathering.sum_by_kind(area.path, year),
        parts=gathering.sum_by_part(area.path, year),
        ways=gathering.sum_by_way(area.path, year),
        tasks=gathering.list_tasks(area.path, year, by_person=is_village),
        sources=gathering.list_sources(area.path, year),
        covered=coverage_of_all(coverage(area.path)),
        measures=gathering.list_of_year(area, year) if is_village else (),
    )
