"""Views of the whole: coverage village by village, households without a helper."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint
from app.blueprints.pairings.scope import scope
from app.core.permissions import Permission, can
from app.domain.pairings import listing, queries
from app.web.access import current_actor, requires
from app.web.pages import page, page_number

VIEW, MANAGE = Permission.PAIRING_VIEW, Permission.PAIRING_MANAGE


@blueprint.get("")
@requires(VIEW)
def index() -> Response:
    """How much of each village has a helper, in households and people; what is to be done."""
    asked = scope()
    rows = queries.coverage(asked.area.path, round_id=asked.round_id)
    minimums = queries.get_minimums(asked.area)
    return page(
        "pairings/index.html",
        scope=asked,
        rows=rows,
        whole=queries.coverage_of_all(rows),
        counts=listing.count_helpers(asked.area, minimums),
        may_manage=can(current_actor(), MANAGE, asked.area),
    )


@blueprint.get("/open")
@requires(VIEW)
def open_households() -> Response:
    """The registered households without a helper."""
    asked = scope()
    found = listing.page_open_households(asked.area.path, round_id=asked.round_id, page=page_number())
    return page(
        "pairings/open.html",
        scope=asked,
        found=found,
        may_manage=can(current_actor(), MANAGE, asked.area),
        url_for_page=lambda number: url_for("pairings.open_households", page=number, **asked.arguments),
    )
