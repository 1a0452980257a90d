"""Views for photographs of what hangs: several at once, read by their codes, or one by hand for a sheet."""

from collections.abc import Sequence

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from app.blueprints.postings import blueprint, pictures
from app.blueprints.postings.forms import ByHandForm, PhotographsForm
from app.core.db import start_writing
from app.core.errors import Invalid, NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission, can
from app.domain.areas.queries import list_villages_for
from app.domain.notices import queries
from app.domain.notices.labels import label_of
from app.domain.notices.models import Notice
from app.domain.sheets import service, tasks
from app.domain.sheets.labels import PURPOSE_LABELS
from app.domain.sheets.models import Sheet, SheetPurpose
from app.domain.sheets.service import Submitted, Taken
from app.domain.sheets.tasks import Task, TaskKind
from app.web.access import current_actor, requires
from app.web.i18n import current_locale, translate
from app.web.pages import go, page, text_argument
from app.web.portal import reads_first, takes_files
from app.web.uploads import is_sent

P = Permission
TITLES = {
    SheetPurpose.HUNG: N_("Record that it hangs"),
    SheetPurpose.PRESENT: N_("Record that it still hangs"),
    SheetPurpose.REHUNG: N_("Record that it hangs again"),
    SheetPurpose.END: N_("Record that it hung to the end"),
}
TITLE = N_("Record a posting")
#: sheets that wait for a photograph, and those that hang and may be photographed again
OPEN = (TaskKind.HANG, TaskKind.MISSING, TaskKind.END, TaskKind.WAITS)
HANGING = (TaskKind.NOTHING, TaskKind.LOOK)


@blueprint.route("/photographs", methods=["GET", "POST"])
@takes_files(pictures.MOST_BYTES)
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
        title_of=label_of,
        purposes=PURPOSE_LABELS,
        home=_home(),
    )


@blueprint.route("/by-hand", methods=["GET", "POST"])
@reads_first
@requires(P.POSTING_RECORD)
def by_hand() -> Response:
    """Say of one photograph which sheet it shows: of all that hang or must hang in the reader's villages."""
    actor = current_actor()
    waiting = [task for task in tasks.list_tasks_for(actor) if can(actor, P.POSTING_RECORD, task.notice)]
    return _entered([task for task in waiting if task.kind in OPEN or task.kind in HANGING])


@blueprint.route("/<number>/new", methods=["GET", "POST"])
@reads_first
@requires(P.POSTING_RECORD, load=queries.get_notice, see=P.CANDIDATE_LIST_VIEW)
def new(notice: Notice) -> Response:
    """Say of one photograph which sheet of this notice it shows: at the place of the address, or one that waits."""
    waiting = [task for task in tasks.list_tasks([notice]) if task.kind is not TaskKind.TAKE_DOWN]
    wanted = text_argument("place", 9)
    named = [task for task in waiting if str(task.place.id) == wanted]
    return _entered(named or [task for task in waiting if task.kind in OPEN], notice)


def _entered(choice: Sequence[Task], notice: Notice | None = None) -> Response:
    purpose, kept = _purpose(), text_argument("kept", 21)
    form = ByHandForm(data={"sheet": _value_of(choice[0]) if len(choice) == 1 else None, "kept": kept})
    several = len({task.notice.village_id for task in choice}) > 1
    form.sheet.choices = [
        SelectChoice(_value_of(task), _name_of(task, named=not notice, several=several)) for task in choice
    ]
    if form.validate_on_submit():
        try:
            return _recorded(
                form, purpose, next(t for t in choice if _value_of(t) == form.sheet.data), notice
            )
        except (Invalid, Refused) as error:
            form.put_error(error)
    shown = form.kept.data
    return page(
        "postings/new.html",
        status=422 if form.is_submitted() else 200,
        form=form,
        notice=notice,
        title=translate(TITLES.get(purpose, TITLE) if purpose else TITLE),
        kept=pictures.get_kept(shown) if shown else None,
    )


def _purpose() -> SheetPurpose | None:
    """What is to be recorded, as the address says; nothing: what the sheet needs now."""
    said = text_argument("what", 20)
    return SheetPurpose(said) if said in {purpose.value for purpose in TITLES} else None


def _value_of(task: Task) -> str:
    return f"{task.notice.id}-{task.place.id}"


def _name_of(task: Task, *, named: bool, several: bool) -> str:
    place, notice = task.place.name.in_(current_locale()), task.notice
    if not named:
        return place
    if several:
        place = f"{notice.village.name.in_(current_locale())} · {place}"
    kind = translate(label_of(notice))
    return _("%(place)s: %(kind)s %(number)s", place=place, kind=kind, number=notice.number)


def _recorded(form: ByHandForm, purpose: SheetPurpose | None, task: Task, notice: Notice | None) -> Response:
    taken, day = _taken(form), form.claimed_on.data
    number, place_id = task.notice.number, task.place.id
    start_writing()
    done = service.submit(
        actor=current_actor(),
        taken=taken,
        purpose=purpose,
        sheet=sheet_at(number, place_id),
        claimed_on=day,
        field="photo",
    )
    _say(done)
    if notice is not None:
        return go(url_for("postings.show", number=number))
    return go(url_for("postings.village", code=task.notice.village.code))


def sheet_at(number: str, place_id: int) -> Sheet:
    """The sheet of a notice at a place; made now for a notice that was issued before sheets had codes of their own."""
    notice = queries.get_notice(number)
    found = next((one for one in service.ensure_sheets(notice) if one.place_id == place_id), None)
    if found is None:
        raise NotFound()
    return found


def _taken(form: ByHandForm) -> Taken:
    """What is read from the chosen file, else from the one that was sent before."""
    file, kept = form.photo.data, form.kept.data
    if is_sent(file):
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
