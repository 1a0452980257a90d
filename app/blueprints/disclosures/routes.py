"""Views for staff: the table of villages, and one village with what it publishes next."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.disclosures import blueprint, presenter
from app.core import clock
from app.core.permissions import Permission, can
from app.domain.areas.models import Area
from app.domain.areas.queries import get_village, list_villages_for
from app.domain.disclosures import queries, rules
from app.domain.funds.years import begun_first
from app.web.access import current_actor, requires
from app.web.pages import go, page, text_argument

P = Permission
LATE = "late"


@blueprint.get("/disclosures")
@requires(P.DISCLOSURE_VIEW)
def index() -> Response:
    """The villages of the reader's area: done, due, late. Whoever has one village only goes straight there."""
    villages = list_villages_for(current_actor(), P.DISCLOSURE_VIEW)
    years = presenter.years_of(villages)
    if len(villages) == 1:
        return go(url_for(".show", code=villages[0].code))
    wanted = text_argument("year", 4)
    begun = begun_first(years, clock.today().year)
    round_ = next((one for one in begun if str(one.year) == wanted), begun[0] if begun else None)
    only_late = text_argument("show", 10) == LATE
    return page(
        "disclosures/index.html",
        fragment="results",
        years=[(str(one.year), str(one.year)) for one in years],
        chosen={"year": str(round_.year) if round_ else None, "show": LATE if only_late else None},
        round=round_,
        rows=presenter.table_of(villages, round_, only_late=only_late) if round_ else [],
        only_late=only_late,
    )


@blueprint.get("/disclosures/<code>")
@requires(P.DISCLOSURE_VIEW, load=get_village)
def show(village: Area) -> Response:
    """One village: what is to be published next, what was published, the catalogue."""
    wanted = text_argument("year", 4)
    round_ = queries.find_year(village, int(wanted) if wanted.isdecimal() else None)
    year = queries.load_year(village, round_) if round_ else None
    dues = year.dues if year else ()
    return page(
        "disclosures/show.html",
        village=village,
        years=queries.list_years(village),
        round=round_,
        counts=rules.count(dues, clock.today()),
        waiting=presenter.rows_of(rules.next_first(dues, clock.today())),
        published=presenter.rows_of(rules.published(dues)),
        entries=presenter.catalogue(round_.policy) if round_ else [],
        may_record=can(current_actor(), P.DISCLOSURE_RECORD, village),
    )
