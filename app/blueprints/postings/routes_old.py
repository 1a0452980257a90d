"""Views of the posting: all sheets that hang or must hang, one notice's places, recording and taking down."""

from flask import Response as FlaskResponse
from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.postings import blueprint
from app.blueprints.postings.forms_old import PostingForm, TakeDownForm
from app.core import clock
from app.core.errors import Invalid, NotFound
from app.core.permissions import Permission, can
from app.documents.notices import notice_paper_from
from app.documents.notice_sheets import SheetForm, sheet_pdf
from app.domain.areas.models import PostingPlace
from app.domain.areas.queries import list_posting_places, list_villages_for
from app.domain.notices import queries, service
from app.domain.notices.labels import KIND_LABELS
from app.domain.notices.models import Notice, Posting
from app.web.access import current_actor, requires
from app.web.i18n import current_locale
from app.web.pages import go, page
from app.web.sheets import sheet_address
from app.web.uploads import find_file, store_file

P = Permission


@blueprint.get("")
@requires(P.CANDIDATE_LIST_VIEW)
def index() -> Response:
    """Every notice whose sheets hang or must hang: what to hang, what to take down; the village's own screen."""
    standings = queries.standings(queries.list_current_for(current_actor()))
    screens = list_villages_for(current_actor(), P.POSTING_RECORD)
    return page("postings/index.html", standings=standings, kinds=KIND_LABELS, screens=screens)


@blueprint.get("/<number>")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_notice)
def show(notice: Notice) -> Response:
    """One notice: its places, which are proven, which are missing."""
    postings = {posting.place_id: posting for posting in notice.postings}
    return page(
        "postings/show.html",
        notice=notice,
        standing=queries.standing(notice),
        kind=KIND_LABELS[notice.kind],
        places=[(place, postings.get(place.id)) for place in list_posting_places(notice.village_id)],
        may_record=can(current_actor(), P.POSTING_RECORD, notice),
    )


@blueprint.get("/<number>/sheet.pdf")
@requires(P.CANDIDATE_LIST_VIEW, load=queries.get_notice)
def sheet(notice: Notice) -> Response:
    """The sheet to hang in the village: names as the policy wants them on paper, whatever the web shows."""
    lang, newer = current_locale(), notice.replaced_by
    paper = notice_paper_from(
        notice,
        queries.list_entries(notice.id),
        public_url=sheet_address(notice),
        replaced_by=newer.number if newer is not None else "",
    )
    response = FlaskResponse(sheet_pdf(paper, SheetForm(lang)), mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{notice.number}-{lang}.pdf"'
    return response


@blueprint.route("/<number>/new", methods=["GET", "POST"])
@requires(P.POSTING_RECORD, load=queries.get_notice, see=P.CANDIDATE_LIST_VIEW)
def new(notice: Notice) -> Response:
    """Record that the sheet hangs at a place, with its photograph."""
    hanging = {posting.place_id for posting in notice.postings}
    places = [place for place in list_posting_places(notice.village_id) if place.id not in hanging]
    form = PostingForm(data={"posted_on": clock.today(), "place": places[0].id if len(places) == 1 else None})
    form.place.choices = [(place.id, place.name.in_(current_locale())) for place in places]
    if form.validate_on_submit():
        try:
            _record(notice, form, places)
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Recorded. The period follows from the days on which the sheets hang."), "success")
            return go(url_for("postings.show", number=notice.number))
    return page(
        "postings/new.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        notice=notice,
        places=places,
    )


def _record(notice: Notice, form: PostingForm, places: list[PostingPlace]) -> None:
    place = next((place for place in places if place.id == form.place.data), None)
    if place is None:
        raise NotFound()
    service.record_posting(
        actor=current_actor(),
        notice=notice,
        place=place,
        posted_on=form.posted_on.data,
        photo=store_file(form.photo, kind="posting", area_path=notice.area_path, needs=P.CANDIDATE_LIST_VIEW),
    )


@blueprint.route("/sheets/<int:posting_id>/down", methods=["GET", "POST"])
@requires(P.POSTING_RECORD, load=queries.get_posting, see=P.CANDIDATE_LIST_VIEW)
def take_down(posting: Posting) -> Response:
    """Record that a sheet was taken down after its period."""
    form = TakeDownForm(data={"taken_down_on": clock.today()})
    if form.validate_on_submit():
        try:
            service.take_down(
                actor=current_actor(),
                posting=posting,
                taken_down_on=form.taken_down_on.data,
                photo=find_file(
                    form.photo, kind="posting", area_path=posting.area_path, needs=P.CANDIDATE_LIST_VIEW
                ),
            )
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("Recorded: taken down."), "success")
            return go(url_for("postings.show", number=posting.notice.number))
    return page(
        "postings/take_down.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        posting=posting,
        standing=queries.standing(posting.notice),
    )
