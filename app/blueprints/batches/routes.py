"""Views of the batch: what to make, how far it is, what came of it, and its files."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.batches import blueprint, presenter, selection, work
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.documents.sets import SetFolder
from app.domain.areas.models import Area
from app.domain.areas.queries import get_area
from app.web.access import current_actor, requires
from app.web.pages import go, page, text_argument
from app.web.papers import unkept_paper

P = Permission


@blueprint.get("")
@requires(P.CANDIDATE_LIST_VIEW)
def index() -> Response:
    """The page of the township, or of the village of whoever has no more."""
    areas = selection.list_areas(current_actor())
    if not areas:
        raise NotFound()
    return go(url_for(".show", code=areas[0].code))


@blueprint.get("/<code>")
@requires(P.CANDIDATE_LIST_VIEW, load=get_area)
def show(area: Area) -> Response:
    """Choose, begin, see how far it is, take the files. What was made last stays until it is made anew."""
    choice, lang = selection.get_choice(area, text_argument("what")), presenter.language()
    return page("batches/show.html", fragment="progress", **presenter.shown(area, choice, lang))


@blueprint.post("/<code>")
@requires(P.CANDIDATE_LIST_VIEW, load=get_area)
def begin(area: Area) -> Response:
    """Begin; what is kept already is not set again."""
    choice, lang = selection.get_choice(area, text_argument("what")), presenter.language()
    if not selection.wanted_sheets(current_actor(), area, choice.key):
        flash(_("There is no sheet to make."), "info")
    else:
        work.begin(area, choice.key, lang)
        flash(_("The sheets are being made. You may leave this page."), "success")
    return go(presenter.address_of(area, choice, lang))


@blueprint.get("/<code>/<name>.pdf")
@requires(P.CANDIDATE_LIST_VIEW, load=get_area)
def download(area: Area, name: str) -> Response:
    """One of the files as it was made last: of the whole round, or of a village."""
    choice, lang = selection.get_choice(area, text_argument("what")), presenter.language()
    folder = SetFolder(work.key_of(area, choice.key, lang))
    manifest = folder.find_manifest()
    found = next((one for one in manifest.files if one.name == f"{name}.pdf"), None) if manifest else None
    if found is None:
        raise NotFound()
    return unkept_paper(folder.path_of(found).read_bytes(), f"{name}-{lang}")
