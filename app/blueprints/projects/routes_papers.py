"""Papers of a project for the printer: the sign at the site, the acceptance sheet, an empty roll to be signed."""

from flask import request, url_for
from werkzeug.wrappers import Response

from app.blueprints.projects import blueprint
from app.core.errors import Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents import fund_paper_sources as sources
from app.documents import fund_papers
from app.domain.projects import queries
from app.domain.projects.models import Project
from app.domain.projects.shown import is_shown_now
from app.web.access import requires
from app.web.pages import printed_address
from app.web.papers import paper_language, unkept_paper, wall_language

P = Permission
SIGN_SIZES = ("a3", "a4")


@blueprint.get("/<number>/sign.pdf")
@requires(P.PROJECT_VIEW, load=queries.get_project)
def sign_pdf(project: Project) -> Response:
    """The sign at the site, on A3 unless A4 is asked for; its code leads to the project's public page."""
    if not is_shown_now(project):
        raise Refused(
            [Message(N_("Everybody may see this project once it is proposed. Print its sign then."))]
        )
    size = request.args.get("size", "")
    paper = sources.sign_of(project, printed_address(url_for("money.project", number=project.number)))
    data = fund_papers.sign_pdf(
        paper, wall_language(request.args.get("lang", "")), size if size in SIGN_SIZES else SIGN_SIZES[0]
    )
    return unkept_paper(data, f"sign-{project.number}")


@blueprint.get("/<number>/acceptance.pdf")
@requires(P.PROJECT_VIEW, load=queries.get_project)
def acceptance_pdf(project: Project) -> Response:
    """The sheet for those who accept the project: what was planned, with room for what they find."""
    data = fund_papers.acceptance_pdf(sources.acceptance_of(project), paper_language())
    return unkept_paper(data, f"acceptance-{project.number}")


@blueprint.get("/<number>/roll/<code>.pdf")
@requires(P.PROJECT_VIEW, load=queries.get_project)
def blank_roll_pdf(project: Project, code: str) -> Response:
    """An empty roll of beneficiaries for one of its places, to be filled in and signed by hand."""
    paper = sources.blank_roll_of(queries.get_place(project, code))
    return unkept_paper(fund_papers.roll_pdf(paper, paper_language()), f"roll-{project.number}-{code}")
