"""Views of files: a round's, handing one in, what was found, putting in force, giving up, withdrawing."""

import datetime as dt
from typing import cast

from flask import flash, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.blueprints.comparisons import blueprint, presenter, work
from app.blueprints.comparisons.forms import ComparisonFileForm, WithdrawFileForm
from app.blueprints.comparisons.keys import key_of
from app.core.db import start_writing
from app.core.errors import DomainError, Invalid
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.domain.areas.queries import get_area
from app.domain.comparisons import folder, queries, service
from app.domain.comparisons.models import ComparisonFile, FileState
from app.domain.comparisons.steps import MACHINE
from app.domain.policies.vocabulary import ComparisonKind
from app.domain.rounds.queries import get_round_by_code
from app.web import jobs
from app.web.access import current_actor, requires
from app.web.choosing import choose
from app.web.htmx import wants_fragment
from app.web.pages import go, page, page_number, text_argument
from app.web.portal import reads_first

P = Permission
_SEVERAL = Message(N_("Choose one of the answers."))


@blueprint.get("")
@requires(P.COMPARISON_VIEW)
def index() -> Response:
    """The files of a round, the newest first, and how many hits wait."""
    choice = choose(P.COMPARISON_VIEW)
    files = queries.page_files(current_actor(), choice.round.id, page_number()) if choice.round else None
    return page(
        "comparisons/index.html",
        choice=choice,
        files=files,
        waiting=presenter.open_hits_of(files.items) if files else {},
        tabs=presenter.hit_tabs(choice, None),
        words=presenter,
        may_import=current_actor().has(P.COMPARISON_IMPORT),
    )


@blueprint.route("/new", methods=["GET", "POST"])
@reads_first
@requires(P.COMPARISON_IMPORT)
def new() -> Response:
    """Hand in a file. It is read and compared outside the request."""
    form, status = _file_form(), 200
    if form.is_submitted():
        status = 422
        if form.validate():
            try:
                return _receive(form)
            except Invalid as error:
                form.put_error(error)
    return page("comparisons/new.html", status=status, form=form, rounds=presenter.open_rounds())


@blueprint.get("/<int:file_id>")
@requires(P.COMPARISON_VIEW, load=queries.get_file)
def show(file: ComparisonFile) -> Response:
    """One file: under way, or what was found and what can be done now."""
    if file.state is FileState.READING:
        return page("comparisons/working.html", fragment="progress", file=file, job=jobs.find(key_of(file)))
    if wants_fragment():
        return go(url_for("comparisons.show", file_id=file.id))
    offers = {offer.step.name: offer for offer in MACHINE.offered(file, current_actor())}
    return page(
        "comparisons/show.html",
        file=file,
        summary=file.summary or {},
        offers=offers,
        columns=presenter.columns_of(file),
        hits=queries.page_hits_of(file, current_actor(), page_number()),
        words=presenter,
    )


@blueprint.post("/<int:file_id>/apply")
@requires(P.COMPARISON_IMPORT, load=queries.get_file)
def put_in_force(file: ComparisonFile) -> Response:
    """From now on the hits stand on the applications."""
    service.apply(actor=current_actor(), file=file)
    flash(_("The file is in force: its hits stand on the households' applications."), "success")
    return go(url_for("comparisons.show", file_id=file.id))


@blueprint.post("/<int:file_id>/again")
@requires(P.COMPARISON_IMPORT, load=queries.get_file)
def again(file: ComparisonFile) -> Response:
    """Begin once more what was interrupted."""
    if file.state is FileState.READING:
        work.begin(file)
    return go(url_for("comparisons.show", file_id=file.id))


@blueprint.post("/<int:file_id>/discard")
@requires(P.COMPARISON_IMPORT, load=queries.get_file)
def discard(file: ComparisonFile) -> Response:
    """Give it up."""
    actor = current_actor()
    work.forget_after_commit(service.discard(actor=actor, file=file), actor)
    flash(_("Discarded. Nothing of the file is kept."), "success")
    return go(url_for("comparisons.index", round=file.round.code))


@blueprint.route("/<int:file_id>/withdrawal", methods=["GET", "POST"])
@requires(P.COMPARISON_IMPORT, load=queries.get_file)
def withdraw(file: ComparisonFile) -> Response:
    """Take a file out of force, for a reason."""
    if file.state is not FileState.APPLIED:
        return go(url_for("comparisons.show", file_id=file.id))
    form = WithdrawFileForm()
    if form.validate_on_submit():
        try:
            service.withdraw(actor=current_actor(), file=file, reason=form.reason.data or "")
        except Invalid as error:
            form.put_error(error)
        else:
            flash(_("The file is withdrawn; its hits no longer count."), "success")
            return go(url_for("comparisons.show", file_id=file.id))
    return page(
        "comparisons/withdraw.html",
        status=422 if form.is_submitted() else 200,
        file=file,
        form=form,
        words=presenter,
    )


def _file_form() -> ComparisonFileForm:
    form = ComparisonFileForm()
    form.round.choices = presenter.round_choices()
    form.area.choices = presenter.area_choices()
    form.kind.choices = presenter.kind_choices()
    if not form.is_submitted():
        form.round.data = text_argument("round") or next((code for code, _name in form.round.choices), None)
        form.area.data = next((code for code, _name in form.area.choices), None)
        form.kind.data = text_argument("kind")
    return form


def _receive(form: ComparisonFileForm) -> Response:
    for field in (form.round, form.area, form.kind):
        if not field.data or field.data not in {value for value, _name in field.choices}:
            raise Invalid(_SEVERAL, field=field.name)
    digest = folder.keep(form.file.data.stream)
    start_writing()
    try:
        file = service.receive(
            actor=current_actor(),
            round_=get_round_by_code(form.round.data),
            area=get_area(form.area.data),
            kind=ComparisonKind(form.kind.data),
            source=form.source.data or "",
            as_of=cast(dt.date, form.as_of.data),
            filename=form.file.data.filename,
            digest=digest,
        )
    except DomainError:
        service.forget_bytes(actor=current_actor(), digest=digest)
        raise
    work.begin(file)
    return go(url_for("comparisons.show", file_id=file.id))
