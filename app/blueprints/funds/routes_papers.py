"""Papers of the books for the printer: a roll to be signed, and the year's money of a village or a township."""

from werkzeug.wrappers import Response

from app.blueprints.funds import blueprint, choosing
from app.core import clock
from app.core.errors import NotFound, Refused
from app.core.messages import N_, Message
from app.core.permissions import Permission
from app.documents import fund_paper_sources as sources
from app.documents import fund_papers
from app.domain.areas.models import AreaLevel
from app.domain.funds import queries
from app.domain.funds.models import Roll
from app.web.access import requires
from app.web.papers import paper_language, unkept_paper

P = Permission


@blueprint.get("/rolls/<number>.pdf")
@requires(P.FUND_VIEW, load=queries.get_roll)
def roll_pdf(found: Roll) -> Response:
    """A roll with a place for each signature. It names villagers and is kept nowhere."""
    if found.withdrawn_on is not None:
        raise Refused([Message(N_("This roll was withdrawn; nobody is to sign it."))])
    return unkept_paper(fund_papers.roll_pdf(sources.roll_of(found), paper_language()), found.number)


@blueprint.get("/page.pdf")
@requires(P.FUND_VIEW)
def ledger_page_pdf() -> Response:
    """The year's money of the village or township that is chosen, as the books stand today."""
    choice = choosing.choose()
    if choice.round is None or choice.area is None:
        raise NotFound()
    if choice.area.level is AreaLevel.COUNTY:
        raise Refused([Message(N_("Choose a township or a village: its year stands on a sheet of its own."))])
    paper = sources.ledger_page_of(choice.round, choice.area, clock.today())
    return unkept_paper(
        fund_papers.ledger_page_pdf([paper], paper_language()),
        f"ledger-{choice.round.year}-{choice.area.code}",
    )
