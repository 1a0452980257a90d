"""Views for checking a paper: the question, and the answer under a short address that fits beside a QR code."""

from flask import Response as FlaskResponse
from flask import request, url_for
from werkzeug.wrappers import Response

from app.blueprints.verify import blueprint, presenter, scanning
from app.blueprints.verify.sheets import SheetAnswer, answer_of
from app.core import clock
from app.documents.said_facts import facts_of
from app.domain.areas import queries as areas
from app.domain.notices import checking, queries, reading, showing
from app.domain.notices.codes import SheetCode, code_of, looks_like_a_code, read_code, read_sheet_code
from app.domain.notices.models import Notice
from app.domain.sheets.queries import find_by_code
from app.web.access import current_actor, public
from app.web.notice_sizes import size_of
from app.web.pages import go, page, text_argument
from app.web.published.rendering import published

#: rows of a list that stand on the answer; a longer one is read on the notice's own page
ROWS_MOST = 200


@blueprint.after_request
def _not_for_search(response: FlaskResponse) -> FlaskResponse:
    """Each answer is for whoever holds the paper, and as of now; the question itself may be found."""
    if request.endpoint != "verify.ask" or request.args:
        response.headers["X-Robots-Tag"] = "noindex"
    return response


@blueprint.get("/verify")
@public
@published
def ask() -> Response:
    """The form for what stands on a paper: its code, its number, or the long check code."""
    typed = _behind_the_address(text_argument("code", 200))
    if not typed:
        return page("verify/ask.html", typed="", offices=presenter.offices())
    if (sheet := read_sheet_code(typed)) is not None:
        return go(url_for("verify.show", code=sheet.printed))
    found = checking.list_named(typed)
    if len(found) == 1:
        return go(url_for("verify.show", code=code_of(found[0].digest)))
    return _several(typed) if found else _unknown(typed)


def _behind_the_address(typed: str) -> str:
    """*typed*, or of a whole address, as a telephone reads it off a sheet, the code or number at its end."""
    for part in ("/v/", "/V/", "/notices/"):
        typed = typed.rpartition(part)[2]
    return typed.strip("/ ")[:90]


@blueprint.get("/V/<code>")
@public
def show_scanned(code: str) -> Response:
    """The same answer under the address on paper: capitals make its QR code coarser, so it is read from farther."""
    return show(code=code)


@blueprint.get("/v/<code>")
@public
def show(code: str) -> Response:
    """What the paper with this code is, whether it still counts, and what was checked."""
    if (sheet := read_sheet_code(code)) is not None:
        return _show_sheet(sheet, code)
    printed = read_code(code)
    if printed is None:
        found = checking.list_named(code[:90])
        if len(found) != 1:
            return _several(code) if found else _unknown(code)
        return go(url_for("verify.show", code=code_of(found[0].digest)))
    if printed != code:
        return go(url_for("verify.show", code=printed))
    found = checking.list_by_code(printed)
    wanted = text_argument("number")
    chosen = [notice for notice in found if len(found) == 1 or notice.number == wanted]
    if len(chosen) == 1:
        return _answer(chosen[0])
    return _several(printed) if found else _unknown(printed)


def _show_sheet(read: SheetCode, typed: str) -> Response:
    """The notice of a sheet's code, and which of its sheets this is; whoever looks at it before the wall is counted."""
    if typed != read.printed:
        return go(url_for("verify.show", code=read.printed))
    several = checking.list_by_code(read.notice_code)
    found = find_by_code(read.printed) if len(several) == 1 else None
    if found is None:
        return _several(read.notice_code) if several else _unknown(typed)
    sheet = answer_of(found)
    response = _answer(found.notice, sheet)
    if sheet.is_known and scanning.is_a_reader(request, is_staff=current_actor().id is not None):
        scanning.count_when_sent(response, request, found.notice, read.ordinal)
    return response


def _answer(notice: Notice, sheet: SheetAnswer | None = None) -> Response:
    standing = queries.standing(notice)
    rows = reading.list_shown_rows(standing)
    return page(
        "verify/show.html",
        notice=notice,
        sheet=sheet,
        standing=standing,
        code=code_of(notice.digest),
        verdict=presenter.verdict_of(standing),
        kind=presenter.kind_of(notice),
        size=size_of(notice),
        said=facts_of(notice),
        rows=rows if len(rows) <= ROWS_MOST else [],
        optional=showing.optional_columns(notice.round.policy),
        places=areas.list_posting_places(notice.village_id),
        is_whole=checking.recompute_digest(notice) == notice.digest,
        checked_at=clock.now(),
        offices=presenter.offices(notice),
    )


def _several(typed: str) -> Response:
    """Two papers share a code, or too little of the long one was typed: only the number tells them apart."""
    return page("verify/several.html", typed=typed, code=read_code(typed) or "", offices=presenter.offices())


def _unknown(typed: str) -> Response:
    """No notice is called so: what to look at again, and whom to ask."""
    return page(
        "verify/unknown.html",
        status=404,
        typed=typed[:90],
        has_mistake=looks_like_a_code(typed) and read_code(typed) is None and read_sheet_code(typed) is None,
        offices=presenter.offices(),
    )
