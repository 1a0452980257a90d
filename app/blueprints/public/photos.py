"""The photographs that prove where a notice hangs: small copies, for as long as its names may show."""

from flask import Response

from app.blueprints.public import blueprint
from app.blueprints.public.notice_words import picture_size
from app.core.errors import NotFound
from app.documents import pictures
from app.domain.notices import queries, sheets
from app.domain.notices.models import Notice
from app.web.access import public


@blueprint.get("/notices/<number>/photos/<int:posting_id>")
@public(load=queries.get_notice)
def show_photo(notice: Notice, posting_id: int) -> Response:
    """A small copy of the photograph of a sheet at its place; an unclear one where the sheet has whole names."""
    return _copy(notice, posting_id, picture_size(notice))


@blueprint.get("/notices/<number>/photos/<int:posting_id>/large")
@public(load=queries.get_notice)
def show_large_photo(notice: Notice, posting_id: int) -> Response:
    """A copy on which the sheet can be read, only where its names are those of the page."""
    if picture_size(notice) is not pictures.SMALL:
        raise NotFound()
    return _copy(notice, posting_id, pictures.LARGE)


def _copy(notice: Notice, posting_id: int, size: pictures.Size) -> Response:
    """Once the names are down the list can be read on no photograph either."""
    digest = sheets.load_photographs(notice.id).get(posting_id)
    if digest is None or not queries.standing(notice).photographs_show:
        raise NotFound()
    response = Response(pictures.public_copy(digest, size), mimetype="image/jpeg")
    response.headers["X-Robots-Tag"] = "noindex, noimageindex"
    return response
