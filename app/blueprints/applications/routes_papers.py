"""Papers of an application as PDF, in the language asked for or both: form, receipt, visit sheet. None is kept."""

from werkzeug.wrappers import Response

from app.blueprints.applications import blueprint, papers
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.documents import sheets
from app.domain.applications import queries
from app.domain.applications.models import Application
from app.web.access import requires
from app.web.choosing import choose
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/form.pdf")
@requires(P.APPLICATION_VIEW)
def blank_form() -> Response:
    """The application form without values, for a village's counter."""
    choice = choose(P.APPLICATION_VIEW)
    village = choice.village or (choice.villages[0] if choice.villages else None)
    if choice.round is None or village is None:
        raise NotFound()
    paper = papers.blank_application(choice.round, village)
    return unkept_paper(sheets.application_pdf(paper, paper_language()), f"application-{village.code}")


@blueprint.get("/<number>/form.pdf")
@requires(P.APPLICATION_VIEW, load=queries.get_application)
def form(application: Application) -> Response:
    """The application form with what was entered."""
    paper = papers.filled_application(application)
    return unkept_paper(sheets.application_pdf(paper, paper_language()), f"application-{application.number}")


@blueprint.get("/<number>/receipt.pdf")
@requires(P.APPLICATION_VIEW, load=queries.get_application)
def receipt(application: Application) -> Response:
    """The slip that the household keeps."""
    paper = papers.receipt_for(application)
    return unkept_paper(sheets.receipt_pdf(paper, paper_language()), f"receipt-{application.number}")


@blueprint.get("/<number>/visit-sheet.pdf")
@requires(P.APPLICATION_VIEW, load=queries.get_application)
def visit_sheet(application: Application) -> Response:
    """The sheet for the visitors, with what the register says."""
    paper = papers.visit_sheet_for(application)
    return unkept_paper(sheets.visit_pdf(paper, paper_language()), f"visit-{application.number}")
