"""Views for photographs of what hangs: several at once, read by their codes, or one by hand for a sheet."""

from collections.abc import Sequence

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.postings import blueprint, pictures
from app.blueprints.postings.forms import ByHandForm, PhotographsForm
from app.core.db import start_writing
from app.core.errors import Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.areas.queries import list_villages_for
from app.domain.notices import queries
from app.domain.notices.labels import KIND_LABELS
from app.domain.notices.models import Notice
from app.domain.sheets import queries as sheet_queries
from app.domain.sheets import service, tasks
from app.domain.sheets.labels import PURPOSE_LABELS
from app.domain.sheets.models import Sheet, SheetPurpose
from app.domain.sheets.service import Submitted, Taken
from app.domain.sheets.tasks import TaskKind
from app.web.access import current_actor, requires
from app.web.i18n import current_locale, translate
from app.web.pages import go, page, text_argument
from app.web.portal import reads_first

P = Permission
TITLES = {
    SheetPurpose.HUNG: N_("Record that it hangs"),
    SheetPurpose.PRESENT: N_("Record that it still hangs"),
    SheetPurpose.REHUNG: N_("Record that it hangs again"),
    SheetPurpose.END: N_("Record that it hung to the end"),
}
TITLE = N_("Record a photograph by hand")


@blueprint.route("/photographs", methods=["GET", "POST"])
@reads_first
@requires(P.POSTING_RECORD)
def photographs() -> Response:
    """Photograph first: what the codes on the pictures make possible is recorded, the rest is said."""
    form = PhotographsForm()
    if not form.validate_on_submit():
        return page("postings/photographs.html", status=422 if form.is_submitted() else 200, form=form)
    looked_at = pictures.look_at(form.photos.data)
    start_writing()
    home = next(iter(current_actor().paths_for(P.POSTING_RECORD)))
    outcomes = [pictures.record(one, home) for one in looked_at]
    return page(
        "postings/recorded.html",
        outcomes=outcomes,
        left_out=len(form.photos.data) - len(looked_at),
        titles=KIND_LABELS,
        purposes=PURPOSE_LABELS,
        home=_home(),
    )


@blueprint.route("/by-hand", methods=["GET", "POST"])
@reads_first
@requires(P.POSTING_RECORD)
def by_hand() -> Response:
    """Say of one photograph which sheet it shows: of all that wait for one in the reader's villages."""
    actor = current_actor()
    waiting = [
        task.sheet
        for task in tasks.list_tasks_for(actor)
        if task.sheet is not None
        and task.kind not in (TaskKind.WAITS, TaskKind.TAKE_DOWN)
        and can(actor, P.POSTING_RECORD, task.notice)
    ]
    return _entered(waiting, named=True)


@blueprint.route("/<number>/new", methods=["GET", "POST"])
@reads_first
@requires(P.POSTING_RECORD, load=queries.get_notice, see=P.CANDIDATE_LIST_VIEW)
def new(notice: Notice) -> Response:
    """Say of one photograph which sheet of this notice it shows."""
    return _entered(sheet_queries.list_sheets(notice), notice=notice)


def _entered(sheets: Sequence[Sheet], notice: Notice | None = None, *, named: bool = False) -> Response:
    wanted, purpose = text_argument("sheet", 9), _purpose()
    chosen = [sheet for sheet in sheets if str(sheet.id) == wanted] or (sheets if len(sheets) == 1 else [])
    kept = text_argument("kept", 9)
    form = ByHandForm(data={"sheet": chosen[0].id if chosen else None, "kept": kept})
    form.sheet.choices = [SelectChoice(sheet.id, _name_of(sheet, named=named)) for sheet in sheets]
    if form.validate_on_submit():
        try:
            return _recorded(form, purpose)
        except Invalid as error:
            form.put_error(error)
        except Refused as refusal:
            for blocker in refusal.blockers:
                form.put_error(Invalid(blocker))
    shown = form.kept.data
    return page(
        "postings/new.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        notice=notice,
        sheets=sheets,
        title=translate(TITLES.get(purpose, TITLE) if purpose else TITLE),
        kept=pictures.get_kept(shown) if shown else None,
    )


def _purpose() -> SheetPurpose | None:
    """What is to be recorded, as the address says; nothing: what the sheet needs now."""
    said = text_argument("what", 20)
    return SheetPurpose(said) if said in {purpose.value for purpose in TITLES} else None


def _name_of(sheet: Sheet, *, named: bool) -> str:
    place = sheet.place.name.in_(current_locale())
    if not named:
        return place
    notice = sheet.notice
    kind = translate(KIND_LABELS[notice.kind])
    return _("%(place)s: %(kind)s %(number)s", place=place, kind=kind, number=notice.number)


def _recorded(form: ByHandForm, purpose: SheetPurpose | None) -> Response:
    taken, sheet_id, day = _taken(form), form.sheet.data, form.claimed_on.data
    start_writing()
    sheet = sheet_queries.get_sheet(sheet_id)
    done = service.submit(
        actor=current_actor(), taken=taken, purpose=purpose, sheet=sheet, claimed_on=day, field="photo"
    )
    _say(done)
    return go(url_for("postings.village", code=sheet.notice.village.code))


def _taken(form: ByHandForm) -> Taken:
    """What is read from the chosen file, else from the one that was sent before."""
    file, kept = form.photo.data, form.kept.data
    if file is not None and getattr(file, "filename", ""):
        return service.take(data=file.stream, filename=file.filename, actor=current_actor(), field="photo")
    if kept:
        return pictures.take_again(pictures.get_kept(kept), "photo")
    raise Invalid(Message(N_("Please choose a photograph.")), "photo")


def _say(done: Submitted) -> None:
    if any(act.waits for act in done.acts):
        flash(
            _("Sent. No code could be read, so a second person looks at it. Until then it does not count."),
            "warning",
        )
    else:
        flash(_("Recorded. The period follows from the days on which the sheets hang."), "success")
    for message in (*done.not_done, *done.notes):
        flash(translate(message), "warning")


def _home() -> str:
    """Where to go on from here: the page of the reader's village, or the overview."""
    own = list_villages_for(current_actor(), P.POSTING_RECORD)
    return url_for("postings.village", code=own[0].code) if len(own) == 1 else url_for("postings.index")
