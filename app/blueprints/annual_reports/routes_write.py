"""Views that change a report: its words, taking over those of last year, finishing it, opening it again."""

from typing import Any

from flask import flash
from flask_babel import gettext as _
from flask_babel import ngettext
from werkzeug.wrappers import Response

from app.blueprints.annual_reports import blueprint, presenter
from app.blueprints.annual_reports.forms import ReasonForm, WordsForm
from app.blueprints.annual_reports.loading import get_scope
from app.blueprints.annual_reports.routes import address_of
from app.core.bilingual import BilingualText
from app.core.errors import Conflict, Invalid, NotFound, Refused
from app.core.permissions import Permission
from app.domain.annual_reports import queries, service
from app.domain.annual_reports.figures import PART_LABELS
from app.domain.annual_reports.models import Part, ReportParagraph
from app.domain.annual_reports.scope import Scope
from app.web.access import current_actor, requires
from app.web.i18n import translate
from app.web.pages import go, page

P = Permission


@blueprint.route("/<code>/<int:year>/words/<part>", methods=["GET", "POST"])
@requires(P.REPORT_WRITE, load=get_scope)
def write(scope: Scope, part: str) -> Response:
    """The words of one part. Whoever was slower sees what the other wrote, above the own words."""
    which = _part(part)
    row = queries.find_paragraph(queries.find_report(scope.area, scope.year), which)
    before = None if row else queries.load_paragraphs_before(scope.area, scope.year).get(which)
    form = _words_form(row, before)
    if form.validate_on_submit() and _wrote(scope, which, form):
        flash(_("Saved."), "success")
        return go(address_of(scope, part))
    if form.was_slower:
        form.version.data = str(row.version if row else 0)
    return page(
        "annual_reports/write.html",
        status=form.http_status,
        scope=scope,
        form=form,
        part=translate(PART_LABELS[which]),
        title=presenter.title_of(scope.area, scope.year),
        before=before,
        other=row if form.was_slower else None,
        back_to=address_of(scope, part),
    )


def _words_form(row: ReportParagraph | None, before: ReportParagraph | None) -> WordsForm:
    text = row or before
    shown = {"text_zh": text.text_zh, "text_en": text.text_en} if text else {}
    return WordsForm(data={**shown, "version": str(row.version if row else 0)})


def _wrote(scope: Scope, part: Part, form: WordsForm) -> bool:
    text = BilingualText(form.text_zh.data or "", form.text_en.data or "")
    where: dict[str, Any] = {"area": scope.area, "year": scope.year, "part": part}
    try:
        service.write(actor=current_actor(), text=text, expected_version=form.expected_version, **where)
    except (Invalid, Refused, Conflict) as error:
        form.put_error(error)
        return False
    return True


@blueprint.post("/<code>/<int:year>/keep")
@requires(P.REPORT_WRITE, load=get_scope)
def keep(scope: Scope) -> Response:
    """Take over the words of earlier years wherever this year has none."""
    kept = service.keep_words(actor=current_actor(), area=scope.area, year=scope.year)
    flash(
        ngettext("The words of one part are taken over.", "The words of %(num)s parts are taken over.", kept),
        "success",
    )
    return go(address_of(scope))


@blueprint.post("/<code>/<int:year>/finish")
@requires(P.REPORT_WRITE, load=get_scope)
def finish(scope: Scope) -> Response:
    """Keep the figures as they are."""
    service.finish(actor=current_actor(), area=scope.area, year=scope.year)
    flash(_("The report is finished. Its figures stay as they are."), "success")
    return go(address_of(scope))


@blueprint.post("/<code>/<int:year>/reopen")
@requires(P.REPORT_WRITE, load=get_scope)
def reopen(scope: Scope) -> Response:
    """Open a finished report again, for a reason."""
    report, form = queries.find_report(scope.area, scope.year), ReasonForm()
    if report is None:
        raise NotFound()
    service.reopen(actor=current_actor(), report=report, reason=form.reason.data or "")
    flash(_("The report is open again."), "success")
    return go(address_of(scope))


def _part(part: str) -> Part:
    if part not in set(Part):
        raise NotFound()
    return Part(part)
