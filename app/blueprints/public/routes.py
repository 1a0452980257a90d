"""Public pages: home, a village, all notices, one notice. They ask neither the session nor who is signed in."""

from flask import Response as FlaskResponse
from flask import request, url_for
from werkzeug.wrappers import Response

from app.blueprints.public import blueprint
from app.blueprints.public.answers import answers_of
from app.blueprints.public.presenter import (
    cut,
    departures_of,
    kind_of,
    lines_of,
    rows_of,
    sections_of,
    sheet_of,
    state_words,
    villages_by_letter,
)
from app.core import clock
from app.core.paging import Page
from app.domain.areas import queries as areas
from app.domain.areas.models import Area, AreaLevel
from app.domain.notices import queries, showing
from app.domain.notices.models import Notice
from app.domain.policies.vocabulary import NoticeKind
from app.domain.reports import figures
from app.web.access import public
from app.web.pages import page, page_number, text_argument


@blueprint.after_request
def _keep_until_changed(response: FlaskResponse) -> FlaskResponse:
    """Whoever has the page asks whether it is still so; who has not changed is answered in a line (304)."""
    if request.method in ("GET", "HEAD") and response.status_code == 200:
        response.headers.setdefault("Cache-Control", "no-cache")
        response.add_etag()
        response.make_conditional(request)
    return response


@blueprint.get("/")
@public
def home() -> Response:
    """What is open now, what was announced lately, the villages, how to object."""
    search = text_argument("q")
    villages = areas.list_villages()
    return page(
        "public/home.html",
        townships=[
            (
                township,
                villages_by_letter([v for v in villages if v.parent_id == township.id and _fits(v, search)]),
            )
            for township in areas.list_areas(AreaLevel.TOWNSHIP)
        ],
        search=search,
        has_many=len(villages) > 6,
        open_notices=lines_of(queries.list_open()),
        announced=lines_of(queries.standings(queries.list_latest_announcements())),
        offices=_offices(),
    )


@blueprint.get("/villages/<code>")
@public(load=areas.get_village)
def show_village(village: Area) -> Response:
    """A village: figures, notices, how far its households came in a round, where it posts, whom to call."""
    lines = lines_of(queries.standings(queries.list_notices_of_village(village.id)))
    rounds = queries.list_rounds_with_notices(village.id)
    round_ = next((r for r in rounds if r.code == text_argument("round")), rounds[0] if rounds else None)
    totals = [t for t in figures.totals_by_village(round_) if t.village.id == village.id] if round_ else []
    return page(
        "public/village.html",
        village=village,
        township=areas.find_ancestor(village, AreaLevel.TOWNSHIP),
        figures=next(iter(areas.list_figures(village.id)), None),
        groups=len(areas.list_groups(village)),
        open_notices=[line for line in lines if line.standing.is_open],
        past_notices=[line for line in lines if not line.standing.is_open],
        rounds=rounds,
        round=round_,
        totals=totals[0] if totals else None,
        stages=figures.STAGE_LABELS,
        departures=departures_of(figures.list_departures(round_), village) if round_ else [],
        places=areas.list_posting_places(village.id),
        offices=_offices(village),
    )


@blueprint.get("/notices")
@public
def list_notices() -> Response:
    """All notices, by year, kind and village."""
    chosen = {
        "year": text_argument("year"),
        "kind": text_argument("kind"),
        "village": text_argument("village"),
    }
    year, kind, village = asked_for()
    found: Page[Notice] = queries.page_public_notices(
        year=year, kind=kind, village=village, number=page_number()
    )
    return page(
        "public/notices.html",
        found=found,
        lines=lines_of(queries.standings(found.items)),
        chosen=chosen,
        years=sorted({round_.year for round_ in queries.list_rounds_with_notices()}, reverse=True),
        villages=areas.list_villages(),
        url_for_page=lambda n: url_for(".list_notices", year=year, kind=kind, village=village, page=n),
    )


@blueprint.get("/notices/<number>")
@public(load=queries.get_notice)
def show_notice(notice: Notice) -> Response:
    """One notice: how it stands, the list while names may show, basis, where it hangs, how to object."""
    standing = queries.standing(notice)
    search, group = text_argument("name"), text_argument("group")
    rows = rows_of(standing)
    found = [r for r in (rows_of(standing, search) if search else rows) if group in ("", r.group_name)]
    paper, shown = sheet_of(standing, ()), cut(found, page_number())
    reason = paper.withdrawal.reason if paper.withdrawal else ""
    return page(
        "public/notice.html",
        notice=notice,
        standing=standing,
        kind=kind_of(notice),
        words=state_words(standing, clock.today(), reason),
        paper=paper,
        rows=shown,
        sections=sections_of(shown.items),
        groups=showing.groups_of(rows),
        chosen={"name": search, "group": group},
        optional=showing.optional_columns(notice.round.policy),
        places=areas.list_posting_places(notice.village_id),
        siblings=lines_of(queries.standings(_of_same_round(notice))),
        answers=answers_of(notice),
        url_for_page=lambda n: url_for(
            ".show_notice", number=notice.number, name=search, group=group, page=n, _anchor="list"
        ),
    )


def asked_for() -> tuple[int | None, NoticeKind | None, str | None]:
    """``?year=&kind=&village=`` as values; what is no year or no kind of notice finds nothing."""
    year, kind = text_argument("year"), text_argument("kind")
    known = kind in {known.value for known in NoticeKind}
    return (
        (int(year) if year.isdecimal() and len(year) < 6 else -1) if year else None,
        NoticeKind(kind) if known else None,
        "no such kind" if kind and not known else text_argument("village") or None,
    )


def _of_same_round(notice: Notice) -> list[Notice]:
    """This village's notices of the same round, in the order of their issue."""
    return list(reversed(queries.list_notices_of_village(notice.village_id, round_id=notice.round_id)))


def _fits(village: Area, search: str) -> bool:
    plain = search.lower()
    return (
        plain in village.name_zh
        or village.initials.startswith(plain)
        or plain in (village.name_en or "").lower()
    )


def _offices(village: Area | None = None) -> list[Area]:
    """Offices with a telephone: of a village and those above it, or every township and county."""
    if village is None:
        found = [*areas.list_areas(AreaLevel.TOWNSHIP), *areas.list_areas(AreaLevel.COUNTY)]
    else:
        above = (AreaLevel.VILLAGE, AreaLevel.TOWNSHIP, AreaLevel.COUNTY)
        found = [area for level in above if (area := areas.find_ancestor(village, level)) is not None]
    return [area for area in found if area.telephone]
