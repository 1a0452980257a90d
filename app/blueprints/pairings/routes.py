"""Views of the whole: coverage village by village, households without a helper."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint, presenter
from app.blueprints.pairings.scope import asked_role, scope
from app.core.permissions import Permission, can
from app.domain.areas.models import AreaLevel
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
    minimums, second = queries.get_minimums(asked.area), queries.get_second_rule(asked.area)
    whole = queries.coverage_of_all(rows)
    return page(
        "pairings/index.html",
        scope=asked,
        rows=presenter.coverage_rows(asked, rows),
        by_township=asked.area.level is AreaLevel.COUNTY,
        whole=whole,
        counts=listing.count_helpers(asked.area, minimums, second.most),
        second=second,
        shows_seconds=second.is_asked or whole.second_households > 0,
        may_manage=can(current_actor(), MANAGE, asked.area),
    )


@blueprint.get("/open")
@requires(VIEW)
def open_households() -> Response:
    """The registered households without a first (or second) helper."""
    asked, role = scope(), asked_role()
    found = listing.page_open_households(
        asked.area.path, round_id=asked.round_id, role=role, page=page_number()
    )
    kept = {**asked.arguments, "role": role.value}
    return page(
        "pairings/open.html",
        scope=asked,
        role=role.value,
        found=found,
        may_manage=can(current_actor(), MANAGE, asked.area),
        url_for_page=lambda number: url_for("pairings.open_households", page=number, **kept),
    )
