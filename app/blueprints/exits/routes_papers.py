"""Papers of the way out: the sheet that a household signs, alone or those of its village in one file. None is kept."""

from werkzeug.wrappers import Response

from app.blueprints.exits import blueprint
from app.blueprints.exits.routes import get_proposal
from app.blueprints.exits.sheets import papers_of
from app.core.errors import NotFound
from app.core.permissions import Permission
from app.documents.exit_papers import exit_sheets_pdf
from app.domain.applications.models import Application
from app.domain.exits import queries
from app.domain.rounds.models import RoundKind
from app.web.access import requires
from app.web.choosing import choose
from app.web.pages import text_argument
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/<number>/sheet.pdf")
@requires(P.APPLICATION_VIEW, load=get_proposal)
def sheet_pdf(application: Application) -> Response:
    """The confirmation sheet of one household: what is recorded stands on it, the rest is for the pen."""
    papers = papers_of(application.household.village, [application])
    return unkept_paper(exit_sheets_pdf(papers, paper_language()), f"exit-{application.number}")


@blueprint.get("/sheets.pdf")
@requires(P.APPLICATION_VIEW)
def sheets_pdf() -> Response:
    """The sheets of everybody in a village who is proposed and has not left yet; with ``unsigned`` who did not sign."""
    choice = choose(P.APPLICATION_VIEW, RoundKind.EXIT)
    if choice.round is None or choice.village is None:
        raise NotFound()
    found = queries.list_proposed(
        choice.round.id, choice.village.id, only_unsigned=text_argument("which") == "unsigned"
    )
    if not found:
        raise NotFound()
    data = exit_sheets_pdf(papers_of(choice.village, found), paper_language())
    return unkept_paper(data, f"exits-{choice.village.code}")
