"""Views over many households: the villages side by side, who lacks what, the measures, to whom nobody came, visits."""

from collections.abc import Callable
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.core import clock
from app.core.permissions import Permission
from app.domain.assistance import gathering, overdue, queries
from app.domain.assistance.catalogue import Category
from app.domain.assistance.conditions import Lack, MeasureShow
from app.domain.assistance.models import Visitor
from app.domain.pairings.queries import helpers_of
from app.web.access import requires
from app.web.choosing import choose_place
from app.web.counts import looking
from app.web.pages import page, page_number, text_argument

P = Permission


@blueprint.get("")
@requires(P.ASSISTANCE_VIEW)
def index() -> Response:
    """The villages of the chosen place: plans, measures, how far they are, and to whom nobody came in time.

    Several townships stand side by side, each leading to its villages.
    """
    places, year = choose_place(P.ASSISTANCE_VIEW), clock.today().year
    look = looking()
    rows = gathering.list_rows(places, year, look)
    rules = overdue.rules_in_force(rows[0].place) if rows else ()
    return page(
        "assistance/index.html",
        year=year,
        places=places,
        rows=rows,
        total=gathering.add_up(rows),
        late=[(rule, overdue.count_by_part(places, rule, look)) for rule in rules],
        overdrawn=[one for path in places.paths for one in gathering.list_overdrawn(path)],
        labels=presenter,
    )


@blueprint.get("/households")
@requires(P.ASSISTANCE_VIEW)
def households() -> Response:
    """The registered households with what each has this year; those that lack something."""
    places = choose_place(P.ASSISTANCE_VIEW)
    lack = presenter.chosen_of(list(Lack), text_argument("lack", 20))
    found = queries.page_households(
        places, looking(), lack=Lack(lack) if lack else None, number=page_number()
    )
    ids = [one.id for one in found.items]
    chosen = {"village": places.code, "lack": lack}
    return page(
        "assistance/households.html",
        fragment="results",
        places=places,
        chosen=chosen,
        found=found,
        held=queries.load_held(ids),
        helpers=helpers_of(ids),
        labels=presenter,
        url_for_page=_pages(".households", chosen),
    )


@blueprint.get("/measures")
@requires(P.ASSISTANCE_VIEW)
def measures() -> Response:
    """The measures of the reader's area by their day."""
    places = choose_place(P.ASSISTANCE_VIEW)
    category = presenter.chosen_of(list(Category), text_argument("category", 20))
    show = presenter.chosen_of(list(MeasureShow), text_argument("show", 20))
    found = queries.page_measures(
        places,
        category=Category(category) if category else None,
        show=MeasureShow(show) if show else None,
        number=page_number(),
    )
    chosen = {"village": places.code, "category": category, "show": show}
    return page(
        "assistance/measures.html",
        fragment="results",
        places=places,
        chosen=chosen,
        found=found,
        labels=presenter,
        url_for_page=_pages(".measures", chosen),
    )


@blueprint.get("/overdue")
@requires(P.ASSISTANCE_VIEW)
def overdue_visits() -> Response:
    """To whom nobody came in time, by the rule of whoever should have come."""
    places = choose_place(P.ASSISTANCE_VIEW)
    within = places.chosen or next(iter(places.areas), None)
    rules = overdue.rules_in_force(within) if within else ()
    wanted = text_argument("visitor", 20)
    rule = next((one for one in rules if one.visitor.value == wanted), rules[0] if rules else None)
    total = sum(overdue.count_by_part(places, rule, looking()).values()) if rule else 0
    found = overdue.page_overdue(places, rule, total, page_number()) if rule else None
    ids = [one.id for one in found.items] if found else []
    chosen = {"village": places.code, "visitor": rule.visitor.value if rule else None}
    return page(
        "assistance/overdue.html",
        fragment="results",
        places=places,
        chosen=chosen,
        rules=rules,
        rule=rule,
        is_helper=rule is not None and rule.visitor is Visitor.HELPER,
        found=found,
        last=overdue.load_last(ids, rule) if rule else {},
        helpers=helpers_of(ids),
        labels=presenter,
        url_for_page=_pages(".overdue_visits", chosen),
    )


@blueprint.get("/visits")
@requires(P.ASSISTANCE_VIEW)
def visits() -> Response:
    """The visits of the reader's area, the newest first."""
    places = choose_place(P.ASSISTANCE_VIEW)
    visitor = presenter.chosen_of(list(Visitor), text_argument("visitor", 20))
    found = queries.page_visits(places, visitor=Visitor(visitor) if visitor else None, number=page_number())
    chosen = {"village": places.code, "visitor": visitor}
    return page(
        "assistance/visits.html",
        fragment="results",
        places=places,
        chosen=chosen,
        found=found,
        labels=presenter,
        url_for_page=_pages(".visits", chosen),
    )


def _pages(endpoint: str, chosen: dict[str, Any]) -> Callable[[int], str]:
    return lambda number: url_for(endpoint, page=number, **chosen)
