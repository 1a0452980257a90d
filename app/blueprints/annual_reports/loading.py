"""The report that an address means."""

from app.core import clock
from app.core.errors import NotFound
from app.domain.annual_reports.scope import Scope
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import get_area

LEVELS = frozenset({AreaLevel.COUNTY, AreaLevel.TOWNSHIP, AreaLevel.VILLAGE})
FIRST_YEAR = 2000


def get_scope(code: str, year: int) -> Scope:
    """Area and year; raises ``NotFound`` for groups of a village, and for years that have not begun."""
    area, today = get_area(code), clock.today()
    if area.level not in LEVELS or not FIRST_YEAR <= year <= today.year:
        raise NotFound()
    return Scope(area, year, today)
