"""All notices, one notice and its list. These pages ask neither the session nor who is signed in."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import groupby
from typing import Any

from flask import Response as FlaskResponse
from flask import request, url_for
from werkzeug.wrappers import Response

from app.blueprints.public import blueprint, family_words, fund_page, listing
from app.blueprints.public import notice_words as words
from app.blueprints.public.answers import answers_of
from app.blueprints.public.presenter import (
    kind_of,
    lines_of,
    public_address,
    sheet_of,
    state_words,
    withdrawal_reason_of,
)
from app.core import clock
from app.core.errors import NotFound
from app.core.paging import Page
from app.core.reading import reading_minutes
from app.documents import spoken
from app.domain.areas import queries as areas
from app.domain.areas.models import AreaLevel
from app.domain.notices import queries, sheets, showing
from app.domain.notices.codes import code_of
from app.domain.notices.labels import KIND_TITLES
from app.domain.notices.models import Notice
from app.domain.notices.queries import Standing
from app.domain.objections.queries import list_rows_gone
from app.domain.policies.vocabulary import KINDS_OF, NoticeKind
from app.web.access import public
from app.web.pages import go, page, page_number, text_argument
from app.web.published.rendering import published

#: so many other notices of its kind are named below one that has no list; the others are one tap away
MOST_OTHERS = 10
#: what several kinds are called together
GROUPS_OF_KINDS: Mapping[str, Sequence[NoticeKind]] = {
    str(family): kinds for family, kinds in KINDS_OF.items()
}


@blueprint.after_request
def _keep_until_changed(response: FlaskResponse) -> FlaskResponse:
    """Whoever has the page asks whether it is still so; who has not changed is answered in a line (304)."""
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.headers.setdefault("Cache-Control", "no-cache")
        response.add_etag()
        response.make_conditional(request)
    return response


@blueprint.get("/notices")
@public
@published
def list_notices() -> Response:
    """All notices, by year, kind and village."""
    chosen = {
        "year": text_argument("year"),
        "kind": text_argument("kind"),
        "village": text_argument("village"),
    }
    year, kinds, village = asked_for()
    found: Page[Notice] = queries.page_public_notices(
        year=year, kinds=kinds, village=village, number=page_number()
    )
    shown = lines_of(queries.standings(found.items))
    return page(
        "public/notices.html",
        found=found,
        by_year=[
            (year, list(lines)) for year, lines in groupby(shown, key=lambda line: line.notice.issued_on.year)
        ],
        chosen=chosen,
        years=sorted({round_.year for round_ in queries.list_rounds_with_notices()}, reverse=True),
        kinds=[(kind.value, KIND_TITLES[kind]) for kind in NoticeKind],
        families=[(str(family), words) for family, words in family_words.ALL.items()],
        villages=areas.list_villages(),
        townships=areas.list_areas(AreaLevel.TOWNSHIP),
        url_for_page=partial(_page_of_notices, chosen),
    )


def _page_of_notices(chosen: Mapping[str, str], number: int) -> str:
    asked: dict[str, Any] = {name: value for name, value in chosen.items() if value}
    return url_for(".list_notices", **asked, page=number)


@blueprint.get("/notices/<number>")
@public(load=queries.get_notice)
@published(village=lambda notice: notice.village_id)
def show_notice(notice: Notice) -> Response:
    """One notice: how it stands, the list while names may show, basis, where it hangs, how to object."""
    standing = queries.standing(notice)
    if standing.names_show and listing.is_asked():
        return _show_asked_rows(standing)
    paper, shown = sheet_of(standing, ()), listing.opening_of(standing)
    return _answer(
        "public/notice.html" if notice.is_of_list else "public/fund_notice.html",
        standing,
        paper=paper,
        listing=shown,
        what=[*words.what_it_is(standing), *words.since(standing, list_rows_gone(notice))],
        until=words.until_words(paper, standing),
        columns=words.columns_of(standing),
        steps=words.after_objecting(paper, notice.round.policy),
        hangings=words.hangings_of(
            standing, areas.list_posting_places(notice.village_id), sheets.load_photographs(notice.id)
        ),
        downloads=words.downloads_of(notice, notice.households if standing.names_show else 0),
        siblings=lines_of(queries.standings(_of_same_round(notice))),
        answers=answers_of(notice),
        address=public_address(notice),
        code=code_of(notice.digest),
        reading_minutes=reading_minutes,
        telephone=spoken.digits,
        **fund_page.facts_of(notice, paper),
    )


@blueprint.get("/notices/<number>/groups/<int:ordinal>")
@public(load=queries.get_notice)
@published(village=lambda notice, ordinal: notice.village_id)
def show_group(notice: Notice, ordinal: int) -> Response:
    """The rows of one villagers' group, by its place among the notice's groups."""
    return _show_group(notice, ordinal, page_number())


@blueprint.get("/notices/<number>/groups/<int:ordinal>/<int:number_of_page>")
@public(load=queries.get_notice)
@published(village=lambda notice, ordinal, number_of_page: notice.village_id)
def show_group_page(notice: Notice, ordinal: int, number_of_page: int) -> Response:
    """A further page of a group that has many rows."""
    return _show_group(notice, ordinal, number_of_page)


def _show_group(notice: Notice, ordinal: int, number: int) -> Response:
    standing, order = queries.standing(notice), listing.order_asked_for()
    if not notice.names_people:
        raise NotFound()
    if not standing.names_show:
        return _answer("public/names_down.html", standing, status=410)
    found = listing.group_of(standing, ordinal, order, number)
    if found is None or found.page.number != number:
        raise NotFound()
    here = partial(url_for, ".show_group", number=notice.number, ordinal=ordinal)
    in_order = partial(listing.group_url, notice.number, ordinal)
    return _answer(
        "public/notice_rows.html",
        standing,
        listing=found,
        group=found.groups[0],
        others=listing.groups_of(standing),
        orders=listing.order_links(order, here),
        url_for_page=in_order if order is listing.Order.NUMBER else lambda n: here(sort=order.value, page=n),
        refused=False,
    )


def _show_asked_rows(standing: Standing) -> Response:
    """``?name=`` over all groups, ``?sort=``, ``?page=``. Digits are not looked for, and not written back."""
    notice, search, order = standing.notice, listing.name_asked_for(), listing.order_asked_for()
    here = partial(url_for, ".show_notice", number=notice.number)
    if listing.is_a_number(search):
        return go(here(refused="1"))
    refused = bool(text_argument("refused"))
    found = listing.found_in(standing, search, order, page_number())
    asked = partial(here, name=search or None)
    return _answer(
        "public/notice_rows.html",
        standing,
        listing=found if not refused else None,
        group=None,
        others=found.groups,
        orders=listing.order_links(order, asked),
        url_for_page=lambda n: asked(sort=order.value, page=n),
        refused=refused,
    )


def _answer(template: str, standing: Standing, *, status: int = 200, **context: Any) -> Response:
    """A page about one notice. With names on it, it is not for search engines."""
    notice = standing.notice
    response = page(
        template,
        status=status,
        notice=notice,
        standing=standing,
        kind=kind_of(notice),
        words=state_words(standing, clock.today(), withdrawal_reason_of(notice)),
        optional=_optional(notice, context.get("listing")),
        object_url=url_for("objections.new", number=notice.number),
        **context,
    )
    if standing.names_show or status != 200:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


def asked_for() -> tuple[int | None, Sequence[NoticeKind], str | None]:
    """``?year=&kind=&village=`` as values; what is no year or no kind of notice finds nothing.

    The name of a family stands for its kinds: ``lists``, ``money``, …
    """
    year, kind = text_argument("year"), text_argument("kind")
    known = GROUPS_OF_KINDS.get(kind) or [one for one in NoticeKind if one.value == kind]
    return (
        (int(year) if year.isdecimal() and len(year) < 6 else -1) if year else None,
        known,
        "no such kind" if kind and not known else text_argument("village") or None,
    )


def _of_same_round(notice: Notice) -> list[Notice]:
    """This village's (or township's) notices of the same round, in the order of their issue."""
    limit = 60 if notice.is_of_list else MOST_OTHERS
    found = queries.list_notices_of_village(notice.village_id, round_id=notice.round_id, limit=limit)
    return list(reversed(found))


def _optional(notice: Notice, shown: listing.Listing | None) -> tuple[str, ...]:
    """The columns of its list that not every list has."""
    if notice.is_of_list:
        return showing.optional_columns(notice.round.policy)
    always, asked = words.BESIDE_NAMES[notice.family]
    return (*always, *(name for name in asked if shown is not None and shown.has(name)))
