"""A year's money of the county, a township, a village: where it came from, what it was for, what was paid."""

from dataclasses import dataclass
from functools import partial

from flask import request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.money import blueprint, drawing, lines, told
from app.blueprints.money.entries import crumbs_of, offices_of
from app.blueprints.money.lines import Line
from app.core.errors import NotFound
from app.core.paging import Page, cut
from app.domain.areas import queries as area_queries
from app.domain.areas.models import Area, AreaLevel
from app.domain.funds import adding_up, shown, totals
from app.domain.funds.shown import Part
from app.domain.rounds.models import Round
from app.web import places
from app.web.access import public
from app.web.pages import page, page_number
from app.web.published.rendering import published
from app.web.templating import bilingual

#: so many lines of each kind stand on an area's page; all are one tap away
MOST = 8


@dataclass(frozen=True)
class Here:
    """An area in a year of money, as an address names them."""

    round: Round
    area: Area

    @property
    def area_path(self) -> str:
        return self.area.path

    @property
    def part(self) -> Part:
        """What of the year's books belongs here."""
        return Part(self.round.id, self.area.path, is_whole=self.area.id == self.round.area_id)


def get_year(year: int) -> Here:
    """The newest year of money called so, for the whole of its area; raises ``NotFound``."""
    found = shown.find_year(year)
    if found is None:
        raise NotFound()
    return Here(found, found.area)


def get_here(year: int, code: str) -> Here:
    """A county, township or village in a year of money; raises ``NotFound``, also for one that the year is not of."""
    area = area_queries.get_area(code)
    found = shown.find_year(year, area.path)
    if found is None or area.level is AreaLevel.GROUP:
        raise NotFound()
    return Here(found, area)


@blueprint.get("/funds")
@public
@published
def funds() -> Response:
    """The newest year of money."""
    newest = shown.find_newest()
    if newest is None:
        return page("money/none.html")
    return _show(Here(newest, newest.area))


@blueprint.get("/funds/<int:year>")
@public(load=get_year)
@published
def year(here: Here) -> Response:
    """A year of money of the whole county."""
    return _show(here)


@blueprint.get("/funds/<int:year>/<code>")
@public(load=get_here)
@published
def area(here: Here) -> Response:
    """A year of money of one area."""
    return _show(here)


def _show(here: Here) -> Response:
    round_, area_, part = here.round, here.area, here.part
    balance = totals.sentence(round_.id, area_)
    cells, by_place = shown.load_cells(part), shown.load_places(part)
    found = shown.list_batches(part, cells)
    return page(
        "money/area.html",
        here=here,
        balance=balance,
        sentence=told.linked(area_, round_.year, balance),
        compared=adding_up.compare(part, balance, cells, by_place),
        flow=drawing.flow_of(area_, shown.flows_of(found, cells)),
        bars=drawing.bars_of(round_, area_, by_place),
        batches=cut([lines.of_batch(one) for one in found], 1, MOST),
        projects=lines.of_projects(shown.page_projects(part, per_page=MOST)),
        payments=lines.of_payments(shown.list_latest_payments(part, MOST)),
        households=lines.of_rolls(shown.page_paid_rolls(part, per_page=MOST)),
        deliveries=places.told("deliveries", area_, round_.year),
        years=[one.year for one in shown.list_years() if area_.path.startswith(one.area.path)],
        files=lines.files_of(),
        crumbs=_crumbs(here),
        offices=offices_of(area_),
    )


def _crumbs(here: Here, *, is_last: bool = True) -> list[tuple[str, str | None]]:
    found = crumbs_of(here.round.year, here.area)
    return [*found[:-1], (found[-1][0], None)] if is_last else found


def _list(here: Here, title: str, found: Page[Line]) -> Response:
    """A whole list of which the area's page shows the beginning."""
    own = partial(url_for, request.endpoint or "", year=here.round.year, code=here.area.code)
    return page(
        "money/list.html",
        title=title,
        crumbs=_crumbs(here, is_last=False),
        found=found,
        offices=offices_of(here.area),
        url_for_page=lambda n: own(page=n if n > 1 else None),
    )


@blueprint.get("/funds/<int:year>/<code>/batches")
@public(load=get_here)
@published
def batches(here: Here) -> Response:
    """All batches of which an area got money."""
    rows = [lines.of_batch(one) for one in shown.list_batches(here.part, shown.load_cells(here.part))]
    title = _("Where the money of %(area)s came from", area=bilingual(here.area.name))
    return _list(here, title, cut(rows, page_number()))


@blueprint.get("/funds/<int:year>/<code>/projects")
@public(load=get_here)
@published
def funded(here: Here) -> Response:
    """All projects that got money for an area."""
    found = shown.page_projects(here.part, page_number())
    title = _("What the money of %(area)s was given to", area=bilingual(here.area.name))
    return _list(here, title, lines.of_projects(found))


@blueprint.get("/funds/<int:year>/<code>/payments")
@public(load=get_here)
@published
def payments(here: Here) -> Response:
    """All payments at an area's places, the newest first."""
    found = shown.page_payments(part=here.part, number=page_number())
    title = _("What was paid in %(area)s", area=bilingual(here.area.name))
    return _list(here, title, lines.of_payments(found))


@blueprint.get("/funds/<int:year>/<code>/households")
@public(load=get_here)
@published
def households(here: Here) -> Response:
    """All rolls of households that were paid in an area: how many stand on each, never who."""
    found = shown.page_paid_rolls(here.part, page_number())
    title = _("Households of %(area)s that money reached", area=bilingual(here.area.name))
    return _list(here, title, lines.of_rolls(found))
