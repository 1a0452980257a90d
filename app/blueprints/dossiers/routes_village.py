"""Views of a village: how complete its dossiers are, the set of them, its book."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.dossiers import blueprint, presenter, work
from app.core.errors import NotFound
from app.core.jobs import JobState
from app.core.permissions import Permission
from app.documents import village_books
from app.documents.sets import Filed, SetFolder, zipped
from app.domain.areas import queries as areas
from app.domain.areas.models import Area
from app.domain.dossiers import queries, service
from app.domain.dossiers.book import load_book
from app.domain.rounds.models import Round
from app.web import jobs
from app.web.access import current_actor, requires
from app.web.htmx import wants_fragment
from app.web.i18n import current_locale
from app.web.pages import go, page, text_argument

P = Permission


@blueprint.get("/villages/<code>/dossiers")
@requires(P.DOSSIER_VIEW, load=areas.get_village)
def village(village: Area) -> Response:
    """Which dossiers of the village are complete, which records are missing most, and the set of them."""
    return page(
        "dossiers/village.html",
        fragment="made",
        **_shown(work.DOSSIERS, village, overview=queries.load_overview),
    )


@blueprint.post("/villages/<code>/dossiers")
@requires(P.DOSSIER_VIEW, load=areas.get_village)
def make_set(village: Area) -> Response:
    """Put the set together outside the request; what an interrupted one left is taken up."""
    return _begin(work.DOSSIERS, village, "dossiers.village")


@blueprint.get("/villages/<code>/dossiers.zip")
@requires(P.DOSSIER_VIEW, load=areas.get_village)
def download_set(village: Area) -> Response:
    """The set as it was finished last, one file a household."""
    round_, folder, files = _finished(work.DOSSIERS, village)
    response = Response(zipped(folder, files), mimetype="application/zip")
    return presenter.unkept(response, f"{village.code}-{round_.code}.zip")


@blueprint.get("/villages/<code>/book")
@requires(P.DOSSIER_VIEW, load=areas.get_village)
def book(village: Area) -> Response:
    """The village book as a page."""
    return page(
        "dossiers/book.html",
        fragment="made",
        tables=village_books,
        **_shown(work.BOOK, village, book=load_book),
    )


@blueprint.post("/villages/<code>/book")
@requires(P.DOSSIER_VIEW, load=areas.get_village)
def make_book(village: Area) -> Response:
    """Put the book together outside the request."""
    return _begin(work.BOOK, village, "dossiers.book")


@blueprint.get("/villages/<code>/book.pdf")
@requires(P.DOSSIER_VIEW, load=areas.get_village)
def download_book(village: Area) -> Response:
    """The book as it was put together last."""
    _round, folder, [filed] = _finished(work.BOOK, village)
    return presenter.sent(folder.path_of(filed).read_bytes(), "application/pdf", filed.name)


def _shown(what: str, village: Area, **loaders: Callable[[Area, Round], Any]) -> dict[str, Any]:
    """The rounds, the work as it stands, and what *loaders* read: nothing while only the work is asked for."""
    rounds = queries.list_rounds_of_village(village.id)
    round_ = presenter.chosen_round(rounds, text_argument("round"))
    to_load = None if wants_fragment() else round_
    loaded = {name: load(village, to_load) if to_load else None for name, load in loaders.items()}
    return {"village": village, "rounds": rounds, "round": round_, **loaded, **_made(what, village, round_)}


def _round_of(village: Area) -> Round:
    round_ = presenter.chosen_round(queries.list_rounds_of_village(village.id), text_argument("round"))
    if round_ is None:
        raise NotFound()
    return round_


def _finished(what: str, village: Area) -> tuple[Round, SetFolder, Sequence[Filed]]:
    """The files as they were finished last; raises :class:`NotFound` before the first time."""
    round_ = _round_of(village)
    folder = SetFolder(work.key_of(what, village, round_, current_locale()))
    manifest = folder.find_manifest()
    if manifest is None:
        raise NotFound()
    return round_, folder, manifest.files


def _begin(what: str, village: Area, endpoint: str) -> Response:
    round_, lang = _round_of(village), current_locale()
    under_way = jobs.find(work.key_of(what, village, round_, lang))
    if under_way is None or not under_way.is_open:
        service.record_village_printed(
            actor=current_actor(), village=village, what=f"{what} {village.code} {round_.code}"
        )
        work.begin(what, village, round_, lang)
        flash(_("Begun. You may leave this page: the work goes on."), "success")
    return go(url_for(endpoint, code=village.code, round=round_.code))


def _made(what: str, village: Area, round_: Round | None) -> dict[str, Any]:
    """The set as it stands: finished, under way, or failed."""
    if round_ is None:
        return {"manifest": None, "job": None, "begun": 0, "has_failed": False}
    key = work.key_of(what, village, round_, current_locale())
    folder, job = SetFolder(key), jobs.find(key)
    has_failed = job is not None and job.state is JobState.FAILED
    return {
        "manifest": folder.find_manifest(),
        "job": job,
        "begun": folder.count_made() if has_failed else 0,
        "has_failed": has_failed,
    }
