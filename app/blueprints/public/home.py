"""The front page: find my village, what is open, what was decided, how to object, whom to call."""

from collections import Counter

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.public import blueprint, family_words
from app.blueprints.public.home_page import (
    MOST_ANNOUNCED,
    MOST_NOTICES,
    MOST_TOWNSHIPS,
    announced_rows,
    finder,
    open_rows,
    open_words,
)
from app.blueprints.public.links import article_row, if_there, offices_of
from app.blueprints.public.presenter import lines_of
from app.domain.areas import queries as areas
from app.domain.areas.models import AreaLevel
from app.domain.articles import queries as articles
from app.domain.notices import queries
from app.domain.policies.vocabulary import KINDS_OF, LIST_KINDS, NoticeFamily
from app.web import places
from app.web.access import public
from app.web.pages import go, page, text_argument
from app.web.published.rendering import published

WITHOUT_LIST = [kind for kinds in KINDS_OF.values() if kinds is not LIST_KINDS for kind in kinds]


@blueprint.get("/")
@public
@published
def home() -> Response:
    """Which village, what is open now, what was decided lately, how to object, whom to call."""
    townships, counties = areas.list_areas(AreaLevel.TOWNSHIP), areas.list_areas(AreaLevel.COUNTY)
    lines = lines_of(queries.list_open(kinds=LIST_KINDS))
    found = finder(townships, areas.list_villages(), lines, text_argument("q"))
    if found.only is not None:
        return go(url_for(".show_village", code=found.only.code))
    announced = queries.standings(queries.list_latest_announcements(MOST_ANNOUNCED))
    near = townships if len(townships) <= MOST_TOWNSHIPS else ()
    return page(
        "public/home.html",
        finder=found,
        open_words=open_words(lines),
        open_rows=open_rows(lines),
        open_more=max(0, len(lines) - MOST_NOTICES),
        announced=announced_rows(lines_of(announced)),
        money=places.told("money"),
        others=_others(),
        news=[article_row(article) for article in articles.list_public(limit=3)],
        apply_url=if_there("help_requests.choose"),
        news_url=if_there("articles.list_public"),
        offices=offices_of([*near, *counties]),
        townships_call=len(townships) > MOST_TOWNSHIPS,
    )


def _others() -> list[tuple[str, str]]:
    """What else hangs now beside lists: the address of its notices, and how many there are, by family."""
    open_now = Counter(one.notice.family for one in queries.list_open(kinds=WITHOUT_LIST))
    counted = ((family, family_words.hang_now(family, open_now[family])) for family in NoticeFamily)
    return [(url_for(".list_notices", kind=str(family)), words) for family, words in counted if words]
