"""Loading the line of a household's own request, or of an application that was taken in another manner."""

from app.core import clock
from app.domain.applications.models import Application
from app.domain.help_requests.models import HelpRequest
from app.domain.help_requests.queries import load_standing, load_terms
from app.domain.reports.way import Way, way_of_application, way_of_request
from app.domain.why_cards.cases import Case
from app.domain.why_cards.gathering import gather


def load_way(request: HelpRequest) -> Way:
    """The line of a request as it stands now."""
    application = request.application
    policy = application.round.policy if application is not None else load_terms(request.village).policy
    case = _case(application) if application is not None else None
    return way_of_request(load_standing(request), clock.local(request.received_at).date(), policy, case)


def load_way_of(application: Application) -> Way:
    """The line of an application as it stands now."""
    return way_of_application(_case(application))


def _case(application: Application) -> Case:
    return next(iter(gather([application.id])))
