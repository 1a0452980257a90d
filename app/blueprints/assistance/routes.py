"""Views over many households: the villages side by side, who lacks what, the measures, to whom nobody came, visits."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.assistance import blueprint, presenter
from app.core import clock
from app.core.permissions import Permission
from app.domain.areas.models import Area, AreaLevel
from app.domain.areas.queries import list_of_levels_for, list_villages_for
from app.domain.assistance import gathering, overdue, queries
from app.domain.assistance.catalogue import Category
from app.domain.assistance.conditions import Lack, MeasureShow
from app.domain.assistance.models import Visitor
from app.domain.pairings.queries import helpers_of
from app.web.access import current_actor, requires
from app.web.pages import page, page_number, text_argument

P = Permission


@blueprint.get("")
@requires(P.ASSISTANCE_VIEW)
def index() -> Response:
    """The villages of the reader's area: plans, measures, how far they are, and to whom nobody came in time."""
    paths = current_actor().paths_for(P.ASSISTANCE_VIEW)
    year = clock.today().year
    rows = [row for path in paths for row in gathering.list_village_rows(path, year)]
    rules = overdue.rules_in_force(rows[0].village) if rows else ()
    late = [(rule, _overdue_by_village(paths, rule)) for rule in rules]
    return page(
        "assistance/index.html",
        year=year,
        rows=rows,
        total=gathering.add_up(rows),
        late=late,
        overdrawn=[one for path in paths for one in gathering.list_overdrawn(path)],
        townships=_townships(),
        labels=presenter,
    )


def _overdue_by_village(paths: Sequence[str], rule: Any) -> dict[int, int]:
    found: dict[int, int] = {}
    for path in paths:
        found |= overdue.count_overdue(path, rule)
    return found


def _townships() -> list[Area]:
    """The townships of the reader's area; a plan of the whole township is gathered there."""
    levels = (AreaLevel.TOWNSHIP,)
    return list(list_of_levels_for(current_actor(), P.ASSISTANCE_VIEW, levels))


@blueprint.get("/households")
@requires(P.ASSISTANCE_VIEW)
def households() -> Response:
    """The registered households with what each has this year; those that lack something."""
    actor, villages, village = current_actor(), *_villages()
    lack = presenter.chosen_of(list(Lack), text_argument("lack", 20))
    found = queries.page_households(
        actor, village=village, lack=Lack(lack) if lack else None, number=page_number()
    )
    ids = [one.id for one in found.items]
    chosen = {"village": village.code if village else None, "lack": lack}
    return page(
        "assistance/households.html",
        fragment="results",
        villages=villages,
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
    actor, villages, village = current_actor(), *_villages()
    category = presenter.chosen_of(list(Category), text_argument("category", 20))
    show = presenter.chosen_of(list(MeasureShow), text_argument("show", 20))
    found = queries.page_measures(
        actor,
        village=village,
        category=Category(category) if category else None,
        show=MeasureShow(show) if show else None,
        number=page_number(),
    )
    chosen = {"village": village.code if village else None, "category": category, "show": show}
    return page(
        "assistance/measures.html",
        fragment="results",
        villages=villages,
        chosen=chosen,
        found=found,
        labels=presenter,
        url_for_page=_pages(".measures", chosen),
    )


@blueprint.get("/overdue")
@requires(P.ASSISTANCE_VIEW)
def overdue_visits() -> Response:
    """To whom nobody came in time, by the rule of whoever should have come."""
    villages, village = _villages()
    within = [village] if village else villages
    rules = overdue.rules_in_force(within[0]) if within else ()
    wanted = text_argument("visitor", 20)
    rule = next((one for one in rules if one.visitor.value == wanted), rules[0] if rules else None)
    found = overdue.page_overdue(within, rule, page_number()) if rule else None
    ids = [one.id for one in found.items] if found else []
    chosen = {"village": village.code if village else None, "visitor": rule.visitor.value if rule else None}
    return page(
        "assistance/overdue.html",
        fragment="results",
        villages=villages,
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
    villages, village = _villages()
    visitor = presenter.chosen_of(list(Visitor), text_argument("visitor", 20))
    found = queries.page_visits(
        current_actor(), village=village, visitor=Visitor(visitor) if visitor else None, number=page_number()
    )
    chosen = {"village": village.code if village else None, "visitor": visitor}
    return page(
        "assistance/visits.html",
        fragment="results",
        villages=villages,
        chosen=chosen,
        found=found,
        labels=presenter,
        url_for_page=_pages(".visits", chosen),
    )


def _villages() -> tuple[Sequence[Area], Area | None]:
    """The villages that the reader may see, and the one that was chosen."""
    villages = list_villages_for(current_actor(), P.ASSISTANCE_VIEW)
    code = text_argument("village", 12)
    return villages, next((one for one in villages if one.code == code), None)


def _pages(endpoint: str, chosen: dict[str, Any]) -> Callable[[int], str]:
    return lambda number: url_for(endpoint, page=number, **chosen)
