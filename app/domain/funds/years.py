"""Which year of money a page is about when nobody said. Pure."""

from collections.abc import Iterable

from app.domain.rounds.models import Round


def begun_first(years: Iterable[Round], this_year: int) -> list[Round]:
    """*years* in their order, those that begin only after *this_year* last of all and the nearest of them first."""
    known = list(years)
    ahead = [one for one in known if one.year > this_year]
    return [one for one in known if one.year <= this_year] + sorted(ahead, key=lambda one: one.year)
