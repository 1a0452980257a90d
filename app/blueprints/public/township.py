"""A township's page: what hangs on its own boards, its villages, whom to call."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.public import blueprint
from app.blueprints.public.links import Row, offices_of
from app.blueprints.public.presenter import lines_of
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.notices import queries
from app.web import places
from app.web.access import public
from app.web.pages import page
from app.web.published.rendering import published

#: so many of its notices stand on the page; the others are one tap away
MOST_NOTICES = 12


@blueprint.get("/townships/<code>")
@public(load=areas.get_township)
@published
def show_township(township: Area) -> Response:
    """A township: its own notices, its villages, its boards and telephones."""
    notices = queries.list_notices_of_village(township.id, limit=MOST_NOTICES)
    county = areas.find_ancestor(township, AreaLevel.COUNTY)
    villages = areas.list_villages(township.path)
    return page(
        "public/township.html",
        township=township,
        lines=lines_of(queries.standings(notices)),
        villages=[Row(village.name, url_for(".show_village", code=village.code)) for village in villages],
        places=areas.list_posting_places(township.id),
        offices=offices_of([area for area in (township, county) if area is not None]),
        money=places.told("money", township),
    )
