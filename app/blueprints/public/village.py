"""A village's page: what is open, how far the list is and why it changed, figures, who answers for what."""

from collections.abc import Sequence
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.public import blueprint
from app.blueprints.public.links import article_row, if_there, left_words, offices_of
from app.blueprints.public.presenter import Line, lines_of
from app.blueprints.public.village_course import way_of
from app.blueprints.public.village_page import (
    MOST_ARTICLES,
    MOST_PAST,
    bearers_of,
    charts_of,
    disclosures_of,
    facts_of,
    is_new,
    more_of,
    news_of,
    representatives_of,
    size_of,
)
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.articles import queries as articles
from app.domain.notices import queries
from app.domain.notices.models import Notice
from app.domain.officials import queries as officials
from app.domain.officials.rules import paths_over
from app.domain.policies.vocabulary import FUND_KINDS, LIST_KINDS, VILLAGE_KINDS, WATCH_KINDS, NoticeKind
from app.domain.reports import figures
from app.domain.workflow.courses import load_courses
from app.domain.workflow.waiting import list_waiting
from app.web import places
from app.web.access import public
from app.web.pages import page, text_argument
from app.web.published.rendering import published


@blueprint.get("/villages/<code>")
@public(load=areas.get_village)
@published(village=lambda village: village)
def show_village(village: Area) -> Response:
    """A village: what is open and new, its list's stages, its figures, who answers for what, whom to call."""
    lines, told = (_lines(village, kinds) for kinds in (LIST_KINDS, FUND_KINDS))
    over = {area.level: area for area in areas.list_areas_at(paths_over(village.path))}
    others = _others(village, over.get(AreaLevel.TOWNSHIP))
    return page(
        "public/village.html",
        village=village,
        township=over.get(AreaLevel.TOWNSHIP),
        open_notices=[(line, left_words(line)) for line in lines if line.standing.is_open],
        past_notices=[line for line in lines if not line.standing.is_open][:MOST_PAST],
        places=areas.list_posting_places(village.id),
        offices=offices_of([over[level] for level in reversed(AreaLevel) if level in over]),
        money=places.told("money", village),
        deliveries=places.told("deliveries", village),
        duties=places.told("disclosures", village),
        money_notices=sorted(told, key=lambda line: not line.standing.is_open)[:MOST_PAST],
        money_url=url_for(".list_notices", village=village.code, kind="money"),
        waiting=list_waiting(village),
        apply_url=if_there("help_requests.new", code=village.code),
        more=more_of(village),
        other_notices=others[:MOST_PAST],
        **_news(village, [*lines, *told, *others]),
        **_stages(village),
        **_figures(village),
        **_who(village),
    )


def _lines(village: Area, kinds: Sequence[NoticeKind]) -> list[Line]:
    return lines_of(queries.standings(queries.list_notices_of_village(village.id, kinds=kinds)))


def _others(village: Area, township: Area | None) -> list[Line]:
    """What hangs here beside lists and money, and on the township's boards about its villages; what is open first."""
    lines = _lines(village, (*WATCH_KINDS, *VILLAGE_KINDS))
    if township is not None:
        lines += [one for one in _lines(township, VILLAGE_KINDS) if _names(one.notice, village)]
    return sorted(lines, key=lambda line: not line.standing.is_open)


def _names(notice: Notice, village: Area) -> bool:
    """*village* is among those that *notice* is about, chosen or not."""
    facts = notice.content.get("facts") or {}
    return any(
        one.get("code") == village.code for name in ("villages", "refused") for one in facts.get(name) or ()
    )


def _news(village: Area, lines: list[Line]) -> dict[str, Any]:
    """What is new this week, or when something last was; the village's articles."""
    written = articles.list_public(area=village, limit=MOST_ARTICLES)
    quarterly = articles.list_disclosures(village, MOST_ARTICLES)
    events = news_of(lines, written)
    return {
        "new": [row for day, row in events if is_new(day)],
        "last": events[0][1] if events else None,
        "disclosures": disclosures_of(quarterly),
        "articles": [article_row(article) for article in written if article not in quarterly],
    }


def _stages(village: Area) -> dict[str, Any]:
    """The stages of the round that ``?round=`` names, else of the latest in which a list was hung."""
    rounds = queries.list_rounds_with_notices(village.id, kinds=LIST_KINDS)
    asked = text_argument("round")
    round_ = next((one for one in rounds if one.code == asked), rounds[0] if rounds else None)
    return {
        "rounds": rounds,
        "round": round_,
        "way": way_of(village, load_courses(round_.id, village.id), is_exit=round_.is_exit)
        if round_
        else None,
    }


def _figures(village: Area) -> dict[str, Any]:
    by_year = areas.list_figures(village.id)
    announced = figures.announced_by_year(village)
    groups = len(areas.list_groups(village))
    latest = next(iter(by_year), None)
    return {
        "facts": [*facts_of(groups, latest, announced), *_leaving(village)],
        "is_poor_village": bool(latest and latest.is_poor_village),
        "charts": charts_of(by_year, announced),
    }


def _leaving(village: Area) -> list[tuple[str, str]]:
    """How many left the register, year by year, and how many are in it today; nothing where nobody left."""
    left = figures.left_by_year(village)
    if not left:
        return []
    lines = [(_("Left the register (%(year)s)", year=year), size_of(count)) for year, count in left.items()]
    return [*lines, (_("In the register today"), size_of(figures.in_register_now(village)))]


def _who(village: Area) -> dict[str, Any]:
    standing = officials.list_officials_over(village)
    return {"bearers": bearers_of(standing), "representatives": representatives_of(standing)}
