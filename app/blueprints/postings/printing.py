"""Views of the sheets to print: whether they lie ready, having them made, and one of them as PDF."""

from flask import url_for
from werkzeug.wrappers import Response

from app.blueprints.postings import blueprint, making
from app.blueprints.postings.making import Wanted
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.documents.notice_sheets import find_sheet
from app.domain.notices import queries
from app.domain.notices.codes import sheet_code
from app.domain.notices.labels import label_of
from app.domain.notices.models import Notice
from app.domain.sheets import queries as sheet_queries
from app.domain.sheets import service
from app.web import jobs
from app.web.access import requires
from app.web.pages import go, page, text_argument
from app.web.papers import unkept_paper
from app.web.sheets import sheet_address

P = Permission


@blueprint.get("/<number>/sheets")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_notice)
def sheets(notice: Notice) -> Response:
    """The sheet of each place, ready to print, or how far it is."""
    wanted, found = _wanted(), list(sheet_queries.list_sheets(notice))
    paper = making.paper_of(notice, sheet_address(notice))
    is_ready = bool(found) and making.are_kept(paper, wanted, found)
    job = None if is_ready else jobs.find(making.key_of(notice.number, wanted))
    return page(
        "postings/sheets.html",
        fragment="progress",
        notice=notice,
        kind=label_of(notice),
        wanted=wanted,
        job=job,
        is_ready=is_ready,
        refused=(job.result or {}).get("refused", "") if job is not None else "",
        here=url_for("postings.sheets", number=notice.number, **wanted.arguments),
        again=url_for("postings.make_sheets", number=notice.number, **wanted.arguments),
        sheets=[(one, sheet_code(notice.digest, one.ordinal, 1), wanted.form_for(one)) for one in found],
    )


@blueprint.post("/<number>/sheets")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_notice)
def make_sheets(notice: Notice) -> Response:
    """Have the sheets made that are not there yet, then lead to them."""
    wanted = _wanted()
    service.ensure_sheets(notice)
    jobs.ask(
        making.KIND,
        key=making.key_of(notice.number, wanted),
        number=notice.number,
        address=sheet_address(notice),
        lang=wanted.lang,
        size=wanted.size,
        type=wanted.type,
    )
    return go(url_for("postings.sheets", number=notice.number, **wanted.arguments))


@blueprint.get("/<number>/sheet.pdf")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_notice)
def sheet(notice: Notice) -> Response:
    """The sheet of one place (``?place=`` its number): names as the policy wants them on paper, whatever the web shows.

    Where it is not made yet, or no place is named, the page on which it can be made.
    """
    wanted, found = _wanted(), list(sheet_queries.list_sheets(notice))
    asked = text_argument("place", 3)
    if asked and not any(str(one.ordinal) == asked for one in found):
        raise NotFound()
    one = next((one for one in found if str(one.ordinal) == asked), None)
    data = None
    if one is not None:
        data = find_sheet(making.paper_of(notice, sheet_address(notice)), wanted.form_for(one), one)
    if one is None or data is None:
        return go(url_for("postings.sheets", number=notice.number, **wanted.arguments))
    return unkept_paper(data, f"{notice.number}-{one.ordinal}-{wanted.lang}")


def _wanted() -> Wanted:
    said = (text_argument(name, 10) for name in ("paper", "size", "type"))
    return making.wanted_from(*said)
