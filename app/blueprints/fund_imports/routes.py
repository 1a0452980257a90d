"""Views of imports into the ledger: the list, handing in, the preview, entering, undoing, discarding."""

from flask import flash, g, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.fund_imports import blueprint, presenter, work
from app.blueprints.fund_imports.forms import UndoForm, WorkbookForm
from app.blueprints.fund_imports.keys import key_of
from app.core.db import start_writing
from app.core.errors import Conflict, Invalid, Refused
from app.core.messages import N_, Message
from app.core.permissions import Actor, Permission
from app.domain.areas.models import AreaLevel
from app.domain.areas.queries import get_area, list_of_levels_for
from app.domain.deliveries import service as deliveries
from app.domain.funds import workbook_queries as queries
from app.domain.funds import workbook_service as service
from app.domain.funds.models import LedgerImport
from app.domain.funds.workbook_reading import LIMITS
from app.domain.funds.workbook_steps import MACHINE
from app.domain.imports.archive import kind_of
from app.domain.imports.findings import WorkbookRefused
from app.domain.imports.models import ImportState
from app.domain.rounds.queries import get_round_by_code
from app.web import jobs, workbooks
from app.web.access import current_actor, requires
from app.web.choosing import list_open_years, list_years, pick_year
from app.web.htmx import wants_fragment
from app.web.pages import go, page, page_number, text_argument
from app.web.portal import reads_first

IMPORT = Permission.FUND_IMPORT
UNDER_WAY = (ImportState.READING, ImportState.APPLYING)
#: the steps whose reasons are said where they cannot be taken
LEAD_ON = {"confirm", "undo"}
HOLDERS = (AreaLevel.COUNTY, AreaLevel.TOWNSHIP)
_SEVERAL = Message(N_("Choose one of the answers."))


@blueprint.get("")
@requires(IMPORT)
def index() -> Response:
    """Imports so far, the newest first; the empty workbook, and the ledger as one."""
    runs = queries.page_imports(current_actor(), page_number())
    choices = _area_choices()
    return page(
        "fund_imports/index.html",
        runs=runs,
        standing_of=workbooks.standing_of,
        years=list_years(),
        area=choices[0][0] if choices else "",
    )


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
    return page("fund_imports/new.html", status=status, form=form, years=list_open_years())


@blueprint.get("/<int:import_id>")
@requires(IMPORT, load=queries.get_import)
def show(run: LedgerImport) -> Response:
    """One import: under way, or what was found and what can be done now."""
    if run.state in UNDER_WAY:
        return page("fund_imports/working.html", fragment="progress", run=run, job=jobs.find(key_of(run)))
    if wants_fragment():
        return go(url_for("fund_imports.show", import_id=run.id))
    offers = {offer.step.name: offer for offer in MACHINE.offered(run, current_actor())}
    return page(
        "fund_imports/show.html",
        run=run,
        summary=run.summary or {},
        standing=workbooks.standing_of(run),
        offered={name for name, offer in offers.items() if offer.is_open},
        reasons=[reason for name in LEAD_ON & offers.keys() for reason in offers[name].blockers],
        tallies=presenter.tallies_of(run),
        columns=presenter.columns_of(run),
        findings=workbooks.findings_page(run, page_number()),
    )


@blueprint.post("/<int:import_id>/confirm")
@requires(IMPORT, load=queries.get_import)
def confirm(run: LedgerImport) -> Response:
    """Enter it: decided now, done outside the request."""
    work.begin(service.confirm(actor=current_actor(), run=run))
    return go(url_for("fund_imports.show", import_id=run.id))


@blueprint.post("/<int:import_id>/again")
@requires(IMPORT, load=queries.get_import)
def again(run: LedgerImport) -> Response:
    """Begin once more what was interrupted. Nothing happens when it is under way after all, or done."""
    if run.state in UNDER_WAY:
        work.begin(run)
    return go(url_for("fund_imports.show", import_id=run.id))


@blueprint.route("/<int:import_id>/undo", methods=["GET", "POST"])
@requires(IMPORT, load=queries.get_import)
def undo(run: LedgerImport) -> Response:
    """Take it back by reversing entries, with a reason."""
    form, here = UndoForm(), url_for("fund_imports.show", import_id=run.id)
    if run.state is not ImportState.APPLIED and not form.is_submitted():
        return go(here)
    if form.validate_on_submit():
        try:
            deliveries.undo_import(actor=current_actor(), run=run, reason=form.reason.data)
        except (Invalid, Refused, Conflict) as error:
            form.put_error(error)
        else:
            words = _("The import is taken back: each of its entries is reversed, with your reason.")
            flash(words, "success")
            return go(here)
    return page("fund_imports/undo.html", status=form.http_status, run=run, form=form)


@blueprint.post("/<int:import_id>/discard")
@requires(IMPORT, load=queries.get_import)
def discard(run: LedgerImport) -> Response:
    """Give it up; the uploaded file is deleted once that is certain."""
    actor = current_actor()
    _forget_after_commit(service.discard(actor=actor, run=run), actor)
    flash(_("Discarded. The uploaded file is deleted."), "success")
    return go(url_for("fund_imports.index"))


def _forget_after_commit(run: LedgerImport, actor: Actor) -> None:
    digest = run.digest
    g.setdefault("after_commit", []).append(lambda: service.forget_file(actor=actor, digest=digest))


def _area_choices() -> list[tuple[str, str]]:
    found = list_of_levels_for(current_actor(), IMPORT, HOLDERS)
    return [(area.code, workbooks.name_of(area)) for area in found]


def _workbook_form() -> WorkbookForm:
    """The form with the open years, and whose money the reader keeps, to choose from."""
    form = WorkbookForm()
    form.round.choices = [(one.code, workbooks.name_of(one)) for one in list_open_years()]
    form.area.choices = _area_choices()
    if not form.is_submitted():
        year = pick_year(list_open_years(), text_argument("year"))
        form.round.data = year.code if year is not None else None
        form.area.data = next((code for code, _name in form.area.choices), None)
    return form


def _receive(form: WorkbookForm) -> Response:
    for field in (form.round, form.area):
        if field.data not in {value for value, _name in field.choices}:
            raise Invalid(_SEVERAL, field=field.name)
    data, filename = form.file.data.read(), form.file.data.filename
    kind_of(data, LIMITS)
    start_writing()
    run = service.receive(
        actor=current_actor(),
        round_=get_round_by_code(form.round.data),
        area=get_area(form.area.data),
        data=data,
        filename=filename,
    )
    work.begin(run)
    return go(url_for("fund_imports.show", import_id=run.id))
