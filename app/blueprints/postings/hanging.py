"""Views for a sheet that is gone: found missing, or taken down when its time is over."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.postings import blueprint
from app.blueprints.postings.forms import MissingForm, TakeDownForm
from app.blueprints.postings.sending import sheet_at
from app.core import clock
from app.core.db import start_writing
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.notices import queries, reasons
from app.domain.notices.models import Posting
from app.domain.sheets import service
from app.domain.sheets.models import SheetPurpose
from app.web.access import current_actor, requires
from app.web.pages import go, page
from app.web.portal import reads_first
from app.web.uploads import find_file, is_sent

P = Permission


@blueprint.route("/sheets/<int:posting_id>/missing", methods=["GET", "POST"])
@requires(P.POSTING_RECORD, load=queries.get_posting, see=P.CANDIDATE_LIST_VIEW)
def missing(posting: Posting) -> Response:
    """Record that a sheet was found missing, since when and why."""
    form = MissingForm(data={"missing_on": clock.today()})
    if form.validate_on_submit():
        try:
            return _reported(posting, form)
        except Invalid as error:
            form.put_error(error)
    return page(
        "postings/missing.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        posting=posting,
        stretches=posting.notice.round.policy.missing_sheet_stretches,
    )


def _reported(posting: Posting, form: MissingForm) -> Response:
    photo = find_file(
        form.photo, kind="posting", area_path=posting.area_path, needs=P.CANDIDATE_LIST_VIEW, heic=True
    )
    service.report_missing(
        actor=current_actor(),
        posting=posting,
        missing_on=form.missing_on.data,
        reason=form.reason.data or "",
        photo=photo,
    )
    flash(_("Recorded as missing. Print it, hang it again and photograph it."), "success")
    return go(url_for("postings.village", code=posting.notice.village.code))


@blueprint.route("/sheets/<int:posting_id>/down", methods=["GET", "POST"])
@reads_first
@requires(P.POSTING_RECORD, load=queries.get_posting, see=P.CANDIDATE_LIST_VIEW)
def take_down(posting: Posting) -> Response:
    """Record that a sheet was taken down after its period, with a photograph of its place."""
    form = TakeDownForm(data={"claimed_on": clock.today()})
    if form.validate_on_submit():
        try:
            return _taken_down(posting, form)
        except (Invalid, Refused) as error:
            form.put_error(error)
    notice = posting.notice
    now = queries.standing(notice)
    return page(
        "postings/take_down.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        posting=posting,
        standing=now,
        not_yet=reasons.why_not_over(notice, now.period, clock.today()) if now.is_open else None,
    )


def _taken_down(posting: Posting, form: TakeDownForm) -> Response:
    file = form.photo.data
    if not is_sent(file):
        raise Invalid(Message(N_("Please choose a photograph.")), "photo")
    actor, notice, place_id = current_actor(), posting.notice, posting.place_id
    number, code = notice.number, notice.village.code
    taken = service.take(data=file.stream, filename=file.filename, actor=actor, field="photo")
    start_writing()
    service.submit(
        actor=actor,
        taken=taken,
        purpose=SheetPurpose.TAKEN_DOWN,
        sheet=sheet_at(number, place_id),
        claimed_on=form.claimed_on.data,
        field="photo",
    )
    flash(_("Recorded: taken down."), "success")
    return go(url_for("postings.village", code=code))
