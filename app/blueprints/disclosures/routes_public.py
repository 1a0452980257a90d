"""What a village has to publish in a year, what it did, what is late: for everybody."""

from dataclasses import dataclass

from werkzeug.wrappers import Response

from app.blueprints.disclosures import blueprint, presenter
from app.core import clock
from app.core.errors import NotFound
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import get_village, list_areas_at
from app.domain.disclosures import queries, rules
from app.domain.officials.rules import paths_over
from app.domain.rounds.models import Round
from app.web.access import public
from app.web.pages import page
from app.web.published.rendering import published


@dataclass(frozen=True)
class Here:
    """A village in a year, as an address names them."""

    village: Area
    round: Round | None

    @property
    def area_path(self) -> str:
        return self.village.path


def get_latest(code: str) -> Here:
    """A village in its newest year; raises ``NotFound``."""
    village = get_village(code)
    return Here(village, queries.find_year(village))


def get_here(code: str, year: int) -> Here:
    """A village in a year; raises ``NotFound``, also for a year that was not opened."""
    village = get_village(code)
    found = queries.find_year(village, year)
    if found is None:
        raise NotFound()
    return Here(village, found)


def _whose(here: Here) -> Area:
    return here.village


@blueprint.get("/villages/<code>/disclosures")
@public(load=get_latest)
@published(village=_whose)
def village(here: Here) -> Response:
    """The newest year."""
    return _show(here)


@blueprint.get("/villages/<code>/disclosures/<int:year>")
@public(load=get_here)
@published(village=_whose)
def village_in_year(here: Here) -> Response:
    """One year."""
    return _show(here)


def _show(here: Here) -> Response:
    today, round_, village_ = clock.today(), here.round, here.village
    dues = queries.load_year(village_, round_).dues if round_ is not None else ()
    waiting, published_ = rules.next_first(dues, today), rules.published(dues)
    rows = presenter.rows_for_everybody([*waiting, *published_], village_)
    next_, done = rows[: len(waiting)], rows[len(waiting) :]
    over = list_areas_at(paths_over(village_.path))
    return page(
        "disclosures/village.html",
        village=village_,
        round=round_,
        years=queries.list_years(village_),
        counts=rules.count(dues, today),
        late=[row for row in next_ if row.due.status(today) is rules.Status.LATE],
        waiting=[row for row in next_ if row.due.status(today) is not rules.Status.LATE],
        published=done,
        entries=presenter.catalogue(round_.policy) if round_ is not None else [],
        offices=[one for one in reversed(over) if one.telephone and one.level is not AreaLevel.GROUP],
    )
