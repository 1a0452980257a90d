"""Views of imports: the list, handing in, the preview, saving, undoing, discarding."""

from flask import flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.imports import blueprint, presenter, work
from app.blueprints.imports.forms import WorkbookForm
from app.blueprints.imports.keys import key_of
from app.core.db import start_writing
from app.core.errors import Invalid
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.queries import get_area, list_areas_at
from app.domain.imports import queries, service
from app.domain.imports.archive import ReadLimits, kind_of
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportRun, ImportState
from app.domain.imports.steps import MACHINE
from app.domain.rounds.models import Round, RoundState
from app.domain.rounds.queries import get_round_by_code
from app.web import jobs, workbooks
from app.web.access import current_actor, requires
from app.web.choosing import visible_rounds
from app.web.forms import BaseForm
from app.web.htmx import wants_fragment
from app.web.pages import go, page, page_number, text_argument
from app.web.portal import reads_first

IMPORT = Permission.HOUSEHOLD_IMPORT
UNDER_WAY = (ImportState.READING, ImportState.APPLYING)
_SEVERAL = Message(N_("Choose one of the answers."))


@blueprint.get("")
@requires(IMPORT)
def index() -> Response:
    """Imports so far, the newest first."""
    runs = queries.page_runs(current_actor(), page_number())
    return page("imports/index.html", runs=runs, standing_of=workbooks.standing_of)


@blueprint.route("/new", methods=["GET", "POST"])
@reads_first
@requires(IMPORT)
def new() -> Response:
    """Hand in a workbook. Its kind is looked at here; the rest follows outside the request."""
    form = _workbook_form()
    status = 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _receive(form)
            except Invalid as error:
                form.put_error(error)
            except WorkbookRefused as refusal:
                form.file.errors = [*form.file.errors, workbooks.said(refusal)]
    return page("imports/new.html", status=status, form=form, rounds=_open_rounds())


@blueprint.get("/<int:run_id>")
@requires(IMPORT, load=queries.get_run)
def show(run: ImportRun) -> Response:
    """One import: under way, or what was found and what can be done now."""
    if run.state in UNDER_WAY:
        return page("imports/working.html", fragment="progress", run=run, job=jobs.find(key_of(run)))
    if wants_fragment():
        return go(url_for("imports.show", run_id=run.id))
    offered = {
        offer.step.name for offer in MACHINE.offered(run, current_actor()) if offer.step.name != "undo"
    }
    return page(
        "imports/show.html",
        run=run,
        summary=run.summary or {},
        standing=workbooks.standing_of(run),
        may_discard="discard" in offered,
        columns=presenter.columns_of(run),
        findings=workbooks.findings_page(run, page_number()),
        changes=list(presenter.changes_of(run)),
    )


@blueprint.post("/<int:run_id>/confirm")
@requires(IMPORT, load=queries.get_run)
def confirm(run: ImportRun) -> Response:
    """Save it: decided now, done outside the request."""
    work.begin(service.confirm(actor=current_actor(), run=run))
    return go(url_for("imports.show", run_id=run.id))


@blueprint.post("/<int:run_id>/again")
@requires(IMPORT, load=queries.get_run)
def again(run: ImportRun) -> Response:
    """Begin once more what was interrupted. Nothing happens when it is under way after all, or done."""
    if run.state in UNDER_WAY:
        work.begin(run)
    return go(url_for("imports.show", run_id=run.id))


@blueprint.route("/<int:run_id>/undo", methods=["GET", "POST"])
@requires(IMPORT, load=queries.get_run)
def undo(run: ImportRun) -> Response:
    """Put the register back as it was; the page says what stands against it."""
    form, actor = BaseForm(), current_actor()
    if form.validate_on_submit():
        work.undo(run, actor)
        _forget_after_commit(run, actor)
        flash(_("The import is undone: the register is as it was before."), "success")
        return go(url_for("imports.show", run_id=run.id))
    if run.state is not ImportState.APPLIED:
        return go(url_for("imports.show", run_id=run.id))
    offer = next(offer for offer in MACHINE.offered(run, actor) if offer.step.name == "undo")
    return page("imports/undo.html", run=run, summary=run.summary or {}, form=form, blockers=offer.blockers)


@blueprint.post("/<int:run_id>/discard")
@requires(IMPORT, load=queries.get_run)
def discard(run: ImportRun) -> Response:
    """Give it up; the uploaded file is deleted once that is certain."""
    actor = current_actor()
    _forget_after_commit(service.discard(actor=actor, run=run), actor)
    flash(_("Discarded. The uploaded file is deleted."), "success")
    return go(url_for("imports.index"))


def _forget_after_commit(run: ImportRun, actor: Actor) -> None:
    digest = run.digest
    g.setdefault("after_commit", []).append(lambda: service.forget_file(actor=actor, digest=digest))


def _open_rounds() -> list[Round]:
    return [round_ for round_ in visible_rounds(current_actor()) if round_.state is RoundState.OPEN]


def _workbook_form() -> WorkbookForm:
    """The form with the open rounds and the reader's own areas to choose from."""
    form = WorkbookForm()
    form.round.choices = [(round_.code, workbooks.name_of(round_)) for round_ in _open_rounds()]
    areas = list_areas_at(current_actor().paths_for(IMPORT))
    form.area.choices = [(area.code, workbooks.name_of(area)) for area in areas]
    if not form.is_submitted():
        wanted = text_argument("round")
        form.round.data = wanted or next((code for code, _name in form.round.choices), None)
        form.area.data = next((code for code, _name in form.area.choices), None)
    return form


def _receive(form: WorkbookForm) -> Response:
    for field in (form.round, form.area):
        if field.data not in {value for value, _name in field.choices}:
            raise Invalid(_SEVERAL, field=field.name)
    data, filename = form.file.data.read(), form.file.data.filename
    kind_of(data, ReadLimits())
    start_writing()
    run = service.receive(
        actor=current_actor(),
        round_=get_round_by_code(form.round.data),
        area=get_area(form.area.data),
        data=data,
        filename=filename,
    )
    work.begin(run)
    return go(url_for("imports.show", run_id=run.id))
