"""Views: the reports of one's areas, one report, the rows behind a figure, the report as PDF and DOCX."""

import io
from dataclasses import replace

from flask import Response as FlaskResponse
from flask import send_file, url_for
from werkzeug.wrappers import Response

from app.blueprints.annual_reports import blueprint, presenter
from app.blueprints.annual_reports.forms import ReasonForm
from app.blueprints.annual_reports.loading import get_scope
from app.core import clock
from app.core.errors import NotFound
from app.core.permissions import Permission, can
from app.documents.annual_reports import report_docx, report_pdf
from app.domain.annual_reports import gathering, queries, rows
from app.domain.annual_reports.figures import Listing, Rows
from app.domain.annual_reports.scope import Scope
from app.web.access import current_actor, requires
from app.web.choosing import choose_place
from app.web.counts import counter
from app.web.pages import page, page_number, text_argument
from app.web.papers import paper_language

P = Permission
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@blueprint.get("")
@requires(P.REPORT_VIEW)
def index() -> Response:
    """The years of an area, the newest first, and which of their reports are finished."""
    places = choose_place(P.REPORT_VIEW, "area", with_county=True)
    area = places.widest
    return page(
        "annual_reports/index.html",
        fragment="results",
        places=places,
        place_name="area",
        area=area,
        years=queries.list_years(area, clock.today().year),
        reports={one.year: one for one in queries.list_reports(area)},
    )


@blueprint.get("/<code>/<int:year>")
@requires(P.REPORT_VIEW, load=get_scope)
def show(scope: Scope) -> Response:
    """The report: figures that open to their rows, and what people wrote."""
    report = queries.find_report(scope.area, scope.year)
    carried = queries.load_paragraphs_before(scope.area, scope.year)
    sections = gathering.load(_counting(scope), report)
    return page(
        "annual_reports/show.html",
        scope=scope,
        report=report,
        title=presenter.title_of(scope.area, scope.year),
        parts=presenter.shown_parts(scope, sections, report, carried),
        nothing=presenter.NOT_THERE,
        may_write=can(current_actor(), P.REPORT_WRITE, scope.area),
        form=ReasonForm(formdata=None),
    )


@blueprint.get("/<code>/<int:year>/rows")
@requires(P.HOUSEHOLD_VIEW, load=get_scope)
def list_rows(scope: Scope) -> Response:
    """The rows that a figure counts."""
    listing, detail, place = (
        text_argument("listing") or Listing.VILLAGES,
        text_argument("detail", 200),
        text_argument("place", 15),
    )
    if listing not in set(Listing):
        raise NotFound()
    asked = Rows(Listing(listing), detail, place)
    address = presenter.rows_url(scope, asked)
    return page(
        "annual_reports/rows.html",
        scope=scope,
        listed=rows.list_rows(scope, asked, page_number()),
        title=presenter.title_of(scope.area, scope.year),
        cell=presenter.cell,
        opened=presenter.opened,
        url_for_page=lambda number: f"{address}&page={number}",
    )


@blueprint.get("/<code>/<int:year>/report.pdf")
@requires(P.REPORT_VIEW, load=get_scope)
def show_pdf(scope: Scope) -> Response:
    """The report on paper, in ``?lang=zh``, ``en`` or ``both``."""
    lang, report = paper_language(), queries.find_report(scope.area, scope.year)
    sections = gathering.load(_counting(scope), report)
    data = report_pdf(lambda one: presenter.paper_of(scope, sections, report, one), lang)
    response = FlaskResponse(data, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{_name(scope)}-{lang}.pdf"'
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.get("/<code>/<int:year>/report.docx")
@requires(P.REPORT_VIEW, load=get_scope)
def show_docx(scope: Scope) -> Response:
    """The report for an office program, to be worked on."""
    lang, report = paper_language(), queries.find_report(scope.area, scope.year)
    sections = gathering.load(_counting(scope), report)
    data = report_docx(lambda one: presenter.paper_of(scope, sections, report, one), lang)
    name = f"{_name(scope)}-{lang}.docx"
    response = send_file(io.BytesIO(data), mimetype=DOCX, as_attachment=True, download_name=name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _counting(scope: Scope) -> Scope:
    """The same, counted with what this process keeps."""
    return replace(scope, count=counter())


def _name(scope: Scope) -> str:
    return f"report-{scope.area.code}-{scope.year}"


def address_of(scope: Scope, part: str = "") -> str:
    """The report's page, at one of its parts."""
    return url_for("annual_reports.show", code=scope.area.code, year=scope.year, _anchor=part or None)
