"""Views of workbooks of helpers: those so far, handing in, what was found, taking over, taking back, giving up."""

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.pairings import blueprint, choices
from app.blueprints.pairings.forms import UndoForm, WorkbookForm
from app.core.db import start_writing
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.areas.queries import get_area, list_of_levels_for
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportState
from app.domain.pairings import workbook_columns as columns
from app.domain.pairings import workbook_reading, workbook_service, workbook_undoing
from app.domain.pairings.acts import KEEPERS
from app.domain.pairings.models import PairingImport
from app.web import workbooks
from app.web.access import current_actor, requires
from app.web.i18n import translate
from app.web.pages import go, page, page_number
from app.web.portal import reads_first
from app.web.workbooks import ColumnRow

MANAGE = Permission.PAIRING_MANAGE


@blueprint.get("/imports")
@requires(MANAGE)
def imports() -> Response:
    """Workbooks so far, the newest first."""
    runs = workbook_service.page_imports(current_actor(), page_number())
    return page("pairings/imports.html", runs=runs, standing_of=workbooks.standing_of)


@blueprint.route("/imports/new", methods=["GET", "POST"])
@reads_first
@requires(MANAGE)
def new_import() -> Response:
    """Hand in a workbook. It is read here and kept only as what was read of it."""
    form = WorkbookForm()
    form.area.choices = choices.areas(list(list_of_levels_for(current_actor(), MANAGE, KEEPERS)))
    if form.validate_on_submit():
        try:
            return _received(form)
        except Invalid as error:
            form.put_error(error)
        except WorkbookRefused as refusal:
            form.file.errors = [*form.file.errors, workbooks.said(refusal)]
    return page("pairings/new_import.html", status=form.http_status, form=form)


@blueprint.get("/imports/<int:import_id>")
@requires(MANAGE, load=workbook_service.get_import)
def show_import(run: PairingImport) -> Response:
    """What was found in a workbook, and what can be done with it now."""
    offers = {one.step.name: one for one in workbook_service.MACHINE.offered(run, current_actor())}
    return page(
        "pairings/import.html",
        run=run,
        summary=run.summary or {},
        standing=workbooks.standing_of(run),
        kept=workbook_undoing.get_kept(run),
        offered={name for name, one in offers.items() if one.is_open},
        reasons=[reason for name in offers for reason in offers[name].blockers if name == "undo"],
        columns=_columns_of(run),
        findings=workbooks.findings_page(run, page_number()),
    )


@blueprint.post("/imports/<int:import_id>/apply")
@requires(MANAGE, load=workbook_service.get_import)
def apply_import(run: PairingImport) -> Response:
    """Take the whole workbook over."""
    workbook_service.apply_import(actor=current_actor(), run=run)
    flash(_("The workbook is taken over."), "success")
    return go(url_for("pairings.show_import", import_id=run.id))


@blueprint.route("/imports/<int:import_id>/undo", methods=["GET", "POST"])
@requires(MANAGE, load=workbook_service.get_import)
def undo_import(run: PairingImport) -> Response:
    """As it was before the workbook, with a reason; what was changed since is named and stays."""
    form, here = UndoForm(), url_for("pairings.show_import", import_id=run.id)
    if run.state is not ImportState.APPLIED and not form.is_submitted():
        return go(here)
    if form.validate_on_submit():
        try:
            workbook_service.undo_import(actor=current_actor(), run=run, reason=form.reason.data or "")
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            flash(_("The workbook is taken back."), "success")
            return go(here)
    kept = workbook_undoing.get_kept(run)
    return page("pairings/undo_import.html", status=form.http_status, run=run, form=form, kept=kept)


@blueprint.post("/imports/<int:import_id>/discard")
@requires(MANAGE, load=workbook_service.get_import)
def discard_import(run: PairingImport) -> Response:
    """Give it up."""
    workbook_service.discard(actor=current_actor(), run=run)
    flash(_("Discarded."), "success")
    return go(url_for("pairings.imports"))


def _received(form: WorkbookForm) -> Response:
    if form.area.data not in {choice.value for choice in form.area.choices}:
        raise Invalid(Message(N_("Choose one of the answers.")), field="area")
    data, filename = form.file.data.read(), form.file.data.filename
    reading = workbook_reading.read(data)
    start_writing()
    run = workbook_service.preview(
        actor=current_actor(), area=get_area(form.area.data), reading=reading, filename=filename
    )
    return go(url_for("pairings.show_import", import_id=run.id))


def _columns_of(run: PairingImport) -> list[ColumnRow]:
    labels = {name: field.label for name, field in columns.FIELDS_BY_NAME.items()}
    return [
        ColumnRow(
            sheet["name"],
            letters,
            heading,
            translate(labels[field]) if field in labels and not is_repeated else None,
        )
        for sheet in (run.summary or {}).get("sheets", [])
        for letters, heading, field, is_repeated in sheet["columns"]
    ]
